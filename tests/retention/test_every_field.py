"""Everything that is stored has an answer to what becomes of it, and the answers are true."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models

from answerable.contacts.models import Contact
from answerable.councils.keeping import KEEPING
from answerable.evidence.models import Deletion
from answerable.finding.actions import index_waiting
from answerable.retention.actions import erase_over
from answerable.retention.records import STORED, Goes
from answerable.standards.vocabulary.kinds import KINDS
from tests.build import at
from tests.retention.lives import WORD, a_life, found_in_database

NO_WORDS = (
    models.AutoField,
    models.BooleanField,
    models.DateField,
    models.IntegerField,
    models.ForeignKey,
)
"""Columns that hold numbers, moments, yes or no, and other rows: all others can hold words about somebody."""


def with_words(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if not isinstance(field, NO_WORDS)}


def test_every_table_says_what_becomes_of_what_it_says_of_people():
    ours = {model._meta.label for model in apps.get_models() if model._meta.managed}
    assert ours == set(STORED)


@pytest.mark.parametrize("name", sorted(STORED))
def test_every_column_that_can_hold_words_has_an_answer(name: str):
    stored = STORED[name]
    answered = {*stored.emptied, *stored.stays}
    if stored.goes in (Goes.WHOLE, Goes.BY_ITSELF):
        assert answered == set()  # the row goes, with all that is in it and may come to be in it
    else:
        assert (with_words(apps.get_model(name)), bool(stored.because)) == (answered, True)
        assert len(answered) == len(stored.emptied) + len(stored.stays)


def test_a_column_without_an_answer_is_noticed():
    assert with_words(Contact) - {*STORED["contacts.Contact"].stays} == {"subject", "place", "welfare"}


def test_every_kind_of_contact_is_kept_by_a_rule_and_complaints_by_theirs():
    assert {kind.kept_as for kind in KINDS.values()} == {"complaint", "enquiry", "information", "restriction"}
    assert {kind.kept_as for kind in KINDS.values()} < set(KEEPING)
    assert {kind.kept_as for kind in KINDS.values() if kind.is_complaint} == {"complaint"}
    assert [name for name, kind in KINDS.items() if kind.kept_as == "complaint" and not kind.is_complaint] == []


PLACES = [
    "asking_outsidequestion.email",
    "asking_outsidequestion.name",
    "contacts_contact.place",
    "contacts_contact.subject",
    "contacts_contact.welfare",
    "contacts_draftletter.fields",
    "contacts_fact.words",
    "contacts_flood_act.why",
    "contacts_message.attachments",
    "contacts_message.body",
    "contacts_message.from_address",
    "contacts_message.from_name",
    "contacts_message.message_id",
    "contacts_message.subject",
    "contacts_message.words",
    "contacts_outgoing.facts",
    "contacts_outgoing.in_reply_to",
    "contacts_outgoing.problem",
    "contacts_outgoing.to",
    "contacts_proposal.details",
    "contacts_proposal.refusal",
    "contacts_welfare_flag.found",
    "contacts_welfare_flag.reason",
    "customers_customer.address",
    "customers_customer.email",
    "customers_customer.name",
    "customers_customer.needs",
    "customers_customer.phone",
    "evidence_entry.words",
    "files_file.name",
    "files_file.said",
    "inbox_incoming.external_id",
    "inbox_incoming.notice",
    "inbox_incoming.problem",
    "inbox_incoming.raw",
    "marks_reminder.why",
    "marks_tag_word.name",
    "retention_hold.why",
    "retention_hold.why_lifted",
]


@pytest.mark.django_db
def test_a_word_in_every_place_of_a_contact_is_nowhere_in_the_database_after_its_time():
    contact = a_life()
    assert found_in_database(WORD) == PLACES
    index_waiting()
    assert "finding_indexed.words" in found_in_database(WORD)
    assert erase_over(contact.council, by=None, at=at("Sat 10 Nov 2029 00:00")).failed == {}
    assert found_in_database(WORD) == []
    assert Deletion.objects.get(kind="by age", reference=contact.reference).ground == "enquiry"


@pytest.mark.django_db
def test_every_place_that_can_hold_a_word_of_a_contact_was_tried():
    """The columns that go, or are emptied, are those in which the test before this one has put its word."""
    a_life()
    goes = {
        f"{model._meta.db_table}.{model._meta.get_field(field).column}"
        for name, stored in STORED.items()
        if stored.of or stored.names
        for model in [apps.get_model(name)]
        for field in (stored.emptied or (with_words(model) if stored.goes is not Goes.NOT else ()))
    }
    of_the_program = {
        "asking_outsidelink.digest",
        "asking_outsidequestion.shown",
        "contacts_draftletter.sort",
        "contacts_fact.salt",
        "contacts_message.proof",
        "contacts_message.sort",
        "contacts_message.token",
        "contacts_outgoing.carrier",
        "contacts_outgoing.state",
        "contacts_page_key.digest",
        "contacts_page_key.opens",
        "contacts_proposal.what",
        "customers_customer.same",
        "evidence_entry.salt",
        "files_file.digest",
        "files_file.held",
        "files_file.kind",
        "files_file.scan",
        "marks_mention.written",
        "retention_hold.ground",
    }
    assert sorted(goes - of_the_program) == found_in_database(WORD)


@pytest.mark.django_db(transaction=True)
def test_it_is_not_in_the_file_of_the_database_either():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps old rows until its own vacuum: docs/how-to/keep-no-longer-than-needed.md")
    contact = a_life()
    index_waiting()
    assert WORD.lower().encode() in on_disk()
    erase_over(contact.council, by=None, at=at("Sat 10 Nov 2029 00:00"))
    assert WORD.lower().encode() not in on_disk()


def on_disk() -> bytes:
    """Return the file of the database, with all that was written since copied into it, in small letters."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(connection.settings_dict["NAME"]).read_bytes().lower()
