/** With fewer answers it is no wonder that all are the same; as on the server. */
const FEWEST_UNIFORM = 5;

/**
 * A question whose answer is not complete: none given, or a photo is missing.
 *
 * @param {Object} question
 * @param {Object} answer choice, photo_url or photo
 * @returns {Boolean}
 */
export function isOpen(question, answer) {
    return !answer.choice || needsPhoto(question, answer);
}

export function needsPhoto(question, answer) {
    const isScore = answer.choice && answer.choice !== "na";
    return Boolean(
        isScore && Number(answer.choice) < question.photo_below && !hasPhoto(answer)
    );
}

export function hasPhoto(answer) {
    return Boolean(answer.photo || answer.photo_url);
}

export function getPhotoUrl(answer) {
    return answer.photo ? `data:image/jpeg;base64,${answer.photo}` : answer.photo_url;
}

/** @returns {Boolean} whether the answers given are all the same, so that one looks again */
export function isUniform(answers) {
    const choices = answers.map(({choice}) => choice).filter(Boolean);
    return choices.length >= FEWEST_UNIFORM && new Set(choices).size === 1;
}

/**
 * The next question that is open, from a place on and once around.
 *
 * @param {Object[]} questions
 * @param {Object} answers by id of the question
 * @param {Number} place
 * @returns {Number} -1 where none is open
 */
export function findNextOpen(questions, answers, place) {
    const count = questions.length;
    for (let step = 0; step < count; step++) {
        const index = (place + step) % count;
        const question = questions[index];
        if (isOpen(question, answers[question.id])) {
            return index;
        }
    }
    return -1;
}

/**
 * Answers as the server has them, with what this phone has still to send on top.
 *
 * @param {Object[]} states of the server
 * @param {Object} pending by id, of the queue
 * @returns {Object} by id
 */
export function mergeAnswers(states, pending) {
    return Object.fromEntries(
        states.map((state) => {
            const merged = {...state, ...pending[state.id]};
            if (pending[state.id]?.photo === false) {
                merged.photo_url = "";
            }
            return [state.id, merged];
        })
    );
}
