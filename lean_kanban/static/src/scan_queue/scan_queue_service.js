import {EventBus} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {serializeDateTime} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {ConnectionAbortedError, ConnectionLostError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {Reactive} from "@web/core/utils/reactive";
import {uuid} from "@web/core/utils/strings";
import {session} from "@web/session";
import {StoredList} from "./stored_list";

export const TIMEOUT_MS = 10000;
export const RETRY_MS = [2000, 4000, 8000, 15000];
const SESSION_EXPIRED = "odoo.http.SessionExpiredException";
// A badge read before that signs nobody in any more
const BADGE_MAX_AGE_MS = 8 * 3600 * 1000;

/**
 * Sends scans to the server one after the other, in the order they were made.
 *
 * A scan is stored before it is sent and forgotten once it is answered. It keeps its
 * `uid` and its time, so that a second attempt after a lost answer changes nothing.
 *
 * Events of `bus`: `ANSWER` {entry, answer}, `DELAYED` {entries} (cannot be sent now)
 * and `CAUGHT_UP` {results} (scans that had to wait were sent).
 */
export class ScanQueue extends Reactive {
    constructor(orm) {
        super();
        this.orm = orm;
        this.bus = new EventBus();
        this.list = new StoredList(
            browser.localStorage,
            `lean_kanban.scan_queue.${session.db || ""}`
        );
        this.waiting = 0;
        this.problem = false;
        this.failures = 0;
        this.isSending = false;
        this.retryTimer = null;
        this._write(this.list.read().map((entry) => ({...entry, isDelayed: true})));
    }

    /**
     * @param {string} code what the scanner read
     * @param {Object} [meaning] mode of the scan, and details of a container that is not OK
     * @returns {Object} the scan as it waits to be sent
     */
    add(code, {mode = "empty", details = null} = {}) {
        const entry = {
            uid: `${uuid()}${uuid()}`,
            code,
            mode,
            details,
            scannedAt: Date.now(),
            isDelayed: Boolean(this.problem),
        };
        this._write([...this.list.read(), entry]);
        this.flush();
        return entry;
    }

    /** Send what waits; returns at once if that is going on already. */
    async flush() {
        if (this.isSending) {
            return;
        }
        browser.clearTimeout(this.retryTimer);
        this.isSending = true;
        try {
            await this._sendAll();
        } finally {
            this.isSending = false;
        }
    }

    async _sendAll() {
        let results = [];
        for (let [entry] = this.list.read(); entry; [entry] = this.list.read()) {
            if (!entry.isDelayed) {
                results = this._reportCaughtUp(results);
            }
            const answer = await this._answerOrDelay(entry);
            if (!answer) {
                break;
            }
            this._write(this.list.read().filter((other) => other.uid !== entry.uid));
            this.bus.trigger("ANSWER", {entry, answer});
            if (entry.isDelayed) {
                results.push({entry, answer});
            }
        }
        this._reportCaughtUp(results);
    }

    _reportCaughtUp(results) {
        if (results.length) {
            this.bus.trigger("CAUGHT_UP", {results});
        }
        return [];
    }

    async _answerOrDelay(entry) {
        try {
            const answer = await this._scan(entry);
            this.problem = false;
            this.failures = 0;
            return answer;
        } catch (error) {
            const problem = this._getProblem(error);
            if (!problem) {
                return this._prepareErrorAnswer(error);
            }
            this._delay(problem);
            return null;
        }
    }

    _getProblem(error) {
        if (error?.exceptionName === SESSION_EXPIRED) {
            return "signed_out";
        }
        const isLost =
            error instanceof ConnectionLostError ||
            error instanceof ConnectionAbortedError;
        return isLost && "offline";
    }

    _prepareErrorAnswer(error) {
        return {
            ok: false,
            card_id: false,
            state: false,
            level: "danger",
            isRefused: true,
            message:
                error?.data?.message ||
                _t("The server could not take this scan. Scan again."),
            card: {},
        };
    }

    _delay(problem) {
        this.problem = problem;
        const entries = this.list.read().map((entry) => ({...entry, isDelayed: true}));
        this._write(entries);
        const delay = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
        this.failures++;
        this.retryTimer = browser.setTimeout(() => this.flush(), delay);
        this.bus.trigger("DELAYED", {entries});
    }

    /** What the server says to a card, or to a badge where the code is no card. */
    async _scan(entry) {
        const answer = await this._call("lean.kanban.card", "scan", [entry.code], {
            // The server's clock counts for a scan that is sent as it is made
            scanned_at: entry.isDelayed ? this._formatTime(entry.scannedAt) : null,
            scan_uid: entry.uid,
            mode: entry.mode || "empty",
            details: entry.details || null,
        });
        const isOld = Date.now() - entry.scannedAt > BADGE_MAX_AGE_MS;
        if (answer.card_id || isOld) {
            return answer;
        }
        const operator = await this._call("hr.employee", "lean_identify", [entry.code]);
        return operator.ok ? {...answer, ...operator, level: "hello"} : answer;
    }

    _formatTime(milliseconds) {
        return serializeDateTime(luxon.DateTime.fromMillis(milliseconds));
    }

    /** A call that counts as lost when it hangs, as it does where the radio fades. */
    async _call(model, method, args, kwargs) {
        let timer = null;
        const request = this.orm.silent.call(model, method, args, kwargs);
        const timeout = new Promise((_resolve, reject) => {
            timer = browser.setTimeout(() => {
                reject(new ConnectionLostError());
                request.abort?.(false);
            }, TIMEOUT_MS);
        });
        try {
            return await Promise.race([request, timeout]);
        } finally {
            browser.clearTimeout(timer);
        }
    }

    _write(entries) {
        this.waiting = this.list.write(entries).length;
    }
}

export const scanQueueService = {
    dependencies: ["orm"],
    start(env, {orm}) {
        const queue = new ScanQueue(orm);
        browser.addEventListener("online", () => queue.waiting && queue.flush());
        return queue;
    },
};

registry.category("services").add("lean_kanban.scan_queue", scanQueueService);
