import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

const {XMLHttpRequest} = browser;

/** Answers of a check over a radio that is gone; other requests are left alone. */
class NoRequest extends XMLHttpRequest {
    open(method, url, ...options) {
        this.isLost = /submit|sign_check|report$/.test(url);
        super.open(method, url, ...options);
    }

    send(body) {
        if (this.isLost) {
            Promise.resolve().then(() => this.dispatchEvent(new Event("error")));
        } else {
            super.send(body);
        }
    }
}

const pressKey = (key) => ({
    content: `Press ${key}`,
    trigger: `.o_lean_pad_key[data-key='${key}']`,
    run: "click",
});

registry.category("web_tour.tours").add("lean_tpm_check", {
    steps: () => [
        {
            content: "The QR code opened the machine: its check is due",
            trigger:
                ".o_lean_check_start:contains('Five-minute check'):contains('0/3')",
            run: "click",
        },
        {
            content: "The first task is a measurement with its limits",
            trigger: ".o_lean_task_limits:contains('6 – 9 %')",
        },
        {
            content: "OK waits for a value",
            trigger: ".o_lean_task_ok:disabled",
        },
        pressKey("5"),
        {
            content: "Below the limits the pad is red and OK cannot be tapped",
            trigger: ".o_lean_task:has(.o_lean_pad_bad):has(.o_lean_task_ok:disabled)",
        },
        {
            content: "So it is not OK",
            trigger: ".o_lean_task_not_ok",
            run: "click",
        },
        {
            content: "Say what is wrong",
            trigger: ".o_lean_failed_note",
            run: "edit Too thin",
        },
        {
            content: "A tag needs to know whether the machine can run",
            trigger: ".o_lean_failed_save:disabled",
        },
        {
            content: "It can",
            trigger: ".o_lean_failed_run",
            run: "click",
        },
        {
            content: "The connection breaks; open a tag",
            trigger: ".o_lean_failed_save:enabled",
            run: async ({click}) => {
                browser.XMLHttpRequest = NoRequest;
                await click(".o_lean_failed_save");
            },
        },
        {
            content: "The second task, and one answer waits",
            trigger:
                ".o_lean_check:has(.o_lean_check_progress:contains('2/3')) .o_lean_check_offline:contains('Offline: 1 waiting')",
        },
        {
            content: "It is fine",
            trigger: ".o_lean_task_name:contains('Belt')",
        },
        {
            content: "OK",
            trigger: ".o_lean_task_ok:enabled",
            run: "click",
        },
        {
            content: "The meter",
            trigger: ".o_lean_task_name:contains('Spindle hours')",
        },
        pressKey("4"),
        pressKey("2"),
        {
            content: "Read",
            trigger: ".o_lean_task_ok:enabled",
            run: "click",
        },
        {
            content: "All are answered, three wait",
            trigger:
                ".o_lean_check:has(.o_lean_check_sign) .o_lean_check_offline:contains('Offline: 3 waiting')",
        },
        {
            content: "The connection comes back",
            trigger: ".o_lean_check_row:contains('Not OK')",
            run() {
                browser.XMLHttpRequest = XMLHttpRequest;
                window.dispatchEvent(new Event("online"));
            },
        },
        {
            content: "Nothing waits any more: say who it was",
            trigger:
                ".o_lean_check:not(:has(.o_lean_check_offline)) .o_lean_check_badge",
            run: "click",
        },
        {
            content: "Scan a badge",
            trigger: ".o_lean_operator_badge",
            run: "edit BADGETPM1 && press Enter",
        },
        {
            content: "Sign",
            trigger:
                ".o_lean_check:has(.o_lean_check_who:contains('Tour Operator')) .o_lean_check_sign_button:enabled",
            run: "click",
        },
        {
            content: "Done, with a tag",
            trigger: ".o_lean_check_signed:contains('Tags open: 1')",
            run: "click",
        },
        {
            content: "The tag hangs on the machine, and the next check is told",
            trigger:
                ".o_lean_check:has(.o_lean_check_next:contains('Next:')) .o_lean_check_tags:contains('Coolant: 5 % (6 – 9 %)')",
        },
    ],
});
