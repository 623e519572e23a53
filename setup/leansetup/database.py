"""Databases and their file stores: create, clone, drop, annotate."""

import json
import os
import shutil
import uuid
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from psycopg2 import errors, sql

from leansetup import paths
from leansetup.console import SetupError
from leansetup.postgres import Server

FAST_COPY_VERSION = 150000


def filestore(name: str) -> Path:
    """Where Odoo keeps the attachments of a database."""
    return paths.DATA / "filestore" / name


def exists(server: Server, name: str) -> bool:
    """Is there a database of that name?"""
    return name in names(server)


def names(server: Server) -> list[str]:
    """All databases of the server."""
    with closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname")
        return [row[0] for row in cursor.fetchall()]


def create(server: Server, name: str) -> None:
    """An empty database as Odoo wants it."""
    _execute(server, "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'", name)


def clone(server: Server, source: str, target: str) -> None:
    """Copy a database with its attachments; both must be idle."""
    with closing(server.connect()) as connection:
        is_fast = connection.server_version >= FAST_COPY_VERSION and server.is_ours
    statement = "CREATE DATABASE {} TEMPLATE {}" + (" STRATEGY FILE_COPY" if is_fast else "")
    try:
        _execute(server, statement, target, source)
    except errors.ObjectInUse as error:
        raise SetupError(
            f"Database {source} is in use and cannot be copied: {str(error).strip()}",
            hint="Close what is connected to it (a shell, psql), then try again.",
        ) from error
    link_filestore(source, target)


def link_filestore(source: str, target: str) -> None:
    """Attachments are named by their content and never rewritten, so hard links will do."""
    shutil.rmtree(filestore(target), ignore_errors=True)
    if filestore(source).exists():
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


def drop(server: Server, name: str) -> None:
    """Drop a database and its attachments, whoever is still connected."""
    _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    shutil.rmtree(filestore(name), ignore_errors=True)


def rename(server: Server, source: str, target: str) -> None:
    """Rename an idle database and its attachments."""
    _execute(server, "ALTER DATABASE {} RENAME TO {}", source, target)
    shutil.rmtree(filestore(target), ignore_errors=True)
    if filestore(source).exists():
        filestore(source).rename(filestore(target))


def annotate(server: Server, name: str, values: Mapping[str, str]) -> None:
    """Remember facts about a database in its comment."""
    with closing(server.connect()) as connection, connection.cursor() as cursor:
        statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
        cursor.execute(statement.format(sql.Identifier(name), sql.Literal(json.dumps(dict(values)))))


def annotation(server: Server, name: str) -> dict[str, str]:
    """What `annotate` remembered; empty for a database of unknown origin."""
    with closing(server.connect()) as connection, connection.cursor() as cursor:
        query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        cursor.execute(query, (name,))
        row = cursor.fetchone()
    try:
        values = json.loads(row[0]) if row and row[0] else {}
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def renew_identity(server: Server, name: str) -> None:
    """A cloned database must not share the secrets of its template."""
    query = "UPDATE ir_config_parameter SET value = %s WHERE key = %s"
    with closing(server.connect(name)) as connection, connection.cursor() as cursor:
        cursor.execute(query, (str(uuid.uuid4()), "database.secret"))
        cursor.execute(query, (str(uuid.uuid1()), "database.uuid"))


def _execute(server: Server, statement: str, *identifiers: str) -> None:
    with closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, identifiers)))
