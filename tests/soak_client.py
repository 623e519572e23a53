# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""One person at work before a server that is killed every now and then; started by `soak.py`.

Keeps a journal of what it asked for and what was acknowledged, each line written before the next call. What got no
answer is sent again with the same identifier, as our screens do, or given up. Standard library only.
"""

import http.client
import json
import random
import sys
import time
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "setup"))

from leanbench.station import RefusedError, Station

LOST = (OSError, http.client.HTTPException, ValueError)  # no answer, or one that is not ours
TRIES = 40
RETRY_SECONDS = 0.5
GIVE_UP_SHARE = 0.1
PAUSE_SECONDS = 0.15
TIMEOUT_SECONDS = 30
EXPIRED = "odoo.http.SessionExpiredException"


class Person:
    """Logs in, works until the time is over, and writes a journal."""

    def __init__(self, job):
        self.job = job
        self.random = random.Random(job["seed"])
        self.journal = Path(job["journal"]).open("a", encoding="utf-8")  # noqa: SIM115
        self.station = None
        self.counts = {"acknowledged": 0, "refused": 0, "lost": 0, "resent": 0, "read": 0}
        self.errors = {}
        self.last_scan = None
        self.audit = None

    def work(self):
        """Do one thing after another."""
        deadline = time.monotonic() + self.job["seconds"]
        acts = [getattr(self, name) for name in self.job["acts"]]
        while time.monotonic() < deadline:
            self.random.choice(acts)()
            time.sleep(self.random.random() * PAUSE_SECONDS)
        return {"counts": self.counts, "errors": self.errors}

    # Calls

    def ask(self, model, method, *arguments, **keywords):
        """A call that changes nothing; None where the server is away."""
        try:
            answer = self._call(model, method, *arguments, **keywords)
        except RefusedError as error:
            self._note_error(error, method)
            return None
        except LOST:
            self.station = None
            time.sleep(RETRY_SECONDS)
            return None
        self.counts["read"] += 1
        return answer

    def do(self, kind, key, model, method, *arguments, accept=None, **keywords):
        """A call that counts once however often it is sent; what it answered, None where nobody knows.

        :param kind: how `soak.py` looks for it afterwards
        :param key: by which it finds it: a uid, or an id
        :param accept: whether an answer says that it was done
        """
        self._write({"kind": kind, "key": key, "sent": True})
        for attempt in range(TRIES):
            try:
                answer = self._call(model, method, *arguments, **keywords)
            except RefusedError as error:
                self._note_error(error, method)
                self._write({"kind": kind, "key": key, "refused": error.name})
                self.counts["refused"] += 1
                return None
            except LOST:
                self.station = None
                if self.random.random() < GIVE_UP_SHARE:
                    break
                self.counts["resent"] += attempt > 0
                time.sleep(RETRY_SECONDS)
                continue
            is_done = accept(answer) if accept else True
            self.counts["acknowledged" if is_done else "refused"] += 1
            self._write({"kind": kind, "key": key, "acknowledged": is_done})
            return answer
        self.counts["lost"] += 1
        return None

    def _call(self, *arguments, **keywords):
        if not self.station:
            station = Station(self.job["host"], self.job["port"], TIMEOUT_SECONDS)
            station.log_in(self.job["database"], self.job["login"], self.job["password"])
            self.station = station
        try:
            return self.station.run(*arguments, **keywords)
        except RefusedError as error:
            if error.name == EXPIRED:
                self.station = None
                raise ConnectionError("the session has expired") from error
            raise

    def _note_error(self, error, method):
        name = f"{error.name} in {method}"
        self.errors.setdefault(name, [0, str(error)[:300]])[0] += 1

    def _write(self, entry):
        self.journal.write(json.dumps(entry) + "\n")
        self.journal.flush()

    def _choose(self, model, domain, fields, limit=40, order="id"):
        """One record at random, None without any."""
        rows = self.ask(model, "search_read", domain, fields=fields, limit=limit, order=order)
        return self.random.choice(rows) if rows else None

    # At the scan station

    def scan(self):
        """Empty a container."""
        self._scan([("state", "in", ["full", "in_use"])], "empty")

    def scan_arrival(self):
        """Receive a container that is on its way."""
        self._scan([("state", "in", ["in_process", "in_transit"])], "receive")

    def scan_not_ok(self):
        """A container is not OK."""
        self._scan([("state", "=", "full")], "not_ok")

    def scan_anything(self):
        """A card in whatever state."""
        self._scan([], "empty")

    def _scan(self, domain, mode):
        domain = [*domain, ("loop_id.trigger", "=", "card"), ("loop_id", "in", self.job["loops"])]
        card = self._choose("lean.kanban.card", domain, ["barcode"], limit=400)
        if not card:
            return
        uid = str(uuid.uuid4())
        answer = self.do(
            *("scan", uid, "lean.kanban.card", "scan", card["barcode"]), accept=_is_scanned, scan_uid=uid, mode=mode
        )
        if answer and _is_scanned(answer):
            self.last_scan = uid

    def undo(self):
        """Take the last scan back."""
        if self.last_scan:
            self.do("undo", self.last_scan, "lean.kanban.card", "undo_scan", self.last_scan, accept=_is_undone)
            self.last_scan = None

    def read_board(self):
        """Look at the board and the dashboard."""
        self.ask("lean.kanban.loop", "get_board")
        self.ask("lean.kanban.loop", "get_dashboard")

    # Buying, receiving, making

    def confirm_order(self):
        """The buyer confirms an order."""
        if order := self._choose_order([("state", "in", ["draft", "sent"])]):
            self.do("purchase.order/purchase", order["id"], "purchase.order", "button_confirm", [order["id"]])

    def cancel_order(self):
        """The buyer cancels an order that nobody has confirmed, or one that is."""
        if order := self._choose_order([("state", "in", ["draft", "purchase"]), ("receipt_status", "!=", "full")]):
            self.do("purchase.order/cancel", order["id"], "purchase.order", "button_cancel", [order["id"]])

    def _choose_order(self, domain):
        loops = [("order_line.kanban_loop_id", "in", self.job["loops"])]
        return self._choose("purchase.order", [*domain, *loops], ["id"])

    def signal_again(self):
        """A cancelled card is wanted after all, an error is cleared."""
        domain = [("loop_id", "in", self.job["loops"]), "|", ("is_held_back", "=", True), ("state", "=", "error")]
        if card := self._choose("lean.kanban.card", domain, ["state"]):
            method = "action_retry" if card["state"] == "error" else "action_signal_empty"
            self.do("call", card["id"], "lean.kanban.card", method, [card["id"]])

    def receive(self):
        """The storekeeper validates a receipt or a transfer, all of it."""
        domain = [("state", "=", "assigned"), ("move_ids.kanban_loop_id", "in", self.job["loops"])]
        if picking := self._choose("stock.picking", domain, ["id"]):
            context = {"skip_backorder": True, "skip_sms": True}
            arguments = ("stock.picking", "button_validate", [picking["id"]])
            self.do("stock.picking/done", picking["id"], *arguments, accept=_is_true, context=context)

    def make(self):
        """A production is confirmed and finished."""
        domain = [("kanban_loop_id", "in", self.job["loops"]), ("state", "not in", ["done", "cancel"])]
        production = self._choose("mrp.production", domain, ["state"])
        if not production:
            return
        if production["state"] == "draft":
            self.do("call", production["id"], "mrp.production", "action_confirm", [production["id"]])
        else:
            arguments = ("mrp.production", "button_mark_done", [production["id"]])
            self.do("mrp.production/done", production["id"], *arguments, accept=_is_true)

    def cancel_production(self):
        """A production is not wanted any more."""
        domain = [("kanban_loop_id", "in", self.job["loops"]), ("state", "in", ["draft", "confirmed"])]
        if production := self._choose("mrp.production", domain, ["id"]):
            arguments = ("mrp.production", "action_cancel", [production["id"]])
            self.do("mrp.production/cancel", production["id"], *arguments)

    # Auditing

    def audit_area(self):
        """Answer a question of the audit at hand, or sign it, or start one."""
        if not self.audit:
            area, template = self.random.choice(self.job["areas"]), self.job["template"]
            self.audit = self.ask("lean.5s.audit", "start_extra", area, template)
            return
        open_questions = [row["id"] for row in self.audit["answers"] if not row["choice"]]
        if open_questions and self.random.random() > GIVE_UP_SHARE:
            self._answer(self.random.choice(open_questions))
        elif open_questions:
            self._answer(self.random.choice([row["id"] for row in self.audit["answers"]]))
        else:
            audit_id = self.audit["id"]
            self.do("lean.5s.audit/done", audit_id, "lean.5s.audit", "sign", [audit_id], accept=_is_ok)
            self.audit = None

    def _answer(self, answer_id):
        uid = str(uuid.uuid4())
        entry = {"uid": uid, "answer_id": answer_id, "choice": str(self.random.randint(2, 4)), "age": 0}
        answer = self.do("5s_answer", uid, "lean.5s.audit", "save_answer", entry, accept=_is_ok)
        if answer and answer["answers"]:
            self.audit["answers"] = answer["answers"]
        if answer and not answer["ok"]:
            self.audit = None

    def read_audits(self):
        """Look at what is to be audited."""
        self.ask("lean.5s.audit", "get_start")

    # At the machine

    def check_machine(self):
        """Answer the tasks of a check and sign it."""
        station = self.ask("lean.tpm.occurrence", "get_station", self.random.choice(self.job["machines"]))
        checks = [check for check in (station or {}).get("checks", ()) if check["kind"] == "autonomous"]
        if not checks:
            self.hang_tag()
            return
        check = self.random.choice(checks)
        for task in check["tasks"]:
            if not task["result"]:
                self._answer_task(check["id"], task)
        uid = str(uuid.uuid4())
        self.do("tpm_sign", check["id"], "lean.tpm.occurrence", "sign_check", check["id"], uid, accept=_is_ok)

    def _answer_task(self, occurrence_id, task):
        entry = {"uid": str(uuid.uuid4()), "occurrence_id": occurrence_id, "task_id": task["id"], "answer": "ok"}
        if task["kind"] == "measurement":
            entry["value"] = self.random.uniform(1, 9)
        key = f"{occurrence_id}/{task['id']}"
        self.do("tpm_answer", key, "lean.tpm.result", "submit", entry, accept=_is_ok)

    def hang_tag(self):
        """Something is wrong with a machine."""
        uid = str(uuid.uuid4())
        entry = {"uid": uid, "note": f"Leak {uid[:8]}", "tag_kind": "operator"}
        machine = self.random.choice(self.job["machines"])
        self.do("tpm_tag", uid, "lean.tpm.tag", "report", machine, entry, accept=_is_ok)

    def read_meter(self):
        """A machine posts what its meter shows; a second has one reading."""
        code = self.random.choice(self.job["meters"])
        at = datetime.now(timezone.utc).replace(tzinfo=None) - timedelta(seconds=1)
        value = round((at - datetime(2026, 1, 1)).total_seconds() / 3600, 4)
        read_at = at.strftime("%Y-%m-%d %H:%M:%S")
        arguments = ("lean.tpm.meter", "post_reading", code, value, read_at)
        self.do("tpm_reading", f"{code}/{read_at}", *arguments, accept=_is_ok)

    def read_machines(self):
        """Look at the machines."""
        self.ask("lean.tpm.occurrence", "get_machines")


def _is_ok(answer):
    return bool(answer and answer["ok"])


def _is_true(answer):
    return answer is True


def _is_scanned(answer):
    """Whether this very scan was recorded; one ignored as a bounce of another was not."""
    return bool(answer["ok"] and (answer["level"] == "success" or answer.get("is_resent")))


def _is_undone(answer):
    return bool(answer.get("is_undone"))


def _say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main():
    """Do one job."""
    person = Person(json.loads(sys.stdin.readline()))
    _say("ready")
    sys.stdin.readline()
    _say(json.dumps(person.work()))


if __name__ == "__main__":
    main()
