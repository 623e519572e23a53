import {Component, onWillStart, onWillUnmount, useEffect, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {router} from "@web/core/browser/router";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {pick} from "@web/core/utils/objects";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useBoardLoops} from "../board/board_loader";
import {getFigureTiles, getFigures} from "../board/board_loops";
import {Sparkline} from "../sparkline/sparkline";
import {
    explainLoop,
    getRedLoops,
    getTrends,
    getWaitingLoops,
    selectLoops,
    sumCards,
} from "./dashboard_words";

export const REREAD_MILLISECONDS = 2000;
const CHOICES = ["company", "warehouse", "area"];
const MANY_LOOPS = 12;

/** What the address says of the view. */
function readAddress() {
    const {mine, ...ids} = pick(router.current, "mine", ...CHOICES);
    const chosen = CHOICES.map((key) => [key, parseInt(ids[key], 10) || false]);
    return {mine: Boolean(mine), ...Object.fromEntries(chosen)};
}

/**
 * The dashboard: what is red and why, in five seconds; then where it is going, in 13 weeks.
 *
 * Its loops are those of the board, live as the board is.
 */
export class Dashboard extends Component {
    static template = "lean_kanban.Dashboard";
    static components = {Sparkline};
    static props = {...standardActionServiceProps};
    static displayName = _t("Kanban Dashboard");

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.board = useBoardLoops();
        this.view = useState(this.props.state?.view || readAddress());
        this.state = useState({details: null, showsAll: false});
        this.keepLast = new KeepLast();
        useSetupAction({getLocalState: () => ({view: {...this.view}})});
        this.keepAddress();
        onWillStart(() => this.readDetails());
        let isFirst = true;
        useEffect(
            () => {
                if (!isFirst) {
                    this.readDetailsSoon();
                }
                isFirst = false;
            },
            () => [this.board.loops]
        );
        onWillUnmount(() => browser.clearTimeout(this.timer));
    }

    // What is read

    async readDetails() {
        const filters = {
            company_id: this.view.company,
            warehouse_id: this.view.warehouse,
            area_id: this.view.area,
        };
        const request = this.orm.silent.call("lean.kanban.loop", "get_dashboard", [
            filters,
        ]);
        try {
            this.state.details = await this.keepLast.add(request);
        } catch (error) {
            if (!(error instanceof ConnectionLostError) || !this.state.details) {
                throw error;
            }
        }
    }

    /** Many scans in a row are one reading. */
    readDetailsSoon() {
        browser.clearTimeout(this.timer);
        this.timer = browser.setTimeout(() => this.readDetails(), REREAD_MILLISECONDS);
    }

    // What is shown

    get loops() {
        return selectLoops(this.board.loops, this.view);
    }

    get red() {
        return getRedLoops(this.loops);
    }

    /** What is red, then what waits for somebody: the first of each, unless one asked for all. */
    get sections() {
        const {reasons} = this.state.details;
        const sections = [
            {key: "red", title: _t("Red, and why"), loops: this.red},
            {
                key: "waiting",
                title: _t("Not red yet, waiting for somebody"),
                loops: getWaitingLoops(this.loops),
            },
        ];
        return sections.map(({key, title, loops}) => {
            const shown = this.state.showsAll ? loops : loops.slice(0, MANY_LOOPS);
            return {
                key,
                title,
                count: loops.length,
                loops: shown.map((loop) => explainLoop(loop, reasons[loop.id])),
            };
        });
    }

    get trends() {
        const {trends, currency_id: currencyId} = this.state.details;
        return getTrends(trends, currencyId);
    }

    get choices() {
        const {companies, warehouses, areas} = this.state.details;
        return [
            {key: "company", label: _t("All companies"), options: companies},
            {key: "warehouse", label: _t("All warehouses"), options: warehouses},
            {key: "area", label: _t("All areas"), options: areas},
        ].filter(({key, options}) => options.length > 1 || this.view[key]);
    }

    get tiles() {
        const {loops} = this;
        const [red, late, error, oldest] = getFigureTiles(getFigures(loops));
        const {overdue, lost} = this.state.details;
        return [
            red,
            late,
            {...error, key: "attention"},
            oldest,
            {
                key: "overdue",
                value: sumCards(overdue, loops),
                label: _t("Not confirmed for a day"),
                icon: "fa-pencil-square-o",
            },
            {
                key: "lost",
                value: sumCards(lost, loops),
                label: _t("Lost cards"),
                icon: "fa-search",
            },
        ];
    }

    // What is chosen

    getAddress() {
        const keys = ["mine", ...CHOICES];
        const values = keys.map((key) => [key, Number(this.view[key]) || undefined]);
        return Object.fromEntries(values);
    }

    keepAddress() {
        this.props.updateActionState(this.getAddress());
    }

    toggleMine() {
        this.view.mine = !this.view.mine;
        this.keepAddress();
    }

    async choose(key, ev) {
        this.view[key] = parseInt(ev.target.value, 10) || false;
        this.keepAddress();
        await this.readDetails();
    }

    // Further

    openLoop(loop) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "lean.kanban.loop",
            res_id: loop.id,
            views: [[false, "form"]],
        });
    }

    async openTile(key, loop) {
        if (key === "oldest") {
            return loop && this.openLoop(loop);
        }
        const loops = key === "red" ? this.red : this.loops;
        const loopIds = loops.map(({id}) => id);
        const action = await this.orm.call("lean.kanban.loop", "get_dashboard_action", [
            key,
            loopIds,
        ]);
        return this.action.doAction(action);
    }

    openBoard() {
        return this.action.doAction("lean_kanban.lean_kanban_board_action");
    }

    openLoops() {
        return this.action.doAction("lean_kanban.lean_kanban_loop_action");
    }
}

registry.category("actions").add("lean_kanban.dashboard", Dashboard);
