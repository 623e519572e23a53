import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useState,
} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {router} from "@web/core/browser/router";
import {_t} from "@web/core/l10n/translation";
import {
    ConnectionAbortedError,
    ConnectionLostError,
    RPCError,
} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useBus, useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {StoredList} from "@lean_base/station/stored_list";
import {AuditQuestion} from "../audit_question/audit_question";
import {AuditResult} from "../audit_result/audit_result";
import {AuditReview} from "../audit_review/audit_review";
import {AuditStart} from "../audit_start/audit_start";
import {findNextOpen, isOpen, isUniform, mergeAnswers, needsPhoto} from "./audit_facts";

const CHANNEL = "lean_5s.audit";
/** Long enough to see what was tapped, short enough not to wait. */
export const ADVANCE_MS = 350;

/**
 * A 5S audit on one screen: one question at a time, each answer saved as it is given, also
 * without a connection, then sign and see what came of it.
 */
export class AuditScreen extends Component {
    static template = "lean_5s.AuditScreen";
    static components = {AuditQuestion, AuditResult, AuditReview, AuditStart};
    static props = {...standardActionServiceProps};
    static displayName = _t("5S Audit");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.busService = useService("bus_service");
        this.queue = useState(useService("lean_5s.audit_queue"));
        this.cache = new StoredList(
            browser.localStorage,
            `lean_5s.audit_cache.${user.userId}`
        );
        this.state = useState({
            screen: "loading",
            start: null,
            audit: null,
            answers: {},
            index: 0,
            message: "",
            result: null,
            isBusy: false,
        });
        this.channel = null;
        this.advanceTimer = null;
        this.onBus = this.onBus.bind(this);
        useBus(this.queue.bus, "ANSWER", ({detail}) => this.onAnswered(detail));
        useExternalListener(window, "keydown", this.onKeydown);
        useExternalListener(document, "visibilitychange", () => this.refresh());
        onWillStart(() => this.load());
        onMounted(() => {
            this.busService.subscribe(CHANNEL, this.onBus);
            this.queue.flush();
        });
        onWillUnmount(() => {
            browser.clearTimeout(this.advanceTimer);
            this.busService.unsubscribe(CHANNEL, this.onBus);
            this.setChannel(null);
        });
    }

    // What is open

    get ids() {
        const {audit_id: auditId, area_id: areaId} = {
            ...router.current,
            ...this.props.action.params,
        };
        return {auditId: Number(auditId) || false, areaId: Number(areaId) || false};
    }

    async load() {
        const {auditId} = this.ids;
        await (auditId ? this.openAudit(auditId) : this.openStart());
    }

    async openStart(areaId = this.ids.areaId) {
        await this.run(async () => {
            const start = await this.orm.call("lean.5s.audit", "get_start", [areaId]);
            Object.assign(this.state, {screen: "start", start, audit: null});
            this.setChannel(null);
            this.props.updateActionState({
                audit_id: undefined,
                area_id: areaId || undefined,
            });
        });
    }

    async openAudit(auditId) {
        await this.run(
            async () => {
                const method = "open_audit";
                this.show(await this.orm.call("lean.5s.audit", method, [[auditId]]));
            },
            this.cache.read().find((audit) => audit.id === auditId)
        );
    }

    async startExtra(areaId, templateId) {
        await this.run(async () => {
            const args = [areaId, templateId];
            this.show(await this.orm.call("lean.5s.audit", "start_extra", args));
        });
    }

    /** Do something that needs the server; without a connection show what is known, if anything. */
    async run(todo, known) {
        if (this.state.isBusy) {
            return;
        }
        this.state.isBusy = true;
        try {
            await todo();
        } catch (error) {
            this.onError(error, known);
        } finally {
            this.state.isBusy = false;
        }
    }

    onError(error, known) {
        const isLost =
            error instanceof ConnectionLostError ||
            error instanceof ConnectionAbortedError;
        if (isLost && known) {
            this.show(known);
        } else if (isLost) {
            this.fail(_t("No connection. Try again when it is back."));
        } else if (error instanceof RPCError) {
            this.fail(error.data?.message || error.message);
        } else {
            throw error;
        }
    }

    fail(message) {
        if (this.state.screen === "loading") {
            Object.assign(this.state, {screen: "error", message});
        } else {
            this.notification.add(message, {type: "warning"});
        }
    }

    show(audit) {
        this.cache.write([audit]);
        const {queue, state} = this;
        Object.assign(state, {
            audit,
            answers: mergeAnswers(audit.answers, queue.getPending(audit.id)),
            message: audit.blocked || "",
            result: audit.result,
            index: 0,
        });
        this.setChannel(audit.id);
        this.props.updateActionState({audit_id: audit.id, area_id: undefined});
        if (audit.result) {
            state.screen = "result";
        } else if (queue.isSignatureWaiting(audit.id)) {
            state.screen = "signing";
        } else if (audit.can_answer) {
            this.goToNextOpen(0);
        } else {
            state.screen = "review";
        }
    }

    setChannel(auditId) {
        if (this.channel) {
            this.busService.deleteChannel(this.channel);
        }
        this.channel = auditId ? `${CHANNEL}_${auditId}` : null;
        if (this.channel) {
            this.busService.addChannel(this.channel);
        }
    }

    // Questions

    get questions() {
        return this.state.audit?.questions || [];
    }

    get current() {
        return this.questions[this.state.index];
    }

    get currentAnswer() {
        return this.state.answers[this.current.id];
    }

    get answeredCount() {
        const {answers} = this.state;
        return this.questions.filter(
            (question) => !isOpen(question, answers[question.id])
        ).length;
    }

    get isUniform() {
        return isUniform(Object.values(this.state.answers));
    }

    get progress() {
        return (100 * this.answeredCount) / Math.max(this.questions.length, 1);
    }

    goTo(index) {
        browser.clearTimeout(this.advanceTimer);
        if (index >= 0 && index < this.questions.length) {
            Object.assign(this.state, {index, screen: "question", message: ""});
        } else if (index >= this.questions.length) {
            this.openReview();
        }
    }

    /** The next question that is open, else all are answered and can be signed. */
    goToNextOpen(from = this.state.index) {
        const next = findNextOpen(this.questions, this.state.answers, from);
        if (next < 0) {
            this.openReview();
        } else {
            this.goTo(next);
        }
    }

    openReview() {
        browser.clearTimeout(this.advanceTimer);
        this.state.screen = "review";
    }

    /** Kept on the phone at once, sent as soon as it can be. */
    save(values) {
        const {audit, answers} = this.state;
        const {id} = this.current;
        answers[id] = {...answers[id], ...values, by: "", by_id: user.userId};
        if (values.photo === false) {
            answers[id].photo_url = "";
        }
        this.queue.addAnswer(audit.id, id, values);
    }

    choose(choice) {
        const note = this.currentAnswer.note || "";
        this.save({choice, note});
        browser.clearTimeout(this.advanceTimer);
        if (!needsPhoto(this.current, this.currentAnswer)) {
            this.advanceTimer = browser.setTimeout(
                () => this.goToNextOpen(this.state.index),
                ADVANCE_MS
            );
        }
    }

    setNote(note) {
        if (note !== this.currentAnswer.note) {
            this.save({note});
        }
    }

    setPhoto(photo) {
        const wasMissing = needsPhoto(this.current, this.currentAnswer);
        this.save({photo});
        if (photo && wasMissing) {
            this.advanceTimer = browser.setTimeout(
                () => this.goToNextOpen(this.state.index),
                ADVANCE_MS
            );
        }
    }

    // What comes back

    onAnswered({entry, answer}) {
        if (entry.auditId !== this.state.audit?.id) {
            return;
        }
        this.take(answer.answers);
        if (entry.kind === "sign") {
            this.onSigned(answer);
        } else if (!answer.ok) {
            this.notification.add(answer.message, {type: "warning", sticky: true});
        }
        if (answer.state && answer.state !== "in_progress" && entry.kind !== "sign") {
            this.openAudit(entry.auditId);
        }
    }

    onSigned(answer) {
        if (answer.ok) {
            Object.assign(this.state, {screen: "result", result: answer.result});
            this.state.audit.state = "done";
        } else {
            Object.assign(this.state, {screen: "review", message: answer.message});
        }
    }

    /** Answers as the server has them, of this phone and of others. */
    take(states) {
        const {audit, answers} = this.state;
        if (!states?.length) {
            return;
        }
        const merged = mergeAnswers(states, this.queue.getPending(audit.id));
        for (const [place, question] of this.questions.entries()) {
            const before = answers[question.id];
            const after = merged[question.id];
            if (after && this.isOvertaken(before, after)) {
                const message = _t(
                    "%(who)s answered question %(place)s as well: %(answer)s",
                    {
                        who: after.by,
                        place: place + 1,
                        answer: after.choice === "na" ? _t("N/A") : after.choice,
                    }
                );
                this.notification.add(message, {type: "info"});
            }
        }
        Object.assign(answers, merged);
        this.cache.write([{...audit, answers: states}]);
    }

    isOvertaken(before, after) {
        return (
            before.choice &&
            before.by_id === user.userId &&
            after.by_id !== user.userId &&
            after.choice !== before.choice
        );
    }

    onBus({audit_id: auditId, answers, state}) {
        if (auditId !== this.state.audit?.id) {
            return;
        }
        this.take(answers);
        if (state === "done" && !["result", "signing"].includes(this.state.screen)) {
            this.openAudit(auditId);
        }
    }

    async refresh() {
        const {audit, screen} = this.state;
        const isShown = document.visibilityState === "visible";
        if (!isShown || !audit || !["question", "review"].includes(screen)) {
            return;
        }
        this.queue.flush();
        try {
            const answer = await this.orm.silent.call("lean.5s.audit", "get_answers", [
                [audit.id],
            ]);
            this.take(answer.answers);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    sign() {
        this.state.message = "";
        this.state.screen = "signing";
        this.queue.addSignature(this.state.audit.id);
    }

    // Keys of a desktop

    onKeydown(ev) {
        const isTyping = ev.target.closest?.(
            "input, textarea, [contenteditable], .modal"
        );
        if (isTyping || ev.ctrlKey || ev.metaKey || ev.altKey) {
            return;
        }
        if (this.state.screen !== "question" || !this.state.audit.can_answer) {
            return;
        }
        if (["0", "1", "2", "3", "4"].includes(ev.key)) {
            this.choose(ev.key);
        } else if (ev.key.toLowerCase() === "n" && this.current.allows_na) {
            this.choose("na");
        } else if (ev.key === "ArrowRight") {
            this.goTo(this.state.index + 1);
        } else if (ev.key === "ArrowLeft") {
            this.goTo(this.state.index - 1);
        }
    }

    // Around it

    get waitingLabel() {
        return this.queue.problem === "signed_out"
            ? _t("Signed out: %s waiting. Nothing is lost.", this.queue.waiting)
            : _t("Offline: %s waiting", this.queue.waiting);
    }

    get isStorageFull() {
        return this.queue.waiting && !this.queue.list.isStored;
    }

    signIn() {
        browser.location.reload();
    }

    goBack() {
        if (this.state.screen === "question" || this.state.screen === "start") {
            this.leave();
        } else if (this.state.screen === "review" && this.state.audit.can_answer) {
            this.goTo(this.state.index);
        } else {
            this.openStart(false);
        }
    }

    leave() {
        if (this.env.config.breadcrumbs?.length > 1) {
            this.action.restore();
        } else if (this.state.screen === "question") {
            this.openStart(false);
        } else {
            this.action.doAction("lean_5s.lean_5s_audit_action");
        }
    }
}

registry.category("actions").add("lean_5s.audit", AuditScreen);
