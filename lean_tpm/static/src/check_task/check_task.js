import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useService} from "@web/core/utils/hooks";
import {shrinkPhoto} from "@lean_base/station/photo";
import {MachinePhoto} from "../machine_photo/machine_photo";
import {NumberPad} from "../number_pad/number_pad";
import {isOutside, toNumber} from "../station/check_run";

/** One task: what to look at, what is right, and three wide buttons. */
export class CheckTask extends Component {
    static template = "lean_tpm.CheckTask";
    static components = {MachinePhoto, NumberPad};
    static props = {
        task: Object,
        machine: Object,
        draft: Object,
        answer: String,
        onDraft: Function,
        onAnswer: Function,
        onFailed: Function,
    };

    setup() {
        this.notification = useService("notification");
    }

    get hasNumber() {
        return ["measurement", "meter"].includes(this.props.task.kind);
    }

    get number() {
        return this.hasNumber ? toNumber(this.props.draft.value) : null;
    }

    get isBad() {
        return isOutside(this.props.task, this.number);
    }

    /** What is missing before OK can be tapped; a value outside the limits is never OK. */
    get canBeOk() {
        const {task, draft} = this.props;
        if (this.hasNumber) {
            return this.number !== null && !this.isBad;
        }
        return (
            (task.kind !== "text" || Boolean(draft.note.trim())) &&
            (task.kind !== "photo" || Boolean(draft.photo))
        );
    }

    get canFail() {
        return this.props.task.kind !== "measurement" || this.number !== null;
    }

    get photoUrl() {
        const {photo} = this.props.draft;
        return photo ? `data:image/jpeg;base64,${photo}` : "";
    }

    answer(answer) {
        this.keepNumber();
        this.props.onAnswer(answer);
    }

    fail() {
        this.keepNumber();
        this.props.onFailed();
    }

    /** The server is told a number, whatever the comma is here. */
    keepNumber() {
        if (this.number !== null) {
            this.props.onDraft({value: this.number});
        }
    }

    onNote(ev) {
        this.props.onDraft({note: ev.target.value});
    }

    async onPhoto(ev) {
        const [file] = ev.target.files;
        if (!file) {
            return;
        }
        try {
            this.props.onDraft({photo: await shrinkPhoto(file)});
        } catch {
            const message = _t("This picture cannot be read. Take another one.");
            this.notification.add(message, {type: "warning"});
        }
    }
}
