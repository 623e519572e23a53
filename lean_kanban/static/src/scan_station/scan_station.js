import {Component, onMounted, useExternalListener, useRef, useState} from "@odoo/owl";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {browser} from "@web/core/browser/browser";
import {hasTouch} from "@web/core/browser/feature_detection";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError, RPCError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {useBus, useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {StoredList} from "@lean_base/station/stored_list";
import {ScanAnswer, getAnswerTitle} from "../scan_answer/scan_answer";
import {ScanHistory} from "../scan_history/scan_history";
import {formatTime} from "../scan_history/scan_times";
import {ScanModes} from "../scan_modes/scan_modes";
import {ScanNotOk} from "../scan_not_ok/scan_not_ok";
import {ScanSounds} from "./scan_sounds";

const HISTORY_LENGTH = 10;

/**
 * The station at which operators scan the cards of empty containers: one field that
 * always takes what the scanner types, and one answer.
 */
export class ScanStation extends Component {
    static template = "lean_kanban.ScanStation";
    static components = {ScanAnswer, ScanHistory, ScanModes, ScanNotOk};
    static props = {...standardActionServiceProps};
    static displayName = _t("Scan");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.queue = useService("lean_kanban.scan_queue");
        this.input = useRef("input");
        this.sounds = new ScanSounds();
        this.canUseCamera = isBarcodeScannerSupported();
        this.hasTouch = hasTouch();
        const key = `lean_kanban.scan.${user.userId}`;
        this.historyList = new StoredList(browser.sessionStorage, `${key}.history`);
        this.reasonList = new StoredList(
            browser.localStorage,
            "lean_kanban.scan.reasons"
        );
        this.operatorList = new StoredList(browser.sessionStorage, `${key}.operator`);
        this.state = useState({
            answer: null,
            answerKey: 0,
            rows: this.historyList.read(),
            operator: this.operatorList.read()[0] || null,
            isMuted: this.sounds.isMuted,
            hasKeyboard: false,
            mode: "empty",
            details: {},
            reasons: this.reasonList.read(),
        });
        useBus(this.queue.bus, "ANSWER", ({detail}) => this.onAnswer(detail));
        useBus(this.queue.bus, "DELAYED", ({detail}) => this.onDelayed(detail));
        useBus(this.queue.bus, "CAUGHT_UP", ({detail}) => this.onCaughtUp(detail));
        useExternalListener(window, "keydown", this.onKeydown, {capture: true});
        useExternalListener(window, "focus", this.focusInput);
        onMounted(() => {
            this.focusInput();
            this.queue.flush();
            this.loadReasons();
            this.loadOperator();
        });
    }

    /** A badge that was shown before may have signed off by itself since. */
    async loadOperator() {
        try {
            const operator = await this.orm.silent.call(
                "hr.employee",
                "lean_current_operator",
                []
            );
            this.setOperator(
                operator && {name: operator.name, avatarUrl: operator.avatar_url}
            );
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    // What a scan means

    /** Kept for when the connection is lost. */
    async loadReasons() {
        try {
            const reasons = await this.orm.silent.searchRead(
                "lean.kanban.reject.reason",
                [],
                ["name"]
            );
            this.state.reasons = this.reasonList.write(reasons);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
        }
    }

    setMode(mode) {
        this.state.mode = mode;
        this.state.details = {};
        this.state.answer = null;
        this.focusInput();
    }

    setDetails(details) {
        this.state.details = details;
        this.focusInput();
    }

    /** The mode of the next scan; "Not OK" is for one container, the others stay. */
    takeMeaning() {
        const {mode, details} = this.state;
        if (mode !== "not_ok") {
            return {mode};
        }
        this.state.mode = "empty";
        this.state.details = {};
        return {mode, details: {...details}};
    }

    get prompt() {
        return this.state.mode === "receive"
            ? _t("Scan the card of the container that has arrived.")
            : _t("Scan the card of an empty container.");
    }

    // The field has the focus

    focusInput() {
        if (this.isUndisturbed()) {
            this.input.el?.focus({preventScroll: true});
        }
    }

    /** No dialog is open, and nobody types elsewhere. */
    isUndisturbed() {
        const element = document.activeElement;
        const isElsewhere =
            element !== this.input.el &&
            element?.matches("input, textarea, select, [contenteditable]");
        return !isElsewhere && !document.querySelector(".modal, .o_popover");
    }

    /** What a scanner types reaches the field, wherever the focus was left. */
    onKeydown(ev) {
        const isCharacter =
            ev.key?.length === 1 && !ev.ctrlKey && !ev.metaKey && !ev.altKey;
        if (isCharacter && document.activeElement !== this.input.el) {
            this.focusInput();
        }
    }

    onInputKeydown(ev) {
        const isEnd = ev.key === "Enter" || (ev.key === "Tab" && this.input.el.value);
        if (isEnd) {
            ev.preventDefault();
            ev.stopPropagation();
            this.submit();
        }
    }

    onRootClick(ev) {
        if (!ev.target.closest("input")) {
            this.focusInput();
        }
    }

    toggleKeyboard() {
        this.state.hasKeyboard = !this.state.hasKeyboard;
        // The browser opens the keyboard when a field gets the focus
        this.input.el.blur();
        browser.setTimeout(() => this.focusInput());
    }

    get inputMode() {
        return this.hasTouch && !this.state.hasKeyboard ? "none" : "text";
    }

    // A scan

    submit() {
        const code = this.input.el.value.trim();
        this.input.el.value = "";
        if (code) {
            this.scan(code);
        }
    }

    scan(code) {
        const entry = this.queue.add(code, this.takeMeaning());
        const row = {level: "waiting", title: _t("Sending"), message: ""};
        this.setRow(entry, row);
        if (entry.isDelayed) {
            this.showDelayed(entry);
        }
    }

    async openCamera() {
        let code = "";
        try {
            code = await scanBarcode(this.env);
        } catch (error) {
            this.notification.add(error.message, {type: "warning"});
        }
        if (code) {
            this.scan(code);
        }
        this.focusInput();
    }

    onAnswer({entry, answer}) {
        const {card = {}} = answer;
        this.setRow(entry, {
            level: answer.level,
            title: getAnswerTitle(answer),
            message: answer.level === "hello" ? "" : answer.message,
            cardId: answer.card_id,
            product: card.product || (answer.level === "hello" && _t("Badge")) || "",
            position: card.position || "",
            // The server has it from an attempt whose answer was lost
            isResent: Boolean(answer.is_resent),
        });
        if (answer.level === "hello") {
            this.setOperator({name: answer.name, avatarUrl: answer.avatar_url});
        }
        if (!entry.isDelayed) {
            this.showAnswer(entry, answer);
        }
    }

    onDelayed({entries}) {
        for (const entry of entries) {
            const row = this.state.rows.find((other) => other.uid === entry.uid);
            if (row && row.title !== this.delayedTitle) {
                this.showDelayed(entry);
            }
        }
    }

    /** Several scans have gone out together: what became of them. */
    onCaughtUp({results}) {
        if (results.length === 1) {
            const [{entry, answer}] = results;
            this.showAnswer(entry, answer);
            return;
        }
        const refused = results.filter(({answer}) => !answer.ok);
        const sent = results.length - refused.length;
        this.show(refused.length ? this.getRefused(refused, sent) : this.getSent(sent));
    }

    getSent(sent) {
        return {
            level: "success",
            title: _t("Sent: %s", sent),
            message: _t(
                "The connection is back. Everything that waited has been sent."
            ),
        };
    }

    getRefused(refused, sent) {
        const isStop = refused.some(({answer}) => answer.level === "danger");
        return {
            level: isStop ? "danger" : "warning",
            title: _t("%s did not count", refused.length),
            message: _t(
                "Sent: %s. The list below says why the others did not count.",
                sent
            ),
        };
    }

    get delayedTitle() {
        return this.queue.problem === "signed_out" ? _t("Signed out") : _t("Waiting");
    }

    get delayedMessage() {
        return this.queue.problem === "signed_out"
            ? _t("Sign in again. Nothing scanned is lost.")
            : _t("No connection. It is sent as soon as the connection is back.");
    }

    showDelayed(entry) {
        const message = this.delayedMessage;
        this.setRow(entry, {level: "waiting", title: this.delayedTitle, message});
        this.showAnswer(entry, {level: "waiting", message});
    }

    showAnswer(entry, answer) {
        this.show({...answer, code: entry.code, time: formatTime(entry.scannedAt)});
    }

    show(answer) {
        this.state.answer = answer;
        this.state.answerKey++;
        this.sounds.play(answer.level);
    }

    /** Update the row of a scan; a new one comes first. */
    setRow(entry, values) {
        const rows = [...this.state.rows];
        const known = {uid: entry.uid, code: entry.code, time: entry.scannedAt};
        const index = rows.findIndex((row) => row.uid === entry.uid);
        if (index >= 0) {
            rows[index] = {...known, ...values};
        } else {
            rows.unshift({...known, ...values});
        }
        this.setRows(rows.slice(0, HISTORY_LENGTH));
    }

    setRows(rows) {
        // Stored as text: the words of a translation are read when they are stored
        this.state.rows = this.historyList.write(
            rows.map((row) => ({
                ...row,
                title: `${row.title}`,
                message: `${row.message}`,
                product: `${row.product || ""}`,
            }))
        );
    }

    // What one can do beside scanning

    async onFound(answer) {
        const cardId = answer.card_id;
        try {
            await this.orm.call("lean.kanban.card", "action_found", [[cardId]]);
            const [{state}] = await this.orm.read(
                "lean.kanban.card",
                [cardId],
                ["state"]
            );
            const message = _t("Found. The card is in the loop again.");
            this.show({...answer, level: "success", state, message});
        } catch (error) {
            this.showError(error, answer);
        }
        this.focusInput();
    }

    /** Take a scan back; its row says what became of it. */
    async onUndo(row) {
        try {
            const answer = await this.orm.call("lean.kanban.card", "undo_scan", [
                row.uid,
            ]);
            const title = answer.is_undone ? _t("Undone") : _t("Not undone");
            this.show({...answer, title});
            if (answer.is_undone) {
                const entry = {uid: row.uid, code: row.code, scannedAt: row.time};
                const {message} = answer;
                const undone = {level: "repeat", isResent: false, title, message};
                this.setRow(entry, {...row, ...undone});
            }
        } catch (error) {
            this.showError(error);
        }
        this.focusInput();
    }

    showError(error, answer = {}) {
        if (error instanceof ConnectionLostError) {
            this.notification.add(_t("No connection. Try again when it is back."), {
                type: "warning",
            });
        } else if (error instanceof RPCError) {
            const message = error.data?.message || error.message;
            this.show({...answer, level: "danger", isRefused: true, message});
        } else {
            throw error;
        }
    }

    setOperator(operator) {
        this.state.operator = operator;
        this.operatorList.write(operator ? [operator] : []);
    }

    async signOff() {
        try {
            await this.orm.call("hr.employee", "lean_sign_off", []);
            this.setOperator(null);
        } catch (error) {
            this.showError(error);
        }
        this.focusInput();
    }

    toggleSound() {
        this.sounds.toggle();
        this.state.isMuted = this.sounds.isMuted;
    }

    get soundLabel() {
        return this.state.isMuted ? _t("Sound on") : _t("Sound off");
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

    openCards() {
        this.action.doAction("lean_kanban.lean_kanban_card_action");
    }

    openCard(row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "lean.kanban.card",
            res_id: row.cardId,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("lean_kanban_scan_station", ScanStation);
