import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {shrinkPhoto} from "@lean_base/station/photo";

/** Asks what is wrong with a container before its card is scanned: one tap, a note and a photo if wanted. */
export class ScanNotOk extends Component {
    static template = "lean_kanban.ScanNotOk";
    static props = {
        reasons: Array,
        details: Object,
        onDetails: Function,
        onCancel: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.state = useState({hasNote: Boolean(this.props.details.note)});
    }

    choose(reason) {
        this.props.onDetails({...this.props.details, reason_id: reason.id});
    }

    /** Enter ends the note: what comes next is a scan, and not more of the note. */
    onNote(ev) {
        ev.target.blur();
        this.props.onDetails({...this.props.details, note: ev.target.value.trim()});
    }

    async onPhoto(ev) {
        const [file] = ev.target.files;
        if (!file) {
            return;
        }
        try {
            const photo = await shrinkPhoto(file);
            this.props.onDetails({...this.props.details, photo});
        } catch {
            this.notification.add(
                _t("This picture cannot be read. Take another one."),
                {type: "warning"}
            );
        }
    }

    get photoUrl() {
        const {photo} = this.props.details;
        return photo ? `data:image/jpeg;base64,${photo}` : "";
    }

    get prompt() {
        return this.props.details.reason_id
            ? _t("Now scan the card of this container.")
            : _t("What is wrong with the container?");
    }
}
