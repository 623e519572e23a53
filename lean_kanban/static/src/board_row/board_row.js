import {Component} from "@odoo/owl";
import {
    COLUMNS,
    getDue,
    getOrder,
    getRemark,
    getTimeLeft,
    getZone,
} from "../board/board_loops";

/** A loop as a row: how many of its cards stand in which column. */
export class BoardRow extends Component {
    static template = "lean_kanban.BoardRow";
    static props = {
        loop: Object,
        onOpen: Function,
    };

    setup() {
        this.columns = COLUMNS;
    }

    getFacts() {
        const {loop} = this.props;
        return {
            zone: getZone(loop),
            left: getTimeLeft(loop),
            order: getOrder(loop),
            due: getDue(loop),
            remark: getRemark(loop),
        };
    }
}
