import {Component, useState} from "@odoo/owl";

/** What can be audited: one's own audits first, what is due, or an extra one. */
export class AuditStart extends Component {
    static template = "lean_5s.AuditStart";
    static props = {
        start: Object,
        onOpen: Function,
        onArea: Function,
        onStart: Function,
    };

    setup() {
        this.state = useState({areaId: this.props.start.area?.id || false});
    }

    get mine() {
        return this.props.start.audits.filter((audit) => audit.is_mine);
    }

    get others() {
        return this.props.start.audits.filter((audit) => !audit.is_mine);
    }

    /** The template of the area's schedule comes first. */
    get templates() {
        const {templates, template_id: first} = this.props.start;
        return [...templates].sort(
            (one, other) => (other.id === first) - (one.id === first)
        );
    }

    onAreaChange(ev) {
        const areaId = Number(ev.target.value);
        if (areaId) {
            this.props.onArea(areaId);
        }
    }
}
