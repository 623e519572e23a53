import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** The photo of a machine with its numbered points, coloured by what was found there. */
export class MachinePhoto extends Component {
    static template = "lean_tpm.MachinePhoto";
    static props = {
        url: String,
        points: Array,
        states: {type: Object, optional: true},
        active: {type: Number, optional: true},
        onPlace: {type: Function, optional: true},
        onPoint: {type: Function, optional: true},
    };
    static defaultProps = {states: {}};

    getStyle({x, y}) {
        return `left: ${x}%; top: ${y}%;`;
    }

    getClass({number}) {
        const state = this.props.states[number];
        return {
            o_lean_point_ok: state === "ok",
            o_lean_point_bad: state === "not_ok",
            o_lean_point_active: number === this.props.active,
            o_lean_point_dim:
                Boolean(this.props.active) && number !== this.props.active,
        };
    }

    /** Colour never speaks alone. */
    getLabel({number}) {
        const words = {ok: _t("OK"), not_ok: _t("Not OK"), todo: _t("To do")};
        const word = words[this.props.states[number]];
        return word ? _t("Point %s: %s", number, word) : _t("Point %s", number);
    }

    onClick(ev) {
        if (!this.props.onPlace) {
            return;
        }
        const box = ev.currentTarget.getBoundingClientRect();
        const round = (share) => Math.round(share * 1000) / 10;
        this.props.onPlace({
            x: round((ev.clientX - box.left) / box.width),
            y: round((ev.clientY - box.top) / box.height),
        });
    }

    onPointClick(ev, point) {
        if (this.props.onPoint) {
            ev.stopPropagation();
            this.props.onPoint(point);
        }
    }
}
