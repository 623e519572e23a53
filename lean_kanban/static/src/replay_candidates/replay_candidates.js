import {formatFloat, formatMonetary} from "@web/views/fields/formatters";
import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** What each number of cards would have done; a click on a line chooses it. */
export class ReplayCandidates extends Component {
    static template = "lean_kanban.ReplayCandidates";
    static props = {...standardFieldProps};

    get table() {
        return this.props.record.data[this.props.name] || {rows: []};
    }

    get chosen() {
        return this.props.record.data.number;
    }

    get currencyId() {
        return this.props.record.data.currency_id?.id;
    }

    percent(value) {
        return `${formatFloat(value, {digits: [16, 1]})} %`;
    }

    quantity(value) {
        return formatFloat(value, {digits: [16, 1]});
    }

    money(value) {
        return formatMonetary(value, {currencyId: this.currencyId, digits: [16, 0]});
    }

    choose(number) {
        this.props.record.update({number});
    }

    onKeydown(ev, number) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.choose(number);
        }
    }
}

export const replayCandidates = {
    component: ReplayCandidates,
    displayName: _t("Candidates of a Replay"),
    supportedTypes: ["json"],
    fieldDependencies: [
        {name: "number", type: "integer"},
        {name: "currency_id", type: "many2one"},
    ],
};

registry.category("fields").add("kanban_replay_candidates", replayCandidates);
