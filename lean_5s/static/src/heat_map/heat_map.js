import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";
import {registry} from "@web/core/registry";
import {useService} from "@web/core/utils/hooks";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";

const SPANS = [6, 12, 24];

/** Areas by months, ranked by their last score; a cell opens its audits. */
export class HeatMap extends Component {
    static template = "lean_5s.HeatMap";
    static props = {...standardActionServiceProps};
    static displayName = _t("5S Heat Map");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.spans = SPANS;
        this.state = useState({months: 12, map: null});
        this.scroll = useRef("scroll");
        onWillStart(() => this.load());
        // Where not all months fit, the newest are seen first
        useEffect(
            (element) => {
                element.scrollLeft = element.scrollWidth;
            },
            () => [this.scroll.el, this.state.months]
        );
    }

    async load(months = this.state.months) {
        const args = [months];
        const map = await this.orm.call("lean.5s.audit", "get_heat_map", args);
        Object.assign(this.state, {months, map});
    }

    format(value) {
        return value === null ? "–" : formatFloat(value, {digits: [16, 0]});
    }

    formatChange(value) {
        if (value === null) {
            return "–";
        }
        return `${value > 0 ? "+" : ""}${this.format(value)}`;
    }

    getTitle(row, cell) {
        const parts = [
            _t("%s audits", cell.audits),
            cell.missed && _t("%s missed", cell.missed),
            cell.is_failed && _t("a critical question failed"),
        ];
        return `${row.name}: ${parts.filter(Boolean).join(", ")}`;
    }

    async openCell(row, cell) {
        const args = [row.id, cell.month];
        this.action.doAction(
            await this.orm.call("lean.5s.audit", "action_open_cell", args)
        );
    }

    openArea(row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "lean.area",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }

    openSchedules() {
        this.action.doAction("lean_5s.lean_5s_schedule_action");
    }
}

registry.category("actions").add("lean_5s.heat_map", HeatMap);
