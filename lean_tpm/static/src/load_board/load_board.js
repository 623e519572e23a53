import {Component, onWillStart, useExternalListener, useRef, useState} from "@odoo/owl";
import {router} from "@web/core/browser/router";
import {_t} from "@web/core/l10n/translation";
import {
    ConnectionAbortedError,
    ConnectionLostError,
    RPCError,
} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {KeepLast} from "@web/core/utils/concurrency";
import {useService} from "@web/core/utils/hooks";
import {pick} from "@web/core/utils/objects";
import {useSortable} from "@web/core/utils/sortable_owl";
import {useDebounced} from "@web/core/utils/timing";
import {useSetupAction} from "@web/search/action_hook";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {LoadCard} from "../load_card/load_card";
import {LoadDialog} from "../load_dialog/load_dialog";
import {
    filterCards,
    getAmount,
    getLevel,
    getWidth,
    getWord,
    mayMoveTo,
} from "./load_words";

const SHOWN_CARDS = 20;
const VIEW_KEYS = ["team", "unit", "lanes", "start", "query"];

/** What the address says of the view; the server makes sense of what is wrong. */
function readAddress(params) {
    const {team, unit, lanes, start, query} = {
        ...params,
        ...pick(router.current, ...VIEW_KEYS),
    };
    return {
        team_id: parseInt(team, 10) || false,
        unit: unit || "week",
        lanes: lanes || "none",
        start: start || false,
        query: query === undefined ? "" : String(query),
    };
}

/**
 * Planned maintenance against the hours of the teams, by week or day. A card is dragged to another column, or opened
 * and given another day; what its plan does not allow is refused with the days that are left.
 */
export class LoadBoard extends Component {
    static template = "lean_tpm.LoadBoard";
    static components = {LoadCard};
    static props = {...standardActionServiceProps};
    static displayName = _t("Load of the Teams");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.ui = useService("ui");
        this.keepLast = new KeepLast();
        Object.assign(this, {getAmount, getLevel, getWidth, getWord});
        this.view = useState(
            this.props.state?.view || readAddress(this.props.action.params)
        );
        this.state = useState({board: null, undo: [], expanded: {}, isMoving: false});
        this.grid = useRef("grid");
        this.open = this.open.bind(this);
        useSetupAction({getLocalState: () => ({view: {...this.view}})});
        useExternalListener(window, "keydown", this.onKeydown);
        this.keepAddressSoon = useDebounced(() => this.keepAddress(), 400);
        this.makeDraggable();
        onWillStart(() => this.read());
    }

    makeDraggable() {
        useSortable({
            ref: this.grid,
            enable: () => !this.ui.isSmall && !this.state.isMoving,
            elements: ".o_lean_load_movable",
            groups: ".o_lean_load_cell",
            connectGroups: true,
            cursor: "grabbing",
            onDragStart: ({element}) => this.markCells(this.getCard(element)),
            onDragEnd: () => this.markCells(null),
            onDrop: ({element, parent}) => this.onDrop(element, parent),
        });
    }

    // What is read

    async read() {
        const options = pick(this.view, "team_id", "unit", "lanes", "start");
        const request = this.orm.call("lean.tpm.load", "get_load", [options]);
        const board = await this.keepLast.add(request);
        this.state.board = board;
        Object.assign(this.view, {
            team_id: board.team_id,
            unit: board.unit,
            lanes: board.lanes_by,
        });
        this.keepAddress();
    }

    keepAddress() {
        const {team_id, unit, lanes, start, query} = this.view;
        this.props.updateActionState({
            team: team_id || undefined,
            unit: unit === "week" ? undefined : unit,
            lanes: lanes === "none" ? undefined : lanes,
            start: start || undefined,
            query: query || undefined,
        });
    }

    choose(values) {
        Object.assign(this.view, values);
        this.state.expanded = {};
        return this.read();
    }

    onQuery(ev) {
        this.view.query = ev.target.value;
        this.keepAddressSoon();
    }

    get hasNarrowed() {
        return Boolean(this.view.query || this.view.team_id);
    }

    showAll() {
        return this.choose({query: "", team_id: false});
    }

    // What is shown

    get board() {
        return this.state.board;
    }

    get cards() {
        return filterCards(this.board.cards, this.view.query);
    }

    get hasLanes() {
        return this.view.lanes !== "none";
    }

    /** Lanes with a card, and all teams; a search leaves those where it found something. */
    get lanes() {
        const cards = this.cards;
        return this.board.lanes.filter(
            ({key}) =>
                !this.hasLanes ||
                (this.view.lanes === "team" && !this.view.query) ||
                cards.some(({lane}) => lane === key)
        );
    }

    getCell(place, lane) {
        return this.cards.filter(
            (card) => card.place === place && (!lane || card.lane === lane.key)
        );
    }

    getShown(cards, key) {
        return this.state.expanded[key] ? cards : cards.slice(0, SHOWN_CARDS);
    }

    getHiddenCount(cards, key) {
        return this.state.expanded[key] ? 0 : Math.max(cards.length - SHOWN_CARDS, 0);
    }

    expand(key) {
        this.state.expanded[key] = true;
    }

    get gridStyle() {
        const width = this.view.unit === "day" ? "7.5rem" : "11rem";
        const names = this.hasLanes ? "minmax(8rem, 11rem) " : "";
        return `grid-template-columns: ${names}repeat(${this.board.periods.length}, minmax(${width}, 1fr))`;
    }

    get unknownText() {
        return _t("Nobody knows the hours of: %s.", this.board.unknown.join(", "));
    }

    // Moving

    getCard(element) {
        return this.board.cards.find(({key}) => key === element.dataset.key);
    }

    /** While a card is dragged its columns are lit, the others are grey. */
    markCells(card) {
        for (const cell of this.grid.el.querySelectorAll(".o_lean_load_cell")) {
            const period = this.board.periods[cell.dataset.place];
            cell.classList.toggle(
                "o_lean_load_yes",
                Boolean(card) && mayMoveTo(card, period)
            );
            cell.classList.toggle(
                "o_lean_load_no",
                Boolean(card) && !mayMoveTo(card, period)
            );
        }
    }

    async onDrop(element, parent) {
        const card = this.getCard(element);
        const place = parent && Number(parent.dataset.place);
        if (!card || !parent || place === card.place) {
            return;
        }
        const {first, last} = this.board.periods[place];
        await this.move(card, first, last);
    }

    /** Move a card to the day of a span that fits it best, and say which it is. */
    async move(card, first, last = first) {
        const moved = await this.ask("move", [card.model, card.id, first, last]);
        if (moved) {
            const {model, id, name} = card;
            this.state.undo.push({model, id, name, previous: moved.previous});
            this.notification.add(
                _t("%(name)s is planned for %(day)s.", {name, day: moved.label}),
                {
                    type: "success",
                    buttons: [{name: _t("Undo"), onClick: () => this.undo()}],
                }
            );
        }
        return Boolean(moved);
    }

    async undo() {
        const last = this.state.undo.pop();
        if (last && !(await this.ask("undo", [last.model, last.id, last.previous]))) {
            this.state.undo = [];
        }
    }

    /** The server's answer, and the board as it is then; null where it refused or could not be reached. */
    async ask(method, args) {
        this.state.isMoving = true;
        try {
            const answer = await this.orm.call("lean.tpm.load", method, args);
            await this.read();
            return answer;
        } catch (error) {
            this.explain(error);
            return null;
        } finally {
            this.state.isMoving = false;
        }
    }

    explain(error) {
        const isLost =
            error instanceof ConnectionLostError ||
            error instanceof ConnectionAbortedError;
        if (!isLost && !(error instanceof RPCError && error.data?.message)) {
            throw error;
        }
        const message = isLost
            ? _t("No connection: nothing was moved. Try again.")
            : error.data.message;
        this.notification.add(message, {type: "danger"});
    }

    onKeydown(ev) {
        const isTyping = ev.target.closest?.("input, textarea, select, .modal");
        if ((ev.ctrlKey || ev.metaKey) && ev.key === "z" && !isTyping) {
            ev.preventDefault();
            this.undo();
        }
    }

    open(card) {
        this.dialog.add(LoadDialog, {
            card,
            move: (day) => this.move(card, day),
            openRecord: () => this.openRecord(card),
        });
    }

    openRecord({model, id}) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: model,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openPlans() {
        return this.action.doAction("lean_tpm.lean_tpm_plan_action");
    }

    openTeams() {
        return this.action.doAction("maintenance.maintenance_team_action_settings");
    }
}

registry.category("actions").add("lean_tpm_load", LoadBoard);
