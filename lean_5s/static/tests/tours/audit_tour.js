import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

const {XMLHttpRequest} = browser;
const PATIENCE = 30000;

/** Answers and signatures do not get through; other requests are left alone. */
class LostRequest extends XMLHttpRequest {
    open(method, url, ...options) {
        this.isLost = /lean\.5s\.audit\/(save_answer|sign)$/.test(url);
        super.open(method, url, ...options);
    }

    send(body) {
        if (this.isLost) {
            Promise.resolve().then(() => this.dispatchEvent(new Event("error")));
        } else {
            super.send(body);
        }
    }
}

const choose = (place, score) => [
    {
        content: `Question ${place}`,
        trigger: `.o_lean_question:contains('${place}. ') .o_lean_score[data-score='${score}']`,
        run: "click",
    },
];

const takePhoto = {
    content: "Take the photo that a low score needs",
    trigger: ".o_lean_question_camera",
    async run({anchor}) {
        const input = anchor.querySelector("input");
        const canvas = document.createElement("canvas");
        canvas.width = canvas.height = 4;
        const blob = await new Promise((resolve) =>
            canvas.toBlob(resolve, "image/png")
        );
        const transfer = new DataTransfer();
        transfer.items.add(new File([blob], "photo.png", {type: "image/png"}));
        input.files = transfer.files;
        input.dispatchEvent(new Event("change"));
    },
};

/** From the page of the area, as its QR code opens it, to the actions: on a phone. */
registry.category("web_tour.tours").add("lean_5s_audit_phone", {
    steps: () => [
        {
            content: "The page of the area; start an audit",
            trigger: ".o_form_view button[name='action_start_5s_audit']",
            timeout: PATIENCE,
            run: "click",
        },
        {
            content: "Take the planned one",
            trigger: ".o_lean_audit_due:contains('Tour Area')",
            run: "click",
        },
        ...choose(1, 3),
        ...choose(2, 4),
        {
            content: "The connection breaks",
            trigger: ".o_lean_question:contains('3. ')",
            run() {
                browser.XMLHttpRequest = LostRequest;
            },
        },
        ...choose(3, 1),
        {
            content: "It is kept, and says so",
            trigger: ".o_lean_audit_offline:contains('Offline: 1 waiting')",
        },
        ...choose(4, 2),
        {
            content: "The connection is back",
            trigger: ".o_lean_audit_offline:contains('Offline: 2 waiting')",
            run() {
                browser.XMLHttpRequest = XMLHttpRequest;
                window.dispatchEvent(new Event("online"));
            },
        },
        {
            content: "Nothing waits",
            trigger: ".o_lean_audit:not(:has(.o_lean_audit_offline))",
        },
        ...choose(5, 0),
        {
            content: "It stays for the photo",
            trigger: ".o_lean_audit_hint:contains('needs a photo')",
        },
        takePhoto,
        ...choose(6, 4),
        {
            content: "All six are answered: sign",
            trigger: ".o_lean_review_sign",
            timeout: PATIENCE,
            run: "click",
        },
        {
            content: "A critical question failed: the result says so at once",
            trigger: ".o_lean_result_fail",
            timeout: PATIENCE,
        },
        {
            content: "The lowest becomes an action",
            trigger:
                ".o_lean_finding:contains('Standards hang here') .o_lean_finding_action",
            run: "click",
        },
        {
            content: "Somebody does it by when",
            trigger: ".o_lean_finding_done",
        },
        {
            content: "And the next a red tag",
            trigger:
                ".o_lean_finding:contains('Escape routes free') .o_lean_finding_tag",
            run: "click",
        },
        {
            content: "Tagged; look at the trend of the area",
            trigger: ".o_lean_finding_done:contains('RT')",
            run() {
                document.querySelector(".o_lean_result_area").click();
            },
        },
        {
            content: "The last score stands on the page of the area",
            trigger:
                ".o_form_view .o_field_widget[name='lean_5s_story']:contains('FAIL')",
        },
    ],
});

/** With the keys of a desktop. */
registry.category("web_tour.tours").add("lean_5s_audit_desktop", {
    steps: () => [
        {
            content: "Take the planned one",
            trigger: ".o_lean_audit_due:contains('Tour Area')",
            timeout: PATIENCE,
            run: "click",
        },
        ...["4", "4", "3", "n", "2", "4"].map((key, index) => ({
            content: `Key ${key} for question ${index + 1}`,
            trigger: `.o_lean_question:contains('${index + 1}. ')`,
            run: `press ${key}`,
        })),
        {
            content: "All are answered: sign",
            trigger: ".o_lean_review_sign",
            timeout: PATIENCE,
            run: "click",
        },
        {
            content: "The result",
            trigger: ".o_lean_result_score:contains('%')",
            timeout: PATIENCE,
        },
        {
            content: "All answers",
            trigger: ".o_lean_result_record",
            run: "click",
        },
        {
            content: "The record of the audit is closed",
            trigger: ".o_form_view .o_field_widget[name='status']:contains('Done')",
        },
    ],
});

registry.category("web_tour.tours").add("lean_5s_heat_map", {
    steps: () => [
        {
            content: "Open the audits of a month",
            trigger:
                ".o_lean_heat tr:contains('Tour Area') button.o_lean_heat_cell:not(:disabled)",
            timeout: PATIENCE,
            run: "click",
        },
        {
            content: "They are listed",
            trigger: ".o_list_view .o_data_row:contains('Tour Area')",
        },
    ],
});
