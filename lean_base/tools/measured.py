# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
from collections import defaultdict


def store_measured(figures):
    """Give records figures of their own, all of them in the ORM's own batches.

    For fields that nobody enters: they have no access, constraint or tracking that `write` would ask for a thousand
    times. Many records have like values, which are given at once.

    :param figures: {record: {field name: value, which is hashable}}, of one model
    """
    if not figures:
        return
    alike = defaultdict(list)
    for record, values in figures.items():
        for item in values.items():
            alike[item].append(record.id)
    model = next(iter(figures)).browse()
    for (name, value), ids in alike.items():
        model._fields[name].write(model.browse(ids), value)
    model.concat(*figures).modified({name for name, __ in alike})
