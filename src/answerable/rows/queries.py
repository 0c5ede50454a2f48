"""Questions that are worked out once: a queryset whose statement is kept, and asked again with other values.

Django makes a statement anew from a queryset each time, which takes longer than the database takes to answer it.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet, Value

Row = TypeVar("Row")

MOST = 500
"""Statements that one question keeps; with more, it begins again. Those for the posts that people hold are the most."""


class prepared(Generic[Row]):
    """Decorates a function that returns a queryset, and makes it one that returns its rows, as a list.

    What is given by position is put in the place of each value of the statement: a string, number, day or moment, or
    as many of these as a list holds. None has no place: ``isnull`` is another statement. What is given by name, the
    function sees as it is; for each such answer, and each length of a list, there is a statement of its own. So nothing
    that the statement's shape depends on may be given by position. The rows are those of the queryset, and of its kind.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Row]]") -> None:
        self._build = build
        self._kept: dict[Any, _Statement] = {}

    def __call__(self, *values: Any, **shape: Any) -> list[Row]:
        """Return the rows. Raises ValueError where None is given by position."""
        lengths = tuple(len(value) if isinstance(value, list | tuple) else -1 for value in values)
        key = (lengths, *shape.items())
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            kept = self._kept[key] = _worked_out(self._build(*_blanks(lengths), **shape))
        return _asked(kept, list(_flat(values)))

    def first(self, *values: Any, **shape: Any) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self(*values, **shape)), None)


def put_beside(row: Model, name: str, rows: "Iterable[Model]") -> None:
    """Let a row come with those that point at it, as ``prefetch_related`` does: ``name`` is where it has them."""
    there = getattr(row, name)
    asked = there.get_queryset()
    asked._result_cache, asked._prefetch_done = list(rows), True
    for one in asked._result_cache:
        one._state.fields_cache[there.field.name] = row
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = asked


class _Blank(NamedTuple):
    """The place of a value that is given each time, by its number."""

    number: int


class _Statement(NamedTuple):
    """A queryset, with what Django made of it: a compiler that knows what each column is, and how each is read."""

    queryset: Any
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    conversions: Any


def _blanks(lengths: Iterable[int]) -> Iterator[Any]:
    number = 0
    for length in lengths:
        many = [Value(_Blank(number + n)) for n in range(abs(length))]
        number += len(many)
        yield many[0] if length < 0 else many


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    here = connections[DEFAULT_DB_ALIAS]
    for value in values:
        for one in value if isinstance(value, list | tuple) else [value]:
            if one is None:
                raise ValueError("Cannot ask for None by position: nothing is equal to it. Ask by isnull instead.")
            yield _as_kept(one, here)


def _as_kept(value: Any, here: BaseDatabaseWrapper) -> Any:
    if isinstance(value, datetime):
        return here.ops.adapt_datetimefield_value(value)
    return here.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _worked_out(queryset: "QuerySet[Any, Any]") -> _Statement:
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:  # nothing can be in a list of none
        return _Statement(queryset, compiler, "", (), None)
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    return _Statement(queryset, compiler, sql, tuple(params), compiler.get_converters(columns))


def _asked(kept: _Statement, values: list[Any]) -> list[Any]:
    """Let Django read the rows as it does of any queryset, but from a statement that is there already."""
    if not kept.sql:
        return []
    compiler = copy(kept.compiler)
    compiler.connection = connections[DEFAULT_DB_ALIAS]  # of this thread
    params = tuple(values[one.number] if isinstance(one, _Blank) else one for one in kept.params)
    compiler.as_sql = lambda *_, **__: (kept.sql, params)
    compiler.get_converters = lambda _: kept.conversions
    asked = kept.queryset.all()
    asked.query.get_compiler = lambda *_, **__: compiler
    return list(asked)
