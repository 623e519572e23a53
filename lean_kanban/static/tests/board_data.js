/** Cards of a loop by column, none of them. */
export const NO_CARDS = {
    full: 0,
    in_use: 0,
    waiting: 0,
    requested: 0,
    in_process: 0,
    in_transit: 0,
    problem: 0,
};

/** A loop as the server tells board and dashboard of it: fine, with two full containers. */
export function prepareLoop(id, values = {}) {
    return {
        id,
        name: `L${id}`,
        product: `Product ${id}`,
        code: "",
        location: "WH/Stock/Shelf",
        place: "Shelf",
        owner: "",
        is_mine: false,
        is_held: false,
        hold_reason: "",
        counts: {...NO_CARDS, full: 2},
        at_hand: 2,
        cards: 2,
        error_count: 0,
        lost_count: 0,
        held_back_count: 0,
        away_since: null,
        last_away: null,
        is_unconfirmed: false,
        documents: [],
        date_expected: null,
        late_count: 0,
        late_days: 0,
        next_days: null,
        hours_left: null,
        days_left: null,
        zone: "green",
        picture: null,
        lanes: {supplier: "Foundry", area: "Paint"},
        ...values,
    };
}
