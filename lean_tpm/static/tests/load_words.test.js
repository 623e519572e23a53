import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {allowTranslations, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {localization} from "@web/core/l10n/localization";
import {
    filterCards,
    getAmount,
    getLevel,
    getWidth,
    getWord,
    mayMoveTo,
} from "@lean_tpm/load_board/load_words";

describe.current.tags("headless");

beforeEach(() => {
    allowTranslations();
    patchWithCleanup(localization, {decimalPoint: "."});
});

test("a period says how full it is, in colour and in words", () => {
    const over = {planned: 46, hours: 40, share: 1.15, over: 6};
    expect(getLevel(over)).toBe("over");
    expect(getWidth(over)).toBe(100);
    expect(getAmount(over).toString()).toBe("46 of 40 h");
    expect(getWord(over).toString()).toBe("6 h over");
    const fine = {planned: 2.5, hours: 40, share: 0.0625, over: 0};
    expect(getLevel(fine)).toBe("fine");
    expect(getWord(fine).toString()).toBe("37.5 h free");
    expect(getLevel({planned: 36, hours: 40, share: 0.9, over: 0})).toBe("full");
});

test("hours that nobody knows are not zero", () => {
    const unknown = {planned: 5, hours: null, share: null, over: 0};
    expect(getLevel(unknown)).toBe("none");
    expect(getAmount(unknown).toString()).toBe("5 h");
    expect(getWord(unknown).toString()).toBe("Hours unknown");
    const free = {planned: 0, hours: 0, share: null, over: 0};
    expect(getLevel(free)).toBe("fine");
    expect(getWidth(free)).toBe(0);
    expect(getWord(free).toString()).toBe("Nobody works");
});

test("a card is found by each word, and knows its columns", () => {
    const card = {
        name: "Gearbox",
        equipment: "CNC-2",
        team: "Workshop",
        can_move: true,
        first: "2026-06-09",
        last: "2026-06-21",
    };
    expect(filterCards([card], "cnc gear")).toEqual([card]);
    expect(filterCards([card], "cnc paint")).toEqual([]);
    expect(mayMoveTo(card, {first: "2026-06-15", last: "2026-06-21"})).toBe(true);
    expect(mayMoveTo(card, {first: "2026-06-22", last: "2026-06-28"})).toBe(false);
    expect(
        mayMoveTo({...card, last: false}, {first: "2026-06-22", last: "2026-06-28"})
    ).toBe(true);
});
