import {registry} from "@web/core/registry";

/** From a row of the analysis to a draft loop. */
registry.category("web_tour.tours").add("lean_jit_row_to_loop", {
    steps: () => [
        {
            content: "The row that is fit for kanban",
            trigger: ".o_data_row .o_data_cell[name=product_id]:contains(Seal kit)",
            run: "click",
        },
        {
            content: "Why it is fit",
            trigger:
                ".o_field_widget[name=reasons]:contains(Lead time: 5.0 days from Belgium)",
        },
        {
            content: "Make a loop of it",
            trigger: "button[name=action_make_kanban_loops]",
            run: "click",
        },
        {
            content: "The loop is a draft, of containers that last a few days",
            trigger: ".o_field_widget[name=container_qty] input:value(8)",
        },
        {
            content: "Back on the row",
            trigger:
                ".o_breadcrumb a:contains(Seal kit), .breadcrumb-item a:contains(Seal kit)",
            run: "click",
        },
        {
            content: "It knows its loop and offers no second one",
            trigger:
                ".o_form_view:not(:has(button[name=action_make_kanban_loops])) button[name=action_view_kanban_loops]:contains(1)",
        },
    ],
});
