# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict
from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.lean_base.tools import read_dict, read_ids

from ..calculations.demand import working_days_between
from ..calculations.zones import get_zone, hours_to_stock_out
from .lean_kanban_supply import OPEN_STATES

BOARD_CHANNEL = "lean_kanban.board"
BOARD_HORIZON_DAYS = 400
COLUMN_BY_STATE = {
    "full": "full",
    "in_use": "in_use",
    "wait": "waiting",
    "empty": "waiting",
    "requested": "requested",
    "in_process": "in_process",
    "in_transit": "in_transit",
    "error": "problem",
    "rejected": "problem",
    "lost": "problem",
    "hold": "problem",
}
COLUMNS = tuple(dict.fromkeys(COLUMN_BY_STATE.values()))


class LeanKanbanLoop(models.Model):
    """What the board shows of running loops, in a fixed number of queries.

    Addons add a lane in :meth:`_get_board_lanes`.
    """

    _inherit = "lean.kanban.loop"

    @api.model
    @api.readonly
    def get_board(self, filters=None):
        """Everything the board shows.

        :param filters: {"loop_ids": only these loops, as after a scan}
        :return: {"loops": one dict a running loop, "lanes": {"key", "label"} to choose from,
            "now", "can_create", "asked": the loops asked for}. Undefined values are None.
        """
        filters = read_dict(filters)
        loops = self.search_fetch(self._get_board_domain(filters), self._get_board_fields())
        return {
            "loops": loops._get_board_rows(),
            "lanes": self._get_board_lane_labels(),
            "asked": filters.get("loop_ids"),
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            "can_create": self.has_access("create"),
        }

    @api.model
    def _get_board_domain(self, filters):
        domain = Domain("state", "!=", "draft")
        if filters.get("loop_ids") is not None:
            domain &= Domain("id", "in", read_ids(filters["loop_ids"]))
        return domain

    @api.model
    def _get_board_fields(self):
        """Fields that rows are made of, read together."""
        return [
            *("name", "state", "hold_reason", "kind", "company_id", "user_id", "product_id", "location_id", "area_id"),
            *("source_location_id", "signal_point", "container_product_qty", "daily_demand", "lead_time_days"),
        ]

    def _get_board_rows(self):
        counts = self._get_board_counts()
        supplies = self._get_board_supplies()
        on_hand = self._get_quantities_on_hand()
        pictures = self._get_board_pictures()
        names = self._get_board_names()
        lanes = self._get_board_lanes(names)
        calendars = self._get_board_calendars(supplies)
        overdue_limit = self.env["lean.kanban.card"]._get_overdue_limit()
        rows = []
        for loop in self:
            row = loop._prepare_board_row(names)
            row |= loop._prepare_board_cards(counts.get(loop.id, {}), supplies[loop.id], overdue_limit)
            row |= loop._prepare_board_supply(supplies[loop.id], calendars[loop.company_id])
            row |= loop._prepare_board_zone(row, on_hand[loop], calendars[loop.company_id])
            row["picture"] = pictures.get(loop.product_id.id)
            row["lanes"] = {key: values[loop] for key, values in lanes.items()}
            rows.append(row)
        return rows

    # What is read, each for all loops at once

    def _get_board_counts(self):
        """{loop id: {state: (cards, since when the first of them, how many held back)}}"""
        counts = defaultdict(dict)
        for loop, state, held, count, since in self.env["lean.kanban.card"]._read_group(
            self._get_board_card_domain(),
            ["loop_id", "state", "is_held_back"],
            ["__count", "date_state:min"],
        ):
            known = counts[loop.id].get(state, (0, since, 0))
            counts[loop.id][state] = (known[0] + count, min(known[1], since), known[2] + count * held)
        return counts

    def _get_board_card_domain(self):
        """Cards that belong to these loops now."""
        return Domain("loop_id", "in", self.ids) & Domain("state", "!=", "retired")

    def _get_board_supplies(self):
        """{loop id: [(signalled, expected or None, names of documents)] of its open supplies}

        Names and dates of documents are shown to whoever may see the loop.
        """
        supplies = (
            self.env["lean.kanban.supply"]
            .sudo()
            .search_fetch(
                [("loop_id", "in", self.ids), ("state", "in", OPEN_STATES)],
                ["loop_id", "date_signalled", "date_requested"],
            )
        )
        documents = self._get_board_documents(supplies)
        rows = defaultdict(list)
        for supply in supplies:
            names, dates = documents.get(supply.id, ([], []))
            since = supply.date_signalled or supply.date_requested
            rows[supply.loop_id.id].append((since, max(dates, default=None), names))
        return rows

    @api.model
    def _get_board_documents(self, supplies):
        """{supply id: (names, dates expected) of the documents that still bring something}"""
        allocations = self.env["lean.kanban.allocation"].sudo()
        links = allocations._document_fields()
        allocations = allocations.search_fetch(
            [("supply_id", "in", supplies.ids)], ["supply_id", "quantity", "quantity_filled", *links]
        )
        facts = {}
        result = defaultdict(lambda: ([], []))
        for allocation in allocations:
            document = allocation._get_document()
            if not document or allocation.quantity <= allocation.quantity_filled:
                continue
            if document not in facts:
                facts[document] = (document._kanban_document_name(), document._kanban_date_expected())
            for values, fact in zip(result[allocation.supply_id.id], facts[document], strict=True):
                if fact:
                    values.append(fact)
        return result

    def _get_board_pictures(self):
        """{product id: address of its picture}, without the products that have none."""
        products = self.product_id
        owners = {("product.product", product.id): product.id for product in products}
        for product in products:
            owners.setdefault(("product.template", product.product_tmpl_id.id), product.id)
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search_fetch(
                Domain.OR(
                    [
                        [("res_model", "=", model), ("res_field", "=", name), ("res_id", "in", ids)]
                        for model, name, ids in (
                            ("product.product", "image_variant_128", products.ids),
                            ("product.template", "image_128", products.product_tmpl_id.ids),
                        )
                    ]
                ),
                ["res_model", "res_id", "checksum"],
            )
        )
        found = {(a.res_model, a.res_id): a.checksum for a in attachments}
        pictures = {}
        for product in products:
            template = ("product.template", product.product_tmpl_id.id)
            checksum = found.get(("product.product", product.id)) or found.get(template)
            if checksum:
                url = f"/web/image/product.product/{product.id}/image_128?unique={checksum[:8]}"
                pictures[product.id] = url
        return pictures

    def _get_board_calendars(self, supplies):
        """{company: its zone, today, working hours a day and the dates worked from now on}"""
        dates = [expected for rows in supplies.values() for __, expected, __ in rows if expected]
        limit = fields.Datetime.now() + timedelta(days=BOARD_HORIZON_DAYS)
        end = min(max(dates, default=fields.Datetime.now()), limit) + timedelta(days=1)
        return {company: self._get_board_calendar(company, end) for company in self.company_id}

    @api.model
    def _get_board_calendar(self, company, end):
        zone = company._lean_tz()
        calendar = company.sudo().resource_calendar_id
        now = fields.Datetime.now()
        working = {(now + timedelta(days=index)).date() for index in range((end - now).days + 2)}
        if calendar:
            intervals = calendar._work_intervals_batch(pytz.utc.localize(now), pytz.utc.localize(end), tz=zone)[False]
            working = {begin.date() for begin, __, __ in intervals}
        return {
            "zone": zone,
            "today": company._lean_today(),
            "hours": calendar.hours_per_day or 24,
            "working": working,
        }

    # Lanes

    @api.model
    def _get_board_lane_labels(self):
        """Lanes to choose from; the first is the default."""
        return [
            {"key": "supplier", "label": self.env._("Supplier")},
            {"key": "area", "label": self.env._("Area")},
            {"key": "location", "label": self.env._("Location")},
            {"key": "product", "label": self.env._("Product")},
            {"key": "kind", "label": self.env._("Kind")},
        ]

    def _get_board_lanes(self, names):
        """{lane key: {loop: name of its lane, or False}}

        :param names: as :meth:`_get_board_names` returns them
        """
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "supplier": self._get_board_suppliers(names),
            "area": {loop: names.get(loop.area_id, False) for loop in self},
            "location": {loop: names[loop.location_id] for loop in self},
            "product": {loop: names[loop.product_id] for loop in self},
            "kind": {loop: kinds.get(loop.kind, False) for loop in self},
        }

    def _get_board_names(self):
        """{record: its name} of what rows and lanes name, which any reader of a loop may know."""
        products = self.product_id.with_context(display_default_code=False)
        records = (products, self.location_id | self.source_location_id, self.area_id, self.user_id)
        return {record: record.display_name for group in records for record in group.sudo()}

    def _get_board_suppliers(self, names):
        """{loop: who fills its containers}: a vendor, a place they are fetched from, our production."""
        own = self.env._("Own production")
        suppliers = {loop: names.get(loop.source_location_id, False) for loop in self}
        for loop in self.filtered(lambda lo: not lo.source_location_id):
            if loop.kind == "supplier":
                suppliers[loop] = loop._get_board_vendor().display_name
            elif loop.kind == "production":
                suppliers[loop] = own
        return suppliers

    def _get_board_vendor(self):
        """The vendor chosen for the loop, else the first of its product."""
        if "vendor_id" in self._fields and self.vendor_id:
            return self.vendor_id.sudo()
        sellers = self.product_id.sudo().seller_ids
        return sellers.filtered(lambda s: s.company_id in (s.company_id.browse(), self.company_id))[:1].partner_id

    # One row

    def _prepare_board_row(self, names):
        return {
            "id": self.id,
            "name": self.name,
            "product": names[self.product_id],
            "location": names[self.location_id],
            "place": self.location_id.sudo().name,
            "code": self.product_id.sudo().default_code or "",
            "owner": names.get(self.user_id, ""),
            "is_mine": self.user_id.id == self.env.uid,
            "is_held": self.state == "hold",
            "hold_reason": self.hold_reason or "",
        }

    def _prepare_board_cards(self, counts, supplies, overdue_limit):
        """Cards by column, and since when the oldest container is away."""
        columns = dict.fromkeys(COLUMNS, 0)
        for state, (count, __, __) in counts.items():
            columns[COLUMN_BY_STATE[state]] += count
        away = [since for state, (__, since, __) in counts.items() if state in ("wait", "empty")]
        away += [since for since, __, __ in supplies if since]
        requested = counts.get("requested")
        return {
            "counts": columns,
            "at_hand": columns["full"] + columns["in_use"],
            "cards": sum(columns.values()),
            "error_count": sum(counts.get(state, (0,))[0] for state in ("error", "rejected")),
            "lost_count": counts.get("lost", (0,))[0],
            "held_back_count": sum(held for __, __, held in counts.values()),
            "away_since": fields.Datetime.to_string(min(away, default=None)) or None,
            "last_away": fields.Datetime.to_string(max(away, default=None)) or None,
            "is_unconfirmed": bool(requested and requested[1] < overdue_limit),
        }

    def _prepare_board_supply(self, supplies, calendar):
        """What is on the way: documents, when the next container comes, how many are late.

        A supply is late when the day on which it was due is over where the company is.
        """
        dates = [expected for __, expected, __ in supplies if expected]
        late = [date for date in dates if self._get_local_date(date, calendar) < calendar["today"]]
        coming = [date for date in dates if date not in late]
        shown = min(dates, default=None)
        return {
            "documents": list(dict.fromkeys(name for __, __, names in supplies for name in names)),
            "date_expected": shown and fields.Date.to_string(self._get_local_date(shown, calendar)),
            "late_count": len(late),
            "late_days": (calendar["today"] - self._get_local_date(min(late), calendar)).days if late else 0,
            "next_days": self._get_days_to(min(coming), calendar) if coming else None,
        }

    @api.model
    def _get_local_date(self, date, calendar):
        return pytz.utc.localize(date).astimezone(calendar["zone"]).date()

    @api.model
    def _get_days_to(self, date, calendar):
        now = fields.Datetime.now()
        return working_days_between(now, date, calendar["working"]) if date > now else 0

    def _prepare_board_zone(self, row, on_hand, calendar):
        hours = hours_to_stock_out(on_hand, self.daily_demand, calendar["hours"])
        known = hours is not None
        is_empty = not row["at_hand"]
        if self.signal_point == "first_piece":
            is_empty = is_empty and on_hand <= 0  # the card went off with the first piece only
        return {
            "hours_left": hours,
            "days_left": hours / calendar["hours"] if known else None,
            "zone": get_zone(
                row["at_hand"],
                row["cards"],
                hours / calendar["hours"] if known else None,
                self.lead_time_days if row["next_days"] is None else row["next_days"],
                self.container_product_qty / self.daily_demand if known else 0,
                is_empty=is_empty,
                needs_decision=bool(row["error_count"] or row["held_back_count"]),
            ),
        }

    # Live

    @api.model
    def _get_board_channel(self, company):
        """Channel of a company's boards; a browser cannot name it, :class:`IrWebsocket` grants it."""
        return (company, BOARD_CHANNEL)

    def _notify_boards(self):
        """Tell the open boards which loops changed: once a transaction and company."""
        precommit = self.env.cr.precommit
        if BOARD_CHANNEL not in precommit.data:
            precommit.data[BOARD_CHANNEL] = defaultdict(dict)
            precommit.add(self.env["lean.kanban.loop"]._send_board_changes)
        for loop in self:
            precommit.data[BOARD_CHANNEL][loop.company_id][loop.id] = True

    @api.model
    def _send_board_changes(self):
        for company, loop_ids in self.env.cr.precommit.data.pop(BOARD_CHANNEL, {}).items():
            channel = self._get_board_channel(company)
            self.env["bus.bus"]._sendone(channel, BOARD_CHANNEL, {"loop_ids": list(loop_ids)})


class LeanKanbanCard(models.Model):
    _inherit = "lean.kanban.card"

    def _transition(self, state, source, **values):
        result = super()._transition(state, source, **values)
        self.sudo().loop_id._notify_boards()
        return result


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """A board asks for its channel by name; lean users get those of their companies."""
        channels = list(channels)
        if BOARD_CHANNEL in channels:
            channels.remove(BOARD_CHANNEL)
            if self.env.user.has_group("lean_base.group_lean_user"):
                loops = self.env["lean.kanban.loop"]
                channels += [loops._get_board_channel(company) for company in self.env.user.company_ids]
        return super()._build_bus_channel_list(channels)
