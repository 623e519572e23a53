import {
    PercentageField,
    percentageField,
} from "@web/views/fields/percentage/percentage_field";
import {formatPercentage} from "@web/views/fields/formatters";
import {registry} from "@web/core/registry";

/** A share as a percentage; what is undefined is empty, where the web client's own widget says 0 %. */
export function formatShare(value, options) {
    return value === false || value === null || value === undefined
        ? ""
        : formatPercentage(value, options);
}
formatShare.extractOptions = formatPercentage.extractOptions;

export class LeanShareField extends PercentageField {
    get formattedValue() {
        const {name, digits, record} = this.props;
        return formatShare(record.data[name], {digits, field: record.fields[name]});
    }
}

registry.category("fields").add("lean_share", {
    ...percentageField,
    component: LeanShareField,
});
registry.category("formatters").add("lean_share", formatShare);
