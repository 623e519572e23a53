import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const BARCODE = "KBSTORY1";

function openLeanMenu(section, xmlid) {
    return [
        stepUtils.showAppsMenuItem(),
        {
            content: "Open the Lean app",
            trigger: ".o_app[data-menu-xmlid='lean_base.menu_lean_root']",
            run: "click",
        },
        {
            content: `Open ${section}`,
            trigger: `button[data-menu-xmlid='${section}']`,
            run: "click",
        },
        {
            content: `Open ${xmlid}`,
            trigger: `a[data-menu-xmlid='${xmlid}']`,
            run: "click",
        },
    ];
}

registry.category("web_tour.tours").add("lean_kanban_story", {
    url: "/odoo",
    steps: () => [
        ...openLeanMenu(
            "lean_base.menu_lean_operations",
            "lean_kanban.menu_lean_kanban_scan"
        ),
        {
            content: "The container is empty: scan its card",
            trigger: ".o_lean_scan_input:focus",
            run: `edit ${BARCODE} && press Enter`,
        },
        {
            content: "The station says that it is signalled",
            trigger: ".o_lean_scan_answer[data-level='success']:contains('1/2')",
        },
        ...openLeanMenu(
            "lean_kanban.menu_lean_kanban",
            "lean_kanban.menu_lean_kanban_loop"
        ),
        {
            content: "Open the loop",
            trigger: ".o_data_row .o_data_cell:contains('Story Seal Kit')",
            run: "click",
        },
        {
            content:
                "Order what is signalled, without waiting for the scheduled release",
            trigger: "button[name='action_release']",
            run: "click",
        },
        {
            content: "Open its cards once the order is there",
            trigger:
                ".o_field_widget[name='card_ids'] .o_data_row:contains('Requested')",
        },
        {
            content: "The smart button leads to the cards",
            trigger: "button[name='action_view_cards']",
            run: "click",
        },
        {
            content: "Open the card that waits for the order",
            trigger: ".o_kanban_record:contains('1/2')",
            run: "click",
        },
        {
            content: "Open the order of the card",
            trigger: "button[name='action_open_documents']",
            run: "click",
        },
        {
            content: "The order shows its card",
            trigger: "button[name='action_view_kanban_cards']:contains('1')",
        },
        {
            content: "Confirm the order",
            trigger: ".o_statusbar_buttons button[name='button_confirm']",
            run: "click",
        },
        {
            content: "Open its receipt",
            trigger: ".o_statusbar_buttons button[name='action_view_picking']",
            run: "click",
        },
        {
            content: "Receive the container",
            trigger: ".o_statusbar_buttons button[name='button_validate']",
            run: "click",
        },
        {
            content: "The receipt is done and shows its card",
            trigger: ".o_arrow_button_current:contains('Done')",
        },
        {
            content: "Back to the card by way of the receipt",
            trigger: "button[name='action_view_kanban_cards']",
            run: "click",
        },
        {
            content: "Open the card",
            trigger: ".o_kanban_record:contains('1/2')",
            run: "click",
        },
        {
            content: "The card is full",
            trigger: ".o_form_view .o_arrow_button_current:contains('Full')",
        },
    ],
});
