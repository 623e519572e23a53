import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {StationQueue, prepareQueueService} from "@lean_base/station/station_queue";

/** Answers, signatures and tags from a machine's tablet, in the order they were given. */
export class CheckQueue extends StationQueue {
    constructor(orm) {
        super(orm, "lean_tpm.check_queue");
    }

    /** @param {Object} values occurrence_id, task_id, answer and what belongs to it */
    addAnswer(values) {
        return this.push({kind: "answer", at: Date.now(), values});
    }

    addSignature(occurrenceId) {
        return this.push({kind: "sign", at: Date.now(), occurrenceId});
    }

    addTag(equipmentId, values) {
        return this.push({kind: "tag", at: Date.now(), equipmentId, values});
    }

    /** The server's clock counts for what is sent as it is done. */
    _send(entry) {
        const {kind, uid, values} = entry;
        const at = entry.isDelayed ? this._formatTime(entry.at) : null;
        if (kind === "sign") {
            const args = [entry.occurrenceId, uid, at];
            return this._call("lean.tpm.occurrence", "sign_check", args);
        }
        const sent = {...values, uid, answered_at: at};
        return kind === "tag"
            ? this._call("lean.tpm.tag", "report", [entry.equipmentId, sent])
            : this._call("lean.tpm.result", "submit", [sent]);
    }

    _prepareErrorAnswer(error) {
        const message = error?.data?.message || _t("The server could not take this.");
        return {ok: false, level: "danger", message};
    }
}

registry
    .category("services")
    .add("lean_tpm.check_queue", prepareQueueService(CheckQueue));
