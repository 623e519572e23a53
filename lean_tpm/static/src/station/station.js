import {Component, onMounted, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {router} from "@web/core/browser/router";
import {_t} from "@web/core/l10n/translation";
import {ConnectionAbortedError, ConnectionLostError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {useBus, useService} from "@web/core/utils/hooks";
import {redirect} from "@web/core/utils/urls";
import {session} from "@web/session";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {StoredList} from "@lean_base/station/stored_list";
import {CheckFailed} from "../check_failed/check_failed";
import {CheckTask} from "../check_task/check_task";
import {MachinePhoto} from "../machine_photo/machine_photo";
import {OperatorSign} from "../operator_sign/operator_sign";
import {getAnswer, getKey, getPointStates, getProgress} from "./check_run";

/** After that the answers kept here belong to a check of another day. */
const KEPT_MS = 3 * 24 * 3600 * 1000;
const SHOWN_MS = 6000;

/**
 * The tablet at a machine: what is due today, one task at a time, signed in a minute.
 *
 * Each answer is stored here before it is sent; a lost connection, the back button or a
 * page that is loaded again lose nothing.
 */
export class TpmStation extends Component {
    static template = "lean_tpm.Station";
    static components = {CheckFailed, CheckTask, MachinePhoto, OperatorSign};
    static props = {...standardActionServiceProps};
    static displayName = _t("Machine Checks");

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.queue = useState(useService("lean_tpm.check_queue"));
        const key = `lean_tpm.station.${session.db || ""}`;
        this.answerList = new StoredList(browser.localStorage, `${key}.answers`);
        this.stationList = new StoredList(browser.localStorage, `${key}.machines`);
        this.state = useState({
            screen: "machines",
            machines: [],
            station: null,
            checkId: false,
            index: 0,
            draft: {},
            answers: this.readAnswers(),
            signed: {},
            refusals: [],
            operator: null,
            isLoading: false,
        });
        useBus(this.queue.bus, "ANSWER", ({detail}) => this.onAnswer(detail));
        onWillStart(() => this.open(this.askedMachine));
        onMounted(() => {
            this.queue.flush();
            this.loadOperator();
        });
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    get askedMachine() {
        const asked =
            this.props.action.params?.equipment_id || router.current.equipment;
        return parseInt(asked, 10) || false;
    }

    /** What the server says; null where it cannot be reached. */
    async ask(model, method, args = []) {
        try {
            return await this.orm.silent.call(model, method, args);
        } catch (error) {
            const isLost =
                error instanceof ConnectionLostError ||
                error instanceof ConnectionAbortedError;
            if (!isLost) {
                throw error;
            }
            return null;
        }
    }

    // Which machine

    async open(machineId) {
        this.state.isLoading = true;
        router.pushState({equipment: machineId || undefined});
        try {
            await (machineId ? this.openMachine(machineId) : this.openMachines());
        } finally {
            this.state.isLoading = false;
        }
    }

    async openMachines() {
        this.state.screen = "machines";
        const machines = await this.ask("lean.tpm.occurrence", "get_machines");
        this.state.machines = machines || this.state.machines;
    }

    async openMachine(machineId) {
        const answer = await this.ask("lean.tpm.occurrence", "get_station", [
            machineId,
        ]);
        const stations = this.stationList.read();
        const kept = stations.find(({machine}) => machine.id === machineId);
        const station = answer === null ? kept : answer;
        if (!station) {
            const message =
                answer === null
                    ? _t("No connection, and this machine was not opened here before.")
                    : _t("This machine is not yours to see.");
            this.notification.add(message, {type: "warning"});
            await this.openMachines();
            return;
        }
        const others = stations.filter(({machine}) => machine.id !== machineId);
        this.stationList.write([station, ...others].slice(0, 20));
        Object.assign(this.state, {station, screen: "machine", checkId: false});
    }

    get checks() {
        return this.state.station.checks.filter(({id}) => !this.state.signed[id]);
    }

    get current() {
        return this.state.station.checks.find(({id}) => id === this.state.checkId);
    }

    get currentTask() {
        return this.current.tasks[this.state.index];
    }

    get pointStates() {
        return getPointStates(this.state.answers, this.checks);
    }

    getProgress(check) {
        return getProgress(this.state.answers, check);
    }

    getAnswer(task) {
        return getAnswer(this.state.answers, this.current, task);
    }

    // One task at a time

    start(check) {
        this.state.checkId = check.id;
        this.goTo(this.getProgress(check).first);
    }

    /** The task of that index; behind the last one it is signed. */
    goTo(index) {
        const {tasks} = this.current;
        this.state.index = Math.max(index, 0);
        this.state.screen = index < tasks.length ? "task" : "sign";
        this.state.draft = index < tasks.length ? this.readDraft() : {};
    }

    goBack() {
        const {screen, index} = this.state;
        if (screen === "failed") {
            this.state.screen = "task";
        } else if (screen === "operator") {
            this.state.screen = this.state.checkId ? "sign" : "machine";
        } else if ((screen === "task" && index > 0) || screen === "sign") {
            this.goTo(index - 1);
        } else if (screen === "machine") {
            this.open(false);
        } else if (screen === "machines") {
            redirect("/odoo");
        } else {
            this.state.screen = "machine";
        }
    }

    readDraft() {
        const own = this.state.answers[getKey(this.current, this.currentTask)];
        const {value, note} = own || this.currentTask.result || {};
        return {value: value ?? "", note: note || "", photo: "", ...(own?.draft || {})};
    }

    /** What is being typed is kept like an answer, so that it outlives the page. */
    setDraft(changes) {
        Object.assign(this.state.draft, changes);
        const key = getKey(this.current, this.currentTask);
        const {value, note} = this.state.draft;
        const known = this.state.answers[key] || {status: "refused"};
        this.setAnswer(key, {...known, draft: {value, note}});
    }

    onFailed() {
        this.state.screen = "failed";
    }

    /**
     * @param {string} answer ok, not_ok or na
     * @param {Object} [details] of what is not OK: note, photo, must_stop, tag_kind
     */
    give(answer, details = {}) {
        const {value, note, photo} = this.state.draft;
        const values = {
            occurrence_id: this.current.id,
            task_id: this.currentTask.id,
            answer,
            value: answer === "na" || value === "" ? null : value,
            note,
            photo,
            ...details,
        };
        const {uid} = this.queue.addAnswer(values);
        const kept = {answer, value, note: values.note, uid, status: "waiting"};
        this.setAnswer(getKey(this.current, this.currentTask), kept);
        this.goTo(this.state.index + 1);
    }

    sign() {
        this.queue.addSignature(this.current.id);
        this.state.signed[this.current.id] = true;
        this.state.screen = "signed";
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.leaveSigned(), SHOWN_MS);
    }

    leaveSigned() {
        browser.clearTimeout(this.timer);
        if (this.state.screen === "signed") {
            this.open(this.state.station.machine.id);
        }
    }

    report(details) {
        this.queue.addTag(this.state.station.machine.id, details);
        this.notification.add(_t("The tag is hung on the machine."), {type: "success"});
        this.state.screen = "machine";
    }

    // What the server says to it

    onAnswer({entry, answer}) {
        if (entry.kind === "answer") {
            this.onTaskAnswered(entry, answer);
        } else if (entry.kind === "sign" && !answer.ok) {
            delete this.state.signed[entry.occurrenceId];
        }
        if (!answer.ok) {
            this.state.refusals.push({uid: entry.uid, message: answer.message});
        }
        if (entry.kind !== "answer" && this.state.screen === "machine") {
            this.openMachine(this.state.station.machine.id);
        }
    }

    onTaskAnswered({uid, values}, answer) {
        const key = `${values.occurrence_id}-${values.task_id}`;
        const known = this.state.answers[key];
        if (known?.uid !== uid) {
            return;
        }
        this.setAnswer(key, {
            ...known,
            status: answer.ok ? "taken" : "refused",
            answer: answer.ok ? answer.answer : known.answer,
            draft: answer.ok ? undefined : {value: known.value, note: known.note},
        });
    }

    dismiss(refusal) {
        this.state.refusals = this.state.refusals.filter(
            ({uid}) => uid !== refusal.uid
        );
    }

    // What is kept here

    readAnswers() {
        const since = Date.now() - KEPT_MS;
        const kept = this.answerList.read().filter(({at}) => at > since);
        return Object.fromEntries(kept.map(({key, ...values}) => [key, values]));
    }

    setAnswer(key, values) {
        this.state.answers[key] = {...values, at: Date.now()};
        this.answerList.write(
            Object.entries(this.state.answers).map(([name, kept]) => ({
                key: name,
                ...kept,
            }))
        );
    }

    // Who is here

    async loadOperator() {
        this.state.operator = await this.ask("hr.employee", "lean_current_operator");
    }

    /** What waits belongs to who is signed in now: it goes out before somebody else signs in. */
    async askOperator() {
        await this.queue.flush();
        if (this.queue.waiting) {
            this.notification.add(
                _t("Nobody else can sign in while answers wait for the connection."),
                {type: "warning"}
            );
            return;
        }
        this.state.screen = "operator";
    }

    onOperator(operator) {
        this.state.operator = operator;
        this.goBack();
    }

    async signOff() {
        await this.queue.flush();
        if (!this.queue.waiting) {
            await this.ask("hr.employee", "lean_sign_off");
            this.state.operator = null;
        }
    }

    get waitingLabel() {
        const {problem, waiting} = this.queue;
        return problem === "signed_out"
            ? _t("Signed out: %s waiting", waiting)
            : _t("Offline: %s waiting", waiting);
    }

    reload() {
        browser.location.reload();
    }

    getTagLabel({kind}) {
        return kind === "operator" ? _t("For the operators") : _t("For maintenance");
    }

    getWords(answer) {
        const words = {ok: _t("OK"), not_ok: _t("Not OK"), na: _t("N/A")};
        return words[answer?.answer] || _t("To do");
    }

    getIcon(answer) {
        const icons = {
            ok: "fa-check-circle o_lean_fine",
            not_ok: "fa-exclamation-triangle o_lean_bad",
            na: "fa-minus-circle text-muted",
        };
        return icons[answer?.answer] || "fa-circle-o text-muted";
    }
}

registry.category("actions").add("lean_tpm_station", TpmStation);
