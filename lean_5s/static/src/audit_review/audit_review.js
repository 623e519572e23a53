import {Component} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {isOpen, needsPhoto} from "../audit_screen/audit_facts";

/** All questions at a glance: what is still open, and the signature. */
export class AuditReview extends Component {
    static template = "lean_5s.AuditReview";
    static props = {
        audit: Object,
        answers: Object,
        message: String,
        isUniform: Boolean,
        onGoTo: Function,
        onNextOpen: Function,
        onSign: Function,
    };

    get rows() {
        const {audit, answers} = this.props;
        return audit.questions.map((question, index) => {
            const answer = answers[question.id];
            return {
                index,
                question,
                answer,
                isOpen: isOpen(question, answer),
                word: this.getWord(question, answer),
            };
        });
    }

    get openCount() {
        return this.rows.filter((row) => row.isOpen).length;
    }

    getWord(question, answer) {
        if (!answer.choice) {
            return _t("open");
        }
        if (needsPhoto(question, answer)) {
            return _t("photo!");
        }
        return answer.choice === "na" ? _t("N/A") : answer.choice;
    }
}
