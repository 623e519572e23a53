import {rpc} from "@web/core/network/rpc";
import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

/** A slow server may take its time to say what was scanned. */
const PATIENCE = 30000;
const TILE = ".o_lean_tile:contains('Board Seal Kit')";

/** The test has another user do this, in a session of their own. */
function scanElsewhere(barcode) {
    return rpc("/web/dataset/call_kw/lean.kanban.card/scan", {
        model: "lean.kanban.card",
        method: "scan",
        args: [barcode],
        kwargs: {},
    });
}

registry.category("web_tour.tours").add("lean_kanban_board", {
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
            content: "Open the board",
            trigger: "a[data-menu-xmlid='lean_kanban.menu_lean_kanban_board']",
            run: "click",
        },
        {
            content: "Both containers are full; somebody scans one elsewhere",
            trigger: `${TILE}[data-zone='green']:contains('2/2')`,
            timeout: PATIENCE,
            async run() {
                document.body.dataset.boardTour = "not reloaded";
                await scanElsewhere("KBBOARD1");
            },
        },
        {
            content: "The tile says so without a reload; the second is scanned",
            trigger: `body[data-board-tour] ${TILE}[data-zone='yellow']:contains('1/2')`,
            timeout: PATIENCE,
            async run() {
                await scanElsewhere("KBBOARD2");
            },
        },
        {
            content: "The loop is red; show the red ones only",
            trigger: `body[data-board-tour] ${TILE}[data-zone='red']:contains('0/2')`,
            timeout: PATIENCE,
            run() {
                document.querySelector(".o_lean_figure[data-figure='red']").click();
            },
        },
        {
            content: "Cards by state",
            trigger: ".o_lean_board_columns",
            run: "click",
        },
        {
            content: "Both cards wait for their order; open the loop",
            trigger:
                ".o_lean_row:contains('Board Seal Kit') [data-column='waiting']:contains('2')",
            run: "click",
        },
        {
            content: "The loop is shown; go back",
            trigger: ".o_form_view .o_field_widget[name='product_id']",
            run() {
                window.history.back();
            },
        },
        {
            content: "The board is as it was left; show it on the wall",
            trigger: ".o_lean_figure[data-figure='red'][aria-pressed='true']",
            run() {
                document.querySelector(".o_lean_board_wall").click();
            },
        },
        {
            content: "The wall shows the red loop, without menus",
            trigger:
                "body:not(:has(.o_main_navbar)) .o_lean_wall_row[data-zone='red']:contains('Board Seal Kit')",
        },
        {
            content: "Leave the wall",
            trigger: ".o_lean_wall_close",
            run: "click",
        },
        {
            content: "The menus are back",
            trigger: ".o_main_navbar",
        },
    ],
});
