import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {StationQueue, prepareQueueService} from "@lean_base/station/station_queue";

// A badge read before that signs nobody in any more
const BADGE_MAX_AGE_MS = 8 * 3600 * 1000;

/** Sends scans to the server one after the other, in the order they were made. */
export class ScanQueue extends StationQueue {
    constructor(orm) {
        super(orm, "lean_kanban.scan_queue");
    }

    /**
     * @param {string} code what the scanner read
     * @param {Object} [meaning] mode of the scan, and details of a container that is not OK
     * @returns {Object} the scan as it waits to be sent
     */
    add(code, {mode = "empty", details = null} = {}) {
        return this.push({code, mode, details, scannedAt: Date.now()});
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

    /** What the server says to a card, or to a badge where the code is no card. */
    async _send(entry) {
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
}

registry
    .category("services")
    .add("lean_kanban.scan_queue", prepareQueueService(ScanQueue));
