import {registry} from "@web/core/registry";

/** From the badge of a vendor to the single receipt behind it. */
registry.category("web_tour.tours").add("lean_jit_badge_to_receipt", {
    steps: () => [
        {
            content: "The badge of the vendor",
            trigger: "button[name=action_view_supplier_scorecard]:contains(C)",
            run: "click",
        },
        {
            content: "The page of the scorecard says how it came to this",
            trigger: ".o_field_widget[name=sentence]:contains(OTIF 0 %)",
        },
        {
            content: "The worst delivery",
            trigger: "button[name=action_open_delivery]",
            run: "click",
        },
        {
            content: "What was promised and what came",
            trigger: ".o_field_widget[name=explanation]:contains(10 after)",
        },
        {
            content: "The receipt behind it",
            trigger: "button[name=action_open_receipts]",
            run: "click",
        },
        {
            content: "The receipt",
            trigger: ".o_breadcrumb:contains(/IN/)",
        },
    ],
});
