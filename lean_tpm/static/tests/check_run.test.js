import {describe, expect, test} from "@odoo/hoot";
import {click, queryOne} from "@odoo/hoot-dom";
import {animationFrame} from "@odoo/hoot-mock";
import {Component, useState, xml} from "@odoo/owl";
import {mountWithCleanup, patchWithCleanup} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {localization} from "@web/core/l10n/localization";
import {MachinePhoto} from "@lean_tpm/machine_photo/machine_photo";
import {NumberPad} from "@lean_tpm/number_pad/number_pad";
import {
    getPointStates,
    getProgress,
    isOutside,
    toNumber,
} from "@lean_tpm/station/check_run";

describe.current.tags("desktop");
defineMailModels();

const COOLANT = {id: 1, kind: "measurement", minimum: 6, maximum: 9, point: 1};
const BELT = {id: 2, kind: "check", minimum: null, maximum: null, point: 1};
const CHECK = {id: 7, tasks: [COOLANT, {...BELT, result: {answer: "ok"}}]};

test("a number is read in the user's way of writing it", () => {
    patchWithCleanup(localization, {decimalPoint: ","});
    expect(toNumber("7,25")).toBe(7.25);
    expect(toNumber("-3")).toBe(-3);
    expect(toNumber("")).toBe(null);
    expect(toNumber("-")).toBe(null);
    expect(toNumber("seven")).toBe(null);
    expect(toNumber(0)).toBe(0);
});

test("limits belong to what is right; nothing measured is not outside", () => {
    expect(isOutside(COOLANT, 6)).toBe(false);
    expect(isOutside(COOLANT, 9)).toBe(false);
    expect(isOutside(COOLANT, 5.99)).toBe(true);
    expect(isOutside(COOLANT, 9.01)).toBe(true);
    expect(isOutside(COOLANT, null)).toBe(false);
    expect(isOutside({...COOLANT, kind: "meter"}, 100)).toBe(false);
});

test("answers here and on the server count, refused ones do not", () => {
    expect(getProgress({}, CHECK)).toEqual({done: 1, total: 2, failed: 0, first: 0});
    const waiting = {"7-1": {answer: "not_ok", status: "waiting"}};
    expect(getProgress(waiting, CHECK)).toEqual({
        done: 2,
        total: 2,
        failed: 1,
        first: 2,
    });
    const refused = {"7-1": {answer: "ok", status: "refused"}};
    expect(getProgress(refused, CHECK).first).toBe(0);
});

test("a point has the colour of the worst that was found there", () => {
    expect(getPointStates({}, [CHECK])).toEqual({1: "todo"});
    const fine = {"7-1": {answer: "ok", status: "taken"}};
    expect(getPointStates(fine, [CHECK])).toEqual({1: "ok"});
    const bad = {"7-1": {answer: "not_ok", status: "taken"}};
    expect(getPointStates(bad, [CHECK])).toEqual({1: "not_ok"});
});

class Pad extends Component {
    static template = xml`<NumberPad value="state.value" unit="'%'" isBad="+state.value > 9" onChange="(value) => state.value = value" />`;
    static components = {NumberPad};
    static props = ["*"];
    setup() {
        this.state = useState({value: ""});
    }
}

test("the pad types, takes back, and is red outside the limits", async () => {
    await mountWithCleanup(Pad);
    for (const key of ["1", ".", "5", ".", "0", "⌫"]) {
        await click(`[data-key='${key}']`);
        await animationFrame();
    }
    expect(queryOne(".o_lean_pad_input").value).toBe("1.5");
    expect(".o_lean_pad_bad").toHaveCount(0);
    await click(".o_lean_pad_sign");
    await animationFrame();
    expect(queryOne(".o_lean_pad_input").value).toBe("-1.5");
    await click(".o_lean_pad_sign");
    await click("[data-key='⌫']");
    await animationFrame();
    await click("[data-key='⌫']");
    await animationFrame();
    await click("[data-key='4']");
    await animationFrame();
    expect(".o_lean_pad_bad").toHaveCount(1);
    expect("[title='Outside the limits']").toHaveCount(1);
});

test("points stand where they were placed and say their state in words", async () => {
    await mountWithCleanup(MachinePhoto, {
        props: {
            url: "/web/static/img/placeholder.png",
            points: [{number: 2, x: 10, y: 20}],
            states: {2: "not_ok"},
        },
    });
    expect(".o_lean_point_bad").toHaveText("2");
    expect(".o_lean_point").toHaveAttribute("title", "Point 2: Not OK");
    expect(queryOne(".o_lean_point").style.left).toBe("10%");
});
