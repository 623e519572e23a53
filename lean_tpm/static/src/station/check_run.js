import {localization} from "@web/core/l10n/localization";

/**
 * @param {string} text as it was typed, with the comma or point of the user's language
 * @returns {number|null}
 */
export function toNumber(text) {
    const plain = `${text ?? ""}`.replace(localization.decimalPoint || ".", ".").trim();
    return plain === "" || plain === "-" || Number.isNaN(Number(plain))
        ? null
        : Number(plain);
}

/** @returns {boolean} whether a measured value lies outside the limits of its task */
export function isOutside(task, value) {
    if (task.kind !== "measurement" || value === null) {
        return false;
    }
    const isLow = task.minimum !== null && value < task.minimum;
    return isLow || (task.maximum !== null && value > task.maximum);
}

/** What a task has been answered, here or on the server; null where it is still to do. */
export function getAnswer(answers, check, task) {
    const own = answers[getKey(check, task)];
    if (own) {
        return own.status === "refused" ? null : own;
    }
    return task.result || null;
}

export function getKey(check, task) {
    return `${check.id}-${task.id}`;
}

/** @returns {{done: number, total: number, failed: number, first: number}} first: index of a task still to do */
export function getProgress(answers, check) {
    const given = check.tasks.map((task) => getAnswer(answers, check, task));
    const open = given.findIndex((answer) => !answer);
    return {
        done: given.filter(Boolean).length,
        total: given.length,
        failed: given.filter((answer) => answer?.answer === "not_ok").length,
        first: open < 0 ? given.length : open,
    };
}

/** Colour of each point on the machine's photo: what is worst there. */
export function getPointStates(answers, checks) {
    const states = {};
    for (const check of checks) {
        for (const task of check.tasks.filter(({point}) => point)) {
            const answer = getAnswer(answers, check, task)?.answer;
            const known = states[task.point];
            if (answer === "not_ok" || known === "not_ok") {
                states[task.point] = "not_ok";
            } else {
                states[task.point] = answer && known !== "todo" ? "ok" : "todo";
            }
        }
    }
    return states;
}
