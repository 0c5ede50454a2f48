"""What is in the index is true: whatever changes leaves it in the same transaction, and is read again."""

import pytest
from django.db import connection, transaction

from answerable.contacts import actions as contacts
from answerable.contacts.models import Contact, Message
from answerable.customers.models import Customer
from answerable.finding import actions
from answerable.finding.actions import index_waiting, read_all_again
from answerable.finding.models import Indexed, Unindexed
from answerable.finding.queries import index_problem, unindexed
from answerable.finding.watching import is_watched, watched
from answerable.people.models import Role
from answerable.retention.actions import correct, erase
from tests import cast
from tests.build import at
from tests.cli.asking import ask
from tests.finding.test_queries import index_all, sought

pytestmark = pytest.mark.django_db
LATER = at("Tue 3 Nov 2026 09:00")


def in_index(word: str) -> list[int]:
    """Return the contacts that the index alone has for a word."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT rowid FROM finding_words WHERE finding_words MATCH %s", [f'"{word}"'])
        else:
            cursor.execute("SELECT place FROM finding_indexed WHERE words @@ %s::tsquery", [word])
        return sorted(place % 2**32 for (place,) in cursor.fetchall())


def closed(contact: Contact) -> Contact:
    cast.everything_sent("Mon 2 Nov 2026 09:05")
    contacts.close(contact, outcome=Contact.Outcome.SPAM, why="So it is", by=cast.staff(), at=LATER)
    return contact


def test_what_is_erased_leaves_the_index_in_the_same_transaction():
    lamp = closed(cast.received(subject="Zyxwvut lamp", name="Robin Zyxwvut", body="By the bakery"))
    other = cast.received("Mon 2 Nov 2026 10:00", subject="Zyxwvut too", email="jo@home.example")
    index_all()
    assert in_index("zyxwvut") == sorted([lamp.id, other.id])
    with transaction.atomic():
        erase(lamp, kind="by age", ground="enquiry", by=None, at=LATER)
        assert in_index("zyxwvut") == [other.id]
        assert sought("zyxwvut") == [other]
        assert sought("bakery") == []
    index_all()
    assert (in_index("zyxwvut"), in_index("bakery")) == ([other.id], [])
    assert sought(lamp.reference) == [lamp]  # what happened stays


def test_what_is_not_erased_after_all_is_still_in_it():
    lamp = closed(cast.received(subject="Zyxwvut lamp"))
    index_all()
    with pytest.raises(KeyError), transaction.atomic():
        erase(lamp, kind="by age", ground="enquiry", by=None, at=LATER)
        raise KeyError
    assert (in_index("zyxwvut"), Unindexed.objects.count()) == ([lamp.id], 0)


def test_whoever_is_corrected_is_found_by_what_is_right_and_not_by_what_was_wrong():
    lamp = cast.received(name="Robyn Reid", phone="01632 960 555")
    second = cast.received("Mon 2 Nov 2026 10:00", name="Robyn Reid", phone="01632 960 555")
    assert lamp.customer == second.customer
    Message.objects.update(from_name="")
    index_all()
    boss = cast.staff("Jo Lane", role=Role.MANAGER, path="s5")
    with transaction.atomic():
        told = {"name": "Robin Reed", "phone": "01632 960 556"}
        correct(lamp, told=told, why="They rang", by=boss, at=LATER)
        assert (in_index("reid"), sought("reid"), sought("960555")) == ([], [], [])
        assert sought("reed") == sought("01632 960556") == [second, lamp]
    index_all()
    assert (in_index("reid"), in_index("reed")) == ([], sorted([lamp.id, second.id]))


def test_what_is_struck_out_and_given_another_moment_stands_at_that():
    lamp = cast.received("Tue 3 Nov 2026 09:00")
    index_all()
    boss = cast.staff("Jo Lane", role=Role.MANAGER, path="s5")
    fact = lamp.facts.get(what="received")
    contacts.strike(
        lamp, fact=fact, why="It lay", by=boss, at=at("Wed 4 Nov 2026 09:00"), right_at=at("Mon 2 Nov 2026 09:00")
    )
    monday, tuesday = at("Mon 2 Nov 2026 09:00").date(), at("Tue 3 Nov 2026 09:00").date()
    for _ in range(2):
        assert sought("lamp", until_on=monday) == [lamp]
        assert sought("lamp", from_on=tuesday) == []
        index_all()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda one: contacts.note_down(one, body="The bakery again", by=cast.staff(), at=LATER), "bakery"),
        (lambda one: contacts.mark_welfare(one, reason="A baby is cold", by=cast.staff(), at=LATER), "baby"),
        (lambda one: Message.objects.filter(contact=one).update(body="Bakery"), "bakery"),
        (lambda one: Contact.objects.filter(id=one.id).update(subject="Bakery"), "bakery"),
        (lambda one: Customer.objects.update(address="4 Bakery Lane"), "bakery"),
        (lambda one: one.kinds.all().delete(), "lamp"),
        (closed, "lamp"),
    ],
)
def test_whatever_changes_leaves_the_index_and_is_found_at_once(change, word: str):
    lamp = cast.received()
    index_all()
    assert in_index("lamp") == [lamp.id]
    change(lamp)
    assert in_index("lamp") == []
    assert sought(word) == [lamp]
    index_all()
    assert in_index(word) == [lamp.id]


def test_what_says_nothing_new_changes_nothing():
    lamp = cast.received()
    index_all()
    cast.everything_sent("Mon 2 Nov 2026 09:05")
    contacts.take(lamp, by=cast.staff(), at=LATER)
    Contact.objects.get(id=lamp.id).save()
    Customer.objects.get().save()
    assert (in_index("lamp"), Unindexed.objects.count()) == ([lamp.id], 0)


def test_a_contact_that_is_not_there_holds_nothing_up():
    Unindexed.objects.create(contact=99)
    lamp = cast.received()
    index_all()
    assert (in_index("lamp"), Unindexed.objects.count()) == ([lamp.id], 0)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="tests/finding/test_races.py has PostgreSQL's")
def test_what_changes_between_reading_and_writing_is_read_again(monkeypatch):
    lamp, other = cast.received(), cast.received("Mon 2 Nov 2026 10:00")
    usual = actions.documents

    def changing(ids):
        read = usual(ids)
        Message.objects.filter(contact=lamp).update(body="Bakery")
        return read

    monkeypatch.setattr(actions, "documents", changing)
    assert index_waiting() == 1
    assert (in_index("lamp"), sought("bakery")) == ([other.id], [lamp])
    monkeypatch.setattr(actions, "documents", usual)
    index_all()
    assert in_index("bakery") == [lamp.id]


def test_the_worker_reads_batch_after_batch_for_a_while(monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 1)
    for hour in (9, 10, 11):
        cast.received(f"Mon 2 Nov 2026 {hour:02}:00")
    monkeypatch.setattr(actions, "A_WHILE", 0.0)
    assert (actions.index_for_a_while(), Indexed.objects.count()) == (1, 1)
    monkeypatch.setattr(actions, "A_WHILE", 20.0)
    assert (actions.index_for_a_while(), Indexed.objects.count()) == (2, 3)
    assert actions.index_for_a_while() == 0


def test_it_can_be_made_again_from_nothing_whatever_became_of_it():
    lamp = cast.received()
    index_all()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER finding_contacts_message_insert" + _ON)
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO finding_words (finding_words) VALUES ('delete-all')")
    assert not is_watched()
    read_all_again()
    assert (is_watched(), Unindexed.objects.count()) == (True, 1)
    index_all()
    assert (in_index("lamp"), sought("lamp")) == ([lamp.id], [lamp])


_ON = "" if connection.vendor == "sqlite" else " ON contacts_message"


def test_a_migration_that_made_a_table_anew_has_it_watched_and_all_read_again():
    lamp = cast.received()
    index_all()
    actions.watch()
    assert Unindexed.objects.count() == 0
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER finding_contacts_message_insert" + _ON)
    actions.watch()
    assert (is_watched(), Unindexed.objects.get().contact) == (True, lamp.id)
    assert len(watched()) == (9 if connection.vendor == "sqlite" else 7)


def test_the_doctor_is_told_what_the_index_lacks():
    lamp = cast.received()
    index_all()
    assert (index_problem(), unindexed()) == ("", 0)
    cast.received("Mon 2 Nov 2026 10:00")
    assert (index_problem(), unindexed()) == ("", 1)
    Unindexed.objects.all().delete()
    lacks = "The index lacks something that was written, so it may not be found. Run: answerable index"
    assert index_problem() == lacks
    read_all_again()
    index_all()
    assert index_problem() == ""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO finding_words (finding_words, rowid, words) SELECT 'delete', place, words "
                "FROM finding_indexed WHERE contact_id = %s",
                [lamp.id],
            )
            assert index_problem() == lacks
            read_all_again()
            index_all()
        cursor.execute("DROP TRIGGER finding_contacts_message_insert" + _ON)
    assert index_problem().startswith("What changes is not noticed for the index")


def test_the_command_makes_it_again_and_says_how_many():
    lamp = cast.received()
    Unindexed.objects.all().delete()
    answer = ask("index")
    assert (answer.code, answer.out) == (0, "Contacts read for the index: 1.\n")
    assert in_index("lamp") == [lamp.id]
