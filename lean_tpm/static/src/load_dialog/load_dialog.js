import {Component, onWillStart, useState} from "@odoo/owl";
import {Dialog} from "@web/core/dialog/dialog";
import {useService} from "@web/core/utils/hooks";
import {formatHours, getAmount} from "../load_board/load_words";

/** The days on which a piece of work may be done, with the hours that are left on each: for a keyboard or a thumb. */
export class LoadDialog extends Component {
    static template = "lean_tpm.LoadDialog";
    static components = {Dialog};
    static props = {
        close: Function,
        card: Object,
        move: Function,
        openRecord: Function,
    };

    setup() {
        this.orm = useService("orm");
        this.state = useState({days: [], why: "", best: false, isMoving: false});
        Object.assign(this, {getAmount});
        onWillStart(() => this.read());
    }

    async read() {
        const {model, id, can_move: canMove} = this.props.card;
        if (canMove) {
            const answer = await this.orm.call("lean.tpm.load", "get_days", [
                model,
                id,
            ]);
            Object.assign(this.state, answer);
        }
    }

    get title() {
        return this.props.card.name;
    }

    get hours() {
        return formatHours(this.props.card.hours);
    }

    async choose(day) {
        this.state.isMoving = true;
        const isMoved = await this.props.move(day);
        this.state.isMoving = false;
        if (isMoved) {
            this.props.close();
        }
    }

    async open() {
        this.props.close();
        await this.props.openRecord();
    }
}
