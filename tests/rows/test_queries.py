"""A question that is worked out once finds the rows that Django itself would find, each time and for each value."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import Count, Prefetch, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from answerable.contacts.models import ClockRow, Contact, FactRow, Message
from answerable.contacts.queries import whole
from answerable.councils.models import Council, Team
from answerable.customers.models import Customer
from answerable.promises.models import Edition
from answerable.rows import queries
from answerable.rows.queries import prepared
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

MONDAY = at("Mon 2 Nov 2026 09:00")


def three() -> list[Contact]:
    return [
        cast.received(MONDAY + timedelta(hours=n), email=f"robin{n}@home.example", attachments=("é.pdf",))
        for n in range(3)
    ]


@pytest.mark.parametrize("model", [Contact, Council, Customer, Edition, FactRow, Message, Team])
def test_a_row_is_as_django_reads_it(model: type[models.Model]) -> None:
    three()
    same = model._default_manager.order_by("pk").last()
    assert same is not None
    asked = prepared(lambda key: model._default_manager.filter(pk=key))
    for _ in range(2):
        found = asked.first(same.pk)
        assert found is not None
        assert {**vars(found), "_state": None} == {**vars(same), "_state": None}
        assert (found._state.db, found._state.adding) == (same._state.db, same._state.adding)


Build = Callable[..., QuerySet[Any, Any]]


QUESTIONS: dict[str, tuple[Build, list[tuple[Any, ...]]]] = {
    "a moment": (
        lambda when: Contact.objects.filter(received_at__gt=when),
        [(MONDAY,), (MONDAY + timedelta(hours=1),)],
    ),
    "a day": (
        lambda day: Edition.objects.filter(in_force_from__lte=day),
        [(date(2026, 11, 2),), (date(1990, 1, 1),), (date(2030, 1, 1),)],
    ),
    "two values, one of them twice": (
        lambda council, words: Contact.objects.filter(Q(subject=words) | Q(reference=words), council=council),
        [("s5", "Bins"), ("s9", "Bins"), ("s5", "nothing' OR 1=1 --")],
    ),
    "how it begins": (
        lambda words: Customer.objects.filter(email__startswith=words),
        [("robin1",), ("robin",), ("%",), ("_obin",)],
    ),
    "a list": (
        lambda council, keys: FactRow.objects.filter(contact__id__in=keys, contact__council=council),
        [("s5", [1, 2, 3, 4, 5]), ("s5", [1]), ("s5", []), ("s5", [2, 10**15])],
    ),
    "what is beside it": (
        lambda council: Contact.objects.filter(council=council).select_related("customer", "edition", "held_by"),
        [("s5",), ("s9",)],
    ),
    "what points at it": (
        lambda council: Contact.objects.filter(council=council).prefetch_related(
            Prefetch("messages", Message.objects.filter(sort=Message.Sort.FROM_CUSTOMER)), "clocks"
        ),
        [("s5",), ("s9",)],
    ),
    "some columns": (
        lambda council: Contact.objects.filter(council=council).values_list("reference", "came_as", "received_at"),
        [("s5",), ("s9",)],
    ),
    "how many": (
        lambda when: ClockRow.objects.order_by("promise").values("promise").annotate(late=Count("id", Q(due__lt=when))),
        [(MONDAY,), (MONDAY + timedelta(days=90),)],
    ),
}


def plain(row: Any) -> Any:
    """Return a row as it can be compared: with all that was read, and what came beside it."""
    if not isinstance(row, models.Model):
        return row
    said = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    beside = {name: plain(value) for name, value in row._state.fields_cache.items() if value is not None}
    there = getattr(row, "_prefetched_objects_cache", {})
    return (
        said,
        beside if not there else sorted(beside),
        {name: [vars(one)["id"] for one in all] for name, all in there.items()},
    )


@pytest.mark.parametrize("name", QUESTIONS)
def test_each_question_is_answered_as_django_answers_it_and_worked_out_once(name: str) -> None:
    three()
    build, given = QUESTIONS[name]
    made: list[tuple[Any, ...]] = []

    def build_and_count(*blanks: Any) -> QuerySet[Any, Any]:
        made.append(blanks)
        return build(*blanks)

    asked = prepared(build_and_count)
    for _ in range(2):
        for values in given:
            expected = [plain(row) for row in build(*values)]
            assert sorted(map(repr, map(plain, asked(*values)))) == sorted(map(repr, expected))
    lengths = {tuple(len(value) if isinstance(value, list) else -1 for value in values) for values in given}
    assert len(made) == len(lengths)


def test_what_is_given_by_name_is_part_of_the_question() -> None:
    contacts = three()
    asked = prepared(
        lambda council, *, newest, many: Contact.objects.filter(council=council).order_by("-id" if newest else "id")[
            :many
        ]
    )
    assert asked("s5", newest=True, many=1) == contacts[-1:]
    assert asked("s5", newest=False, many=2) == contacts[:2]
    assert asked.first("s5", newest=False, many=2) == contacts[0]
    assert asked.first("s9", newest=True, many=2) is None


def test_a_value_that_is_none_is_refused_because_nothing_is_equal_to_it() -> None:
    asked = prepared(lambda closed: Contact.objects.filter(closed_at=closed))
    with pytest.raises(ValueError, match=r"^Cannot ask for None by position: nothing is equal to it\."):
        asked(None)


def test_no_more_statements_are_kept_than_it_may_keep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST", 3)
    contacts = three()
    asked = prepared(lambda keys: Contact.objects.filter(id__in=keys).order_by("id"))
    for many in (1, 2, 3, 4, 5, 1):
        assert asked([*(one.pk for one in contacts), -1, -2][:many]) == contacts[:many]
    assert len(asked._kept) <= 3


def test_each_row_is_new_and_what_one_reader_does_to_it_no_other_sees() -> None:
    three()
    asked = prepared(lambda council: Contact.objects.filter(council=council).order_by("id"))
    asked("s5")[0].subject = "Changed"
    assert asked("s5")[0].subject != "Changed"


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_over_its_own_connection() -> None:
    three()
    asked = prepared(lambda council: Contact.objects.filter(council=council).order_by("id"))
    here, there = asked("s5"), []

    def ask() -> None:
        there.extend(asked("s5"))
        connection.close()

    other = Thread(target=ask)
    other.start()
    other.join()
    assert there == here


def test_a_contact_comes_whole_with_what_points_at_it_and_asks_nothing_more() -> None:
    contact = three()[0]
    found = whole("s5", contact.reference)
    assert found is not None
    with CaptureQueriesContext(connection) as asked:
        for name in ("facts", "messages", "proposals", "clocks"):
            rows = getattr(found, name)
            assert all(one.contact is found for one in rows.all())
            assert len(rows.all()) == rows.count()
    assert not asked.captured_queries
    for name in ("facts", "messages", "proposals", "clocks"):
        assert list(getattr(found, name).all()) == list(getattr(contact, name).all())
    assert found.messages.filter(sort=Message.Sort.FROM_CUSTOMER).count() == 1  # which asks, of this contact alone
    assert whole("s5", "0000-0000") is None
    assert whole("s1", contact.reference) is None
