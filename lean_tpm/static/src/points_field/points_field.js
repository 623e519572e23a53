import {Component} from "@odoo/owl";
import {isBinarySize} from "@web/core/utils/binary";
import {imageUrl} from "@web/core/utils/urls";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {MachinePhoto} from "../machine_photo/machine_photo";

/** Places the numbers of tasks on the photo of a machine: tap to place, tap a number to take it away. */
export class PointsField extends Component {
    static template = "lean_tpm.PointsField";
    static components = {MachinePhoto};
    static props = {...standardFieldProps, photo: String};

    get points() {
        return this.props.record.data[this.props.name] || [];
    }

    get url() {
        const {record, photo} = this.props;
        const value = record.data[photo];
        if (!value) {
            return "";
        }
        return isBinarySize(value)
            ? imageUrl(record.resModel, record.resId, photo, {
                  unique: record.data.write_date,
              })
            : `data:image;base64,${value}`;
    }

    get nextNumber() {
        const taken = this.points.map(({number}) => number);
        let number = 1;
        while (taken.includes(number)) {
            number++;
        }
        return number;
    }

    onPlace(place) {
        this.update([...this.points, {number: this.nextNumber, ...place}]);
    }

    onPoint(point) {
        this.update(this.points.filter(({number}) => number !== point.number));
    }

    update(points) {
        const sorted = [...points].sort((one, other) => one.number - other.number);
        this.props.record.update({[this.props.name]: sorted});
    }
}

export const pointsField = {
    component: PointsField,
    displayName: _t("Points on a photo"),
    supportedTypes: ["json"],
    extractProps: ({options}) => ({photo: options.photo}),
};

registry.category("fields").add("lean_points", pointsField);
