import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const BARCODE = "KBTOUR1";

registry.category("web_tour.tours").add("lean_kanban_scan", {
    url: "/odoo",
    steps: () => [
        stepUtils.showAppsMenuItem(),
        {
            content: "Open the Lean app",
            trigger: ".o_app[data-menu-xmlid='lean_base.menu_lean_root']",
            run: "click",
        },
        {
            content: "Open the operations",
            trigger: "button[data-menu-xmlid='lean_base.menu_lean_operations']",
            run: "click",
        },
        {
            content: "Open the scan station",
            trigger: "a[data-menu-xmlid='lean_kanban.menu_lean_kanban_scan']",
            run: "click",
        },
        {
            content: "The field has the focus: scan the card",
            trigger: ".o_lean_scan_input:focus",
            run: `edit ${BARCODE} && press Enter`,
        },
        {
            content: "The card is signalled",
            trigger: ".o_lean_scan_answer[data-level='success']:contains('1/2')",
        },
        {
            content: "The same scan again changes nothing",
            trigger: ".o_lean_scan_input:focus",
            run: `edit ${BARCODE} && press Enter`,
        },
        {
            content: "It is said to be done",
            trigger: ".o_lean_scan_answer[data-level='repeat']",
        },
        {
            content: "The operator holds a badge before the scanner",
            trigger: ".o_lean_scan_input:focus",
            run: "edit BADGETOUR1 && press Enter",
        },
        {
            content: "The station says hello",
            trigger: ".o_lean_scan_operator:contains('Tour Operator')",
        },
        {
            content: "A code of another company",
            trigger: ".o_lean_scan_input:focus",
            run: "edit 4006381333931 && press Enter",
        },
        {
            content: "Not our card",
            trigger: ".o_lean_scan_answer[data-level='danger']",
        },
        {
            content: "Open the card from the list",
            trigger: ".o_lean_scan_row[data-level='success']",
            run: "click",
        },
        {
            content: "The card is shown",
            trigger: ".o_form_view .o_breadcrumb:contains('1/2')",
        },
    ],
});
