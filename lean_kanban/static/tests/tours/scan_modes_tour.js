import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("lean_kanban_scan_modes", {
    url: "/odoo/kanban-scan",
    steps: () => [
        {
            content: "A container has arrived",
            trigger: ".o_lean_scan_mode[data-mode='receive']",
            run: "click",
        },
        {
            content: "The station asks for its card",
            trigger: ".o_lean_scan_empty:contains('has arrived')",
        },
        {
            content: "Scan it",
            trigger: ".o_lean_scan_input:focus",
            run: "edit KBTOUR1 && press Enter",
        },
        {
            content: "It is received, with what is booked",
            trigger:
                ".o_lean_scan_answer[data-level='success']:contains('Received'):contains('20 Units are being booked')",
        },
        {
            content: "The same card again is not received twice",
            trigger: ".o_lean_scan_input:focus",
            run: "edit KBTOUR1 && press Enter",
        },
        {
            content: "It is said to be done",
            trigger: ".o_lean_scan_answer[data-level='repeat']",
        },
        {
            content: "Another container is not OK",
            trigger: ".o_lean_scan_mode[data-mode='not_ok']",
            run: "click",
        },
        {
            content: "It is damaged",
            trigger: ".o_lean_scan_reason:contains('Damaged')",
            run: "click",
        },
        {
            content: "A note says more",
            trigger: ".o_lean_scan_not_ok_more button:contains('Note')",
            run: "click",
        },
        {
            content: "How it looks",
            trigger: ".o_lean_scan_note",
            run: "edit Dented && press Enter",
        },
        {
            content: "The station waits for the card",
            trigger: ".o_lean_scan_not_ok_prompt:contains('Now scan')",
        },
        {
            content: "The field has the focus again: scan it",
            trigger: ".o_lean_scan_input:focus",
            run: "edit KBTOUR2 && press Enter",
        },
        {
            content:
                "It goes to quarantine, and the station takes empty containers again",
            trigger:
                ".o_lean_scan:has(.o_lean_scan_mode[data-mode='empty'][aria-pressed='true']) .o_lean_scan_answer[data-level='success']:contains('Not OK → quarantine')",
        },
    ],
});
