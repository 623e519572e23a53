import {Component, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useAutofocus, useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";
import {shrinkPhoto} from "@lean_base/station/photo";
import {getPhotoUrl, needsPhoto} from "../audit_screen/audit_facts";

const SCORES = ["0", "1", "2", "3", "4"];

/** One question: five scores with their texts, N/A, a note, a photo, and last time beside. */
export class AuditQuestion extends Component {
    static template = "lean_5s.AuditQuestion";
    static props = {
        question: Object,
        answer: Object,
        place: Number,
        count: Number,
        onChoose: Function,
        onNote: Function,
        onPhoto: Function,
        onMove: Function,
    };

    setup() {
        this.notification = useService("notification");
        useAutofocus({refName: "note", mobile: true});
        this.state = useState({
            hasNote: Boolean(this.props.answer.note),
            isLarge: false,
            isReading: false,
        });
    }

    get scores() {
        const {texts} = this.props.question;
        return SCORES.map((score) => ({score, text: texts[score] || ""}));
    }

    get last() {
        return this.props.question.last;
    }

    get lastWord() {
        const {choice} = this.last;
        return choice === "na" ? _t("N/A") : choice;
    }

    get photoUrl() {
        return getPhotoUrl(this.props.answer);
    }

    get lacksPhoto() {
        return needsPhoto(this.props.question, this.props.answer);
    }

    /** Somebody else answered on another phone. */
    get other() {
        const {by, by_id: byId, choice} = this.props.answer;
        return choice && byId && byId !== user.userId ? by : "";
    }

    async onPhoto(ev) {
        const [file] = ev.target.files;
        if (!file) {
            return;
        }
        this.state.isReading = true;
        try {
            this.props.onPhoto(await shrinkPhoto(file));
        } catch {
            const message = _t("This picture cannot be read. Take another one.");
            this.notification.add(message, {type: "warning"});
        } finally {
            this.state.isReading = false;
        }
    }

    onNote(ev) {
        this.props.onNote(ev.target.value.trim());
    }
}
