import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {formatShare} from "@lean_base/share_field/share_field";
import {localization} from "@web/core/l10n/localization";
import {patchWithCleanup} from "@web/../tests/web_test_helpers";

describe.current.tags("headless");

beforeEach(() => {
    patchWithCleanup(localization, {
        decimalPoint: ".",
        thousandsSep: ",",
        grouping: [3, 0],
    });
});

test("what is undefined is empty, and zero is zero", () => {
    expect(formatShare(false)).toBe("");
    expect(formatShare(0)).toBe("0%");
    expect(formatShare(0.702)).toBe("70.2%");
});
