import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.contacts import actions
from answerable.contacts.models import Contact
from answerable.queues import queries
from answerable.queues.beside import Said
from answerable.queues.queries import DUE, QueuePlace, Summary, Wanted, place, summary, waiting_for
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

POST, ROADS = "s5/customer-services/post", "s5/customer-services/roads"
NOW = at("Wed 11 Nov 2026 10:00")


def listed(paths=("s5",), **asked) -> list[str]:
    """Return the subjects of the contacts that wait, in the queue's order."""
    asked = {"now": NOW} | asked
    return [contact.subject for contact in waiting_for("s5", paths, **asked).contacts]


def three() -> list[Contact]:
    """Receive three emails, the last of which was received first."""
    days = ("Wed 4 Nov 2026 09:00", "Tue 3 Nov 2026 09:00", "Mon 2 Nov 2026 09:00")
    return [cast.received(day, subject=f"Number {n}") for n, day in enumerate(days, 1)]


def test_the_promise_soonest_broken_comes_first_and_welfare_before_it():
    three()
    cast.received("Tue 10 Nov 2026 09:00", subject="No heating", welfare="A baby is cold")
    assert listed() == ["No heating", "Number 3", "Number 2", "Number 1"]


def test_what_is_broken_and_still_to_be_done_comes_before_what_can_still_be_kept():
    three()
    late = cast.received("Fri 2 Oct 2026 09:00", subject="Long late")
    assert listed()[0] == "Long late"
    assert late.next_due < NOW


def test_what_is_closed_does_not_wait():
    one, *_ = three()
    proposal = actions.close(one, outcome=Contact.Outcome.SPAM, why="So it is", by=cast.staff(), at=NOW)
    actions.agree(proposal, by=cast.staff("Mona Ger"), at=NOW)
    assert listed() == ["Number 3", "Number 2"]


def test_only_what_lies_within_the_paths_is_listed():
    three()
    cast.received(team="roads", subject="A pothole")
    cast.received(key="s1", subject="Another council's")
    assert listed([ROADS]) == ["A pothole"]
    assert listed([POST]) == ["Number 3", "Number 2", "Number 1"]
    assert listed(["s5/customer-services/pos"]) == []
    assert listed([]) == []
    assert sorted(listed(["s5"])) == ["A pothole", "Number 1", "Number 2", "Number 3"]


def test_the_queue_can_be_narrowed_to_what_is_mine_nobodys_of_a_team_of_a_channel_or_late():
    mine, *_ = three()
    cast.received("Tue 10 Nov 2026 09:00", channel="letter", team="roads", subject="A letter")
    sam = cast.staff()
    actions.take(mine, by=sam, at=NOW)
    asked = {
        "mine": Wanted(holder=sam),
        "nobody's": Wanted(nobodys=True),
        "a team's": Wanted(team=ROADS),
        "letters": Wanted(channel="letter"),
        "late": Wanted(due="late"),
        "late and mine": Wanted(due="late", holder=cast.staff("Somebody Else")),
    }
    assert {name: listed(wanted=wanted) for name, wanted in asked.items()} == {
        "mine": ["Number 1"],
        "nobody's": ["Number 3", "Number 2", "A letter"],
        "a team's": ["A letter"],
        "letters": ["A letter"],
        "late": ["Number 3", "Number 2", "Number 1"],
        "late and mine": [],
    }


def test_a_kind_is_what_a_contact_is_now_whatever_it_came_as():
    was_enquiry = cast.received(subject="Turned out to complain")
    was_complaint = cast.received(subject="Turned out to ask", kinds=("complaint",))
    cast.received(subject="Both", kinds=("foi", "complaint", "comment"))
    cast.received(subject="About data", kinds=("dp-complaint",))
    sam = cast.staff()
    actions.retype(was_enquiry, kinds=["foi"], why="It is one", by=sam, at=at("Mon 2 Nov 2026 10:00"))
    actions.retype(was_enquiry, kinds=["complaint", "comment"], why="It is one", by=sam, at=at("Mon 2 Nov 2026 11:00"))
    actions.retype(was_complaint, kinds=["enquiry"], why="It is one", by=sam, at=at("Mon 2 Nov 2026 10:00"))
    found = {
        kind: sorted(listed(wanted=Wanted(kind=kind))) for kind in ("complaint", "foi", "comment", "enquiry", "eir")
    }
    assert found == {
        "complaint": ["Both", "Turned out to complain"],
        "foi": ["Both"],
        "comment": ["Both", "Turned out to complain"],
        "enquiry": ["Turned out to ask"],
        "eir": [],
    }


@pytest.mark.parametrize("kind", ["", "complaint"])
@pytest.mark.parametrize("welfare", [0, 1, 2, 3, 4, 5])
def test_page_after_page_shows_every_contact_once_in_one_order(
    monkeypatch: pytest.MonkeyPatch, welfare: int, kind: str
):
    monkeypatch.setattr(queries, "A_PAGE", 2)
    for n in range(5):
        reason = "Somebody is ill" if n < welfare else ""
        cast.received(
            "Mon 2 Nov 2026 09:00", subject=f"Number {n}", welfare=reason, kinds=("complaint", "comment", "enquiry")
        )
        if kind:
            cast.received("Mon 2 Nov 2026 09:00", subject="Of another kind", welfare=reason)
    pages, after = [], None
    while len(pages) < 4:
        found = waiting_for("s5", ["s5"], now=NOW, wanted=Wanted(kind=kind), after=after)
        pages.append([contact.subject for contact in found.contacts])
        after = found.more
        if after is None:
            break
        assert place(str(after)) == after
    assert pages == [["Number 0", "Number 1"], ["Number 2", "Number 3"], ["Number 4"]]


def test_a_full_last_page_is_the_last(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(queries, "A_PAGE", 3)
    three()
    assert waiting_for("s5", ["s5"], now=NOW).more is None


@pytest.mark.parametrize("text", ["", "x", "1.2", "1.2.3.4", "0.99999999999999999999999.1", "a.b.c"])
def test_an_address_that_names_no_place_is_the_beginning(text: str):
    assert place(text) is None


def test_a_place_keeps_its_microseconds():
    last = QueuePlace(True, at("Wed 4 Nov 2026 23:59:59.999999"), 7)
    assert place(str(last)) == last


@pytest.mark.parametrize("kind", ["", "enquiry"])
def test_a_page_of_three_asks_the_database_as_often_as_a_page_of_one(kind: str):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries_made:
            for contact in waiting_for("s5", ["s5"], now=NOW, wanted=Wanted(kind=kind)).contacts:
                str(contact.customer), str(contact.held_by), contact.edition.digest, contact.path
        return len(queries_made)

    cast.received()
    for_one = asked()
    three()
    assert (asked(), for_one) == (6, 6)


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (Wanted(), "contact_queue"),
        (Wanted(due="late"), "contact_queue"),
        (Wanted(kind="foi"), "kind_queue"),
        (Wanted(kind="enquiry", due="late", team=POST, channel="email", nobodys=True), "kind_queue"),
    ],
    ids=["all", "late", "of a kind", "of a kind and more"],
)
@pytest.mark.parametrize("paths", [["s5"], [POST]], ids=["the council's", "a team's"])
@pytest.mark.parametrize("after", [None, QueuePlace(True, NOW, 0), QueuePlace(False, NOW, 0)])
def test_the_queue_is_read_from_its_index_and_never_sorted(
    wanted: Wanted, index: str, paths: list[str], after: QueuePlace | None
):
    three()
    with CaptureQueriesContext(connection) as made:
        waiting_for("s5", paths, now=NOW, wanted=wanted, after=after)
    theirs = [query["sql"] for query in made if 'FROM "contacts_contact"' in query["sql"]]
    found = [sql for sql in theirs if "GROUP BY" not in sql]  # floods are counted from another
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table of three rows is not worth an index, so it is asked how it would read more.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        for sql in found:
            assert " OFFSET " not in sql
            cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + sql)
            plan = "\n".join(str(row) for row in cursor.fetchall())
            # What is read first is the index in the queue's order, and each other table only for what was found there.
            first = min(
                plan.find(name) for name in ("contact_queue", "kind_queue", "pkey", "PRIMARY KEY") if name in plan
            )
            assert plan[first:].startswith(index)
            assert re.search("TEMP B-TREE|Sort|SCAN", plan) is None


@pytest.mark.parametrize("kind", ["", "enquiry"])
def test_what_came_first_is_first_if_that_is_asked_for_a_page_at_a_time_and_welfare_before_it(monkeypatch, kind: str):
    monkeypatch.setattr(queries, "A_PAGE", 2)
    cast.received("Wed 4 Nov 2026 09:00", subject="Last", kinds=("enquiry",))
    first = cast.received("Mon 2 Nov 2026 09:00", subject="First", kinds=("enquiry",))
    Contact.objects.filter(id=first.id).update(next_due=at("Fri 1 Jan 2027 09:00"))
    first.kinds.update(next_due=at("Fri 1 Jan 2027 09:00"))
    cast.received("Tue 3 Nov 2026 09:00", subject="Second", kinds=("enquiry",))
    cast.received("Thu 5 Nov 2026 09:00", subject="Cold", welfare="A baby", kinds=("enquiry",))
    wanted, found, after = Wanted(oldest=True, kind=kind), [], None
    for _ in range(2):
        page = waiting_for("s5", ["s5"], now=NOW, wanted=wanted, after=after)
        found += [contact.subject for contact in page.contacts]
        after = page.more
    assert (found, after) == (["Cold", "First", "Second", "Last"], None)
    late = waiting_for("s5", ["s5"], now=NOW, wanted=Wanted(oldest=True, due="late", kind=kind)).contacts
    assert "First" not in [contact.subject for contact in late]


def test_the_summary_counts_what_is_late_due_later_today_and_within_a_week_and_what_somebody_and_nobody_holds():
    for day in ("Fri 30 Oct 2026 09:00", "Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00", "Tue 10 Nov 2026 09:00"):
        cast.received(day)
        cast.everything_sent(at(day) + timedelta(minutes=1))
    cast.received("Tue 10 Nov 2026 09:00", team="roads")
    # Replies are due on Tue 10, Wed 11 and Thu 12 Nov; the last email's acknowledgement has not been sent.
    sam, jo = cast.staff(), cast.staff("Jo Day")
    first, second, *_ = Contact.objects.order_by("id")
    actions.take(first, by=sam, at=NOW)
    actions.take(second, by=jo, at=NOW)
    sams = {"reader": sam.pk, "now": NOW}
    assert summary("s5", ["s5"], **sams) == Summary(late=1, today=1, week=3, mine=1, nobodys=3)
    assert summary("s5", [POST], **sams) == Summary(late=1, today=1, week=2, mine=1, nobodys=2)
    assert summary("s5", [ROADS], **sams) == Summary(late=0, today=0, week=1, mine=0, nobodys=1)
    assert summary("s5", [], **sams) == Summary(late=0, today=0, week=0, mine=0, nobodys=0)


def test_what_is_due_today_or_within_a_week_is_asked_for_as_the_summary_counts_it():
    for day in ("Fri 30 Oct 2026 09:00", "Mon 2 Nov 2026 09:00", "Tue 3 Nov 2026 09:00", "Tue 10 Nov 2026 09:00"):
        cast.received(day, subject=day[:6].strip())
        cast.everything_sent(at(day) + timedelta(minutes=1))
    asked = {due: listed(wanted=Wanted(due=due)) for due in DUE}
    assert asked == {"late": ["Fri 30"], "today": ["Mon 2"], "week": ["Mon 2", "Tue 3"]}
    # Today is the first of the seven days, and the first reply is due on Tue 10.
    week = Wanted(due="week")
    assert listed(wanted=week, now=at("Wed 4 Nov 2026 23:59")) == ["Fri 30"]
    assert listed(wanted=week, now=at("Tue 3 Nov 2026 23:59")) == []


def test_who_wrote_last_is_told_and_since_when_we_wait():
    sam = cast.staff()
    new = cast.received("Mon 2 Nov 2026 09:00", attachments=("lamp.jpg",))
    asked = cast.received("Mon 2 Nov 2026 09:00", email="jo@home.example")
    ask = {"parts": cast.parts(by_when=date(2026, 11, 10)), "by": sam, "waits": True}
    actions.ask(asked, body="Which lamp is it?", at=at("Tue 3 Nov 2026 09:00"), **ask)
    cast.everything_sent("Tue 3 Nov 2026 09:05")
    assert waiting_for("s5", ["s5"], now=NOW).said == {
        new.id: Said(at("Mon 2 Nov 2026 09:00"), None, None, True),
        asked.id: Said(at("Mon 2 Nov 2026 09:00"), at("Tue 3 Nov 2026 09:00"), at("Tue 3 Nov 2026 09:05"), False),
    }
    moment = at("Wed 4 Nov 2026 09:00")
    actions.add(asked, cast.arrival(email="jo@home.example"), at=moment, now=moment)
    assert waiting_for("s5", ["s5"], now=NOW).said[asked.id] == Said(moment, at("Tue 3 Nov 2026 09:00"), None, False)


def test_the_words_that_wait_come_with_the_queue_until_somebody_has_looked():
    cold = cast.received(body="No heating. No food.")
    said = "heating, water or power (“no heating”); food or money (“no food”)"
    assert waiting_for("s5", ["s5"], now=NOW).flags == {cold.id: said}
    flag = cold.welfare_flags.get()
    actions.settle_flags(cold, up_to=flag.id, is_confirmed=False, reason="A play", by=cast.staff(), at=NOW)
    assert waiting_for("s5", ["s5"], now=NOW).flags == {}
