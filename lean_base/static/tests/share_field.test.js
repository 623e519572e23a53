import {describe, expect, test} from "@odoo/hoot";
import {formatShare} from "@lean_base/share_field/share_field";

describe.current.tags("headless");

test("what is undefined is empty, and zero is zero", () => {
    expect(formatShare(false)).toBe("");
    expect(formatShare(0)).toBe("0%");
    expect(formatShare(0.702)).toBe("70.2%");
});
