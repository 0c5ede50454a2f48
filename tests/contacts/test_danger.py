"""Who says that there is danger is told whom to call, and whoever is on duty is told at once."""

from typing import Any

import pytest

from answerable.channels.email.compose import composed
from answerable.contacts import actions
from answerable.contacts.models import Contact, Outgoing
from answerable.contacts.queries import is_written_to_by_email, spoken_to_customer
from answerable.councils.models import Council, Mailbox
from answerable.councils.urgent import UrgentNumber
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

NIGHT = "Sat 28 Nov 2026 22:00"
LIFE = "If somebody’s life is in danger now, call 999. Do not wait for us."
HEAT = "No heating or water: call 01632 960 010. It is answered now, at every hour of every day."


@pytest.fixture(autouse=True)
def on_duty() -> Council:
    council = cast.council()
    council.urgent_numbers = [UrgentNumber("No heating or water", "01632 960 010").as_kept()]
    council.duty_address = "duty@s5.example"
    council.save()
    return council


def in_danger(**changes: Any) -> Contact:
    return cast.received(NIGHT, **{"channel": "web", "subject": "My son", "welfare": "He has a fever", **changes})


def to_duty() -> Outgoing:
    return Outgoing.objects.select_related("message__contact__council").get(to="duty@s5.example")


def test_the_acknowledgement_begins_with_999_and_the_number_that_is_answered_now():
    in_danger()
    body = Outgoing.objects.get(to="").message.body
    assert body.split("\n\n")[:4] == [
        "Hello,",
        f"{LIFE}\n{HEAT}",
        "We are sending word of it to whoever is on duty, now. Your message is at the top of our list.",
        "Thank you for contacting us about “My son”. This message was sent by a computer to say that we have it.",
    ]


def test_where_nobody_is_on_duty_nobody_is_said_to_be_told(on_duty: Council):
    on_duty.duty_address = ""
    on_duty.save()
    in_danger()
    assert "Your message is at the top of our list. We read it when we are open: Monday to Friday, 9am to 5pm.\n" in (
        Outgoing.objects.get().message.body
    )


def test_an_acknowledgement_where_there_is_no_danger_begins_as_ever():
    cast.received(NIGHT)
    (only,) = Outgoing.objects.all()
    assert only.message.body.split("\n\n")[1].startswith("Thank you for contacting us about “Street lamp”.")


def test_whoever_is_on_duty_is_sent_the_reference_and_a_link_and_no_word_of_what_was_written():
    contact = in_danger(body="He is at 4 Mill Lane")
    letter = to_duty()
    assert (letter.carrier, letter.state, letter.automatic, letter.try_at) == ("email", "waiting", True, at(NIGHT))
    email = composed(letter, letter.message.body, Mailbox.objects.get()).decode()
    head, _, body = email.replace("\r\n", "\n").partition("\n\n")
    assert "To: duty@s5.example" in head
    assert f"Subject: [{contact.reference}] Somebody may be in danger" in head
    assert "Auto-Submitted: auto-generated" in head
    assert f"/s5/desk/contacts/{contact.reference}/" in body.replace("=\n", "")
    for personal in ("Robin", "Reed", "robin@", "fever", "My son", "Mill Lane", "/s5/contacts/"):
        assert personal not in email


def test_that_whoever_is_on_duty_was_told_is_a_fact_when_the_letter_leaves():
    contact = in_danger()
    assert not contact.facts.filter(what="duty_told").exists()
    actions.settle(to_duty(), sent_at=at("Sat 28 Nov 2026 22:00:20"), at=at("Sat 28 Nov 2026 22:00:20"))
    assert list(contact.facts.filter(what="duty_told").values_list("at", "details")) == [
        (at("Sat 28 Nov 2026 22:00:20"), {"automatic": True})
    ]


def test_the_letter_is_written_also_where_the_customer_gave_no_address_and_is_none_of_theirs():
    contact = in_danger(email="")
    assert Outgoing.objects.count() == 1
    assert is_written_to_by_email(contact) is False
    assert [message.sort for message in spoken_to_customer(contact)] == ["from customer", "acknowledgement"]


def test_no_word_is_sent_of_a_message_without_danger():
    cast.received(NIGHT, subject="No heating", body="We have no heating and no food.")
    assert not Outgoing.objects.exclude(to="").exists()


def test_words_that_may_mean_danger_give_the_numbers_and_do_not_say_that_anybody_was_told():
    cast.received(NIGHT, body="We have no heating and no food.")
    body = Outgoing.objects.get().message.body
    assert f"{LIFE}\n{HEAT}\n\nThank you for contacting us" in body
    assert "on duty" not in body
