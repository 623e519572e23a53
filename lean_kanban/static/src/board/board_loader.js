import {markRaw, onMounted, onWillStart, onWillUnmount, useState} from "@odoo/owl";
import {browser} from "@web/core/browser/browser";
import {ConnectionLostError} from "@web/core/network/rpc";
import {Mutex} from "@web/core/utils/concurrency";
import {useBus, useService} from "@web/core/utils/hooks";

const {DateTime} = luxon;

export const CHANNEL = "lean_kanban.board";
export const GATHER_MILLISECONDS = 300;
export const REFRESH_MILLISECONDS = 300000;
/** More loops than these are read together with all others. */
const MANY_LOOPS = 200;

/**
 * The loops of the board, kept up to date: those that the bus says have changed are read
 * anew, and all of them when a connection is back and every five minutes, as time alone
 * makes a loop red.
 *
 * @returns {Object} reactive: loops, lanes, canCreate, isLoaded, isLive, updated
 */
export function useBoardLoops() {
    const orm = useService("orm");
    const bus = useService("bus_service");
    const mutex = new Mutex();
    const changed = new Set();
    let timer = null;
    let refreshTimer = null;
    const board = useState({
        loops: markRaw([]),
        lanes: [],
        canCreate: false,
        isLoaded: false,
        isLive: true,
        updated: "",
    });

    function take(answer) {
        const {asked, loops} = answer;
        // A loop that was asked for and is not in the answer does not run any more
        const kept = asked
            ? board.loops.filter((loop) => !asked.includes(loop.id))
            : [];
        board.loops = markRaw([...kept, ...loops].map((loop) => markRaw(loop)));
        board.lanes = answer.lanes;
        board.canCreate = answer.can_create;
        board.isLoaded = true;
        board.isLive = true;
        board.updated = DateTime.now().toLocaleString(DateTime.TIME_SIMPLE);
    }

    async function read(loopIds) {
        const filters = loopIds ? {loop_ids: loopIds} : {};
        try {
            take(await orm.silent.call("lean.kanban.loop", "get_board", [filters]));
        } catch (error) {
            if (!(error instanceof ConnectionLostError) || !board.isLoaded) {
                throw error;
            }
            board.isLive = false;
        }
    }

    function readAll() {
        changed.clear();
        return mutex.exec(() => read());
    }

    function readChanged() {
        timer = null;
        const loopIds = [...changed];
        changed.clear();
        return mutex.exec(() =>
            read(loopIds.length > MANY_LOOPS ? undefined : loopIds)
        );
    }

    function onChanged({loop_ids: loopIds}) {
        loopIds.forEach((loopId) => changed.add(loopId));
        timer = timer || browser.setTimeout(readChanged, GATHER_MILLISECONDS);
    }

    onWillStart(readAll);
    onMounted(() => {
        bus.subscribe(CHANNEL, onChanged);
        bus.addChannel(CHANNEL);
        refreshTimer = browser.setInterval(readAll, REFRESH_MILLISECONDS);
    });
    onWillUnmount(() => {
        bus.unsubscribe(CHANNEL, onChanged);
        bus.deleteChannel(CHANNEL);
        browser.clearTimeout(timer);
        browser.clearInterval(refreshTimer);
    });
    useBus(bus, "BUS:DISCONNECT", () => (board.isLive = false));
    useBus(bus, "BUS:CONNECT", () => (board.isLive = true));
    useBus(bus, "BUS:RECONNECT", readAll);
    return board;
}
