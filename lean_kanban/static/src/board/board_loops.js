import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";

const {DateTime} = luxon;
const ZONES = ["red", "yellow", "green"];

/** Columns of cards, in the order a card goes through them. */
export const COLUMNS = [
    {key: "full", label: _t("Full"), icon: "fa-cube"},
    {key: "in_use", label: _t("In use"), icon: "fa-dropbox"},
    {key: "waiting", label: _t("Waiting"), icon: "fa-hourglass-half"},
    {key: "requested", label: _t("Requested"), icon: "fa-pencil-square-o"},
    {key: "in_process", label: _t("In process"), icon: "fa-cogs"},
    {key: "in_transit", label: _t("In transit"), icon: "fa-truck"},
    {key: "problem", label: _t("Problem"), icon: "fa-exclamation-triangle"},
];

// Filters

export function needsDecision(loop) {
    return loop.error_count + loop.held_back_count > 0;
}

const FILTERS = {
    red: (loop) => loop.zone === "red",
    late: (loop) => loop.late_count > 0,
    error: needsDecision,
    mine: (loop) => loop.is_mine,
};

function getSearchText(loop) {
    const {product, code, name, location, owner, documents} = loop;
    const lanes = Object.values(loop.lanes).filter(Boolean);
    return [product, code, name, location, owner, ...documents, ...lanes]
        .join(" ")
        .toLowerCase();
}

/**
 * The loops that pass all filters that are set.
 *
 * @param {Object[]} loops
 * @param {Object} filters red, late, error, mine, query
 * @returns {Object[]}
 */
export function filterLoops(loops, filters) {
    const words = (filters.query || "").toLowerCase().split(/\s+/).filter(Boolean);
    const checks = Object.keys(FILTERS).filter((key) => filters[key]);
    return loops.filter(
        (loop) =>
            checks.every((key) => FILTERS[key](loop)) &&
            (!words.length || words.every((word) => getSearchText(loop).includes(word)))
    );
}

// Order

function getUrgency(loop) {
    return loop.zone ? ZONES.indexOf(loop.zone) : ZONES.length;
}

/** The worst zone first; in it what runs out first, what is not known last. */
function compareLoops(one, other) {
    return (
        getUrgency(one) - getUrgency(other) ||
        (one.hours_left ?? Infinity) - (other.hours_left ?? Infinity) ||
        one.at_hand - other.at_hand ||
        one.product.localeCompare(other.product)
    );
}

export function sortLoops(loops) {
    // Infinity - Infinity is not a number, which counts as equal
    return [...loops].sort(
        (one, other) => compareLoops(one, other) || one.id - other.id
    );
}

/**
 * Loops by lane: the lane with the worst loop first, and by name.
 *
 * @param {Object[]} loops
 * @param {String} key of the lane
 * @returns {Object[]} name, loops, red and yellow (number of loops)
 */
export function getLanes(loops, key) {
    const groups = new Map();
    for (const loop of sortLoops(loops)) {
        const name = loop.lanes[key] || "";
        groups.set(name, [...(groups.get(name) || []), loop]);
    }
    const lanes = [...groups].map(([name, members]) => ({
        key: name,
        name: name || _t("Not set"),
        loops: members,
        red: members.filter((loop) => loop.zone === "red").length,
        yellow: members.filter((loop) => loop.zone === "yellow").length,
    }));
    const getRank = (lane) => (lane.red && 2) || (lane.yellow && 1) || 0;
    return lanes.sort(
        (one, other) =>
            getRank(other) - getRank(one) ||
            !one.key - !other.key ||
            one.key.localeCompare(other.key)
    );
}

// Figures of the header

/**
 * @param {Object[]} loops
 * @returns {Object} red (loops), late (supplies), error (cards), oldestRed (loop or undefined)
 */
export function getFigures(loops) {
    const red = loops.filter(FILTERS.red);
    const dated = red.filter((loop) => loop.last_away);
    return {
        red: red.length,
        late: loops.reduce((sum, loop) => sum + loop.late_count, 0),
        error: loops.reduce(
            (sum, loop) => sum + loop.error_count + loop.held_back_count,
            0
        ),
        oldestRed: dated.sort((one, other) =>
            one.last_away < other.last_away ? -1 : 1
        )[0],
    };
}

/**
 * The tiles that board and dashboard begin with.
 *
 * @param {Object} figures of `getFigures`
 * @returns {Object[]} red, late, error and oldest; that one leads to its loop
 */
export function getFigureTiles({red, late, error, oldestRed}) {
    return [
        {key: "red", value: red, label: _t("Red loops"), icon: "fa-exclamation-circle"},
        {
            key: "late",
            value: late,
            label: _t("Late supplies"),
            icon: "fa-calendar-times-o",
        },
        {
            key: "error",
            value: error,
            label: _t("Cards to decide"),
            icon: "fa-exclamation-triangle",
        },
        {
            key: "oldest",
            value: oldestRed ? getAge(oldestRed.last_away) : "–",
            label: _t("Oldest red"),
            title: oldestRed ? oldestRed.product : "",
            icon: "fa-history",
            loop: oldestRed,
        },
    ];
}

// Words

const ZONE_WORDS = {
    red: {word: _t("Act now"), icon: "fa-exclamation-circle"},
    yellow: {word: _t("Act soon"), icon: "fa-clock-o"},
    green: {word: _t("Fine"), icon: "fa-check-circle"},
};
const NO_ZONE = {word: _t("No data"), icon: "fa-question-circle"};

export function getZone(loop) {
    return ZONE_WORDS[loop.zone] || NO_ZONE;
}

/** What stands there: full containers, or the stack and where its triangle card hangs. */
export function getFull(loop) {
    if (loop.stack) {
        const {count, point} = loop.stack;
        return _t("%(count)s at hand ▲ %(point)s", {
            count: formatNumber(count, 1),
            point,
        });
    }
    return _t("%(full)s/%(cards)s full", {full: loop.at_hand, cards: loop.cards});
}

/** How long the stock lasts, in working hours or days; nothing where it is not known. */
export function getTimeLeft(loop) {
    if (loop.hours_left === null || loop.hours_left === undefined) {
        return "";
    }
    if (!loop.hours_left) {
        return _t("none left");
    }
    if (loop.days_left >= 1) {
        const digits = loop.days_left < 10 ? 1 : 0;
        return _t("%s d left", formatNumber(loop.days_left, digits));
    }
    return _t("%s h left", formatNumber(loop.hours_left, loop.hours_left < 1 ? 1 : 0));
}

/**
 * The stack of a triangle loop in per cent of its height: a lot on top of the point.
 *
 * @param {Object} loop
 * @returns {Object|null} level and point
 */
export function getStack(loop) {
    if (!loop.stack) {
        return null;
    }
    const {count, point, lot} = loop.stack;
    const height = point + lot;
    return {
        level: Math.min((100 * count) / height, 100),
        point: (100 * point) / height,
    };
}

function formatNumber(value, digits) {
    return formatFloat(value, {digits: [16, digits], trailingZeros: false});
}

/**
 * @param {String} since UTC datetime as the server writes it
 * @returns {String} "12 min", "5 h" or "3 d"
 */
export function getAge(since) {
    if (!since) {
        return "";
    }
    const minutes = DateTime.now()
        .diff(DateTime.fromSQL(since, {zone: "utc"}))
        .as("minutes");
    if (minutes < 60) {
        return _t("%s min", Math.max(Math.floor(minutes), 0));
    }
    return minutes < 48 * 60
        ? _t("%s h", Math.floor(minutes / 60))
        : _t("%s d", Math.floor(minutes / 1440));
}

/** The order a loop waits for, and how many there are beside; else the run its cards wait for. */
export function getOrder(loop) {
    const [first, ...others] = loop.documents;
    if (!first) {
        return (loop.counts && loop.counts.waiting && loop.wait_note) || "";
    }
    return others.length
        ? _t("%(order)s +%(count)s", {order: first, count: others.length})
        : first;
}

/** When the next container is due, or how late it is. */
export function getDue(loop) {
    if (loop.late_count) {
        return _t("%s d late", loop.late_days);
    }
    if (!loop.date_expected) {
        return "";
    }
    const date = DateTime.fromISO(loop.date_expected);
    const days = date.diff(DateTime.now().startOf("day")).as("days");
    if (Math.round(days) === 0) {
        return _t("today");
    }
    return date.toLocaleString({day: "numeric", month: "short"});
}

/** Two cards: what stands full in the loop that the containers are fetched from. */
export function getUpstream(loop) {
    if (!loop.upstream) {
        return null;
    }
    const {name, full, cards} = loop.upstream;
    return {
        text: `${full}/${cards}`,
        title: _t("Fetched from %(loop)s: %(full)s of %(cards)s are full", {
            loop: name,
            full,
            cards,
        }),
    };
}

/** What is wrong beside the stock: one short remark, the worst first. */
export function getRemark(loop) {
    if (loop.is_held) {
        return {icon: "fa-pause-circle", text: _t("On hold"), title: loop.hold_reason};
    }
    if (needsDecision(loop)) {
        const count = loop.error_count + loop.held_back_count;
        return {icon: "fa-exclamation-triangle", text: _t("%s to decide", count)};
    }
    if (loop.lost_count) {
        return {icon: "fa-search", text: _t("%s lost", loop.lost_count)};
    }
    if (loop.is_unconfirmed) {
        return {icon: "fa-pencil-square-o", text: _t("Not confirmed")};
    }
    if (loop.upstream && !loop.upstream.full) {
        return {
            icon: "fa-arrow-circle-left",
            text: _t("None upstream"),
            title: getUpstream(loop).title,
        };
    }
    return null;
}
