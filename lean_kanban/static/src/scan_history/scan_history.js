import {Component} from "@odoo/owl";
import {formatTime} from "./scan_times";

const ICONS = {
    success: "fa-check-circle text-success",
    repeat: "fa-check-circle-o text-muted",
    warning: "fa-exclamation-triangle text-warning",
    danger: "fa-hand-paper-o text-danger",
    hello: "fa-id-badge text-info",
    waiting: "fa-clock-o text-muted",
};

/** The last scans of this station; a row opens its card. */
export class ScanHistory extends Component {
    static template = "lean_kanban.ScanHistory";
    static props = {
        rows: Array,
        onOpen: Function,
        onUndo: Function,
    };

    getIcon(row) {
        return ICONS[row.level];
    }

    getTime(row) {
        return formatTime(row.time);
    }

    canUndo(row) {
        return Boolean(row.cardId) && (row.level === "success" || row.isResent);
    }

    onClick(row) {
        if (row.cardId) {
            this.props.onOpen(row);
        }
    }
}
