import {Component} from "@odoo/owl";
import {
    getAge,
    getDue,
    getFull,
    getOrder,
    getRemark,
    getStack,
    getTimeLeft,
    getUpstream,
    getZone,
} from "../board/board_loops";

/** A loop on the board: how urgent it is, what is full, what it waits for. */
export class BoardTile extends Component {
    static template = "lean_kanban.BoardTile";
    static props = {
        loop: Object,
        onOpen: Function,
    };

    getFacts() {
        const {loop} = this.props;
        return {
            zone: getZone(loop),
            full: getFull(loop),
            stack: getStack(loop),
            left: getTimeLeft(loop),
            order: getOrder(loop),
            due: getDue(loop),
            age: getAge(loop.away_since),
            remark: getRemark(loop),
            upstream: getUpstream(loop),
        };
    }

    get initial() {
        return this.props.loop.product.trim().charAt(0).toUpperCase();
    }
}
