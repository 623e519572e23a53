# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import csv
import io
import json
import math

from hypothesis import strategies as st

from odoo.tests import TransactionCase, tagged
from odoo.tools import json_default

from .fuzz.common import EXAMPLES, FuzzMixin
from .fuzz.strategies import texts

IMPORTED = 3 * EXAMPLES  # examples of the imports that the documentation names


@tagged("post_install", "-at_install")
class TestFuzzImports(FuzzMixin, TransactionCase):
    """A spreadsheet with anything in it is taken in whole, or refused with messages and nothing of it kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plant = cls.plant
        cls.good_rows = {
            "lean.kanban.loop": {
                "product_id": plant.products[1].name,
                "location_id": plant.loop.location_id.complete_name,
                "container_qty": "20",
                "card_count": "3",
            },
            "lean.tpm.reading": {"meter_id": plant.meter.name, "value": "5", "date": "2026-06-01 08:00:00"},
            "lean.tpm.plan": {
                "name": "Belts",
                "equipment_id": plant.machine.name,
                "interval_count": "1",
                "interval_unit": "week",
                "date_start": "2026-06-01",
                "ahead_days": "30",
            },
            "lean.area": {"name": "Paint", "code": "PNT", "parent_id": plant.area.name},
            "hr.employee": {"name": "Operator 9", "barcode": "OPER9", "pin": "4711"},
        }

    def test_good_rows_are_taken(self):
        for model, row in self.good_rows.items():
            with self.subTest(model=model):
                self.assertTrue(self._load(model, list(row), [list(row.values())])["ids"])

    def test_documented_imports(self):
        for model, row in self.good_rows.items():
            # Each row is good but for a cell or two.
            cells = st.fixed_dictionaries({name: st.just(value) | texts for name, value in row.items()})
            rows = st.lists(cells.map(lambda values: [*values.values()]), min_size=1, max_size=3)
            with self.noting_defects(model):
                self.fuzz(self._import(model, list(row)), rows, examples=IMPORTED)
        self.assertNoDefect()

    def test_every_model(self):
        for name, model in sorted(self.registry.items()):
            if not name.startswith("lean.") or model._abstract or model._transient or not model._auto:
                continue
            fields = [f for f in self.env[name]._fields.values() if f.store and not f.readonly and f.type != "one2many"]
            columns = sorted(field.name for field in fields)[:12]
            rows = st.lists(st.lists(texts, min_size=len(columns), max_size=len(columns)), min_size=1, max_size=3)
            with self.noting_defects(name):
                self.fuzz(self._import(name, columns), rows)
        self.assertNoDefect()

    def test_a_file_of_readings(self):
        columns = list(self.good_rows["lean.tpm.reading"])
        cells = st.fixed_dictionaries(
            {name: st.just(value) | texts for name, value in self.good_rows["lean.tpm.reading"].items()}
        )
        with self.noting_defects("file"):
            self.fuzz(self._import_file(columns), st.lists(cells, min_size=1, max_size=3), examples=IMPORTED)
        self.assertNoDefect()

    def _load(self, model, columns, rows):
        return self.env[model].with_user(self.manager).with_context(import_file=True).load(columns, rows)

    def _import(self, model, columns):
        def check(rows):
            before = self.count_rows()
            result = self.attempt(lambda: self._load(model, columns, rows))
            if result and not result["ids"]:
                self.assertTrue(result["messages"])
                self.assertEqual(self.count_rows(), before, "Half a file was taken in")
            if result:
                json.dumps(result, default=json_default)
                self._check_finite(self.env[model].browse(result["ids"] or []))

        return check

    def _check_finite(self, records):
        for field in records._fields.values():
            if field.store and field.type in ("float", "monetary"):
                for value in records.mapped(field.name):
                    self.assertTrue(value is False or math.isfinite(value), field)

    def _import_file(self, columns):
        options = {"quoting": '"', "separator": ",", "has_headers": True, "encoding": "utf-8"}

        def check(rows):
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerows([columns, *(row.values() for row in rows)])
            content = text.getvalue().encode(errors="ignore").replace(b"\x00", b"")
            imports = self.env["base_import.import"].with_user(self.manager)
            values = {"res_model": "lean.tpm.reading", "file": content, "file_type": "text/csv", "file_name": "a.csv"}
            wizard = imports.create(values)
            before = self.count_rows()
            result = self.attempt(lambda: wizard.execute_import(columns, columns, options))
            if result and not result.get("ids"):
                self.assertEqual(self.count_rows(), before, "Half a file was taken in")

        return check
