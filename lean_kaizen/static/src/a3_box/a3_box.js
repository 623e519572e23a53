import {TextField, textField} from "@web/views/fields/text/text_field";
import {onMounted, useEffect, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/**
 * Lines that a text takes when its words wrap at a width; as `calculations/page.py` counts them.
 *
 * @param {String} text
 * @param {Number} width in characters
 * @returns {Number}
 */
export function countLines(text, width) {
    if (!text.trim()) {
        return 0;
    }
    return text
        .split("\n")
        .map((line) => countWrapped(line, width))
        .reduce((sum, lines) => sum + lines, 0);
}

function countWrapped(line, width) {
    let lines = 1;
    let used = 0;
    for (const word of line.split(/\s+/).filter(Boolean)) {
        if (used && used + 1 + word.length <= width) {
            used += 1 + word.length;
            continue;
        }
        lines += used ? 1 : 0;
        lines += Math.floor((word.length - 1) / width);
        used = ((word.length - 1) % width) + 1;
    }
    return lines;
}

/** A box of the one-page report: its question while it is empty, a word when it is too full. */
export class A3BoxField extends TextField {
    static template = "lean_kaizen.A3Box";
    static props = {...TextField.props, lines: Number, width: Number};

    setup() {
        super.setup();
        this.box = useState({text: ""});
        const read = () => (this.box.text = this.textareaRef.el?.value ?? this.value);
        onMounted(read);
        useEffect(
            () => {
                read();
            },
            () => [this.value]
        );
    }

    get value() {
        return this.props.record.data[this.props.name] || "";
    }

    get linesOver() {
        return countLines(this.box.text, this.props.width) - this.props.lines;
    }

    get overText() {
        return this.linesOver === 1
            ? _t("Too full for the page: 1 line over. Shorten it.")
            : _t("Too full for the page: %s lines over. Shorten it.", this.linesOver);
    }

    onInput(ev) {
        this.box.text = ev.target.value;
    }
}

export const a3BoxField = {
    ...textField,
    component: A3BoxField,
    displayName: _t("Box of an A3"),
    extractProps: (fieldInfo, dynamicInfo) => ({
        ...textField.extractProps(fieldInfo, dynamicInfo),
        lines: fieldInfo.options.lines,
        width: fieldInfo.options.width,
    }),
};

registry.category("fields").add("lean_a3_box", a3BoxField);
