"""Write new rows, as many as there are in one statement."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

MOST = 100
"""Rows that one statement writes. More at once are hardly faster, and each number of rows is a statement of its own."""

Prepare = Callable[[Any, BaseDatabaseWrapper], Any]

_PLAIN = (
    *("BooleanField", "CharField", "EmailField", "SlugField", "TextField", "BinaryField", "BigAutoField"),
    *("BigIntegerField", "PositiveBigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"),
)
"""Fields of which the drivers of both databases take a value as it stands."""


class _Column(NamedTuple):
    """Where a value is found in a row, of which other row it is the key, and what the database takes for it."""

    name: str
    points_at: str | None
    prepare: Prepare | None


def insert(rows: Sequence[models.Model], *, unless_there: bool = False) -> bool:
    """Write new rows of one table, each of which then knows its key; return whether they were written.

    With ``unless_there`` nothing is written, and nothing raised, where a row that must be the only one is there
    already: of one row at a time. What a row points at may have been written since it was made. No ``save`` of a
    model is called. It joins the transaction it is called in.
    """
    here = connections[DEFAULT_DB_ALIAS]
    for first in range(0, len(rows), MOST):
        some = rows[first : first + MOST]
        columns = _columns(type(some[0]))
        values = [_value(row, column, here) for row in some for column in columns]
        with here.cursor() as cursor:
            cursor.execute(_statement(type(some[0]), len(some), unless_there), values)
            keys = cursor.fetchall()
        if unless_there and not keys:
            return False
        for row, (key,) in zip(some, keys, strict=True):
            row.pk, row._state.adding, row._state.db = key, False, here.alias
    return True


def _value(row: models.Model, column: _Column, here: BaseDatabaseWrapper) -> Any:
    value = row.__dict__[column.name]
    if column.points_at is not None and value is None:
        other = row._state.fields_cache.get(column.points_at)
        if other is not None:
            value = row.__dict__[column.name] = other.pk
    return value if column.prepare is None or value is None else column.prepare(value, here)


@cache
def _statement(model: type[models.Model], rows: int, unless_there: bool) -> str:
    names = [_name(field) for field in _fields(model)]
    one = f"({', '.join(['%s'] * len(names))})"
    there = " ON CONFLICT DO NOTHING" if unless_there else ""
    assert model._meta.pk is not None
    values = f"VALUES {', '.join([one] * rows)}{there} RETURNING {_name(model._meta.pk)}"
    return f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) {values}"


def _name(field: "models.Field[Any, Any]") -> str:
    return f'"{field.column}"'


@cache
def _columns(model: type[models.Model]) -> tuple[_Column, ...]:
    return tuple(
        _Column(field.attname, field.name if field.is_relation else None, _prepare(field)) for field in _fields(model)
    )


def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


def _prepare(field: "models.Field[Any, Any]") -> Prepare | None:
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    if kind.get_internal_type() in _PLAIN:
        return None
    if isinstance(kind, models.DateTimeField):
        return lambda value, here: here.ops.adapt_datetimefield_value(value)
    return field.get_db_prep_save
