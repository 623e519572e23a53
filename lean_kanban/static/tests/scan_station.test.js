import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {click, edit, press, queryOne, waitUntil} from "@odoo/hoot-dom";
import {Deferred, advanceTime, animationFrame, mockDate} from "@odoo/hoot-mock";
import {
    contains,
    getService,
    makeServerError,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {ScanSounds} from "@lean_kanban/scan_station/scan_sounds";

describe.current.tags("desktop");
defineMailModels();

const SCAN_URL = "/web/dataset/call_kw/lean.kanban.card/scan";
const CARD = {
    barcode: "KB1",
    position: "3/9",
    product: "Seal Kit",
    product_id: 7,
    quantity: 20,
    uom: "Units",
    location: "WH/Stock/Shelf",
    loop: "L1",
    state_label: "Signalled",
};

function prepareAnswer(values = {}) {
    return {
        ok: true,
        card_id: 5,
        state: "empty",
        message: "Empty. Signalled.",
        level: "success",
        card: CARD,
        ...values,
    };
}

/** Let the server answer with the next of these; null is a lost connection. */
function mockServer(answers) {
    const calls = [];
    onRpc(
        SCAN_URL,
        async (request) => {
            const {params} = await request.json();
            calls.push({code: params.args[0], ...params.kwargs});
            const answer = answers.length > 1 ? answers.shift() : answers[0];
            if (!answer) {
                return new Response("", {status: 502});
            }
            return {id: 1, jsonrpc: "2.0", result: answer};
        },
        {pure: true}
    );
    return calls;
}

async function openStation() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "lean_kanban_scan_station",
    });
}

/** As a wedge scanner does it: keys into the field that has the focus, then Enter. */
async function scan(code) {
    await edit(code);
    await press("Enter");
    await animationFrame();
    await animationFrame();
}

/** Not what the style sheet makes of it. */
function expectTitle(title) {
    expect(queryOne(".o_lean_scan_title").textContent.trim()).toBe(title);
}

beforeEach(() => {
    mockDate("2026-03-02 10:00:00", 0);
    patchWithCleanup(ScanSounds.prototype, {
        play(level) {
            expect.step(level);
        },
    });
    onRpc("hr.employee", "lean_identify", () => ({
        ok: false,
        message: "This badge is not known here.",
    }));
    onRpc("hr.employee", "lean_current_operator", () => false);
    onRpc("lean.kanban.reject.reason", "search_read", () => [
        {id: 3, name: "Damaged"},
        {id: 4, name: "Wrong part"},
    ]);
});

test("says what to do, with the focus in the field", async () => {
    mockServer([prepareAnswer()]);
    await openStation();
    expect(".o_lean_scan_empty p").toHaveText("Scan the card of an empty container.");
    expect(".o_lean_scan_input").toBeFocused();
    expect(".o_lean_scan_lower").toHaveCount(0);
});

test("a scan is answered in colour, word and picture", async () => {
    const calls = mockServer([prepareAnswer()]);
    await openStation();
    await scan(" KB1 ");
    expect.verifySteps(["success"]);
    expect(".o_lean_scan_answer").toHaveAttribute("data-level", "success");
    expectTitle("Empty → signalled");
    expect(".o_lean_scan_title .fa-check-circle").toHaveCount(1);
    expect(".o_lean_scan_position").toHaveText("Card 3/9");
    expect(".o_lean_scan_quantity").toHaveText("20 Units");
    expect(".o_lean_scan_message").toHaveText("Empty. Signalled.");
    expect(".o_lean_scan_input").toHaveValue("");
    expect(calls).toHaveLength(1);
    expect(calls[0].code).toBe("KB1");
    expect(calls[0].scan_uid).toHaveLength(32);
    expect(".o_lean_scan_row").toHaveCount(1);
    expect(".o_lean_scan_row").toHaveAttribute("data-level", "success");
});

test("each scan has an identifier of its own", async () => {
    const calls = mockServer([prepareAnswer(), prepareAnswer({level: "repeat"})]);
    await openStation();
    await scan("KB1");
    await scan("KB1");
    expect.verifySteps(["success", "repeat"]);
    expect(new Set(calls.map((call) => call.scan_uid)).size).toBe(2);
    expectTitle("Already done");
});

test("keys reach the field wherever the focus was left", async () => {
    mockServer([prepareAnswer()]);
    await openStation();
    await click(".o_lean_scan_mute");
    expect(".o_lean_scan_input").toBeFocused();
    queryOne(".o_lean_scan_mute").focus();
    await press("K");
    expect(".o_lean_scan_input").toBeFocused();
});

test("a code nobody knows is refused in red", async () => {
    const message = "Not our card: show it to the planner.";
    mockServer([
        prepareAnswer({
            ok: false,
            card_id: false,
            state: false,
            level: "danger",
            message,
            card: {barcode: "X"},
        }),
    ]);
    await openStation();
    await scan("X");
    expect.verifySteps(["danger"]);
    expectTitle("Unknown code");
    expect(".o_lean_scan_answer").toHaveAttribute("role", "alert");
    expect(".o_lean_scan_message").toHaveText(message);
    expect(".o_lean_scan_code").toHaveText("X");
});

test("a badge says hello and stays until its owner signs off", async () => {
    mockServer([prepareAnswer({card_id: false, level: "danger", card: {}})]);
    onRpc("hr.employee", "lean_identify", ({args}) => {
        expect.step(`badge ${args[0]}`);
        return {
            ok: true,
            employee_id: 3,
            name: "Ada",
            avatar_url: "",
            message: "Hello, Ada.",
        };
    });
    onRpc("hr.employee", "lean_sign_off", () => {
        expect.step("sign off");
        return {ok: true};
    });
    await openStation();
    await scan("041");
    expect.verifySteps(["badge 041", "hello"]);
    expectTitle("Hello Ada");
    expect(".o_lean_scan_operator").toHaveText("Ada");
    expect(".o_lean_scan_lower").not.toHaveText(/041/);
    await contains(".o_lean_scan_sign_off").click();
    expect.verifySteps(["sign off"]);
    expect(".o_lean_scan_operator").toHaveCount(0);
    expect(".o_lean_scan_input").toBeFocused();
});

test("a scan on a held loop is kept and said to wait", async () => {
    const message = "Empty. Nothing is ordered while the loop is on hold: audit";
    mockServer([prepareAnswer({level: "warning", message})]);
    await openStation();
    await scan("KB1");
    expectTitle("Empty → on hold");
    expect(".o_lean_scan_message").toHaveText(message);
    expect(".o_lean_scan_found").toHaveCount(0);
    expect.verifySteps(["warning"]);
});

test("a lost card can be signalled as found", async () => {
    const message = "This card is noted as lost or on hold. Found it? Signal it again.";
    mockServer([prepareAnswer({ok: false, level: "warning", state: "lost", message})]);
    onRpc("lean.kanban.card", "action_found", ({args}) => {
        expect.step(`found ${args[0]}`);
        return true;
    });
    onRpc("lean.kanban.card", "read", () => [{id: 5, state: "empty"}]);
    await openStation();
    await scan("KB1");
    expectTitle("Found?");
    await contains(".o_lean_scan_found").click();
    await animationFrame();
    expect.verifySteps(["warning", "found 5", "success"]);
    expectTitle("Empty → signalled");
});

test("scans wait for the connection and are sent once, in order", async () => {
    const answers = [null];
    const calls = mockServer(answers);
    await openStation();
    await scan("KB1");
    await advanceTime(100);
    await scan("KB2");
    await scan("KB3");
    expect(".o_lean_scan_offline").toHaveText("Offline: 3 waiting");
    expect(".o_lean_scan_answer").toHaveAttribute("data-level", "waiting");
    expect(".o_lean_scan_row[data-level='waiting']").toHaveCount(3);
    expect.verifySteps(["waiting", "waiting", "waiting"]);
    const uids = calls.slice(-3).map((call) => call.scan_uid);

    calls.length = 0;
    const stale = "This scan is older than what happened to the card.";
    answers.splice(
        0,
        1,
        prepareAnswer(),
        prepareAnswer({ok: false, level: "danger", message: stale}),
        prepareAnswer()
    );
    window.dispatchEvent(new Event("online"));
    await waitUntil(() => calls.length === 3);
    await animationFrame();
    await animationFrame();
    expect(calls.map((call) => call.code)).toEqual(["KB1", "KB2", "KB3"]);
    expect(new Set(calls.map((call) => call.scan_uid)).size).toBe(3);
    expect(uids).toInclude(calls[0].scan_uid);
    expect(calls[0].scanned_at).toBe("2026-03-02 10:00:00");
    expect(".o_lean_scan_offline").toHaveCount(0);
    // The refused one is not hidden by those that counted
    expect.verifySteps(["danger"]);
    expectTitle("1 did not count");
    expect(".o_lean_scan_row[data-level='danger']").toHaveCount(1);
    expect(".o_lean_scan_row[data-level='danger']").toHaveText(new RegExp(stale));
});

test("without a connection it tries again by itself", async () => {
    const answers = [null];
    const calls = mockServer(answers);
    await openStation();
    await scan("KB1");
    expect(".o_lean_scan_offline").toHaveText("Offline: 1 waiting");
    answers[0] = prepareAnswer();
    await advanceTime(2000);
    await animationFrame();
    expect(calls).toHaveLength(2);
    expect(calls[1].scan_uid).toBe(calls[0].scan_uid);
    expect(".o_lean_scan_offline").toHaveCount(0);
    expectTitle("Empty → signalled");
    expect.verifySteps(["waiting", "success"]);
});

test("a call that hangs counts as lost", async () => {
    const hanging = new Deferred();
    let count = 0;
    onRpc("lean.kanban.card", "scan", () => {
        count++;
        return count === 1 ? hanging : prepareAnswer({level: "repeat"});
    });
    await openStation();
    await scan("KB1");
    expect(".o_lean_scan_offline").toHaveCount(0);
    await advanceTime(10000);
    await animationFrame();
    expect(".o_lean_scan_offline").toHaveText("Offline: 1 waiting");
    await advanceTime(2000);
    await animationFrame();
    expect(".o_lean_scan_offline").toHaveCount(0);
    expect(count).toBe(2);
    expect.verifySteps(["waiting", "repeat"]);
});

test("scans are kept while nobody is signed in", async () => {
    const answers = [prepareAnswer()];
    let isSignedOut = true;
    onRpc("lean.kanban.card", "scan", () => {
        if (isSignedOut) {
            throw makeServerError({
                errorName: "odoo.http.SessionExpiredException",
                message: "Session expired",
            });
        }
        return answers[0];
    });
    await openStation();
    await scan("KB1");
    expect(".o_lean_scan_offline span").toHaveText("Signed out: 1 waiting");
    isSignedOut = false;
    await advanceTime(2000);
    await animationFrame();
    expect(".o_lean_scan_offline").toHaveCount(0);
    expect.verifySteps(["waiting", "success"]);
});

test("what waits outlives the page", async () => {
    localStorage.setItem(
        "lean_kanban.scan_queue.test",
        JSON.stringify([{uid: "u1", code: "KB1", scannedAt: Date.now() - 60000}])
    );
    const calls = mockServer([prepareAnswer()]);
    await openStation();
    await animationFrame();
    expect(calls).toHaveLength(1);
    expect(calls[0].scan_uid).toBe("u1");
    expect(calls[0].scanned_at).toBe("2026-03-02 09:59:00");
    expect(".o_lean_scan_row").toHaveCount(1);
    expect(localStorage.getItem("lean_kanban.scan_queue.test")).toBe("[]");
    expect.verifySteps(["success"]);
});

test("an error of the server is said, and the next scan goes on", async () => {
    onRpc("lean.kanban.card", "scan", ({args}) => {
        if (args[0] === "BAD") {
            throw new Error("Broken");
        }
        return prepareAnswer();
    });
    await openStation();
    await scan("BAD");
    expectTitle("Stop");
    await scan("KB1");
    expectTitle("Empty → signalled");
    expect.verifySteps(["danger", "success"]);
});

test("only the last ten scans are listed", async () => {
    mockServer([prepareAnswer()]);
    await openStation();
    for (let number = 1; number <= 11; number++) {
        await scan(`KB${number}`);
    }
    expect(".o_lean_scan_row").toHaveCount(10);
    expect.verifySteps(Array(11).fill("success"));
});

test("a container that has arrived is received, and the next one too", async () => {
    const calls = mockServer([prepareAnswer({title: "Received", state: "in_process"})]);
    await openStation();
    await contains(".o_lean_scan_mode[data-mode='receive']").click();
    expect(".o_lean_scan_empty").toHaveText(/has arrived/);
    await scan("KB1");
    await scan("KB2");
    expect(calls.map(({code, mode}) => [code, mode])).toEqual([
        ["KB1", "receive"],
        ["KB2", "receive"],
    ]);
    expect.verifySteps(["success", "success"]);
    expectTitle("Received");
});

test("Not OK asks what is wrong, goes with the next scan and with no other", async () => {
    const calls = mockServer([prepareAnswer({title: "Not OK → quarantine"})]);
    await openStation();
    await contains(".o_lean_scan_mode[data-mode='not_ok']").click();
    await contains(".o_lean_scan_reason:contains('Wrong part')").click();
    expect(".o_lean_scan_not_ok_prompt").toHaveText(/Now scan/);
    await scan("KB1");
    expectTitle("Not OK → quarantine");
    await scan("KB2");
    expect(calls.map(({code, mode, details}) => [code, mode, details])).toEqual([
        ["KB1", "not_ok", {reason_id: 4}],
        ["KB2", "empty", null],
    ]);
    expect.verifySteps(["success", "success"]);
});

test("the mode of a scan waits with it for the connection", async () => {
    const calls = mockServer([null, prepareAnswer({title: "Received"})]);
    await openStation();
    await contains(".o_lean_scan_mode[data-mode='receive']").click();
    await scan("KB1");
    await contains(".o_lean_scan_mode[data-mode='empty']").click();
    await advanceTime(2000);
    await animationFrame();
    expect(calls.at(-1).mode).toBe("receive");
    expect.verifySteps(["waiting", "success"]);
});
