import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

const {XMLHttpRequest} = browser;
const SCAN = "/lean.kanban.card/scan";

/** Where scans get lost: "there" (the server hears nothing) or "back" (only its answer is lost). */
let lostOn = null;

/** A scan over a radio that fades; other requests are left alone, their errors would stop the tour. */
class WeakRequest extends XMLHttpRequest {
    open(method, url, ...options) {
        this.lostOn = url.endsWith(SCAN) && lostOn;
        super.open(method, url, ...options);
    }

    addEventListener(type, listener, ...options) {
        const onLoad = (ev) => (this.lostOn ? this.lose() : listener(ev));
        super.addEventListener(type, type === "load" ? onLoad : listener, ...options);
    }

    send(body) {
        if (this.lostOn === "there") {
            Promise.resolve().then(() => this.lose());
        } else {
            super.send(body);
        }
    }

    lose() {
        this.dispatchEvent(new Event("error"));
    }
}

registry.category("web_tour.tours").add("lean_kanban_scan_offline", {
    url: "/odoo/kanban-scan",
    steps: () => [
        {
            content: "The connection breaks",
            trigger: ".o_lean_scan_input:focus",
            run() {
                browser.XMLHttpRequest = WeakRequest;
                lostOn = "back";
            },
        },
        {
            content: "Scan a card; the server hears it, its answer is lost",
            trigger: ".o_lean_scan_input:focus",
            run: "edit KBTOUR1 && press Enter",
        },
        {
            content: "The station says that it waits; now nothing gets through at all",
            trigger: ".o_lean_scan_offline:contains('Offline: 1 waiting')",
            run() {
                lostOn = "there";
            },
        },
        {
            content: "Go on scanning",
            trigger: ".o_lean_scan_input:focus",
            run: "edit KBTOUR2 && press Enter",
        },
        {
            content: "Both wait",
            trigger: ".o_lean_scan_offline:contains('Offline: 2 waiting')",
        },
        {
            content: "The list says so too; the connection comes back",
            trigger:
                ".o_lean_scan_history:has(:nth-child(2) .o_lean_scan_row[data-level='waiting'])",
            run() {
                browser.XMLHttpRequest = XMLHttpRequest;
                window.dispatchEvent(new Event("online"));
            },
        },
        {
            content: "Both have been sent",
            trigger: ".o_lean_scan_answer[data-level='success']:contains('Sent: 2')",
        },
        {
            content: "The first was heard before, and can be taken back all the same",
            trigger:
                ".o_lean_scan_history > :nth-child(2):contains('1/2') .o_lean_scan_undo",
        },
        {
            content: "Nothing waits any more",
            trigger: ".o_lean_scan:not(:has(.o_lean_scan_offline))",
        },
        {
            content: "The second was the wrong card: take it back",
            trigger:
                ".o_lean_scan_history > :first-child:contains('2/2') .o_lean_scan_undo",
            run: "click",
        },
        {
            content: "It is undone",
            trigger:
                ".o_lean_scan_history > :first-child .o_lean_scan_row_title:contains('Undone')",
        },
        {
            content: "And cannot be undone twice",
            trigger: ".o_lean_scan_history > :first-child:not(:has(.o_lean_scan_undo))",
        },
    ],
});
