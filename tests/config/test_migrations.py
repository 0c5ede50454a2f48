"""The tables are what the models say, and are made the same way on every machine."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from answerable.charters import text_of
from answerable.contacts.actions import gather
from answerable.contacts.clocks import reckon
from answerable.contacts.floods import FEWEST
from answerable.contacts.models import NEVER, Contact, FactRow, KindRow, PageKey
from answerable.contacts.queries import is_opened_by
from answerable.councils.models import Council, Team
from answerable.evidence.models import Entry
from answerable.figures.models import FigureRow
from answerable.promises.actions import publish
from answerable.promises.models import Edition
from answerable.promises.queries import differing, digest_of
from answerable.queues.queries import waiting_for
from tests import cast, tables
from tests.build import at
from tests.evidence.tampering import without_guards

pytestmark = pytest.mark.slow

AT = at("Mon 2 Nov 2026 09:00")


@pytest.mark.django_db
def test_no_change_to_a_model_was_left_without_its_migration():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


OLD = [("councils", "0001_first"), ("promises", "0001_first"), ("contacts", "0002_facts_never_change")]
"""Before an edition kept every text, the team was a key and kinds were rows."""


def migrate(targets: list[tuple[str, str]] | None = None) -> Any:
    """Take the tables to what some migrations made of them, or to the newest; give the models of then."""
    executor = MigrationExecutor(connection)
    executor.migrate(targets or executor.loader.graph.leaf_nodes())
    return executor.loader.project_state(targets).apps


@pytest.fixture
def none() -> Iterator[None]:
    """Be in a database without tables; those of old are made in it sooner than the newest are taken back."""
    with tables.none():
        yield


@pytest.fixture
def old(none: None) -> Any:
    """Give the models of old, on the tables of old, which are empty."""
    return migrate(OLD)


def an_old_contact(models: Any, reference: str, kinds: str, *typed: list[str], **more: Any) -> Any:
    council = models.get_model("councils", "Council").objects.get()
    contact = models.get_model("contacts", "Contact").objects.create(
        council=council,
        path="s5/customer-services/post",
        edition=models.get_model("promises", "Edition").objects.get(),
        reference=reference,
        secret="secret",
        channel="email",
        kinds=kinds,
        received_at=AT,
        **more,
    )
    for number, given in enumerate([None, *typed]):
        models.get_model("contacts", "FactRow").objects.create(
            contact=contact,
            what="typed" if given else "received",
            details={"kinds": given} if given else {},
            at=AT + timedelta(hours=number),
            noted_at=AT,
        )
    return contact


@pytest.mark.django_db(transaction=True)
def test_what_is_in_the_tables_of_an_older_version_is_carried_along_and_back(old: Any):
    text = text_of("s5.toml")
    council = old.get_model("councils", "Council").objects.create(
        key="s5", name="A council", phone="1", web="w", address="a", opening="o"
    )
    service = old.get_model("councils", "Service").objects.create(council=council, key="customer-services", name="s")
    path = "s5/customer-services/post"
    old.get_model("councils", "Team").objects.create(service=service, key="post", name="the post team", path=path)
    old.get_model("promises", "Edition").objects.create(
        council=council, version="1", in_force_from="2014-04-01", text=text, digest=digest_of(text), published_at=AT
    )
    an_old_contact(old, "7K3Q-92MX", "foi complaint", is_welfare=True, next_due=AT)
    an_old_contact(old, "8K3Q-92MX", "enquiry", ["foi"], ["comment", "complaint"], closed_at=AT, outcome="spam")

    migrate()
    edition = Edition.objects.get()
    assert (edition.charter.words, differing(edition)) == (text, [])
    again = publish(Council.objects.get(), text=text.replace('version = "1"', 'version = "2"'), by=None, at=AT)
    assert (edition.procedures, edition.holidays_id) == (again.procedures, again.holidays_id)
    assert publish(Council.objects.get(), text=text, by=None, at=AT) == edition
    with without_guards():
        again.delete()
    first, second = Contact.objects.order_by("id")
    assert {(one.team, one.path, one.holidays_id) for one in (first, second)} == {
        (Team.objects.get(), path, edition.holidays_id)
    }
    assert (first.came_as, second.came_as) == (["foi", "complaint"], ["enquiry"])
    rows = KindRow.objects.order_by("contact", "kind")
    assert list(rows.values_list("contact", "kind", "council", "is_welfare", "next_due", "closed_at")) == [
        (first.id, "complaint", "s5", True, AT, None),
        (first.id, "foi", "s5", True, AT, None),
        (second.id, "comment", "s5", False, NEVER, AT),
        (second.id, "complaint", "s5", False, NEVER, AT),
    ]
    reckon(first, now=AT)
    assert set(first.clocks.values_list("promise", flat=True)) >= {"S5-16", "S5-23"}

    back = migrate(OLD)
    assert list(back.get_model("promises", "Edition").objects.values_list("text", "digest")) == [
        (text, digest_of(text))
    ]
    assert list(back.get_model("contacts", "Contact").objects.order_by("id").values_list("kinds", "path")) == [
        ("foi complaint", path),
        ("enquiry", path),
    ]


BEFORE_KEYS = [("contacts", "0013_who_a_message_says_it_is_from"), ("councils", "0005_how_long_links_open")]


@pytest.mark.django_db(transaction=True)
def test_a_link_of_old_opens_its_page_and_the_letters_of_old_show_it_no_more(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: AT)
    kept = cast.received(AT, channel="letter", email="")
    models = migrate(BEFORE_KEYS)
    link = f"http://testserver/s5/contacts/{kept.reference}/aB3-xYzO_l1q9Kd/"
    models.get_model("contacts", "Contact").objects.filter(id=kept.id).update(secret="aB3-xYzO_l1q9Kd")
    bodies = (f"Dear Robin,\n\nFollow it here: {link}\n\nYours", f"> Follow it here: {link}\n\nWhen?", "A lamp is out")
    for body in bodies:
        models.get_model("contacts", "Message").objects.create(
            contact_id=kept.id, sort="acknowledgement", at=AT, body=body
        )
    migrate()
    contact = Contact.objects.get()
    assert (is_opened_by(contact, "aB3-xYzO_l1q9Kd", now=AT), is_opened_by(contact, "another", now=AT)) == (True, False)
    years = timedelta(days=730)
    assert is_opened_by(contact, "aB3-xYzO_l1q9Kd", now=AT + years - timedelta(seconds=1))
    assert not is_opened_by(contact, "aB3-xYzO_l1q9Kd", now=AT + years)
    assert list(contact.messages.filter(sort="acknowledgement").order_by("id").values_list("body", flat=True)) == [
        "Dear Robin,\n\n\nYours",
        f"> Follow it here: http://testserver/s5/contacts/{kept.reference}/…/\n\nWhen?",
        "A lamp is out",
    ]
    page = Client().get(f"/s5/contacts/{kept.reference}/aB3-xYzO_l1q9Kd/")
    assert (page.status_code, contact.reference in page.content.decode()) == (200, True)
    assert "xYzO" not in str(list(PageKey.objects.values()))


@pytest.mark.django_db(transaction=True)
def test_the_newest_migrations_go_back_and_forth_over_contacts_with_floods_kinds_and_facts():
    for number in range(FEWEST):
        cast.received(AT + timedelta(minutes=number), email="loud@flood.example")
    urgent = cast.received(AT, welfare="A baby is cold", kinds=("complaint", "comment"))
    flood_at = AT + timedelta(minutes=FEWEST)
    gather(now=flood_at)
    assert [one.contacts for one in waiting_for("s5", ["s5"], now=flood_at).floods] == [FEWEST]

    def told() -> list[Any]:
        return [
            list(Contact.objects.order_by("id").values_list("reference", "next_due", "is_welfare")),
            list(FactRow.objects.order_by("id").values_list("contact", "what", "at", "details", "words")),
            list(KindRow.objects.order_by("contact", "kind").values_list("contact", "kind", "next_due")),
        ]

    before = told()
    migrate(BEFORE_KEYS)
    migrate()
    assert told() == before
    waiting = waiting_for("s5", ["s5"], now=flood_at)
    assert (waiting.contacts[0], len(waiting.contacts), waiting.floods) == (urgent, FEWEST + 1, [])
    with pytest.raises(DatabaseError, match="Cannot take a fact away"), transaction.atomic():
        FactRow.objects.all()._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_a_contact_with_a_team_that_is_not_there_is_named_and_stops_the_migration(old: Any):
    old.get_model("councils", "Council").objects.create(
        key="s5", name="A council", phone="1", web="w", address="a", opening="o"
    )
    old.get_model("promises", "Edition").objects.create(
        council_id="s5", version="1", in_force_from="2014-04-01", text=text_of("s5.toml"), digest="", published_at=AT
    )
    an_old_contact(old, "7K3Q-92MX", "enquiry")
    with pytest.raises(ValueError, match="there are contacts at s5/customer-services/post, and no team is there"):
        migrate()


@pytest.mark.django_db(transaction=True)
def test_figures_that_were_counted_before_say_that_nothing_is_known_to_have_been_set_aside_late(none: None):
    models = migrate([("figures", "0003_a_count_of_a_period"), ("councils", "0001_first")])
    council = models.get_model("councils", "Council").objects.create(
        key="s5", name="A council", phone="1", web="w", address="a", opening="o"
    )
    made = models.get_model("figures", "PeriodCount").objects.create(
        **{"council": council, "first_on": "2026-10-01", "last_on": "2026-12-31", "at": AT},
        **{"contacts": 1, "last_fact": 1, "took_ms": 1},
    )
    old = {"overdue": 1, "excluded": {"Spam.": 2}}
    detail = {"name": "Kept", "apart": old, "beside": [{"said": "1", "apart": {}}, {"said": "2"}]}
    models.get_model("figures", "FigureRow").objects.create(
        count=made, place=0, promise="S5-24", formula="share-kept", said="90.0 %", n=10, detail=detail
    )
    migrate()
    assert FigureRow.objects.get().detail == {
        "name": "Kept",
        "apart": {**old, "set_aside_late": {}},
        "beside": [{"said": "1", "apart": {"set_aside_late": {}}}, {"said": "2"}],
    }


@pytest.mark.django_db(transaction=True)
def test_what_people_wrote_is_parted_from_facts_and_entries_and_joined_again_on_the_way_back():
    before = [("contacts", "0015_facts_are_never_taken_away"), ("evidence", "0003_nothing_goes_from_the_record")]
    migrate()
    contact = cast.received("Mon 2 Nov 2026 09:00")
    old = migrate(before)
    said = {"why": "She moved to Dover", "code": "spam"}
    fact = old.get_model("contacts", "FactRow").objects.create(
        contact_id=contact.id, what="excluded", details=said, at=AT, noted_at=AT
    )
    seal = old.get_model("evidence", "Seal").objects.create(at=AT, previous="", entries=1, digest="x")
    entry = old.get_model("evidence", "Entry").objects.create(at=AT, what="left out", details=said, seal=seal)
    migrate()
    for row in (FactRow.objects.get(id=fact.id), Entry.objects.get(id=entry.id)):
        assert (row.details, row.words) == ({"code": "spam"}, {"why": "She moved to Dover"})
        assert row.words_fit
    with pytest.raises(IntegrityError, match="facts never change"):
        FactRow.objects.filter(id=fact.id).update(what="replied")
    old = migrate(before)
    assert old.get_model("contacts", "FactRow").objects.get(id=fact.id).details == said
    assert old.get_model("evidence", "Entry").objects.get(id=entry.id).details == said
    migrate()
