import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {formatFloat} from "@web/core/utils/numbers";
import {useService} from "@web/core/utils/hooks";
import {LeanChart} from "@lean_base/chart/chart";

const RATINGS = {
    good: {icon: "fa-check-circle", word: _t("On target")},
    soon: {icon: "fa-clock-o", word: _t("Below target")},
    bad: {icon: "fa-exclamation-circle", word: _t("Act now")},
    none: {icon: "fa-question-circle", word: _t("Nothing applied")},
};

/** What came of an audit: score, change, radar, and the three lowest to act on. */
export class AuditResult extends Component {
    static template = "lean_5s.AuditResult";
    static components = {LeanChart};
    static props = {audit: Object, result: Object, onOpen: Function, onLeave: Function};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.state = useState({busy: {}, done: {}});
    }

    get rating() {
        return RATINGS[this.props.result.rating];
    }

    get score() {
        const {score} = this.props.result;
        return score === null ? "–" : `${this.format(score)} %`;
    }

    /** In words: an arrow alone says nothing to who cannot see its colour. */
    get change() {
        const {change, previous, compared, questions} = this.props.result;
        if (change === null) {
            return previous
                ? _t("Cannot be compared with %s: it asked nothing of this.", previous)
                : _t("The first audit of this area.");
        }
        const points = `${change > 0 ? "+" : ""}${this.format(change)}`;
        const since = _t("%(points)s points since %(date)s", {points, date: previous});
        return compared === questions
            ? since
            : _t("%(since)s, on the %(count)s questions of both", {
                  since,
                  count: compared,
              });
    }

    get arrow() {
        const {change} = this.props.result;
        if (!change || Math.abs(change) < 0.5) {
            return "fa-long-arrow-right";
        }
        return change > 0 ? "fa-long-arrow-up" : "fa-long-arrow-down";
    }

    format(value) {
        return formatFloat(value, {digits: [16, 0]});
    }

    getDone(row) {
        const done = this.state.done[row.id] || {};
        return {
            action: done.action || (row.action ? _t("Action made") : ""),
            tag: done.tag || (row.tags ? _t("Red tag made") : ""),
        };
    }

    async make(row, kind) {
        if (this.state.busy[row.id]) {
            return;
        }
        this.state.busy[row.id] = true;
        const method = kind === "action" ? "make_action" : "make_red_tag";
        try {
            const made = await this.orm.call("lean.5s.answer", method, [[row.id]]);
            const words = kind === "action" ? `${made.user}, ${made.date}` : made.name;
            this.state.done[row.id] = {...this.state.done[row.id], [kind]: words};
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            const message = _t("No connection. Try again when it is back.");
            this.notification.add(message, {type: "warning"});
        } finally {
            this.state.busy[row.id] = false;
        }
    }

    async auditAgain() {
        const action = await this.orm.call("lean.5s.audit", "action_reaudit", [
            [this.props.audit.id],
        ]);
        this.props.onOpen(action.params.audit_id);
    }

    openRecord() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "lean.5s.audit",
            res_id: this.props.audit.id,
            views: [[false, "form"]],
        });
    }

    openArea() {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "lean.area",
            res_id: this.props.audit.area_id,
            views: [[false, "form"]],
        });
    }
}
