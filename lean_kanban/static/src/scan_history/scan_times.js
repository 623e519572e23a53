/**
 * @param {Number} milliseconds since the epoch
 * @returns {string} the time of day here, in the user's way of writing it
 */
export function formatTime(milliseconds) {
    const {DateTime} = luxon;
    return DateTime.fromMillis(milliseconds).toLocaleString(DateTime.TIME_SIMPLE);
}
