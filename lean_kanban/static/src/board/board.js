import {Component, onWillUnmount, useExternalListener, useState} from "@odoo/owl";
import {router} from "@web/core/browser/router";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {pick} from "@web/core/utils/objects";
import {useBus, useService} from "@web/core/utils/hooks";
import {useDebounced} from "@web/core/utils/timing";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {BoardRow} from "../board_row/board_row";
import {BoardTile} from "../board_tile/board_tile";
import {BoardWall} from "../board_wall/board_wall";
import {useBoardLoops} from "./board_loader";
import {
    COLUMNS,
    filterLoops,
    getFigureTiles,
    getFigures,
    getLanes,
} from "./board_loops";

const TOGGLES = ["red", "late", "error", "mine"];
const VIEW_KEYS = ["lane", "mode", "query", "wall", ...TOGGLES];

/** What the address says of the view; a number typed by hand counts as text. */
function readAddress() {
    const {lane, mode, query, ...flags} = pick(router.current, ...VIEW_KEYS);
    const toggles = TOGGLES.concat("wall").map((key) => [key, Boolean(flags[key])]);
    return {
        lane: lane || "supplier",
        mode: mode === "columns" ? "columns" : "tiles",
        query: query === undefined ? "" : String(query),
        ...Object.fromEntries(toggles),
    };
}

/**
 * The board: all running loops in lanes, the most urgent first, live while others scan.
 *
 * What is chosen is kept in the address, so that a reload or the way back finds it again.
 */
export class Board extends Component {
    static template = "lean_kanban.Board";
    static components = {BoardRow, BoardTile, BoardWall};
    static props = {...standardActionServiceProps};
    static displayName = _t("Board");

    setup() {
        this.action = useService("action");
        this.board = useBoardLoops();
        this.columns = COLUMNS;
        this.view = useState(this.props.state?.view || readAddress());
        useSetupAction({getLocalState: () => ({view: {...this.view}})});
        this.keepAddress = () => this.props.updateActionState(this.getAddress());
        this.keepAddressSoon = useDebounced(this.keepAddress, 400);
        this.openLoop = this.openLoop.bind(this);
        useBus(this.env.bus, "ACTION_MANAGER:UI-UPDATED", ({detail: mode}) => {
            if (this.view.wall && mode === "current") {
                this.setFullscreen(true);
            }
        });
        useExternalListener(document, "fullscreenchange", () => {
            if (this.view.wall && !document.fullscreenElement) {
                this.setWall(false);
            }
        });
        this.keepAddress();
        onWillUnmount(() => this.leaveFullscreen());
    }

    // What is shown

    getAddress() {
        const {lane, mode, query, ...flags} = this.view;
        return {
            lane: lane === "supplier" ? undefined : lane,
            mode: mode === "tiles" ? undefined : mode,
            query: query || undefined,
            ...Object.fromEntries(
                TOGGLES.concat("wall").map((key) => [key, flags[key] ? 1 : undefined])
            ),
        };
    }

    get figures() {
        return getFigures(this.board.loops);
    }

    get loops() {
        return filterLoops(this.board.loops, this.view);
    }

    /** The lanes chosen, or the first to choose from where an address names others. */
    get lane() {
        const keys = this.board.lanes.map((lane) => lane.key);
        return keys.includes(this.view.lane) ? this.view.lane : keys[0];
    }

    getLanes() {
        return getLanes(this.loops, this.lane);
    }

    get isFiltered() {
        return Boolean(this.view.query || TOGGLES.some((key) => this.view[key]));
    }

    getTotal(loops, column) {
        return loops.reduce((sum, loop) => sum + loop.counts[column], 0);
    }

    get headerTiles() {
        return getFigureTiles(this.figures);
    }

    // What is chosen

    onHeaderTile(tile) {
        if (tile.loop) {
            this.openLoop(tile.loop);
        } else if (tile.key !== "oldest") {
            this.toggle(tile.key);
        }
    }

    toggle(key) {
        this.view[key] = !this.view[key];
        this.keepAddress();
    }

    setMode(mode) {
        this.view.mode = mode;
        this.keepAddress();
    }

    onLaneChange(ev) {
        this.view.lane = ev.target.value;
        this.keepAddress();
    }

    onSearch(ev) {
        this.view.query = ev.target.value;
        this.keepAddressSoon();
    }

    showAll() {
        Object.assign(this.view, {
            query: "",
            ...Object.fromEntries(TOGGLES.map((key) => [key, false])),
        });
        this.keepAddress();
    }

    // The wall

    setWall(isWall) {
        this.view.wall = isWall;
        this.setFullscreen(isWall);
        this.keepAddress();
        if (isWall) {
            document.documentElement.requestFullscreen?.().catch(() => {
                // A browser that refuses still shows the wall
            });
        } else {
            this.leaveFullscreen();
        }
    }

    setFullscreen(isFullscreen) {
        this.env.bus.trigger(
            "ACTION_MANAGER:UI-UPDATED",
            isFullscreen ? "fullscreen" : "current"
        );
    }

    leaveFullscreen() {
        if (document.fullscreenElement) {
            document.exitFullscreen?.();
        }
    }

    // Further

    openLoop(loop) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "lean.kanban.loop",
            res_id: loop.id,
            views: [[false, "form"]],
        });
    }

    async createLoop() {
        if (this.board.canCreate) {
            await this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "lean.kanban.loop",
                views: [[false, "form"]],
            });
        } else {
            await this.action.doAction("lean_kanban.lean_kanban_loop_action");
        }
    }
}

registry.category("actions").add("lean_kanban.board", Board);
