import {Component, onWillStart, useEffect, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {loadBundle} from "@web/core/assets";
import {chartConfig} from "../chart_field/chart_config";
import {useService} from "@web/core/utils/hooks";

/** A chart; `chart_config.js` says what it may hold. */
export class LeanChart extends Component {
    static template = "lean_base.Chart";
    static props = {
        chart: {type: Object, optional: true},
        height: {type: Number, optional: true},
        label: {type: String, optional: true},
    };
    static defaultProps = {chart: {}, height: 260, label: ""};

    setup() {
        this.action = useService("action");
        this.canvas = useRef("canvas");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            (element) => this.draw(element),
            () => [this.canvas.el, JSON.stringify(this.props.chart)]
        );
    }

    /** @returns {Function} what removes the drawing */
    draw(element) {
        const config = chartConfig(this.props.chart, (series, index) =>
            this.open(series, index)
        );
        const drawn = element && new globalThis.Chart(element, config);
        return () => drawn && drawn.destroy();
    }

    get isEmpty() {
        return !(this.props.chart.series || []).some(({values}) =>
            values.some((value) => value !== null)
        );
    }

    get emptyText() {
        return this.props.chart.empty || _t("No data to draw yet.");
    }

    /** Open the record a point stands for. */
    open(seriesIndex, index) {
        const {model, series} = this.props.chart;
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
