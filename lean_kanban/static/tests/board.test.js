import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {click, press, queryAll, queryAllTexts, queryFirst} from "@odoo/hoot-dom";
import {advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    contains,
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
import {
    filterLoops,
    getAge,
    getDue,
    getFigures,
    getFull,
    getLanes,
    getOrder,
    getStack,
    getTimeLeft,
    sortLoops,
} from "@lean_kanban/board/board_loops";
import {NO_CARDS, prepareLoop} from "@lean_kanban/../tests/board_data";

describe.current.tags("desktop");
defineMailModels();

const RED = {
    zone: "red",
    at_hand: 0,
    counts: {...NO_CARDS, in_process: 2},
    away_since: "2026-03-01 10:00:00",
    last_away: "2026-03-01 10:00:00",
    documents: ["P00012"],
    date_expected: "2026-03-05",
    hours_left: 0,
    days_left: 0,
};

/** Let the server answer with these loops; returns what it was asked for. */
function mockBoard(loops, values = {}) {
    const calls = [];
    onRpc("lean.kanban.loop", "get_board", ({args}) => {
        const asked = args[0].loop_ids;
        calls.push(asked || "all");
        return {
            loops: asked ? loops.filter((loop) => asked.includes(loop.id)) : loops,
            lanes: [
                {key: "supplier", label: "Supplier"},
                {key: "area", label: "Area"},
            ],
            asked: asked || null,
            now: "2026-03-02 10:00:00",
            can_create: true,
            ...values,
        };
    });
    return calls;
}

async function openBoard() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "lean_kanban.board",
    });
    await animationFrame();
}

function getProducts() {
    return queryAllTexts(".o_lean_tile_product");
}

/** As the bus brings it. */
async function announce(...loopIds) {
    listeners.forEach((listener) => listener({loop_ids: loopIds}));
    await advanceTime(GATHER_MILLISECONDS);
    await animationFrame();
}

let listeners = [];

beforeEach(() => {
    mockDate("2026-03-02 10:00:00", 0);
    listeners = [];
    mockService("bus_service", {
        addEventListener() {},
        removeEventListener() {},
        addChannel: (channel) => channel === CHANNEL && expect.step(`add ${channel}`),
        deleteChannel() {},
        start() {},
        subscribe: (type, listener) => type === CHANNEL && listeners.push(listener),
        unsubscribe() {},
        forceUpdateChannels() {},
    });
});

// Calculations

test("the worst zone first, then what runs out first, the unknown last", () => {
    const loops = [
        prepareLoop(1, {hours_left: 2}),
        prepareLoop(2, {zone: "red"}),
        prepareLoop(3, {zone: "red", hours_left: 5}),
        prepareLoop(4, {zone: "red", hours_left: 3}),
        prepareLoop(5, {zone: null}),
        prepareLoop(6, {zone: "yellow"}),
    ];
    expect(sortLoops(loops).map((loop) => loop.id)).toEqual([4, 3, 2, 6, 1, 5]);
});

test("lanes with red loops come first, what belongs to none last", async () => {
    await makeMockEnv();
    const loops = [
        prepareLoop(1, {lanes: {area: "Assembly"}}),
        prepareLoop(2, {lanes: {area: false}, zone: "red"}),
        prepareLoop(3, {lanes: {area: "Paint"}, zone: "red"}),
        prepareLoop(4, {lanes: {area: "Shipping"}, zone: "yellow"}),
    ];
    const lanes = getLanes(loops, "area");
    expect(lanes.map((lane) => String(lane.name))).toEqual([
        "Paint",
        "Not set",
        "Shipping",
        "Assembly",
    ]);
    expect(lanes[0].red).toBe(1);
});

test("filters and search narrow together", () => {
    const loops = [
        prepareLoop(1, {zone: "red", is_mine: true, documents: ["P00012"]}),
        prepareLoop(2, {zone: "red", late_count: 1}),
        prepareLoop(3, {error_count: 1}),
    ];
    const getIds = (filters) => filterLoops(loops, filters).map((loop) => loop.id);
    expect(getIds({})).toEqual([1, 2, 3]);
    expect(getIds({red: true})).toEqual([1, 2]);
    expect(getIds({red: true, late: true})).toEqual([2]);
    expect(getIds({error: true})).toEqual([3]);
    expect(getIds({mine: true, query: "foundry p00012"})).toEqual([1]);
    expect(getIds({query: "nothing"})).toEqual([]);
});

test("figures of the header", () => {
    const figures = getFigures([
        prepareLoop(1, {...RED, last_away: "2026-03-01 10:00:00", late_count: 2}),
        prepareLoop(2, {...RED, last_away: "2026-02-20 10:00:00"}),
        prepareLoop(3, {error_count: 1, held_back_count: 2, late_count: 1}),
    ]);
    expect(figures.red).toBe(2);
    expect(figures.late).toBe(3);
    expect(figures.error).toBe(3);
    expect(figures.oldestRed.id).toBe(2);
    expect(getFigures([]).oldestRed).toBe(undefined);
});

test("times in words", async () => {
    await makeMockEnv();
    expect(String(getAge("2026-03-02 09:30:00"))).toBe("30 min");
    expect(String(getAge("2026-03-01 10:00:00"))).toBe("24 h");
    expect(String(getAge("2026-02-27 10:00:00"))).toBe("3 d");
    expect(getAge(null)).toBe("");
    expect(getTimeLeft(prepareLoop(1))).toBe("");
    expect(String(getTimeLeft(prepareLoop(1, {hours_left: 0, days_left: 0})))).toBe(
        "none left"
    );
    expect(String(getTimeLeft(prepareLoop(1, {hours_left: 3, days_left: 0.4})))).toBe(
        "3 h left"
    );
    expect(String(getTimeLeft(prepareLoop(1, {hours_left: 20, days_left: 2.5})))).toBe(
        "2.5 d left"
    );
    expect(String(getDue(prepareLoop(1, {date_expected: "2026-03-02"})))).toBe("today");
    expect(String(getDue(prepareLoop(1, {late_count: 1, late_days: 4})))).toBe(
        "4 d late"
    );
});

// The board

test("a tile says colour, word, containers, order and date", async () => {
    mockBoard([prepareLoop(1, RED), prepareLoop(2)]);
    await openBoard();
    expect.verifySteps([`add ${CHANNEL}`]);
    expect(getProducts()).toEqual(["Product 1", "Product 2"]);
    const tile = ".o_lean_tile[data-loop='1']";
    expect(tile).toHaveAttribute("data-zone", "red");
    expect(`${tile} .o_lean_tile_zone`).toHaveText(/Act now/);
    expect(`${tile} .o_lean_tile_zone .fa-exclamation-circle`).toHaveCount(1);
    expect(`${tile} .o_lean_tile_full`).toHaveText("0/2 full");
    expect(`${tile} .o_lean_tile_foot`).toHaveText(/P00012/);
    expect(`${tile} .o_lean_tile_due`).toHaveText("Mar 5");
    expect(`${tile} .o_lean_tile_age`).toHaveText("24 h");
    expect("[data-figure='red'] .o_lean_figure_value").toHaveText("1");
});

test("a scan elsewhere reads that loop again, and no other", async () => {
    const loops = [prepareLoop(1), prepareLoop(2)];
    const calls = mockBoard(loops);
    await openBoard();
    loops[0] = prepareLoop(1, RED);
    await announce(1);
    expect(calls).toEqual(["all", [1]]);
    expect(".o_lean_tile[data-loop='1']").toHaveAttribute("data-zone", "red");
    loops.pop();
    await announce(2);
    expect(getProducts()).toEqual(["Product 1"]);
    expect.verifySteps([`add ${CHANNEL}`]);
});

test("notices that come together are one call", async () => {
    const calls = mockBoard([prepareLoop(1), prepareLoop(2)]);
    await openBoard();
    listeners[0]({loop_ids: [1]});
    listeners[0]({loop_ids: [2, 1]});
    await advanceTime(GATHER_MILLISECONDS);
    await animationFrame();
    expect(calls).toEqual(["all", [1, 2]]);
    expect.verifySteps([`add ${CHANNEL}`]);
});

test("what is chosen is kept in the address", async () => {
    mockBoard([prepareLoop(1, RED), prepareLoop(2)]);
    await openBoard();
    await click("[data-figure='red']");
    await animationFrame();
    expect(getProducts()).toEqual(["Product 1"]);
    await contains(".o_lean_board_lane_picker").select("area");
    await contains(".o_lean_board_search").edit("product");
    await advanceTime(1000);
    expect(router.current.red).toBe(1);
    expect(router.current.lane).toBe("area");
    expect(router.current.query).toBe("product");
    expect(".o_lean_lane").toHaveAttribute("data-lane", "Paint");
    await click(".o_lean_board_all");
    await advanceTime(1000);
    await animationFrame();
    expect(router.current.red).toBe(undefined);
    expect(getProducts()).toHaveLength(2);
    expect.verifySteps([`add ${CHANNEL}`]);
});

test("cards by state", async () => {
    mockBoard([prepareLoop(1, RED), prepareLoop(2)]);
    await openBoard();
    await click(".o_lean_board_columns");
    await animationFrame();
    expect(".o_lean_board_head[data-column='in_process'] b").toHaveText("2");
    expect(".o_lean_row[data-loop='2'] [data-column='full'] b").toHaveText("2");
    expect(".o_lean_row[data-loop='2'] [data-column='in_transit']").toHaveClass(
        "o_lean_row_none"
    );
    expect.verifySteps([`add ${CHANNEL}`]);
});

test("the wall shows what is red, without menus, and turns its pages", async () => {
    const loops = Array.from({length: 40}, (_, index) => prepareLoop(index + 1, RED));
    mockBoard([...loops, prepareLoop(99)]);
    await openBoard();
    await click(".o_lean_board_wall");
    await animationFrame();
    await animationFrame();
    expect(".o_main_navbar").toHaveCount(0);
    expect(".o_lean_wall_header b").toHaveText("40 red");
    const first = queryAll(".o_lean_wall_row").map((row) => row.dataset.loop);
    expect(first).not.toInclude("99");
    await advanceTime(15000);
    await animationFrame();
    expect(queryFirst(".o_lean_wall_row").dataset.loop).not.toBe(first[0]);
    await press("Escape");
    await animationFrame();
    expect(".o_main_navbar").toHaveCount(1);
    expect(".o_lean_tile").toHaveCount(41);
    expect.verifySteps([`add ${CHANNEL}`]);
});

test("an empty board is one sentence and one button", async () => {
    mockBoard([]);
    await openBoard();
    expect(".o_lean_board_empty p").toHaveCount(1);
    expect(".o_lean_board_create").toHaveText("Make the first loop");
    expect.verifySteps([`add ${CHANNEL}`]);
});

test("who may not make loops is told whom to ask", async () => {
    mockBoard([], {can_create: false});
    await openBoard();
    expect(".o_lean_board_empty p").toHaveText(/planner/);
    expect(".o_lean_board_create").toHaveText("Loops");
    expect.verifySteps([`add ${CHANNEL}`]);
});

test("a lost connection is said, with the time of what is shown", async () => {
    let isOffline = false;
    onRpc(
        "/web/dataset/call_kw/lean.kanban.loop/get_board",
        () =>
            isOffline
                ? new Response("", {status: 502})
                : {
                      jsonrpc: "2.0",
                      id: 1,
                      result: {
                          loops: [prepareLoop(1)],
                          lanes: [{key: "supplier", label: "Supplier"}],
                          asked: null,
                          can_create: true,
                      },
                  },
        {pure: true}
    );
    await openBoard();
    expect(".o_lean_board_offline").toHaveCount(0);
    isOffline = true;
    await announce(1);
    await animationFrame();
    expect(".o_lean_board_offline").toHaveText(/No connection, as of/);
    isOffline = false;
    await announce(1);
    await animationFrame();
    expect(".o_lean_board_offline").toHaveCount(0);
    expect.verifySteps([`add ${CHANNEL}`]);
});

test("a triangle loop shows its stack and where the card hangs", async () => {
    await makeMockEnv();
    const loop = prepareLoop(1, {stack: {count: 3.5, point: 3, lot: 5}});
    expect(getFull(loop)).toBe("3.5 at hand ▲ 3");
    expect(getStack(loop)).toEqual({level: 43.75, point: 37.5});
    expect(getStack(prepareLoop(2))).toBe(null);
    expect(getFull(prepareLoop(2))).toBe("2/2 full");
});

test("cards that wait for a run name it where no order does", () => {
    const waiting = {counts: {...NO_CARDS, waiting: 1}, wait_note: "run 14:00"};
    expect(getOrder(prepareLoop(1, waiting))).toBe("run 14:00");
    expect(getOrder(prepareLoop(1, {...waiting, documents: ["P00012"]}))).toBe(
        "P00012"
    );
    expect(getOrder(prepareLoop(1, {wait_note: "run 14:00"}))).toBe("");
});
