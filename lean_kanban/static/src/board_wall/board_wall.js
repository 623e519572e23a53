import {Component, useEffect, useExternalListener, useRef, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {_t} from "@web/core/l10n/translation";
import {getDue, getOrder, getTimeLeft, getZone, sortLoops} from "../board/board_loops";

export const PAGE_SECONDS = 15;
/** Height of a row of two lines, with the gap below, in letters. */
const ROW_LETTERS = 2.5;

/**
 * The board on a wall: what is red in letters that are read from five metres, a page
 * every 15 seconds. Where nothing is red it shows what will be next.
 */
export class BoardWall extends Component {
    static template = "lean_kanban.BoardWall";
    static props = {
        loops: Array,
        figures: Object,
        isLive: Boolean,
        updated: String,
        onClose: Function,
        onOpen: Function,
    };

    setup() {
        this.list = useRef("list");
        this.state = useState({page: 0, pageSize: 4});
        useExternalListener(window, "keydown", this.onKeydown);
        useEffect(
            () => {
                const observer = new ResizeObserver(() => this.measure());
                observer.observe(this.list.el);
                const timer = browser.setInterval(
                    () => this.turn(1),
                    PAGE_SECONDS * 1000
                );
                return () => {
                    observer.disconnect();
                    browser.clearInterval(timer);
                };
            },
            () => []
        );
        this.getOrder = getOrder;
        this.getTimeLeft = getTimeLeft;
        this.getZone = getZone;
    }

    /** As many rows as fit: a row that is cut in half is read by nobody. */
    measure() {
        if (this.list.el) {
            const letter = parseFloat(getComputedStyle(this.list.el).fontSize);
            const rows = this.list.el.clientHeight / (letter * ROW_LETTERS);
            this.state.pageSize = Math.max(Math.floor(rows), 1);
        }
    }

    get loops() {
        const {loops} = this.props;
        const red = loops.filter((loop) => loop.zone === "red");
        return sortLoops(
            red.length ? red : loops.filter((loop) => loop.zone === "yellow")
        );
    }

    get pageCount() {
        return Math.max(Math.ceil(this.loops.length / this.state.pageSize), 1);
    }

    get pageIndex() {
        return this.state.page % this.pageCount;
    }

    get page() {
        const {pageSize} = this.state;
        return this.loops.slice(
            this.pageIndex * pageSize,
            (this.pageIndex + 1) * pageSize
        );
    }

    turn(step) {
        this.state.page = (this.pageIndex + step + this.pageCount) % this.pageCount;
    }

    onKeydown(ev) {
        if (ev.key === "Escape") {
            this.props.onClose();
        } else if (ev.key === "ArrowRight" || ev.key === "PageDown") {
            this.turn(1);
        } else if (ev.key === "ArrowLeft" || ev.key === "PageUp") {
            this.turn(-1);
        }
    }

    /** When it comes; where nothing is on the way, that. */
    getComing(loop) {
        const due = getDue(loop);
        if (!due) {
            return loop.documents.length ? getZone(loop).word : _t("Nothing ordered");
        }
        return loop.late_count ? due : _t("due %s", due);
    }

    get title() {
        return this.props.figures.red
            ? _t("%s red", this.props.figures.red)
            : _t("Nothing is red");
    }

    get position() {
        return `${this.pageIndex + 1}/${this.pageCount}`;
    }
}
