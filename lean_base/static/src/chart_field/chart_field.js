import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {LeanChart} from "../chart/chart";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/** Draws a JSON field as a chart; `chart_config.js` says what it may hold. */
export class LeanChartField extends Component {
    static template = "lean_base.ChartField";
    static components = {LeanChart};
    static props = {...standardFieldProps, height: {type: Number, optional: true}};
    static defaultProps = {height: 260};

    get chart() {
        const value = this.props.record.data[this.props.name];
        return (typeof value === "string" ? JSON.parse(value) : value) || {};
    }
}

export const leanChartField = {
    component: LeanChartField,
    displayName: _t("Chart"),
    supportedTypes: ["json", "text"],
    supportedOptions: [{label: _t("Height in pixels"), name: "height", type: "number"}],
    extractProps: ({options}) => (options.height ? {height: options.height} : {}),
};

registry.category("fields").add("lean_chart", leanChartField);
