# Copyright 2026 Odoo Lean
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl)
"""What of ours a database holds, read below the ORM."""

from odoo.tools import SQL

# An update writes the records of data files anew.
STAMPS = {"write_date", "write_uid"}

OUR_TABLES = "SELECT oid FROM pg_class WHERE relkind = 'r' AND relname LIKE 'lean\\_%'"
OUR_FIELDS = """
    SELECT DISTINCT REPLACE(field.model, '.', '_') AS "table", field.name AS "column"
      FROM ir_model_data data JOIN ir_model_fields field ON field.id = data.res_id
     WHERE data.model = 'ir.model.fields' AND data.module LIKE 'lean\\_%' AND field.store
       AND NOT EXISTS (SELECT FROM ir_model_data core
                        WHERE core.model = data.model AND core.res_id = data.res_id AND core.module NOT LIKE 'lean\\_%')
"""


def read_rows(cr):
    """{(table, id): {column: value}} of our tables, and of our columns in tables of core."""
    rows = {}
    for table, columns in _read_columns(cr).items():
        if "id" in columns:
            cr.execute(SQL("SELECT %s FROM %s", SQL(", ").join(map(SQL.identifier, columns)), SQL.identifier(table)))
            rows |= {(table, row["id"]): row for row in cr.dictfetchall()}
    return rows


def read_links(cr):
    """{(table, row)} of our tables without records: what is linked with what."""
    links = set()
    for table, columns in _read_columns(cr).items():
        if "id" not in columns:
            cr.execute(SQL("SELECT %s FROM %s", SQL(", ").join(map(SQL.identifier, columns)), SQL.identifier(table)))
            links |= {(table, row) for row in cr.fetchall()}
    return links


def _read_columns(cr):
    """{table: names of its columns that are ours}, `id` with them where there is one; sorted by name."""
    cr.execute(  # pylint: disable=sql-injection
        f"""SELECT relation.relname, attribute.attname, relation.relname LIKE 'lean\\_%%' OR field."column" IS NOT NULL
              FROM pg_attribute attribute
              JOIN pg_class relation ON relation.oid = attribute.attrelid AND relation.relkind = 'r'
              LEFT JOIN ({OUR_FIELDS}) field
                ON field."table" = relation.relname AND field."column" = attribute.attname
             WHERE attribute.attnum > 0 AND NOT attribute.attisdropped
               AND relation.relnamespace = 'public'::regnamespace
               AND (relation.oid IN ({OUR_TABLES}) OR field."column" IS NOT NULL
                    OR attribute.attname = 'id' AND relation.relname IN (SELECT "table" FROM ({OUR_FIELDS}) field))
          ORDER BY relation.relname, attribute.attname"""
    )
    columns = {}
    for table, column, is_ours in cr.fetchall():
        columns.setdefault(table, {})[column] = is_ours
    return {table: list(found) for table, found in columns.items() if any(found.values())}


def read_core(cr, tables):
    """{(table, id): {column: value}} of tables of core, without our columns."""
    cr.execute(OUR_FIELDS.replace("%", "%%"))
    ours, rows = set(cr.fetchall()), {}
    for table in tables:
        cr.execute(SQL("SELECT * FROM %s", SQL.identifier(table)))
        for row in cr.dictfetchall():
            rows[table, row["id"]] = {name: value for name, value in row.items() if (table, name) not in ours}
    return rows


def find_differences(before, after, dropped=()):
    """Sentences on records that are gone or have another value; new records and columns are none.

    :param dropped: `table.column` of what a later release gave up on purpose

    >>> before = {("card", 1): {"id": 1, "code": "A"}, ("card", 2): {"id": 2, "code": "B"}}
    >>> find_differences(before, {("card", 1): {"id": 1, "code": "C", "new": 0}, ("card", 3): {"id": 3}})
    ["card 1: code was 'A', is 'C'", 'card 2 is gone']
    >>> find_differences(before, {("card", 1): {"id": 1}, ("card", 2): {"id": 2}}, dropped=["card.code"])
    []
    """
    found = []
    for (table, res_id), row in before.items():
        now = after.get((table, res_id))
        if now is None:
            found.append(f"{table} {res_id} is gone")
            continue
        for column, value in row.items():
            if f"{table}.{column}" in dropped or column in STAMPS:
                continue
            if column not in now:
                found.append(f"{table}.{column} is gone")
            elif now[column] != value:
                found.append(f"{table} {res_id}: {column} was {value!r}, is {now[column]!r}")
    return list(dict.fromkeys(found))


def read_schema(cr):
    """Set of what PostgreSQL knows of our tables and columns: types, indexes, constraints, options."""
    statements = (
        f"""SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull::text
              FROM pg_attribute WHERE attrelid IN ({OUR_TABLES}) AND attnum > 0 AND NOT attisdropped""",
        f"""SELECT columns.table_name::text, columns.column_name::text, columns.data_type::text, columns.is_nullable::text
              FROM information_schema.columns
              JOIN ({OUR_FIELDS}) field
                ON field."table" = columns.table_name AND field."column" = columns.column_name""",
        f"""SELECT indrelid::regclass::text, 'index', pg_get_indexdef(indexrelid), ''
              FROM pg_index WHERE indrelid IN ({OUR_TABLES})""",
        f"""SELECT conrelid::regclass::text, 'constraint', conname, pg_get_constraintdef(oid)
              FROM pg_constraint WHERE conrelid IN ({OUR_TABLES})""",
        f"SELECT oid::regclass::text, 'options', reloptions::text, '' FROM pg_class WHERE oid IN ({OUR_TABLES})",
    )
    schema = set()
    for statement in statements:
        cr.execute(statement)
        schema |= set(cr.fetchall())
    return schema
