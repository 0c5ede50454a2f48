"""One row found by a statement that is worked out once."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import Col

Row = TypeVar("Row", bound=models.Model)


def first(model: type[Row], found: str, values: Sequence[Any]) -> Row | None:
    """Return the first row that a statement finds, or None. ``found`` is the statement from its FROM on."""
    here = connections[DEFAULT_DB_ALIAS]
    statement, names, conversions = _shape(model, found)
    with here.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    if row is None:
        return None
    kept = list(row)
    for place, convert, column in conversions:
        kept[place] = convert(kept[place], column, here)
    return model.from_db(here.alias, names, kept)


@cache
def _shape(model: type[models.Model], found: str) -> tuple[str, list[str], list[tuple[int, Callable[..., Any], Col]]]:
    """Return the statement, the names of what it gives, and how that is read where the driver does not do so."""
    here, table, fields = connections[DEFAULT_DB_ALIAS], model._meta.db_table, model._meta.concrete_fields
    columns = [Col(table, field) for field in fields]
    conversions = [
        (place, convert, column)
        for place, column in enumerate(columns)
        for convert in (*here.ops.get_db_converters(column), *column.target.get_db_converters(here))
    ]
    names = ", ".join(f'{table}."{field.column}"' for field in fields)
    return f"SELECT {names} {found}", [field.attname for field in fields], conversions
