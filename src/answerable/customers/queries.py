"""How people are looked for, by a number in any form, a name, an address; and who is one person with whom."""

import re
from typing import Any

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Replace

from answerable.customers.models import Customer
from answerable.rows.queries import prepared

_FEWEST_FIGURES = 6
"""Figures of a telephone number by which it is looked for: fewer are part of many."""


def figures_kept(phone: str) -> Any:
    """Return a telephone number as it is kept, without what people write between its figures."""
    return _without(phone, " ", "-", "(", ")", ".", "/")


def figures_typed(words: str) -> str:
    """Return the figures of a telephone number, however it is typed, without what leads to the country.

    It is empty for words that are no number, or too short to be looked for by.
    """
    figures = re.sub(r"\D", "", words)
    if len(figures) < _FEWEST_FIGURES or re.search(r"[^\W\d_]", words):
        return ""
    return re.sub(r"^(00)?44", "", figures).lstrip("0")


def meant_by(words: str) -> Q:
    """Return the condition on customers that some words may mean: part of a name, email or address, or a number.

    It asks of columns that ``as_looked_for`` adds.
    """
    squeezed = re.sub(r"\W", "", words)
    meant = Q(name__icontains=words) | Q(email__icontains=words) | Q(squeezed__icontains=squeezed or words)
    dialled = figures_typed(words)
    return meant | Q(figures__contains=dialled) if dialled else meant


def as_looked_for() -> dict[str, Any]:
    """Return the columns by which customers are looked for: a number and an address, without what is between."""
    return {"figures": figures_kept("phone"), "squeezed": _without("address", " ", "-", ",", ".", "\n")}


def _without(column: str, *marks: str) -> Any:
    found: Any = F(column)
    for mark in marks:
        found = Replace(found, Value(mark), Value(""), output_field=TextField())
    return found


def one_person(customer: Customer) -> QuerySet[Customer]:
    """Return all that are one person with a customer, it too, the first known first."""
    same = Q(id=customer.pk) if customer.same is None else Q(same=customer.same)
    return Customer.objects.filter(same).order_by("id")


def others_known(customer: Customer) -> list[Customer]:
    """Return those that a customer was found to be one person with."""
    return [] if customer.same is None else [one for one in _same(customer.same) if one.pk != customer.pk]


@prepared
def _same(same: str) -> QuerySet[Customer]:
    return Customer.objects.filter(same=same).order_by("id")
