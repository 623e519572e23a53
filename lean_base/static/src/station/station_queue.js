import {EventBus} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {serializeDateTime} from "@web/core/l10n/dates";
import {ConnectionAbortedError, ConnectionLostError} from "@web/core/network/rpc";
import {Reactive} from "@web/core/utils/reactive";
import {uuid} from "@web/core/utils/strings";
import {session} from "@web/session";
import {StoredList} from "./stored_list";

export const TIMEOUT_MS = 10000;
export const RETRY_MS = [2000, 4000, 8000, 15000];
const SESSION_EXPIRED = "odoo.http.SessionExpiredException";

/**
 * Sends what people do at a station to the server one after the other, in the order it
 * was done.
 *
 * An entry is stored before it is sent and forgotten once it is answered. It keeps its
 * `uid` and its time, so that a second attempt after a lost answer changes nothing. A
 * queue of its own says in `_send(entry)` how an entry is sent, and in
 * `_prepareErrorAnswer(error)` what an error of the server means.
 *
 * Events of `bus`: `ANSWER` {entry, answer}, `DELAYED` {entries} (cannot be sent now)
 * and `CAUGHT_UP` {results} (entries that had to wait were sent).
 */
export class StationQueue extends Reactive {
    /**
     * @param {Object} orm
     * @param {string} key of the browser's storage, one for each kind of station
     */
    constructor(orm, key) {
        super();
        this.orm = orm;
        this.bus = new EventBus();
        this.list = new StoredList(browser.localStorage, `${key}.${session.db || ""}`);
        this.waiting = 0;
        this.problem = false;
        this.failures = 0;
        this.isSending = false;
        this.sending = null;
        this.retryTimer = null;
        this._write(this.list.read().map((entry) => ({...entry, isDelayed: true})));
    }

    /**
     * @param {Object} values what was done
     * @returns {Object} the entry as it waits to be sent
     */
    push(values) {
        const entry = {
            uid: `${uuid()}${uuid()}`,
            ...values,
            isDelayed: Boolean(this.problem),
        };
        this._write([...this.list.read(), entry]);
        this.flush();
        return entry;
    }

    /** Send what waits; resolves when nothing more can be sent, or the connection is lost. */
    flush() {
        if (!this.isSending) {
            browser.clearTimeout(this.retryTimer);
            this.isSending = true;
            this.sending = this._sendAll().finally(() => {
                this.isSending = false;
            });
        }
        return this.sending;
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
            const answer = await this._send(entry);
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

    _delay(problem) {
        this.problem = problem;
        const entries = this.list.read().map((entry) => ({...entry, isDelayed: true}));
        this._write(entries);
        const delay = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
        this.failures++;
        this.retryTimer = browser.setTimeout(() => this.flush(), delay);
        this.bus.trigger("DELAYED", {entries});
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

/** A service that keeps a queue, and sends what waits as soon as the browser is online. */
export function prepareQueueService(QueueClass) {
    return {
        dependencies: ["orm"],
        start(env, {orm}) {
            const queue = new QueueClass(orm);
            browser.addEventListener("online", () => queue.waiting && queue.flush());
            return queue;
        },
    };
}
