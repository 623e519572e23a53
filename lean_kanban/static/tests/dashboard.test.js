import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {click, queryAll, queryAllTexts, select} from "@odoo/hoot-dom";
import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    getService,
    makeMockEnv,
    mockService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {router} from "@web/core/browser/router";
import {WebClient} from "@web/webclient/webclient";
import {CHANNEL, GATHER_MILLISECONDS} from "@lean_kanban/board/board_loader";
import {REREAD_MILLISECONDS} from "@lean_kanban/dashboard/dashboard";
import {
    explainLoop,
    getRedLoops,
    getTrends,
    getWaitingLoops,
} from "@lean_kanban/dashboard/dashboard_words";
import {prepareLoop as prepareBoardLoop} from "@lean_kanban/../tests/board_data";

describe.current.tags("desktop");
defineMailModels();

function prepareLoop(id, values = {}) {
    return prepareBoardLoop(id, {
        owner: "Mitchell",
        is_own_area: false,
        company_id: 1,
        warehouse_id: 1,
        area_id: false,
        lanes: {},
        ...values,
    });
}

const RED = {
    zone: "red",
    at_hand: 0,
    last_away: "2026-03-01 10:00:00",
    documents: ["P00012"],
    date_expected: "2026-03-05",
};
const NO_TRENDS = Object.fromEntries(
    ["weeks", "fill", "lead", "turns", "value"].map((key) => [
        key,
        Array(13).fill(null),
    ])
);

/** Let the server answer with these loops; returns the filters it was asked for. */
function mockServer(loops, details = {}) {
    const asked = [];
    onRpc("lean.kanban.loop", "get_board", ({args}) => {
        const ids = args[0].loop_ids;
        return {
            loops: ids ? loops.filter((loop) => ids.includes(loop.id)) : loops,
            lanes: [],
            asked: ids || null,
            now: "2026-03-02 10:00:00",
            can_create: true,
        };
    });
    onRpc("lean.kanban.loop", "get_dashboard", ({args}) => {
        asked.push(args[0]);
        return {
            reasons: {},
            overdue: {},
            lost: {},
            companies: [{id: 1, name: "Alder"}],
            warehouses: [
                {id: 1, name: "Plant"},
                {id: 2, name: "Spares"},
            ],
            areas: [],
            currency_id: 1,
            trends: NO_TRENDS,
            ...details,
        };
    });
    return asked;
}

async function openDashboard() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "lean_kanban.dashboard",
    });
    await animationFrame();
}

function getFigure(key) {
    return queryAllTexts(`[data-figure=${key}] .o_lean_figure_value`)[0];
}

let listeners = [];

beforeEach(() => {
    mockDate("2026-03-02 10:00:00", 0);
    listeners = [];
    mockService("bus_service", {
        addEventListener() {},
        removeEventListener() {},
        addChannel() {},
        deleteChannel() {},
        start() {},
        subscribe: (type, listener) => type === CHANNEL && listeners.push(listener),
        unsubscribe() {},
        forceUpdateChannels() {},
    });
});

test("says in words why a loop is red", async () => {
    await makeMockEnv();
    const late = prepareLoop(1, {...RED, late_count: 1, late_days: 2});
    expect(String(explainLoop(late).cause)).toBe("P00012 is 2 d late");
    expect(String(explainLoop(late).since)).toBe("for 24 h");
    const unconfirmed = prepareLoop(1, {...RED, is_unconfirmed: true});
    expect(String(explainLoop(unconfirmed).cause)).toBe(
        "P00012 has not been confirmed for a day"
    );
    const error = prepareLoop(1, {...RED, error_count: 1});
    expect(String(explainLoop(error, "No vendor").cause)).toBe(
        "1 to decide: No vendor"
    );
    const held = prepareLoop(1, {...RED, is_held: true, hold_reason: "Drawing"});
    expect(String(explainLoop(held).cause)).toBe("On hold: Drawing");
    const nothing = prepareLoop(1, {...RED, documents: [], owner: ""});
    expect(String(explainLoop(nothing).cause)).toBe("Nothing is ordered");
    expect(String(explainLoop(nothing).owner)).toBe("Nobody owns it");
});

test("what one answers for comes first, then what runs out first", () => {
    const loops = [
        prepareLoop(1, {...RED, hours_left: 0}),
        prepareLoop(2, {...RED, hours_left: 5, is_own_area: true}),
        prepareLoop(3, {...RED, hours_left: 2}),
        prepareLoop(4, {lost_count: 1}),
        prepareLoop(5),
    ];
    expect(getRedLoops(loops).map(({id}) => id)).toEqual([2, 1, 3]);
    expect(getWaitingLoops(loops).map(({id}) => id)).toEqual([4]);
});

test("a trend without data is not zero", async () => {
    await makeMockEnv();
    const [fill, lead] = getTrends(
        {...NO_TRENDS, fill: [...Array(10).fill(null), 0.5, 1, 0.96]},
        1
    );
    expect(fill.value).toBe("96 %");
    expect(fill.note).toBe("mean of the weeks before: 75 %");
    expect(lead.value).toBe("–");
    expect(lead.isKnown).toBe(false);
});

test("tiles, reasons and the way to the records", async () => {
    mockServer(
        [
            prepareLoop(1, {...RED, error_count: 1}),
            prepareLoop(2, {late_count: 2}),
            prepareLoop(3),
        ],
        {reasons: {1: "No vendor"}, overdue: {3: 2}, lost: {2: 1}}
    );
    onRpc("lean.kanban.loop", "get_dashboard_action", ({args}) => {
        expect.step(args);
        return {type: "ir.actions.act_window_close"};
    });
    await openDashboard();
    expect(getFigure("red")).toBe("1");
    expect(getFigure("late")).toBe("2");
    expect(getFigure("attention")).toBe("1");
    expect(getFigure("oldest")).toBe("24 h");
    expect(getFigure("overdue")).toBe("2");
    expect(getFigure("lost")).toBe("1");
    expect(queryAllTexts("[data-section=red] .o_lean_dashboard_cause")).toEqual([
        "1 to decide: No vendor",
    ]);
    expect(queryAll("[data-section=waiting] .o_lean_dashboard_loop")).toHaveCount(1);
    await click("[data-figure=red]");
    await animationFrame();
    await click("[data-figure=late]");
    await animationFrame();
    expect.verifySteps([
        ["red", [1]],
        ["late", [1, 2, 3]],
    ]);
});

test("the warehouse chosen is asked for and kept in the address", async () => {
    const asked = mockServer([
        prepareLoop(1, {...RED}),
        prepareLoop(2, {...RED, warehouse_id: 2}),
    ]);
    await openDashboard();
    expect(getFigure("red")).toBe("2");
    await click("[data-choice=warehouse]");
    await select("2");
    await animationFrame();
    expect(getFigure("red")).toBe("1");
    expect(asked.at(-1).warehouse_id).toBe(2);
    expect(router.current.warehouse).toBe(2);
    expect("[data-choice=company]").toHaveCount(0);
});

test("a scan elsewhere is seen without a reload", async () => {
    const loops = [prepareLoop(1)];
    const asked = mockServer(loops);
    await openDashboard();
    expect(getFigure("red")).toBe("0");
    expect(".o_lean_dashboard_fine").toHaveCount(1);
    loops[0] = prepareLoop(1, RED);
    listeners.forEach((listener) => listener({loop_ids: [1]}));
    await advanceTime(GATHER_MILLISECONDS);
    await animationFrame();
    expect(getFigure("red")).toBe("1");
    await advanceTime(REREAD_MILLISECONDS);
    expect(asked).toHaveLength(2);
});

test("without a loop it says what to do", async () => {
    mockServer([]);
    await openDashboard();
    expect(".o_lean_dashboard_loops").toHaveCount(1);
});
