"""Read, write and delete many small rows at once, without making an object of each."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection, models


@contextmanager
def sent_together() -> Iterator[None]:
    """Have PostgreSQL told at once what is written in the block, and waited for at its end: each wait is a way there and back.

    What the block reads is waited for where it is read, and with it all that was written before.
    """
    if connection.vendor == "sqlite":
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def select(statement: str, values: Sequence[Any]) -> list[Any]:
    """Return the rows of a statement, as the database's own driver gives them.

    Django writes each statement again with its values before it is sent, which takes longer than some of ours: the
    driver lets the database plan a statement once, and PostgreSQL send bytes as bytes.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "sqlite":
            return connection.connection.execute(_of_sqlite(statement), values).fetchall()
        with _cursor() as cursor:
            return cursor.execute(statement, values, prepare=True, binary=True).fetchall()


def _cursor() -> Any:
    """Return a cursor of PostgreSQL's that has the server bind values; the one that Django prefers does so in the client."""
    import psycopg  # noqa: PLC0415  # installed where PostgreSQL is used

    return psycopg.Cursor(connection.connection)


@cache
def _of_sqlite(statement: str) -> str:
    return statement.replace("%s", "?")


def among(column: str, numbers: Collection[int]) -> tuple[str, list[Any]]:
    """Return the condition that a column has one of these numbers, and the values for it."""
    if connection.vendor == "sqlite":
        return f"{column} IN ({', '.join(['%s'] * len(numbers))})", list(numbers)
    # One statement however many there are, so that the database plans it once.
    return f"{column} = ANY(%s::bigint[])", [list(numbers)]


def _types(model: type[models.Model], columns: Sequence[str]) -> list[str]:
    """Return the types of columns as PostgreSQL names those of lists of their values."""
    fields = {each.column: each for each in model._meta.concrete_fields}
    return [f"{fields[each].db_type(connection)}[]" for each in columns]


def _together(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], statement: str
) -> None:
    """Have PostgreSQL do something to many rows in one statement, in which {rows} stands for them."""
    given = ", ".join(f"%b::{each}" for each in _types(model, columns))
    values = [list(each) for each in zip(*rows, strict=True)]
    connection.ensure_connection()
    # Sent as bytes: to write hundreds of values into the statement would take longer than to insert them.
    with connection.wrap_database_errors, _cursor() as cursor:
        cursor.execute(statement.format(rows=f"unnest({given}) AS given ({', '.join(columns)})"), values)


def insert(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of plain values into the table of a model."""
    if rows:
        table, names, places = model._meta.db_table, ", ".join(columns), ", ".join(["%s"] * len(columns))
        if connection.vendor == "postgresql":
            _together(model, columns, rows, f"INSERT INTO {table} ({names}) SELECT * FROM {{rows}}")  # noqa: S608
        else:
            _all(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608  # our own tables


def delete(model: type[models.Model], columns: Sequence[str], keys: Sequence[Sequence[Any]]) -> None:
    """Delete the rows of a model that have these values in these columns."""
    if keys:
        table = model._meta.db_table
        if connection.vendor == "postgresql":
            same = " AND ".join(f"{table}.{each} = given.{each}" for each in columns)
            _together(model, columns, keys, f"DELETE FROM {table} USING {{rows}} WHERE {same}")  # noqa: S608
        else:
            same = " AND ".join(f"{each} = %s" for each in columns)
            _all(f"DELETE FROM {table} WHERE {same}", keys)  # noqa: S608  # our own tables


def update(
    model: type[models.Model], columns: Sequence[str], key: str, rows: Sequence[Sequence[Any]]
) -> None:
    """Give columns of a model new values: rows of the values and the key."""
    if rows:
        table = model._meta.db_table
        if connection.vendor == "postgresql":
            new = ", ".join(f"{each} = given.{each}" for each in columns)
            change = f"UPDATE {table} SET {new} FROM {{rows}} WHERE {table}.{key} = given.{key}"  # noqa: S608
            _together(model, (*columns, key), rows, change)
        else:
            new = ", ".join(f"{each} = %s" for each in columns)
            _all(f"UPDATE {table} SET {new} WHERE {key} = %s", rows)  # noqa: S608  # our own tables


def _all(statement: str, rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
