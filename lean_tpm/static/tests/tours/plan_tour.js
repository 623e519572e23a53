import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("lean_tpm_plan_change", {
    steps: () => [
        {
            content: "A running plan",
            trigger: ".o_form_view button[name='action_open_change']",
            run: "click",
        },
        {
            content: "Every two weeks instead of one",
            trigger: ".modal [name='interval_count'] input",
            run: "edit 2",
        },
        {
            content: "Leave the field",
            trigger:
                ".modal [name='date_start'] input, .modal [name='date_start'] button",
            run: "click",
        },
        {
            content: "The dates that move are shown before anything is saved",
            trigger:
                ".modal:has([name='moved_count']:not(:contains(/^0$/))) [name='line_ids'] .o_data_row:nth-child(2)",
        },
        {
            content: "Save it",
            trigger: ".modal button[name='action_apply']",
            run: "click",
        },
        {
            content: "The plan has its new interval",
            trigger:
                "body:not(:has(.modal)) .o_form_view [name='interval_count']:contains('2'), body:not(:has(.modal)) .o_form_view [name='interval_count'] input:value(2)",
        },
    ],
});
