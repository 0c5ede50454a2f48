"""The demonstration's house is filled once, whole, and the same each time; and it holds something of everything."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from answerable.charters import COUNCILS
from answerable.contacts.clocks import as_judged, drawn, fact_of, next_due
from answerable.contacts.filling import Writer
from answerable.contacts.filling import filled as filled_in
from answerable.contacts.models import ClockRow, Contact, FactRow, Message, Outgoing
from answerable.councils.models import Council, Mailbox, Team
from answerable.customers.models import Customer
from answerable.figures.models import PeriodCount
from answerable.figures.queries import latest
from answerable.people.models import Post, Role, Staff
from answerable.promises.models import Edition
from answerable.texts.queries import texts_for, texts_within
from demonstration import loading
from demonstration.loading import load
from demonstration.names import PASSWORD
from tests.build import at

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.any_database]

NOW = datetime(2026, 11, 18, 11, 20, tzinfo=UTC)
"""A Wednesday, in the middle of the morning."""

TABLES = (
    Council,
    Team,
    Mailbox,
    Edition,
    Staff,
    Post,
    Customer,
    Contact,
    FactRow,
    ClockRow,
    Message,
    Outgoing,
    PeriodCount,
)


def filled(contacts: int = 60, seed: int = 1) -> int:
    return load(now=NOW, contacts=contacts, seed=seed, tell=lambda council: None)


def sizes() -> dict[str, int]:
    return {table.__name__: table.objects.count() for table in TABLES}


@pytest.fixture
def only_s5(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "COUNCILS", ("s5",))


def test_loading_twice_makes_no_doubles():
    written = filled()
    before = sizes()
    assert filled() == 0
    assert sizes() == before
    assert before["Contact"] == written
    assert before["Council"] == len(COUNCILS)
    assert before["PeriodCount"] == 4 * len(COUNCILS)


def test_a_loading_that_was_stopped_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch):
    told: list[str] = []

    def tell(council: str) -> None:
        told.append(council)
        if told == ["s1", "s2"]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(now=NOW, contacts=60, seed=1, tell=tell)
    assert list(Council.objects.values_list("key", flat=True)) == ["s1"]
    load(now=NOW, contacts=60, seed=1, tell=told.append)
    assert told == ["s1", "s2", "s2", "s3", "s4", "s5"]


@pytest.mark.usefixtures("only_s5")
@pytest.mark.parametrize("now", ["Wed 18 Nov 2026 11:20", "Sun 22 Nov 2026 02:00", "Mon 28 Dec 2026 09:00"])
def test_the_queue_holds_something_in_every_state_on_any_day(now: str):
    load(now=at(now), contacts=100, seed=1, tell=lambda council: None)
    waiting = Contact.objects.filter(closed_at=None)
    states = set(ClockRow.objects.filter(contact__in=waiting).values_list("state", flat=True))
    assert states >= {"running", "due soon", "exposed", "kept", "broken", "paused"}


@pytest.mark.usefixtures("only_s5")
def test_the_queue_is_as_long_as_an_officer_can_look_through():
    filled(2_000)
    waiting = Contact.objects.filter(closed_at=None)
    assert 20 <= waiting.count() <= 60
    assert waiting.filter(is_welfare=True).exists()
    assert waiting.filter(held_by__isnull=False).exists()
    assert {"email", "web", "letter", "phone"} <= set(waiting.values_list("channel", flat=True))


@pytest.mark.usefixtures("only_s5")
def test_nothing_has_happened_that_lies_in_the_future():
    filled(300)
    assert not FactRow.objects.filter(at__gt=NOW).exists()
    assert not Message.objects.filter(at__gt=NOW).exists()
    assert not Contact.objects.filter(closed_at__gt=NOW).exists()
    assert not ClockRow.objects.filter(noticed_at__gt=NOW).exists()
    assert not Outgoing.objects.exclude(state="sent").exists()


@pytest.mark.usefixtures("only_s5")
def test_clocks_are_those_that_the_facts_give():
    filled(100)
    fields = ("promise", "measure", "state", "due", "decided", "stopped")
    for contact in Contact.objects.prefetch_related("facts"):
        rows = drawn(contact, list(contact.facts.all()), now=NOW)
        kept = list(contact.clocks.order_by("id"))
        assert [[getattr(row, name) for name in fields] for row in kept] == [
            [getattr(row, name) for name in fields] for row in rows
        ]
        assert contact.next_due == next_due(rows)
        judged = as_judged(contact, [fact_of(row) for row in contact.facts.all()])
        repeated = (contact.is_welfare, contact.next_due, contact.closed_at)
        assert {(row.kind, row.is_welfare, row.next_due, row.closed_at) for row in contact.kinds.all()} == {
            (kind, *repeated) for kind in judged.kinds
        }


def test_officers_of_each_council_are_offered_texts_that_fill_and_none_is_past_its_review():
    filled()
    for key in COUNCILS:
        manager = Post.objects.get(role=Role.MANAGER, path=key).staff
        found = texts_within([key])
        assert found.count() >= 5
        assert {(text.owner, text.is_past(NOW.date())) for text in found} == {(manager, False)}
        assert {"", "finance", "streets", "homes"} == {text.path.partition("/")[2] for text in found}
        contact = Contact.objects.filter(council_id=key, team__path__startswith=f"{key}/streets/").first()
        assert contact is not None
        offered = texts_for(contact.path)
        assert "A bin that was not emptied" in {text.title for text in offered}
        assert [filled_in(text.words, Writer(contact, manager, NOW)).problems for text in offered] == [()] * len(
            offered
        )


@pytest.mark.usefixtures("only_s5")
def test_everybody_has_a_post_and_a_password_and_a_telephone_that_makes_codes():
    filled()
    roles = {post.role for post in Post.objects.all()}
    assert roles == {role.value for role in Role}
    for staff in Staff.objects.all():
        assert staff.check_password(PASSWORD)
        assert staff.enrolled_at is not None


@pytest.mark.usefixtures("only_s5")
def test_the_same_seed_makes_the_same_year_and_another_seed_another():
    assert year_of(1) == year_of(1) != year_of(2)


def year_of(seed: int) -> list[tuple[str, ...]]:
    """Return what is written in a year, and leave the house as empty as it was."""
    with transaction.atomic():
        filled(80, seed)
        values = ("contact__reference", "contact__customer__name", "subject", "body")
        written = list(Message.objects.order_by("id").values_list(*values))
        transaction.set_rollback(True)
    return written


@pytest.mark.usefixtures("only_s5")
def test_the_quarter_s_figures_are_there():
    filled(300)
    made = latest("s5", NOW.date())
    assert made is not None
    assert made.figures.get(promise="S5-24", formula="share-kept").n > 5


@pytest.mark.usefixtures("only_s5")
def test_nobody_s_address_is_one_that_could_be_written_to():
    filled(300)
    domains = {email.rpartition(".")[2] for email in Customer.objects.exclude(email="").values_list("email", flat=True)}
    assert domains == {"example"}
    assert {address.rpartition(".")[2] for address in Mailbox.objects.values_list("address", flat=True)} == {
        "localhost"
    }


@pytest.mark.usefixtures("only_s5")
def test_letters_are_whole_and_carry_the_reference_of_their_contact():
    filled(100)
    letters = Message.objects.filter(sort__in=["acknowledgement", "question", "delay", "reply"])
    assert letters.exists()
    for letter in letters.select_related("contact"):
        assert f"Your reference: {letter.contact.reference}" in letter.body
        assert "C-0" not in letter.body
