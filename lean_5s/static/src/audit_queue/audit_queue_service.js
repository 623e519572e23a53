import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {user} from "@web/core/user";
import {StationQueue, prepareQueueService} from "@lean_base/station/station_queue";

/** Answers, photos and signatures of audits, in the order they were given. */
export class AuditQueue extends StationQueue {
    constructor(orm) {
        // What one auditor left on a shared phone is not sent as another's
        super(orm, `lean_5s.audit_queue.${user.userId}`);
    }

    /** @param {Object} values choice, note, photo: what changed */
    addAnswer(auditId, answerId, values) {
        return this.push({kind: "answer", at: Date.now(), auditId, answerId, values});
    }

    addSignature(auditId) {
        return this.push({kind: "sign", at: Date.now(), auditId});
    }

    /** What waits for an answer of an audit, as if it had been sent already. */
    getPending(auditId) {
        const pending = {};
        for (const entry of this.list.read()) {
            if (entry.kind === "answer" && entry.auditId === auditId) {
                pending[entry.answerId] = {...pending[entry.answerId], ...entry.values};
            }
        }
        return pending;
    }

    isSignatureWaiting(auditId) {
        return this.list
            .read()
            .some((entry) => entry.kind === "sign" && entry.auditId === auditId);
    }

    /** Seconds ago, not the phone's clock: two phones need not show the same time. */
    _send(entry) {
        const {kind, uid, auditId, answerId, values} = entry;
        const age = Math.max(Date.now() - entry.at, 0) / 1000;
        if (kind === "sign") {
            return this._call("lean.5s.audit", "sign", [[auditId]], {age});
        }
        const sent = {...values, uid, age, answer_id: answerId};
        return this._call("lean.5s.audit", "save_answer", [sent], {});
    }

    _prepareErrorAnswer(error) {
        const message = error?.data?.message || _t("The server could not take this.");
        return {ok: false, message, answers: []};
    }
}

registry
    .category("services")
    .add("lean_5s.audit_queue", prepareQueueService(AuditQueue));
