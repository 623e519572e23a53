import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatHours} from "../load_board/load_words";

/** A piece of work on the load board; a tap or Enter opens it, where it may be given another day. */
export class LoadCard extends Component {
    static template = "lean_tpm.LoadCard";
    static props = {
        card: Object,
        open: Function,
        withTeam: {type: Boolean, optional: true},
        withEquipment: {type: Boolean, optional: true},
        withDay: {type: Boolean, optional: true},
    };

    get hours() {
        return formatHours(this.props.card.hours);
    }

    get movedText() {
        return _t("Moved, due %s", this.props.card.due);
    }
}
