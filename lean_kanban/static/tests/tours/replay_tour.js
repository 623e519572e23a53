import {registry} from "@web/core/registry";

const PATIENCE = 30000;

/** From the proposals to the history of one loop, and back with a number. */
registry.category("web_tour.tours").add("lean_kanban_replay", {
    steps: () => [
        {
            content: "The loop that stops is there, with both numbers",
            trigger: ".o_data_row:contains('Tour Seal Kit'):contains('4 → 9')",
            timeout: PATIENCE,
        },
        {
            content: "Ask what if",
            trigger:
                ".o_data_row:contains('Tour Seal Kit') button[name='action_open_replay']",
            run: "click",
        },
        {
            content: "The recommended number is chosen, and today's is there",
            trigger:
                ".o_kanban_replay_row.table-success:contains('recommended'):contains('9')",
            timeout: PATIENCE,
        },
        {
            content: "The charts are drawn",
            trigger: ".o_field_widget[name='stock_chart'] canvas",
        },
        {
            content: "Choose today's number",
            trigger: ".o_kanban_replay_row:contains('today')",
            run: "click",
        },
        {
            content: "It is chosen",
            trigger: ".o_kanban_replay_row.table-success:contains('today')",
            timeout: PATIENCE,
        },
        {
            content: "Choose another with the keyboard",
            trigger: ".o_kanban_replay_row:nth-child(7)",
            run() {
                this.anchor.dispatchEvent(
                    new KeyboardEvent("keydown", {key: "Enter", bubbles: true})
                );
            },
        },
        {
            content: "It is chosen",
            trigger: ".o_kanban_replay_row:nth-child(7).table-success",
            timeout: PATIENCE,
        },
        {
            content: "Use it",
            trigger: ".modal-footer button[name='action_use']",
            run: "click",
        },
        {
            content: "The dialog is closed",
            trigger: "body:not(:has(.modal)) .o_list_view",
            timeout: PATIENCE,
        },
    ],
});
