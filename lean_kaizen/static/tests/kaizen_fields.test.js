import {expect, test} from "@odoo/hoot";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {countLines} from "@lean_kaizen/a3_box/a3_box";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";

class Event extends models.Model {
    _name = "event";

    name = fields.Char();
    background = fields.Text();
    fishbone = fields.Json();
    timeline = fields.Json();

    _records = [
        {
            id: 1,
            background: "short",
            fishbone: {
                width: 976,
                height: 256,
                spine_y: 128,
                effect: ["It takes long"],
                labels: {machine: "Machine"},
                is_frozen: false,
                bones: [
                    {
                        category: "machine",
                        x1: 200,
                        y1: 40,
                        x2: 246,
                        y2: 128,
                        label_x: 140,
                        label_y: 10,
                    },
                ],
                twigs: [
                    {
                        id: 7,
                        category: "machine",
                        depth: 0,
                        state: "open",
                        text: "Tools are fe…",
                        full_text: "Tools are fetched",
                        x1: 10,
                        x2: 210,
                        y: 60,
                        text_x: 10,
                    },
                ],
            },
            timeline: {
                days: ["2026-06-01", "2026-06-02", "2026-06-03"].map((date) => ({
                    date,
                    weekday: "Mon",
                    label: "1 Jun",
                    is_today: false,
                    is_weekend: false,
                    is_event: true,
                })),
                bars: [
                    {
                        id: 3,
                        name: "Clamp",
                        owner: "Eva",
                        start: 0,
                        end: 1,
                        continues: false,
                        has_deadline: true,
                        tone: "good",
                        status: "Done",
                    },
                ],
            },
        },
    ];
}

defineMailModels();
defineModels([Event]);

test("lines are counted as on the server", () => {
    expect(countLines("", 5)).toBe(0);
    expect(countLines("one two three", 7)).toBe(2);
    expect(countLines("a\nb", 10)).toBe(2);
    expect(countLines("unbreakable", 4)).toBe(3);
});

test("a box says while one types that it is too full", async () => {
    await mountView({
        type: "form",
        resModel: "event",
        resId: 1,
        arch: `<form><field name="background" widget="lean_a3_box" options="{'lines': 2, 'width': 10}"/></form>`,
    });
    expect(".o_lean_a3_over").toHaveCount(0);
    await contains(".o_field_widget[name=background] textarea").edit("a\nb\nc\nd", {
        confirm: false,
    });
    expect(".o_lean_a3_over").toHaveText(/2 lines over/);
    await contains(".o_field_widget[name=background] textarea").edit("a\nb", {
        confirm: "blur",
    });
    expect(".o_lean_a3_over").toHaveCount(0);
    await clickSave();
});

test("an empty box shows its question", async () => {
    Event._records[0].background = false;
    await mountView({
        type: "form",
        resModel: "event",
        resId: 1,
        arch: `<form><field name="background" placeholder="Why now?" widget="lean_a3_box" options="{'lines': 2, 'width': 10}"/></form>`,
    });
    expect(".o_field_widget[name=background] textarea").toHaveAttribute(
        "placeholder",
        "Why now?"
    );
});

test("a click on a bone adds a cause, one on a cause a why", async () => {
    onRpc("lean.kaizen.cause", "create", ({args}) => {
        expect.step(args[0][0]);
        return [8];
    });
    await mountView({
        type: "form",
        resModel: "event",
        resId: 1,
        arch: `<form><field name="fishbone" widget="lean_fishbone"/></form>`,
    });
    await contains(".o_lean_category").click();
    await contains(".o_lean_fishbone_input").edit("No trolley", {confirm: "enter"});
    expect.verifySteps([
        {name: "No trolley", category: "machine", event_id: 1, parent_id: false},
    ]);
    await contains(".o_lean_cause").click();
    expect(".o_lean_fishbone_input").toHaveValue("Tools are fetched");
    await contains(".o_lean_fishbone_why").click();
    await contains(".o_lean_fishbone_input").edit("Nobody prepares them", {
        confirm: "enter",
    });
    expect.verifySteps([
        {name: "Nobody prepares them", category: "machine", event_id: 1, parent_id: 7},
    ]);
});

test("a cause is marked as root cause", async () => {
    onRpc("lean.kaizen.cause", "write", ({args}) => {
        expect.step(args);
        return true;
    });
    await mountView({
        type: "form",
        resModel: "event",
        resId: 1,
        arch: `<form><field name="fishbone" widget="lean_fishbone"/></form>`,
    });
    await contains(".o_lean_cause").click();
    await contains(".o_lean_fishbone_panel [data-state=root]").click();
    expect.verifySteps([[[7], {state: "root"}]]);
});

test("arrow keys move an action by a day", async () => {
    onRpc("lean.action", "write", ({args}) => {
        expect.step(args);
        return true;
    });
    await mountView({
        type: "form",
        resModel: "event",
        resId: 1,
        arch: `<form><field name="timeline" widget="lean_timeline"/></form>`,
    });
    expect(".o_lean_bar").toHaveText("Clamp");
    await contains(".o_lean_bar").focus();
    await contains(".o_lean_bar").press("ArrowRight");
    expect.verifySteps([
        [[3], {date_start: "2026-06-02", date_deadline: "2026-06-03"}],
    ]);
});
