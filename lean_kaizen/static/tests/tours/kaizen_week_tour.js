import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

const field = (name) => `.o_field_widget[name=${name}]`;
const tab = (name) => ({
    content: `Open ${name}`,
    trigger: `.o_notebook a[name=${name}]`,
    run: "click",
});

/** From the charter to the follow-up, by somebody who leads an event and manages nothing. */
registry.category("web_tour.tours").add("lean_kaizen_week", {
    steps: () => [
        {
            content: "A new event",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        {
            content: "Its theme",
            trigger: `${field("name")} input`,
            run: "edit Changeover under 20 minutes",
        },
        {
            content: "Its area",
            trigger: `${field("area_id")} input`,
            run: "edit Tour Saw",
        },
        {
            content: "Chosen from the list",
            trigger: ".o-autocomplete--dropdown-item:contains('Tour Saw')",
            run: "click",
        },
        {
            content: "What is wrong",
            trigger: `${field("problem")} textarea`,
            run: "edit Changing over takes 42 minutes",
        },
        tab("measures"),
        {
            content: "What is to get better",
            trigger: `${field("measure_ids")} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "Its name",
            trigger: `${field("measure_ids")} .o_selected_row [name=name] input`,
            run: "edit Changeover",
        },
        {
            content: "From what",
            trigger: `${field("measure_ids")} .o_selected_row [name=baseline] input`,
            run: "edit 42",
        },
        {
            content: "To what",
            trigger: `${field("measure_ids")} .o_selected_row [name=target] input`,
            run: "edit 16",
        },
        {
            content: "Keep it",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The team starts",
            trigger: "button[name=action_start]",
            run: "click",
        },
        {
            content: "It is the week of the event",
            trigger: ".o_arrow_button_current:contains('Event Week')",
        },
        tab("causes"),
        {
            content: "A bone of the fish",
            trigger: ".o_lean_category[data-category=machine]",
            run: "click",
        },
        {
            content: "A cause on it",
            trigger: ".o_lean_fishbone_input",
            run: "edit Tools are fetched && press Enter",
        },
        {
            content: "Choose it",
            trigger: ".o_lean_cause:contains('Tools are fetched')",
            run: "click",
        },
        {
            content: "Ask why",
            trigger: ".o_lean_fishbone_why",
            run: "click",
        },
        {
            content: "The answer",
            trigger:
                ".o_lean_fishbone_panel:contains('Why “Tools') .o_lean_fishbone_input",
            run: "edit No place for them && press Enter",
        },
        {
            content: "Choose the answer",
            trigger: ".o_lean_cause:contains('No place for them')",
            run: "click",
        },
        {
            content: "It is the root cause",
            trigger: ".o_lean_fishbone_panel [data-state=root]",
            run: "click",
        },
        {
            content: "The list reads the whys as a chain",
            trigger: `${field("cause_ids")} td:contains('Tools are fetched → No place for them')`,
        },
        {
            content: "A countermeasure to it",
            trigger: ".o_lean_fishbone_action",
            run: "click",
        },
        {
            content: "What is done",
            trigger: `.modal ${field("name")} textarea, .modal ${field("name")} input`,
            run: "edit Trolley beside the saw",
        },
        {
            content: "Keep the action",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The dialog is gone",
            trigger: "body:not(:has(.modal))",
        },
        tab("week"),
        {
            content: "It lies in the week",
            trigger: ".o_lean_bar:contains('Trolley beside the saw')",
        },
        tab("measures"),
        {
            content: "What was reached",
            trigger: `${field("measure_ids")} .o_data_row td[name=result]`,
            run: "click",
        },
        {
            content: "Sixteen minutes",
            trigger: `${field("measure_ids")} .o_selected_row [name=result] input`,
            run: "edit 16",
        },
        {
            content: "Go to the follow-up",
            trigger: "button[name=action_follow_up]",
            run: "click",
        },
        {
            content: "Checks after 30, 60 and 90 days",
            trigger: `${field("check_ids")} .o_data_row:nth-child(3) td[name=days]:contains('90')`,
        },
        {
            content: "Close it at once",
            trigger: "button[name=action_close]",
            run: "click",
        },
        {
            content: "It is refused, and what is open is named",
            trigger:
                ".modal:contains('cannot be closed yet'):contains('Trolley beside the saw'):contains('Changeover, 30 days')",
        },
        {
            content: "Understood",
            trigger: ".modal-footer button",
            run: "click",
        },
        {
            content: "The page",
            trigger: "button[name=action_open_page]",
            run: "click",
        },
        {
            content: "It asks what is not written yet",
            trigger: `${field("background")} textarea[placeholder^='Why this problem']`,
            run: "edit Each hour costs five pumps",
        },
        {
            content: "The standard",
            trigger: `${field("standard")} textarea`,
            run: "edit SOP 114, both shifts trained",
        },
        {
            content: "The countermeasure stands on the page",
            trigger: `${field("lean_action_ids")}:contains('Trolley beside the saw')`,
        },
        {
            content: "Done",
            trigger: `${field("lean_action_ids")} button[name=action_done]`,
            run: "click",
        },
        {
            content: "It is done",
            trigger: `.o_form_saved ${field("lean_action_ids")} .badge:contains('Done')`,
        },
    ],
});

/** The same week with one hand: the event is there, its causes, actions, result and page are not. */
registry.category("web_tour.tours").add("lean_kaizen_week_phone", {
    steps: () => [
        {
            content: "The team starts",
            trigger: "button[name=action_start]",
            run: "click",
        },
        {
            content: "It is the week of the event",
            trigger: ".o_statusbar_status:contains('Event Week')",
        },
        tab("causes"),
        {
            content: "On a phone the bones are a list",
            trigger: ".o_lean_fishbone_list .o_lean_category[data-category=method]",
            run: "click",
        },
        {
            content: "A cause",
            trigger: ".o_lean_fishbone_input",
            run: "edit Nobody prepares the tools && press Enter",
        },
        {
            content: "Choose it",
            trigger: ".o_lean_cause:contains('Nobody prepares the tools')",
            run: "click",
        },
        {
            content: "It is the root cause",
            trigger: ".o_lean_fishbone_panel [data-state=root]",
            run: "click",
        },
        {
            content: "It is marked",
            trigger: ".o_lean_cause[data-state=root]",
        },
        {
            content: "A countermeasure",
            trigger: ".o_lean_fishbone_action",
            run: "click",
        },
        {
            content: "What is done",
            trigger: `.modal ${field("name")} textarea, .modal ${field("name")} input`,
            run: "edit A trolley",
        },
        {
            content: "Keep it",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "The dialog is gone",
            trigger: "body:not(:has(.modal))",
        },
        tab("measures"),
        {
            content: "The measure is a card",
            trigger: `${field("measure_ids")} .o_kanban_record:contains('Changeover')`,
            run: "click",
        },
        {
            content: "What was reached",
            trigger: `.modal ${field("result")} input`,
            run: "edit 17",
        },
        {
            content: "Keep it",
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            content: "Go to the follow-up",
            trigger: "button[name=action_follow_up]",
            run: "click",
        },
        {
            content: "Three checks are planned",
            trigger: `${field("check_ids")} .o_kanban_record:contains('To do')`,
        },
        tab("share"),
        {
            content: "The standard",
            trigger: `${field("standard")} textarea`,
            run: "edit SOP 114",
        },
        {
            content: "Close it at once",
            trigger: "button[name=action_close]",
            run: "click",
        },
        {
            content: "It is refused",
            trigger: ".modal:contains('cannot be closed yet'):contains('A trolley')",
        },
        {
            content: "Understood",
            trigger: ".modal-footer button",
            run: "click",
        },
        {
            content: "More",
            trigger: ".o-form-buttonbox-small button, button:has(.fa-bolt)",
            run: "click",
        },
        {
            content: "The page",
            trigger: "button[name=action_open_page]",
            run: "click",
        },
        {
            content: "Its boxes stand one below the other",
            trigger: `.o_lean_a3 ${field("background")} textarea`,
            run() {
                const [left, right] = document.querySelectorAll(".o_lean_a3_side");
                if (
                    left.getBoundingClientRect().bottom >
                    right.getBoundingClientRect().top
                ) {
                    throw new Error("The columns of the page stand side by side");
                }
            },
        },
        {
            content: "Written where it is read",
            trigger: `.o_lean_a3 ${field("background")} textarea`,
            run: "edit Each hour costs five pumps",
        },
        ...stepUtils.saveForm(),
    ],
});
