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
            trigger:
                ".o_list_view .o_data_row:contains('Equipment Failure') .o_data_cell[name=loss_id]",
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

/** The pages of a work center and of its machine open, and an undefined figure is not 0 %. */
registry.category("web_tour.tours").add("lean_oee_pages", {
    steps: () => [
        {
            trigger: ".o_form_view button:contains('OEE, 28 Days')",
        },
        {
            trigger: ".nav-link[name=lean_oee]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=lean_trend_chart] canvas",
        },
        {
            content: "The machine of the work center, which never failed",
            trigger:
                ".o_field_widget[name=lean_equipment_ids] .o_data_row:contains('CNC-2')",
        },
    ],
});
registry.category("web_tour.tours").add("lean_oee_machine", {
    steps: () => [
        {
            trigger: ".nav-link[name=lean_health]",
            run: "click",
        },
        {
            content: "No failure, so no availability either",
            trigger: ".tab-pane:contains('undefined: no failure')",
        },
        {
            trigger: ".tab-pane:contains('No failure in twelve months.')",
        },
    ],
});
