import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {shrinkPhoto} from "@lean_base/station/photo";

/** What is wrong: a photo, whether the machine can run, and who can mend it. */
export class CheckFailed extends Component {
    static template = "lean_tpm.CheckFailed";
    static props = {
        title: String,
        note: String,
        photo: String,
        needsNote: Boolean,
        onSave: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.state = useState({
            note: this.props.note,
            photo: this.props.photo,
            mustStop: null,
            kind: "specialist",
        });
    }

    get photoUrl() {
        return this.state.photo ? `data:image/jpeg;base64,${this.state.photo}` : "";
    }

    get canSave() {
        const hasWords = !this.props.needsNote || this.state.note.trim();
        return this.state.mustStop !== null && Boolean(hasWords);
    }

    async onPhoto(ev) {
        const [file] = ev.target.files;
        if (!file) {
            return;
        }
        try {
            this.state.photo = await shrinkPhoto(file);
        } catch {
            const message = _t("This picture cannot be read. Take another one.");
            this.notification.add(message, {type: "warning"});
        }
    }

    save() {
        this.props.onSave({
            note: this.state.note,
            photo: this.state.photo,
            must_stop: this.state.mustStop,
            tag_kind: this.state.kind,
        });
    }
}
