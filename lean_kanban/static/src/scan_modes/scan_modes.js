import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";

/** What the next scan means: an emptied container, one that has arrived, or one that is not OK. */
export class ScanModes extends Component {
    static template = "lean_kanban.ScanModes";
    static props = {mode: String, onMode: Function};

    get modes() {
        return [
            {name: "empty", label: _t("Empty"), icon: "fa-inbox"},
            {name: "receive", label: _t("Receive"), icon: "fa-download"},
            {name: "not_ok", label: _t("Not OK"), icon: "fa-thumbs-down"},
        ];
    }

    getStyle(name) {
        if (name !== this.props.mode) {
            return "btn-secondary";
        }
        return name === "not_ok" ? "btn-danger" : "btn-primary";
    }
}
