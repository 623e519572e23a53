# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from odoo.tests import tagged
from odoo.tools.misc import file_path

from .common import KanbanCommon

COLUMNS = ["id", "product_id", "location_id", "source_location_id", "container_qty", "container_uom_id", "card_count"]


@tagged("post_install", "-at_install")
class TestImport(KanbanCommon):
    """Loops out of a spreadsheet, as the planner imports them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.default_code = "SK-01"
        cls.other = cls._create_product("Bearing", default_code="BE-01")
        cls.loops = cls.env["lean.kanban.loop"].with_user(cls.planner).with_context(import_file=True)

    def _load(self, *rows, columns=None):
        return self.loops.load(columns or COLUMNS, [list(row) for row in rows])

    def _row(self, number, product="SK-01", place="Shelf A", container="20", unit="Units", cards="3"):
        prefix = self.stock.complete_name
        return (
            f"kanban_test_{number}",
            product,
            f"{prefix}/{place}",
            self.line_side.complete_name,
            container,
            unit,
            cards,
        )

    def test_names_and_references_are_found(self):
        result = self._load(self._row(1), self._row(2, product="[BE-01] Bearing", place="Shelf B"))
        self.assertFalse(result["messages"])
        self.assertRecordValues(
            self.loops.browse(result["ids"]),
            [
                {"product_id": self.product.id, "location_id": self.shelf_a.id, "card_count": 3, "kind": "withdrawal"},
                {"product_id": self.other.id, "location_id": self.shelf_b.id, "card_count": 3, "kind": "withdrawal"},
            ],
        )
        self.assertEqual(set(self.loops.browse(result["ids"]).mapped("state")), {"draft"})

    def test_imported_again_it_changes_and_never_doubles(self):
        first = self._load(self._row(1), self._row(2, product="BE-01"))["ids"]
        loop = self.loops.browse(first[0])
        loop.action_activate()
        again = self._load(self._row(1, container="24", cards="5"), self._row(2, product="BE-01"))
        self.assertFalse(again["messages"])
        self.assertEqual(again["ids"], first)
        self.assertEqual((loop.container_qty, len(loop.card_ids), loop.state), (24, 5, "active"))

    def test_a_running_loop_keeps_its_product(self):
        loop = self.loops.browse(self._load(self._row(1))["ids"])
        loop.action_activate()
        result = self._load(self._row(1, product="BE-01"))
        self.assertIn("cards in circulation", result["messages"][0]["message"])

    def test_errors_name_the_row_and_what_to_do(self):
        for row, reason in (
            (self._row(2, product="XX-99"), "XX-99"),
            (self._row(2, place="Nowhere"), "Nowhere"),
            (self._row(2, unit="kg"), "Choose a unit of the same kind"),
            (self._row(2, cards="0"), "at least one card"),
            (self._row(2, container="-1"), "hold more than nothing"),
            (self._row(2, container="many"), "many"),
        ):
            result = self._load(self._row(1), row)
            of_row = [m["message"] for m in result["messages"] if m["rows"] == {"from": 1, "to": 1}]
            self.assertIn(reason, "".join(of_row))
            self.assertFalse(result["ids"])

    def test_a_file_starts_nothing(self):
        result = self._load((*self._row(1), "active"), columns=[*COLUMNS, "state"])
        self.assertIn("imported as drafts", result["messages"][0]["message"])

    def test_the_template_is_understood_without_a_click(self):
        for template in self.env["lean.kanban.loop"].get_import_templates():
            with open(file_path(template["template"].lstrip("/")), "rb") as file:
                wizard = (
                    self.env["base_import.import"]
                    .with_user(self.planner)
                    .create(
                        {
                            "res_model": "lean.kanban.loop",
                            "file": file.read(),
                            "file_name": "loops.xlsx",
                            "file_type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                        }
                    )
                )
            preview = wizard.parse_preview({"has_headers": True, "quoting": '"', "keep_matches": False, "sheet": ""})
            self.assertNotIn("error", preview, preview.get("error"))
            self.assertEqual(len(preview["matches"]), len(preview["headers"]))
