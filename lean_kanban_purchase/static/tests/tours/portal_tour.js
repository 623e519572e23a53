import {registry} from "@web/core/registry";

/**
 * A vendor confirms an order in the portal, and is refused one of somebody else.
 *
 * The address names the line of the other vendor: ?other=7.
 */
registry.category("web_tour.tours").add("lean_kanban_portal", {
    steps: () => [
        {
            trigger: ".o_kanban_answer",
            run() {
                // the page that follows an answer has another address
                sessionStorage.setItem(
                    "lean_other_line",
                    new URLSearchParams(location.search).get("other")
                );
            },
        },
        {
            content: "The vendor's own order waits for an answer",
            trigger: ".o_kanban_line:contains(Own Ring) .badge:contains(To confirm)",
        },
        {
            content: "The order of somebody else is not on the page",
            trigger: ".o_kanban_answer:not(:contains(Secret Bush))",
        },
        {
            content: "Another date can be proposed",
            trigger: ".o_kanban_line:contains(Own Ring) summary",
            run: "click",
        },
        {
            trigger: ".o_kanban_line:contains(Own Ring) input[type=date]:visible",
        },
        {
            content: "It is confirmed as ordered",
            trigger: ".o_kanban_line:contains(Own Ring) .o_kanban_confirm",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_kanban_notice:contains(Thank you)",
        },
        {
            trigger: ".o_kanban_line:contains(Own Ring) .badge:contains(Confirmed)",
        },
        {
            content: "An order of somebody else is not found",
            trigger: ".o_kanban_answer",
            async run() {
                const form = new FormData(document.querySelector(".o_kanban_answer"));
                form.delete("line_ids");
                form.set(
                    "answer",
                    `confirm-${sessionStorage.getItem("lean_other_line")}`
                );
                const answer = await fetch("/my/kanban/answer", {
                    method: "POST",
                    body: form,
                });
                if (answer.status !== 404) {
                    throw new Error(
                        `The order of somebody else was answered with ${answer.status}`
                    );
                }
            },
        },
    ],
});
