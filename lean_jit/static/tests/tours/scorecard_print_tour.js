import {download} from "@web/core/network/download";
import {registry} from "@web/core/registry";

/** What a click on Print brings: the first characters of the file, and its name. */
async function receive({url, data}) {
    const form = new FormData();
    for (const [key, value] of Object.entries(data)) {
        form.append(key, value);
    }
    form.append("csrf_token", odoo.csrf_token);
    const response = await fetch(url, {method: "POST", body: form});
    const content = await response.text();
    document.body.dataset.printed = content.slice(0, 5);
    document.body.dataset.printedAs = decodeURIComponent(
        response.headers.get("Content-Disposition")
    );
}

const untilPrinted = () => [
    {
        content: "The grade of the vendor",
        trigger: "button[name=action_view_supplier_scorecard]",
        run: "click",
    },
    {
        content: "All its months",
        trigger: "button[name=action_view_history]",
        run: "click",
    },
    {
        content: "One of them",
        trigger:
            ".o_data_row:contains(June 2026) .o_data_cell:contains(Overseas Castings)",
        run: "click",
    },
    {
        content: "Its page",
        trigger: ".o_field_widget[name=sentence]:contains(OTIF 80 %)",
        run() {
            download._download = receive;
        },
    },
    {
        content: "Print",
        trigger: ".o_statusbar_buttons button:contains(Print)",
        run: "click",
    },
];

/** From the vendor to a month's scorecard, and from there to its PDF. */
registry.category("web_tour.tours").add("lean_jit_scorecard_pdf", {
    steps: () => [
        ...untilPrinted(),
        {
            content: "A PDF came, and says whose it is and of when",
            trigger:
                "body[data-printed='%PDF-'][data-printed-as*='Scorecard Overseas Castings 2026-06.pdf']",
        },
    ],
});

/** The same where the machine cannot make PDFs: the report opens. */
registry.category("web_tour.tours").add("lean_jit_scorecard_html", {
    steps: () => [
        ...untilPrinted(),
        {
            content: "The paper, on screen",
            trigger: ":iframe .page:contains(OTIF 80 %)",
        },
    ],
});
