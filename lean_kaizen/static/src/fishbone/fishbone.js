import {Component, useRef, useState} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";
import {useService} from "@web/core/utils/hooks";

const MODEL = "lean.kaizen.cause";
const HEAD = 176;
const LINE = 20;

/** A cause and effect diagram that is drawn on the server and edited where it is clicked. */
export class FishboneField extends Component {
    static template = "lean_kaizen.Fishbone";
    static props = {...standardFieldProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.input = useRef("input");
        this.state = useState({category: null, causeId: null, isWhy: false, text: ""});
    }

    get drawing() {
        return this.props.record.data[this.props.name] || {bones: [], twigs: []};
    }

    get isFrozen() {
        return !this.props.record.isInEdition || this.drawing.is_frozen;
    }

    get spineEnd() {
        return this.drawing.width - HEAD;
    }

    get effectTop() {
        return this.drawing.spine_y - ((this.drawing.effect.length - 1) * LINE) / 2 + 6;
    }

    get cause() {
        return this.drawing.twigs.find(({id}) => id === this.state.causeId);
    }

    get states() {
        return [
            {id: "open", label: _t("Suspected"), icon: "fa-question"},
            {id: "root", label: _t("Root cause"), icon: "fa-bullseye"},
            {id: "ruled_out", label: _t("Ruled out"), icon: "fa-ban"},
        ];
    }

    get causeLabel() {
        return _t("Cause");
    }

    get prompt() {
        const {category, isWhy} = this.state;
        if (this.cause && isWhy) {
            return _t("Why “%s”?", this.cause.full_text);
        }
        return category && _t("A cause on %s", this.drawing.labels[category]);
    }

    /** @returns {Object[]} causes of a bone, as a list on a phone shows them */
    twigsOf(category) {
        return this.drawing.twigs.filter((twig) => twig.category === category);
    }

    selectBone(category) {
        if (!this.isFrozen) {
            Object.assign(this.state, {
                category,
                causeId: null,
                isWhy: false,
                text: "",
            });
            this.focusLater();
        }
    }

    selectCause(twig) {
        Object.assign(this.state, {
            category: twig.category,
            causeId: twig.id,
            isWhy: false,
            text: twig.full_text,
        });
    }

    askWhy() {
        Object.assign(this.state, {isWhy: true, text: ""});
        this.focusLater();
    }

    focusLater() {
        setTimeout(() => this.input.el?.focus());
    }

    onKey(ev, select) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            select();
        }
    }

    onInputKey(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            ev.stopPropagation();
            this.submit();
        } else if (ev.key === "Escape") {
            ev.stopPropagation();
            this.close();
        }
    }

    close() {
        Object.assign(this.state, {category: null, causeId: null, isWhy: false});
    }

    /** Rename the chosen cause, or add one to a bone, or a why to a cause; stays open for the next. */
    async submit() {
        const name = this.state.text.trim();
        if (!name) {
            return;
        }
        if (this.cause && !this.state.isWhy) {
            await this.change((id) => this.orm.write(MODEL, [id], {name}));
            return;
        }
        const parent = this.cause;
        const category = this.state.category;
        await this.edit(async (eventId) => {
            const [id] = await this.orm.create(MODEL, [
                {
                    name,
                    category,
                    event_id: eventId,
                    parent_id: parent ? parent.id : false,
                },
            ]);
            if (parent) {
                this.state.causeId = id;
            }
        });
        this.state.text = "";
        this.focusLater();
    }

    setState(state) {
        return this.change((id) => this.orm.write(MODEL, [id], {state}));
    }

    async remove() {
        await this.change((id) => this.orm.unlink(MODEL, [id]));
        this.close();
    }

    async makeCountermeasure() {
        const id = this.state.causeId;
        const action = await this.orm.call(MODEL, "action_countermeasure", [[id]]);
        this.action.doAction(action, {onClose: () => this.props.record.load()});
    }

    change(edit) {
        const id = this.state.causeId;
        return this.edit(() => edit(id));
    }

    /** What was typed elsewhere on the form is saved first, so that reading again loses nothing. */
    async edit(change) {
        const {record} = this.props;
        if (!(await record.save())) {
            return;
        }
        await change(record.resId);
        await record.load();
    }
}

export const fishboneField = {
    component: FishboneField,
    displayName: _t("Fishbone"),
    supportedTypes: ["json"],
};

registry.category("fields").add("lean_fishbone", fishboneField);
