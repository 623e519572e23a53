import {describe, expect, test} from "@odoo/hoot";
import {formatHours, formatShare, getTone} from "@lean_tpm_mrp/oee_dashboard/oee_words";

describe.current.tags("headless");

test("what is undefined is a dash, and zero is zero", () => {
    expect(formatShare(false)).toBe("–");
    expect(formatShare(0)).toBe("0.0 %");
    expect(formatShare(1.0384)).toBe("103.8 %");
});

test("few hours have a decimal", () => {
    expect(formatHours(29.17)).toBe("29.2");
    expect(formatHours(243.4)).toBe("243");
});

test("without data or target there is no judgement", () => {
    expect(getTone(false, 0.75)).toBe("none");
    expect(getTone(0.8, false)).toBe("none");
    expect(getTone(0.75, 0.75)).toBe("good");
    expect(getTone(0.702, 0.75)).toBe("warn");
    expect(getTone(0.5, 0.75)).toBe("bad");
});
