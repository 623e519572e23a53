const NEAR = 0.05;

/** A share as a percentage with one decimal; what is undefined is a dash, not zero. */
export function formatShare(share) {
    return share === false || share === undefined
        ? "–"
        : `${(share * 100).toFixed(1)} %`;
}

/** Hours: with a decimal while they are few. */
export function formatHours(hours) {
    return Math.abs(hours) < 100
        ? hours.toFixed(1)
        : Math.round(hours).toLocaleString();
}

/** Green at the target, amber near it, red below, grey without data or target. */
export function getTone(share, target) {
    if (share === false || !target) {
        return "none";
    }
    if (share >= target) {
        return "good";
    }
    return share >= target - NEAR ? "warn" : "bad";
}
