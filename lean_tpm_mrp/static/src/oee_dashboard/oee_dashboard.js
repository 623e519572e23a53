import {Component, onWillStart, useEffect, useRef, useState} from "@odoo/owl";
import {chartConfig} from "@lean_base/chart_field/chart_config";
import {loadBundle} from "@web/core/assets";
import {router} from "@web/core/browser/router";
import {
    deserializeDate,
    deserializeDateTime,
    formatDateTime,
} from "@web/core/l10n/dates";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {formatHours, formatShare, getTone} from "./oee_words";

const CHOICES = ["workcenter", "area", "shift", "product"];
const TODAY = 1;
const PERIODS = [TODAY, 7, 28, 91, 182];
const DEFAULT_DAYS = 28;

/** What the address says of the view, under what opened it. */
function readAddress(params) {
    const address = {...params, ...router.current};
    const view = {days: parseInt(address.days, 10) || DEFAULT_DAYS};
    for (const key of CHOICES) {
        view[key] = parseInt(address[key], 10) || false;
    }
    return view;
}

/** How effective the work centers are, where their time went, and the logs behind it. */
export class OeeDashboard extends Component {
    static template = "lean_tpm_mrp.OeeDashboard";
    static props = {...standardActionServiceProps};
    static displayName = _t("Equipment Effectiveness");

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        Object.assign(this, {formatHours, formatShare});
        this.canvas = useRef("canvas");
        this.view = useState(
            this.props.state?.view || readAddress(this.props.action.params)
        );
        this.state = useState({page: null, isRefreshing: false});
        useSetupAction({getLocalState: () => ({view: {...this.view}})});
        onWillStart(() => Promise.all([loadBundle("web.chartjs_lib"), this.read()]));
        useEffect(
            (element) => this.draw(element),
            () => [this.canvas.el, JSON.stringify(this.state.page.trend)]
        );
        this.keepAddress();
    }

    // What is read

    get filters() {
        const filters = {days: this.view.days};
        for (const key of CHOICES) {
            filters[`${key}_id`] = this.view[key];
        }
        return filters;
    }

    async read() {
        const request = this.orm.call("lean.oee", "get_dashboard", [this.filters]);
        this.state.page = await this.keepLast.add(request);
    }

    async refresh() {
        this.state.isRefreshing = true;
        try {
            await this.orm.call("lean.oee", "action_refresh", []);
            await this.read();
        } finally {
            this.state.isRefreshing = false;
        }
    }

    // What is shown

    get page() {
        return this.state.page;
    }

    get isEmpty() {
        return !this.page.hours.planned;
    }

    get choices() {
        const labels = {
            workcenter: _t("All work centers"),
            area: _t("All lines"),
            shift: _t("All shifts"),
            product: _t("All products"),
        };
        return CHOICES.map((key) => ({
            key,
            label: labels[key],
            options: this.page.options[`${key}_id`],
        })).filter(({key, options}) => options.length > 1 || this.view[key]);
    }

    get periods() {
        return PERIODS.map((days) => ({
            days,
            label:
                {[TODAY]: _t("Today so far"), 91: _t("13 weeks"), 182: _t("26 weeks")}[
                    days
                ] || _t("Last %s days", days),
        }));
    }

    get measuredAt() {
        const {measured_at: at} = this.page;
        return at ? formatDateTime(deserializeDateTime(at), {showSeconds: false}) : "";
    }

    get tone() {
        return getTone(this.page.figures.oee, this.page.target);
    }

    get factors() {
        const {figures, hours} = this.page;
        return [
            {
                key: "availability",
                label: _t("Availability"),
                value: formatShare(figures.availability),
                why: _t("ran %(ran)s of %(planned)s h planned", {
                    ran: formatHours(hours.operating),
                    planned: formatHours(hours.planned),
                }),
            },
            {
                key: "effectiveness",
                label: _t("Effectiveness"),
                value: formatShare(figures.effectiveness),
                why:
                    figures.effectiveness === false
                        ? _t("undefined: no standard, or nothing reported yet")
                        : _t("%(pieces)s pieces take %(ideal)s h at the standard", {
                              pieces: Math.round(hours.quantity).toLocaleString(),
                              ideal: formatHours(hours.ideal),
                          }),
                warning: {
                    wrong: _t("Standard wrong: it was beaten"),
                    missing: _t("Standard missing for part of the time"),
                }[figures.standard],
            },
            {
                key: "quality",
                label: _t("Quality"),
                value: formatShare(figures.quality),
                why:
                    figures.quality === false
                        ? _t("undefined: nothing was made")
                        : _t("%s pieces of scrap", Math.round(hours.scrap)),
            },
        ];
    }

    get losses() {
        const most = Math.max(...this.page.losses.map(({hours}) => hours), 0);
        return this.page.losses.map((loss) => ({
            ...loss,
            width: most ? (loss.hours / most) * 100 : 0,
            hoursText: formatHours(loss.hours),
            shareText: formatShare(loss.share),
            cumulativeText: formatShare(loss.cumulative),
            countText: loss.count
                ? loss.minutes_each
                    ? _t("%(count)s times, %(minutes)s min each", {
                          count: loss.count,
                          minutes: loss.minutes_each.toFixed(
                              loss.minutes_each < 100 ? 1 : 0
                          ),
                      })
                    : _t("%s times", loss.count)
                : "",
        }));
    }

    get centers() {
        return this.page.centers.map((center) => ({
            ...center,
            oeeText: formatShare(center.oee),
            factorsText: ["availability", "effectiveness", "quality"]
                .map((name) => formatShare(center[name]))
                .join(" · "),
        }));
    }

    /** @returns {Function} what removes the drawing */
    draw(element) {
        if (!element) {
            return () => {};
        }
        const {trend, target} = this.page;
        const percent = (name) =>
            trend.map((point) =>
                point[name] === false ? null : Number((point[name] * 100).toFixed(1))
            );
        const series = [
            {label: _t("OEE"), values: percent("oee"), tone: "moving", filled: true},
            {
                label: _t("Availability"),
                values: percent("availability"),
                tone: "bad",
                dashed: true,
            },
            {
                label: _t("Effectiveness"),
                values: percent("effectiveness"),
                tone: "warn",
                dashed: true,
            },
            {
                label: _t("Quality"),
                values: percent("quality"),
                tone: "good",
                dashed: true,
            },
        ];
        const limits = target
            ? [{axis: "y", value: target * 100, label: _t("Target")}]
            : [];
        const config = chartConfig({
            type: "line",
            labels: trend.map(({date}) =>
                deserializeDate(date).toLocaleString({day: "numeric", month: "short"})
            ),
            series,
            limits,
            y_title: "%",
            y_min: 0,
        });
        const drawn = new globalThis.Chart(element, config);
        return () => drawn.destroy();
    }

    // What is chosen

    keepAddress() {
        const values = ["days", ...CHOICES].map((key) => [
            key,
            this.view[key] || undefined,
        ]);
        this.props.updateActionState(Object.fromEntries(values));
    }

    async choose(key, value) {
        this.view[key] = parseInt(value, 10) || false;
        this.keepAddress();
        await this.read();
    }

    // Further

    async openLoss(loss) {
        const action = await this.orm.call("lean.oee", "get_loss_action", [
            this.filters,
            loss.key,
            loss.big_loss,
        ]);
        return this.action.doAction(action);
    }

    openAnalysis() {
        return this.action.doAction("lean_tpm_mrp.lean_oee_action");
    }
}

registry.category("actions").add("lean_oee_dashboard", OeeDashboard);
