import {Component, onMounted, onWillStart, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {ConnectionLostError} from "@web/core/network/rpc";
import {useService} from "@web/core/utils/hooks";
import {NumberPad} from "../number_pad/number_pad";

const SHOWN_PEOPLE = 40;

/** Who stands here: a badge under the scanner, or a name and its PIN. */
export class OperatorSign extends Component {
    static template = "lean_tpm.OperatorSign";
    static components = {NumberPad};
    static props = {onOperator: Function};

    setup() {
        this.orm = useService("orm");
        this.badge = useRef("badge");
        this.state = useState({
            people: [],
            search: "",
            person: null,
            pin: "",
            message: "",
        });
        onWillStart(async () => {
            this.state.people =
                (await this.ask("hr.employee.public", "search_read", [[], ["name"]])) ||
                [];
        });
        onMounted(() => this.badge.el?.focus());
    }

    async ask(model, method, args) {
        try {
            return await this.orm.call(model, method, args);
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.state.message = _t("No connection. Try again when it is back.");
            return null;
        }
    }

    get people() {
        const words = this.state.search.trim().toLowerCase();
        return this.state.people
            .filter(({name}) => name.toLowerCase().includes(words))
            .slice(0, SHOWN_PEOPLE);
    }

    onBadge(ev) {
        if (ev.key === "Enter") {
            const badge = ev.target.value.trim();
            ev.target.value = "";
            this.identify("lean_identify", [badge]);
        }
    }

    choose(person) {
        Object.assign(this.state, {person, pin: "", message: ""});
    }

    tryPin() {
        this.identify("lean_identify_pin", [this.state.person.id, this.state.pin]);
    }

    async identify(method, args) {
        const answer = await this.ask("hr.employee", method, args);
        this.state.pin = "";
        if (answer?.ok) {
            this.props.onOperator(answer);
        } else if (answer) {
            this.state.message = answer.message;
        }
    }
}
