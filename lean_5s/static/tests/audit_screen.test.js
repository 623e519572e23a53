import {beforeEach, describe, expect, test} from "@odoo/hoot";
import {queryAllTexts, queryOne, waitFor} from "@odoo/hoot-dom";
import {advanceTime, animationFrame} from "@odoo/hoot-mock";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
} from "@web/../tests/web_test_helpers";
import {defineMailModels} from "@mail/../tests/mail_test_helpers";
import {WebClient} from "@web/webclient/webclient";
import {
    findNextOpen,
    isOpen,
    isUniform,
    mergeAnswers,
    needsPhoto,
} from "@lean_5s/audit_screen/audit_facts";
import {ADVANCE_MS} from "@lean_5s/audit_screen/audit_screen";

describe.current.tags("desktop");
defineMailModels();

const SAVE_URL = "/web/dataset/call_kw/lean.5s.audit/save_answer";
const SIGN_URL = "/web/dataset/call_kw/lean.5s.audit/sign";

function prepareQuestion(id, values = {}) {
    return {
        id,
        section: "sort",
        section_label: "Sort",
        name: `Question ${id}`,
        hint: "",
        texts: ["none", "few", "half", "most", "all"],
        is_critical: false,
        allows_na: id === 2,
        photo_below: 0,
        pass_score: 2,
        weight: 1,
        last: null,
        ...values,
    };
}

function prepareState(id, values = {}) {
    return {id, choice: "", note: "", photo_url: "", by: "", by_id: false, ...values};
}

function prepareAudit(questions, states) {
    return {
        id: 7,
        area: "Paint",
        area_id: 3,
        template: "Shop Floor v1",
        kind: "scheduled",
        date: "06/01/2026",
        state: "in_progress",
        status: "In Progress",
        can_answer: true,
        blocked: "",
        questions,
        answers: states,
        result: false,
    };
}

const RESULT = {
    score: 75,
    rating: "soon",
    is_failed: false,
    is_uniform: false,
    status: "Done",
    reason: "",
    change: 12.6,
    compared: 2,
    questions: 2,
    previous: "05/25/2026",
    score_after: null,
    radar: {type: "radar", labels: ["Sort"], series: [{label: "Now", values: [75]}]},
    lowest: [
        {
            id: 1,
            name: "Question 1",
            section: "sort",
            choice: "1",
            text: "few",
            note: "",
            photo_url: "",
            action: "",
            tags: 0,
        },
    ],
    failed_count: 1,
    kind: "scheduled",
};

/** A server that answers; null is a lost connection. */
function mockServer(audit) {
    const server = {isLost: false, saved: [], signed: 0};
    const states = Object.fromEntries(audit.answers.map((state) => [state.id, state]));
    const reply = (result) => ({id: 1, jsonrpc: "2.0", result});
    onRpc("lean.5s.audit", "open_audit", () => audit);
    onRpc(
        SAVE_URL,
        async (request) => {
            if (server.isLost) {
                return new Response("", {status: 502});
            }
            const {params} = await request.json();
            const [entry] = params.args;
            server.saved.push(entry);
            const {choice, note} = entry;
            Object.assign(states[entry.answer_id], choice && {choice, note});
            return reply({
                ok: true,
                message: "",
                state: "in_progress",
                answers: Object.values(states),
            });
        },
        {pure: true}
    );
    onRpc(
        SIGN_URL,
        async () => {
            if (server.isLost) {
                return new Response("", {status: 502});
            }
            server.signed++;
            return reply({
                ok: true,
                message: "",
                state: "done",
                answers: Object.values(states),
                result: RESULT,
            });
        },
        {pure: true}
    );
    return server;
}

async function openAudit() {
    await mountWithCleanup(WebClient);
    await getService("action").doAction({
        type: "ir.actions.client",
        tag: "lean_5s.audit",
        params: {audit_id: 7},
    });
}

async function choose(score) {
    await contains(`.o_lean_score[data-score='${score}']`).click();
    await advanceTime(ADVANCE_MS);
    await animationFrame();
}

beforeEach(() => localStorage.clear());

describe("facts", () => {
    test("a question is open until it has its answer and its photo", () => {
        const question = prepareQuestion(1, {photo_below: 2});
        expect(isOpen(question, prepareState(1))).toBe(true);
        expect(isOpen(question, prepareState(1, {choice: "1"}))).toBe(true);
        expect(needsPhoto(question, prepareState(1, {choice: "na"}))).toBe(false);
        expect(isOpen(question, prepareState(1, {choice: "1", photo: "x"}))).toBe(
            false
        );
        expect(isOpen(question, prepareState(1, {choice: "2"}))).toBe(false);
    });

    test("the next open question is looked for once around", () => {
        const questions = [1, 2, 3].map((id) => prepareQuestion(id));
        const answers = {
            1: prepareState(1),
            2: prepareState(2, {choice: "3"}),
            3: prepareState(3, {choice: "3"}),
        };
        expect(findNextOpen(questions, answers, 1)).toBe(0);
        answers[1].choice = "4";
        expect(findNextOpen(questions, answers, 1)).toBe(-1);
    });

    test("what waits to be sent covers what the server knows", () => {
        const merged = mergeAnswers([prepareState(1, {choice: "1", photo_url: "/p"})], {
            1: {choice: "4", photo: false},
        });
        expect(merged[1].choice).toBe("4");
        expect(merged[1].photo_url).toBe("");
    });

    test("five same answers are noticed, four are not", () => {
        const same = (count) => Array.from({length: count}, () => ({choice: "3"}));
        expect(isUniform(same(5))).toBe(true);
        expect(isUniform(same(4))).toBe(false);
        expect(isUniform([...same(5), {choice: "na"}])).toBe(false);
    });
});

describe("screen", () => {
    test("each answer is sent as it is given, and it goes on by itself", async () => {
        const audit = prepareAudit(
            [prepareQuestion(1), prepareQuestion(2)],
            [prepareState(1), prepareState(2)]
        );
        const server = mockServer(audit);
        await openAudit();
        expect(".o_lean_audit_count").toHaveText("0/2");
        expect(".o_lean_score").toHaveCount(5);
        expect(".o_lean_question_na").toHaveCount(0);
        await choose(1);
        expect(server.saved.map(({choice, answer_id}) => [answer_id, choice])).toEqual([
            [1, "1"],
        ]);
        expect(".o_lean_question_name").toHaveText("Question 2");
        expect(".o_lean_audit_count").toHaveText("1/2");
        await contains(".o_lean_question_na").click();
        await advanceTime(ADVANCE_MS);
        await contains(".o_lean_review_sign").click();
        await waitFor(".o_lean_result");
        expect(".o_lean_result_score").toHaveText("75 %");
        expect(queryOne(".o_lean_result_change").textContent).toInclude("+13 points");
        expect(server.signed).toBe(1);
    });

    test("without a connection all is kept, and sent when it is back", async () => {
        const audit = prepareAudit(
            [prepareQuestion(1), prepareQuestion(2)],
            [prepareState(1), prepareState(2)]
        );
        const server = mockServer(audit);
        await openAudit();
        server.isLost = true;
        await choose(3);
        await choose(2);
        expect(".o_lean_audit_offline").toHaveText("Offline: 2 waiting");
        await contains(".o_lean_review_sign").click();
        expect(".o_lean_audit_offline").toHaveText("Offline: 3 waiting");
        expect(".o_lean_result").toHaveCount(0);
        server.isLost = false;
        await getService("lean_5s.audit_queue").flush();
        await waitFor(".o_lean_result");
        expect(server.saved.map(({choice}) => choice)).toEqual(["3", "2"]);
        expect(".o_lean_audit_offline").toHaveCount(0);
    });

    test("a low score waits for its photo, and what is open can be jumped to", async () => {
        const audit = prepareAudit(
            [prepareQuestion(1, {photo_below: 2}), prepareQuestion(2)],
            [prepareState(1), prepareState(2)]
        );
        mockServer(audit);
        await openAudit();
        await choose(0);
        expect(".o_lean_question_name").toHaveText("Question 1");
        expect(".o_lean_audit_hint").toHaveText("A score this low needs a photo.");
        await contains(".o_lean_question_next").click();
        await choose(4);
        expect(".o_lean_question_name").toHaveText("Question 1", {
            message: "the only open one",
        });
        await contains(".o_lean_audit_count").click();
        expect(queryAllTexts(".o_lean_review_word")).toEqual(["photo!", "4"]);
        expect(".o_lean_review_sign").toHaveCount(0);
        expect(".o_lean_review_next").toHaveText("Go to the next of 1 open");
    });

    test("every answer the same is hinted at", async () => {
        const ids = [1, 2, 3, 4, 5];
        const audit = prepareAudit(
            ids.map((id) => prepareQuestion(id)),
            ids.map((id) => prepareState(id, {choice: "3"}))
        );
        mockServer(audit);
        await openAudit();
        expect(".o_lean_review_uniform").toHaveCount(1);
        expect(".o_lean_review_sign").toHaveCount(1);
    });
});
