import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {formatFloat} from "@web/core/utils/numbers";

const ICONS = {
    success: "fa-check-circle",
    repeat: "fa-check-circle-o",
    warning: "fa-exclamation-triangle",
    danger: "fa-hand-paper-o",
    hello: "fa-id-badge",
    waiting: "fa-cloud-upload",
};

/**
 * What a scan did, in two words.
 *
 * @param {Object} answer of `lean.kanban.card.scan`
 * @returns {string}
 */
export function getAnswerTitle(answer) {
    const {level, state} = answer;
    if (answer.title) {
        return answer.title;
    }
    if (level === "hello") {
        return _t("Hello %s", answer.name);
    }
    if (level === "waiting") {
        return _t("Kept");
    }
    if (level === "repeat") {
        return _t("Already done");
    }
    if (level === "success") {
        return getSuccessTitle(state);
    }
    if (level === "warning") {
        // Kept, but nothing is ordered for it now: the loop is on hold
        return answer.ok ? _t("Empty → on hold") : getWarningTitle(state);
    }
    if (!answer.card_id && !answer.isRefused) {
        return _t("Unknown code");
    }
    return _t("Stop");
}

function getSuccessTitle(state) {
    if (state === "wait") {
        return _t("Empty → waiting");
    }
    if (state === "retired") {
        return _t("Take the card out");
    }
    return _t("Empty → signalled");
}

function getWarningTitle(state) {
    if (["lost", "hold"].includes(state)) {
        return _t("Found?");
    }
    if (state === "wait") {
        return _t("Already waiting");
    }
    if (state === "empty") {
        return _t("Already signalled");
    }
    return _t("Already ordered");
}

/** The answer to the last scan, large enough to be read in passing. */
export class ScanAnswer extends Component {
    static template = "lean_kanban.ScanAnswer";
    static props = {
        answer: Object,
        onFound: Function,
    };

    get card() {
        return this.props.answer.card || {};
    }

    get icon() {
        return ICONS[this.props.answer.level];
    }

    get title() {
        return getAnswerTitle(this.props.answer);
    }

    /** Not said twice where it is the title already. */
    get message() {
        return this.props.answer.level === "hello" ? "" : this.props.answer.message;
    }

    get position() {
        return _t("Card %s", this.card.position);
    }

    get quantity() {
        const quantity = formatFloat(this.card.quantity, {trailingZeros: false});
        return `${quantity} ${this.card.uom}`;
    }

    get pictureUrl() {
        const {level, avatar_url: avatar} = this.props.answer;
        if (level === "hello") {
            return avatar;
        }
        const id = this.card.product_id;
        return id ? `/web/image/product.product/${id}/image_512` : "";
    }

    get canBeFound() {
        const {card_id: cardId, level, state} = this.props.answer;
        return cardId && level === "warning" && ["lost", "hold"].includes(state);
    }

    get role() {
        return this.props.answer.level === "danger" ? "alert" : "status";
    }
}
