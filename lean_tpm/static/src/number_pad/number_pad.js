import {Component} from "@odoo/owl";
import {localization} from "@web/core/l10n/localization";
import {_t} from "@web/core/l10n/translation";

/** A number typed with a glove on; red where it is not what it should be. */
export class NumberPad extends Component {
    static template = "lean_tpm.NumberPad";
    static props = {
        value: {type: [String, Number]},
        unit: {type: String, optional: true},
        isBad: {type: Boolean, optional: true},
        isSecret: {type: Boolean, optional: true},
        onChange: Function,
    };

    get keys() {
        const digits = ["7", "8", "9", "4", "5", "6", "1", "2", "3"];
        return this.props.isSecret
            ? [...digits, "", "0", "⌫"]
            : [...digits, this.point, "0", "⌫"];
    }

    get point() {
        return localization.decimalPoint || ".";
    }

    getLabel(key) {
        return key === "⌫" ? _t("Delete") : key;
    }

    press(key) {
        const text = `${this.props.value}`;
        if (key === "⌫") {
            this.props.onChange(text.slice(0, -1));
        } else if (key === "±") {
            this.props.onChange(text.startsWith("-") ? text.slice(1) : `-${text}`);
        } else if (key !== this.point || !text.includes(key)) {
            this.props.onChange(`${text}${key}`.slice(0, 12));
        }
    }

    onInput(ev) {
        this.props.onChange(ev.target.value.slice(0, 12));
    }
}
