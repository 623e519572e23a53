# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
import logging

from psycopg2 import OperationalError

_logger = logging.getLogger(__name__)


def run_safely(records, run):
    """Run a batch; where it fails, leave out the records it fails on, and name them in the log.

    All at once in one savepoint; a batch that fails is halved until the record stands alone that it fails on. What
    another transaction got in the way of is not a bad record: it goes up, and the caller's run begins again.

    :param run: function of records, which may be called again with some of them
    :return: the records that failed, and on which nothing was done
    """
    if not records:
        return records
    try:
        with records.env.cr.savepoint():
            run(records)
    except OperationalError:
        raise
    except Exception:
        if len(records) == 1:
            _logger.exception("%s of %s %s (%s) failed", _name(run), records._name, records.id, _show(records))
            return records
        half = len(records) // 2
        return run_safely(records[:half], run) | run_safely(records[half:], run)
    return records.browse()


def _name(run):
    return getattr(run, "__qualname__", repr(run)).split(".<locals>")[0]


def _show(record):
    """The name of a record that may be broken."""
    try:
        with record.env.cr.savepoint():
            return record.sudo().display_name
    except OperationalError:
        raise
    except Exception:
        return "?"
