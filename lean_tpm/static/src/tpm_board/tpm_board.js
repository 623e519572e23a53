import {
    Component,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useState,
} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {ConnectionAbortedError, ConnectionLostError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const REREAD_MS = 60000;
const PAGE_MS = 15000;
const ROWS_ON_WALL = 6;

const ICONS = {
    stop: "fa-hand-paper-o",
    late: "fa-exclamation-triangle",
    due: "fa-clock-o",
    tag: "fa-tag",
    done: "fa-check",
};

/** Today's maintenance on a wall, worst first; on a phone the same as a list. */
export class TpmBoard extends Component {
    static template = "lean_tpm.Board";
    static props = {...standardActionServiceProps};
    static displayName = _t("Today's Maintenance");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({
            rows: [],
            figures: {},
            isLive: true,
            updated: "",
            isWall: false,
            page: 0,
        });
        useExternalListener(window, "keydown", this.onKeydown);
        onWillStart(() => this.read());
        const timers = [
            browser.setInterval(() => this.read(), REREAD_MS),
            browser.setInterval(() => this.turn(1), PAGE_MS),
        ];
        onWillUnmount(() => timers.forEach((timer) => browser.clearInterval(timer)));
    }

    async read() {
        try {
            const board = await this.orm.silent.call(
                "lean.tpm.occurrence",
                "get_board",
                []
            );
            const updated = luxon.DateTime.now().toLocaleString(
                luxon.DateTime.TIME_SIMPLE
            );
            Object.assign(this.state, board, {isLive: true, updated});
        } catch (error) {
            const isLost =
                error instanceof ConnectionLostError ||
                error instanceof ConnectionAbortedError;
            if (!isLost) {
                throw error;
            }
            this.state.isLive = false;
        }
    }

    /** What hurts comes first; what is done comes last, and not at all on a full wall. */
    get rows() {
        const {rows, isWall} = this.state;
        const open = rows.filter(({level}) => level !== "done");
        return isWall && open.length ? open : rows;
    }

    get pageCount() {
        return this.state.isWall
            ? Math.max(Math.ceil(this.rows.length / ROWS_ON_WALL), 1)
            : 1;
    }

    get shown() {
        if (!this.state.isWall) {
            return this.rows;
        }
        const page = this.state.page % this.pageCount;
        return this.rows.slice(page * ROWS_ON_WALL, (page + 1) * ROWS_ON_WALL);
    }

    turn(step) {
        this.state.page = (this.state.page + step + this.pageCount) % this.pageCount;
    }

    onKeydown(ev) {
        if (!this.state.isWall) {
            return;
        }
        if (ev.key === "Escape") {
            this.setWall(false);
        } else if (ev.key === "ArrowRight") {
            this.turn(1);
        } else if (ev.key === "ArrowLeft") {
            this.turn(-1);
        }
    }

    setWall(isWall) {
        this.state.isWall = isWall;
        this.state.page = 0;
    }

    get wallLabel() {
        return this.state.isWall ? _t("Leave the wall") : _t("On a wall");
    }

    getIcon(row) {
        return ICONS[row.level];
    }

    getWord(row) {
        const words = {
            stop: _t("Must stop"),
            due: _t("Due today"),
            tag: _t("Tag"),
            done: _t("Done"),
        };
        return row.level === "late" ? this.getDays(row) : words[row.level];
    }

    getDays({days}) {
        return days === 1 ? _t("1 day late") : _t("%s days late", days);
    }

    get figures() {
        const {stop = 0, late = 0, due = 0, tag = 0, done = 0} = this.state.figures;
        return [
            {level: "stop", label: _t("Must stop"), count: stop},
            {level: "late", label: _t("Overdue"), count: late},
            {level: "due", label: _t("Due today"), count: due},
            {level: "tag", label: _t("Tags"), count: tag},
            {level: "done", label: _t("Done"), count: done},
        ];
    }

    openRow(row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: row.model,
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    openCalendar() {
        this.action.doAction("lean_tpm.lean_tpm_occurrence_action", {
            viewType: "calendar",
            additionalContext: {search_default_next_week: 0},
        });
    }
}

registry.category("actions").add("lean_tpm_board", TpmBoard);
