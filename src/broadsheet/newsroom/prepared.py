"""Ask what is asked for every page in SQL that is written once: Django takes longer to write it than to have it answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet

# Values that no caller gives, by which the places of the real ones are found in the SQL's parameters.
_STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda number: -2_000_000_000 - number,
    str: lambda number: f"\u2047{number}",
    datetime: lambda number: datetime(1871, 3, 18, tzinfo=UTC) + timedelta(seconds=number),
    UUID: lambda number: UUID(int=number + 1),
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value belongs."""

    name: str


@dataclass(frozen=True, slots=True)
class _Written:
    """A query's SQL, its parameters in their order, and what makes the values of its columns of those of the driver."""

    compiler: Any
    converters: dict[int, Any]
    sql: str
    places: tuple[Any, ...]


class Prepared:
    """A query that differs from call to call by a few values, of the types named in `kinds`.

    `build` is given the values by name and returns a query set of `values_list`. Raises ValueError where a value does
    not reach the SQL as itself, so that it could not be exchanged.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], **kinds: type) -> None:
        self._build = build
        self._kinds = kinds

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """Return the rows for these values. Raises django.db.Error as any query does."""
        connection = connections[DEFAULT_DB_ALIAS]
        # Kept with the connection, of which each thread has its own, and which the compiler refers to.
        known = connection.__dict__.setdefault("broadsheet_prepared", {})
        if self not in known:
            known[self] = self._write(connection)
        written: _Written = known[self]
        given = _adapted(values, connection)
        parameters = [given[each.name] if isinstance(each, _Place) else each for each in written.places]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            rows = cursor.fetchall()
        return [*map(tuple, written.compiler.apply_converters(rows, written.converters))]

    def _write(self, connection: Any) -> "_Written":
        stand_ins = {
            name: _STAND_INS[kind](number) for number, (name, kind) in enumerate(self._kinds.items())
        }
        compiler = self._build(**stand_ins).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        names = {value: name for name, value in _adapted(stand_ins, connection).items()}
        places = tuple(_Place(names[each]) if each in names else each for each in parameters)
        lost = names.keys() - set(parameters)
        if lost:
            raise ValueError(
                f"Not among the parameters of the query: {sorted(names[each] for each in lost)}."
            )
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        return _Written(compiler, converters, sql, places)


def _adapted(values: Mapping[str, Any], connection: Any) -> dict[str, Any]:
    """Return values as the database's driver takes them, which is how they stand among a query's parameters."""
    adapted = dict(values)
    for name, value in values.items():
        if isinstance(value, datetime):
            adapted[name] = connection.ops.adapt_datetimefield_value(value)
        elif isinstance(value, UUID) and not connection.features.has_native_uuid_field:
            adapted[name] = value.hex
    return adapted
