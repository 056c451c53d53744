"""Read, write and delete many small rows at once, without making an object of each."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def select(statement: str, values: Sequence[Any]) -> list[Any]:
    """Return the rows of a statement, as the database's own driver gives them.

    Django writes each statement anew with its values before it is sent, which takes longer than some of ours: the
    driver lets the database plan a statement once, and PostgreSQL send bytes as bytes.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            return connection.connection.execute(_of_sqlite(statement), values).fetchall()
        # Not the cursor that Django prefers, which binds values in the client.
        import psycopg  # noqa: PLC0415  # installed where PostgreSQL is used

        with psycopg.Cursor(connection.connection) as cursor:
            return cursor.execute(statement, values, prepare=True, binary=True).fetchall()


@cache
def _of_sqlite(statement: str) -> str:
    return statement.replace("%s", "?")


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of plain values into the table of a model."""
    if rows:
        names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
        _all(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})", rows)  # noqa: S608  # our own tables


def delete(model: type[models.Model], columns: Sequence[str], keys: Sequence[Sequence[Any]]) -> None:
    """Delete the rows of a model that have these values in these columns."""
    if keys:
        condition = " AND ".join(f"{each} = %s" for each in columns)
        _all(f"DELETE FROM {model._meta.db_table} WHERE {condition}", keys)  # noqa: S608  # our own tables


def update(model: type[models.Model], column: str, key: str, rows: Sequence[Sequence[Any]]) -> None:
    """Give one column of a model new values: rows of the value and the key."""
    if rows:
        _all(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE {key} = %s", rows)  # noqa: S608  # our own tables


def _all(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
