import {registry} from "@web/core/registry";

const inPeriod = (place, text) =>
    `.o_lean_load_period[data-place='${place}']:contains('${text}')`;

registry.category("web_tour.tours").add("lean_tpm_load", {
    steps: () => [
        {
            content: "This week has more work than hours",
            trigger: `${inPeriod(1, "46 of 40 h")}:contains('6 h over')`,
        },
        {
            content: "Drag one of the two to the week after",
            trigger:
                ".o_lean_load_cell[data-place='1'] .o_lean_load_card:contains('Gearbox')",
            run: "drag_and_drop .o_lean_load_cell[data-place='2']",
        },
        {
            content: "The bar shrinks",
            trigger: `${inPeriod(1, "40 of 40 h")}:contains('0 h free')`,
        },
        {
            content: "The card stands in the other week and says that it moved",
            trigger:
                ".o_lean_load_cell[data-place='2'] .o_lean_load_card:contains('Gearbox') .o_lean_load_moved",
        },
        {
            content: "Take it back",
            trigger: ".o_lean_load_undo:enabled",
            run: "click",
        },
        {
            content: "It is where it was",
            trigger:
                ".o_lean_load_cell[data-place='1'] .o_lean_load_card:contains('Gearbox'):not(:has(.o_lean_load_moved))",
        },
        {
            content: "A week that its plan does not allow",
            trigger:
                ".o_lean_load_cell[data-place='1'] .o_lean_load_card:contains('Gearbox')",
            run: "drag_and_drop .o_lean_load_cell[data-place='4']",
        },
        {
            content: "is refused, and says which days are left",
            trigger: ".o_notification:contains('may be done from')",
        },
        {
            content: "Without a mouse: open the card",
            trigger:
                ".o_lean_load_cell[data-place='1'] .o_lean_load_card:contains('Gearbox')",
            run: "click",
        },
        {
            content: "and take the last of its days",
            trigger: ".modal .o_lean_load_day:last-child",
            run: "click",
        },
        {
            content: "It is there",
            trigger:
                "body:not(:has(.modal)) .o_lean_load_cell[data-place='2'] .o_lean_load_card:contains('Gearbox')",
        },
    ],
});
