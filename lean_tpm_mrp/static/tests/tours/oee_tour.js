import {registry} from "@web/core/registry";

/** From a bar of the Pareto to the logs of its reason. */
registry.category("web_tour.tours").add("lean_oee_pareto_to_log", {
    steps: () => [
        {
            trigger: ".o_lean_oee_main .o_lean_oee_value:contains('71.9 %')",
        },
        {
            trigger: ".o_lean_oee_factor_availability:contains('77.1 %')",
        },
        {
            content: "What nobody explained is the largest",
            trigger: ".o_lean_oee_loss:first[data-loss=unexplained]:contains('8.0 h')",
        },
        {
            content: "The breakdown over midnight",
            trigger: ".o_lean_oee_loss[data-loss=breakdown]:contains('5.5 h')",
            run: "click",
        },
        {
            content: "Its one log, of eight hours by the clock",
            trigger: ".o_list_view .o_data_row:contains('Equipment Failure') .o_data_cell[name=loss_id]",
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=loss_id]",
        },
        {
            content: "Back to the picture",
            trigger: ".breadcrumb-item:contains('Equipment Effectiveness') a",
            run: "click",
        },
        {
            content: "Time nobody logged has no log: the shifts show",
            trigger: ".o_lean_oee_loss[data-loss=unexplained]",
            run: "click",
        },
        {
            trigger: ".o_list_view .o_data_row:contains('Night')",
        },
    ],
});
