import {Component, onMounted, onPatched, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;
const DRAG_START = 6;

/** The days of an event and the bar of each action; a bar is clicked to open it, dragged to another day. */
export class TimelineField extends Component {
    static template = "lean_kaizen.Timeline";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.grid = useRef("grid");
        this.state = useState({dragged: null, days: 0});
        this.start = null;
        onMounted(() => this.showToday());
        onPatched(() => !this.start && this.showToday());
    }

    get timeline() {
        return this.props.record.data[this.props.name] || {days: [], bars: []};
    }

    get isFrozen() {
        return !this.props.record.isInEdition;
    }

    get gridStyle() {
        const owner = this.ui.isSmall ? "92px" : "minmax(150px, 240px)";
        return `grid-template-columns: ${owner} repeat(${this.timeline.days.length}, minmax(52px, 1fr))`;
    }

    /** A long follow-up is wider than a phone: bring today into sight. */
    showToday() {
        const today = this.grid.el?.querySelector(".o_lean_day_today");
        if (today && today.offsetLeft > this.grid.el.clientWidth) {
            this.grid.el.scrollLeft = today.offsetLeft - 200;
        }
    }

    barStyle(bar) {
        const moved = this.state.dragged === bar.id ? this.state.days : 0;
        const count = this.timeline.days.length;
        const first = Math.min(Math.max(bar.start + moved, 0), count - 1);
        const last = Math.min(Math.max(bar.end + moved, first), count - 1);
        return `grid-column: ${first + 2} / ${last + 3}`;
    }

    async open(bar) {
        await this.props.record.save();
        this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: "lean.action",
                res_id: bar.id,
                views: [[false, "form"]],
                target: "new",
            },
            {onClose: () => this.props.record.load()}
        );
    }

    onPointerDown(ev, bar) {
        const day = this.grid.el.querySelector(".o_lean_day");
        if (ev.button === 0 && day) {
            this.start = {x: ev.clientX, width: day.offsetWidth, bar};
            ev.currentTarget.setPointerCapture(ev.pointerId);
        }
    }

    onPointerMove(ev) {
        const {start} = this;
        if (!start || this.isFrozen) {
            return;
        }
        const distance = ev.clientX - start.x;
        if (Math.abs(distance) > DRAG_START) {
            this.state.dragged = start.bar.id;
            this.state.days = Math.round(distance / start.width);
        }
    }

    async onPointerUp() {
        const {start} = this;
        const {dragged, days} = this.state;
        this.start = null;
        try {
            if (start && !dragged) {
                await this.open(start.bar);
            } else if (start && days) {
                await this.move(start.bar, days);
            }
        } finally {
            // Where moving it was refused, the bar goes back.
            this.onPointerCancel();
        }
    }

    onPointerCancel() {
        this.start = null;
        this.state.dragged = null;
        this.state.days = 0;
    }

    onKey(ev, bar) {
        const steps = {ArrowLeft: -1, ArrowRight: 1}[ev.key];
        if (ev.key === "Enter") {
            ev.preventDefault();
            this.open(bar);
        } else if (steps && !this.isFrozen) {
            ev.preventDefault();
            this.move(bar, steps);
        }
    }

    /** Postpone or bring forward: start and deadline move together. */
    async move(bar, days) {
        const first = this.timeline.days[0].date;
        const day = (offset) =>
            DateTime.fromISO(first).plus({days: offset}).toISODate();
        if (!(await this.props.record.save())) {
            return;
        }
        await this.orm.write("lean.action", [bar.id], {
            date_start: day(Math.max(bar.start + days, 0)),
            date_deadline: day(Math.max(bar.end + days, 0)),
        });
        await this.props.record.load();
    }
}

export const timelineField = {
    component: TimelineField,
    displayName: _t("Timeline of Actions"),
    supportedTypes: ["json"],
};

registry.category("fields").add("lean_timeline", timelineField);
