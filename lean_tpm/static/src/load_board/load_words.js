import {localization} from "@web/core/l10n/localization";
import {_t} from "@web/core/l10n/translation";

/** From this share on a period is nearly full. */
const NEARLY_FULL = 0.85;

/** Hours as people say them: "4", "2.5"; at most two decimals. */
export function formatNumber(hours) {
    return String(Math.round(hours * 100) / 100).replace(
        ".",
        localization.decimalPoint || "."
    );
}

export function formatHours(hours) {
    return _t("%s h", formatNumber(hours));
}

/** How full a period is: over, full, fine, or none where nobody knows its hours. */
export function getLevel({planned, hours, share, over}) {
    if (hours === null) {
        return "none";
    }
    if (over) {
        return "over";
    }
    return planned && (share === null || share > NEARLY_FULL) ? "full" : "fine";
}

/** Width of the bar in percent: what is over does not leave its box. */
export function getWidth({planned, share, over}) {
    if (share === null) {
        return over || planned ? 100 : 0;
    }
    return Math.min(Math.round(share * 100), 100);
}

/** "46 of 40 h", or the work alone where there is nothing to compare it with. */
export function getAmount({planned, hours}) {
    return !hours && (hours === null || !planned)
        ? formatHours(planned)
        : _t("%(planned)s of %(hours)s", {
              planned: formatNumber(planned),
              hours: formatHours(hours),
          });
}

/** What the colour says, in words. */
export function getWord(figure) {
    const level = getLevel(figure);
    if (level === "none") {
        return _t("Hours unknown");
    }
    if (level === "over") {
        return _t("%s over", formatHours(figure.over));
    }
    if (!figure.hours) {
        return _t("Nobody works");
    }
    return _t("%s free", formatHours(figure.hours - figure.planned));
}

/** Cards in which each word asked for occurs. */
export function filterCards(cards, query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return cards.filter(({name, equipment, team}) => {
        const text = `${name} ${equipment} ${team}`.toLowerCase();
        return words.every((word) => text.includes(word));
    });
}

/** Whether some day of a period is among those on which a card may be done. */
export function mayMoveTo(card, {first, last}) {
    return card.can_move && card.first <= last && (!card.last || card.last >= first);
}
