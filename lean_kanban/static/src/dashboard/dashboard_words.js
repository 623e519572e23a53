import {_t} from "@web/core/l10n/translation";
import {formatMonetary} from "@web/views/fields/formatters";
import {formatFloat} from "@web/core/utils/numbers";
import {
    getAge,
    getDue,
    getOrder,
    getTimeLeft,
    needsDecision,
    sortLoops,
} from "../board/board_loops";

function getMean(values) {
    const known = values.filter((value) => value !== null);
    return known.length
        ? known.reduce((sum, value) => sum + value, 0) / known.length
        : null;
}

function formatNumber(value, digits = 1) {
    return formatFloat(value, {digits: [16, digits], trailingZeros: false});
}

// Loops

/**
 * The loops a dashboard looks at.
 *
 * @param {Object[]} loops rows of the board
 * @param {Object} view company, warehouse, area (ids), mine
 * @returns {Object[]}
 */
export function selectLoops(loops, view) {
    return loops.filter(
        (loop) =>
            (!view.company || loop.company_id === view.company) &&
            (!view.warehouse || loop.warehouse_id === view.warehouse) &&
            (!view.area || loop.area_id === view.area) &&
            (!view.mine || loop.is_mine)
    );
}

/** Red loops: those one answers for first, then by how soon they run out. */
export function getRedLoops(loops) {
    const isOwn = (loop) => loop.is_mine || loop.is_own_area;
    const red = sortLoops(loops.filter((loop) => loop.zone === "red"));
    return [...red.filter(isOwn), ...red.filter((loop) => !isOwn(loop))];
}

/** Loops that last until the next container comes, but do not go on without somebody. */
export function getWaitingLoops(loops) {
    const waiting = loops.filter(
        (loop) =>
            loop.zone !== "red" &&
            (needsDecision(loop) ||
                loop.late_count ||
                loop.is_unconfirmed ||
                loop.lost_count)
    );
    return sortLoops(waiting);
}

export function sumCards(counts, loops) {
    return loops.reduce((sum, loop) => sum + (counts[loop.id] || 0), 0);
}

// Why a loop is red

function getShortage(loop) {
    if (!loop.at_hand) {
        return _t("No container at hand, %s away", loop.cards);
    }
    const left = getTimeLeft(loop);
    const facts = {count: loop.at_hand, cards: loop.cards, left};
    if (!left) {
        return _t("%(count)s of %(cards)s at hand", facts);
    }
    return loop.zone === "red"
        ? _t("%(count)s of %(cards)s at hand: %(left)s, the next comes later", facts)
        : _t("%(count)s of %(cards)s at hand: %(left)s", facts);
}

/**
 * What holds a loop up, in words, the first cause first.
 *
 * @param {Object} loop row of the board
 * @param {String} [reason] of its card that waits longest for a decision
 * @returns {String}
 */
export function getCause(loop, reason) {
    const order = getOrder(loop);
    if (loop.is_held) {
        return _t("On hold: %s", loop.hold_reason || _t("no reason given"));
    }
    if (needsDecision(loop)) {
        const count = loop.error_count + loop.held_back_count;
        return reason
            ? _t("%(count)s to decide: %(reason)s", {count, reason})
            : _t("%s to decide", count);
    }
    if (loop.late_count) {
        return _t("%(order)s is %(due)s", {order, due: getDue(loop)});
    }
    if (loop.is_unconfirmed) {
        return _t("%s has not been confirmed for a day", order);
    }
    if (loop.lost_count && loop.zone !== "red") {
        return _t("%s lost: look for them", loop.lost_count);
    }
    if (loop.documents.length) {
        const due = getDue(loop);
        return due ? _t("%(order)s comes %(due)s", {order, due}) : order;
    }
    if (loop.counts.waiting) {
        return loop.wait_note || _t("Signalled, not ordered yet");
    }
    return loop.lost_count
        ? _t("%s lost: look for them", loop.lost_count)
        : _t("Nothing is ordered");
}

function getTie(loop) {
    if (loop.is_mine) {
        return _t("Yours");
    }
    return loop.is_own_area ? _t("Your area") : "";
}

/** What the dashboard says of a loop: what is missing, why, whose it is and for how long. */
export function explainLoop(loop, reason) {
    return {
        ...loop,
        tie: getTie(loop),
        shortage: getShortage(loop),
        cause: getCause(loop, reason),
        since: loop.last_away ? _t("for %s", getAge(loop.last_away)) : "",
        owner: loop.owner || _t("Nobody owns it"),
    };
}

// Trends

/**
 * @param {Object} trends of the server: a figure a week, null where undefined
 * @param {Number} currencyId
 * @returns {Object[]} key, label, value (text), note, values; the last figure known is the one shown
 */
export function getTrends(trends, currencyId) {
    const percent = (value) => _t("%s %", formatNumber(100 * value));
    const days = (value) => _t("%s d", formatNumber(value));
    const money = (value) =>
        formatMonetary(Math.round(value), {currencyId, digits: [16, 0]});
    const cards = [
        {
            key: "fill",
            label: _t("Time with something at hand"),
            format: percent,
            icon: "fa-cubes",
        },
        {
            key: "lead",
            label: _t("Lead time, working days"),
            format: days,
            icon: "fa-truck",
        },
        {
            key: "turns",
            label: _t("Turns of a card a year"),
            format: (value) => formatNumber(value),
            icon: "fa-refresh",
        },
        {
            key: "value",
            label: _t("Stock in loops, at today's cost"),
            format: money,
            icon: "fa-money",
        },
    ];
    return cards.map(({format, ...card}) => {
        const values = trends[card.key];
        const index = values.findLastIndex((value) => value !== null);
        const last = values[index];
        const mean = getMean(values.slice(0, Math.max(index, 0)));
        const isKnown = index >= 0;
        return {
            ...card,
            values,
            isKnown,
            value: isKnown ? format(last) : "–",
            note: isKnown
                ? mean === null
                    ? _t("no weeks to compare with")
                    : _t("mean of the weeks before: %s", format(mean))
                : _t("No data yet: cards have to go round first"),
        };
    });
}
