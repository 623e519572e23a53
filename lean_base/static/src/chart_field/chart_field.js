import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {chartConfig} from "./chart_config";
import {loadBundle} from "@web/core/assets";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

/** Draws a JSON field as a chart; `chart_config.js` says what it may hold. */
export class LeanChartField extends Component {
    static template = "lean_base.ChartField";
    static props = {...standardFieldProps, height: {type: Number, optional: true}};
    static defaultProps = {height: 260};

    setup() {
        this.action = useService("action");
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (element) => this.draw(element),
            () => [this.canvas.el, JSON.stringify(this.chart)]
        );
    }

    /** @returns {Function} what removes the drawing */
    draw(element) {
        const config = chartConfig(this.chart, (series, index) =>
            this.open(series, index)
        );
        const drawn = element && new globalThis.Chart(element, config);
        return () => drawn && drawn.destroy();
    }

    get chart() {
        const value = this.props.record.data[this.props.name];
        return (typeof value === "string" ? JSON.parse(value) : value) || {};
    }

    get isEmpty() {
        return !(this.chart.series || []).some(({values}) =>
            values.some((value) => value !== null)
        );
    }

    get emptyText() {
        return this.chart.empty || _t("No data to draw yet.");
    }

    /** Open the record a point stands for. */
    open(seriesIndex, index) {
        const {model, series} = this.chart;
        const resId = series[seriesIndex]?.records?.[index];
        if (!model || !resId) {
            return;
        }
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: resId,
            views: [[false, "form"]],
        });
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
