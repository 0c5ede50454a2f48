"""A letter claims only what it really gives."""

import pytest

from answerable.contacts import actions
from answerable.contacts.models import Message
from answerable.contacts.parts import NoSense, can_be_rung, check_sense, leads_somewhere, says_something
from tests import cast
from tests.build import at

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOON = at("Mon 2 Nov 2026 12:00")


def refused(**changes: str) -> dict[str, str]:
    """Return what is said of a reply with these parts, which is then not sent."""
    contact = cast.received("Mon 2 Nov 2026 09:00")
    body = changes.pop("body", "The lamp is mended.")
    parts = cast.parts(**changes)
    with pytest.raises(NoSense) as problem:
        actions.reply(contact, body=body, parts=parts, full=True, closes=False, by=cast.staff(), at=NOON)
    assert not Message.objects.exclude(by=None).exists()
    return problem.value.said


@pytest.mark.promise("S5-24")
@pytest.mark.parametrize("body", ["Noted.", "-", "...", "Ok ok ok", "12 34 56", "", "Thank you."])
def test_a_reply_of_no_words_answers_nothing(body: str):
    said = f"“{body}” says too little. Write at least 3 different words."
    assert refused(body=body) == {"body": said}


@pytest.mark.promise("S5-25")
@pytest.mark.parametrize("owner", ["x", "-", "the post team", "Priya Gone", "Sam", "Jo Elsewhere", ", Sam Field"])
def test_whoever_is_named_must_work_for_the_council(owner: str):
    cast.staff("Jo Elsewhere", path="s1/customer-services/post")
    gone = cast.staff("Priya Gone")
    gone.is_active = False
    gone.save()
    council = cast.council().name
    said = f"“{owner}” is nobody who works for {council}. Give a name, such as Sam Field."
    assert refused(owner=owner) == {"owner": said}


@pytest.mark.parametrize("owner", ["Sam Field", " sam  field ", "Sam Field, the post team", "Priya Shah"])
def test_a_colleague_may_be_named_with_their_team(owner: str):
    cast.staff("Priya Shah", path="s5/roads")
    contact = cast.received("Mon 2 Nov 2026 09:00")
    given = {"parts": cast.parts(owner=owner), "by": cast.staff(), "at": NOON}
    actions.reply(contact, body="The lamp is mended.", full=True, closes=True, **given)
    assert f"Who is dealing with it: {owner.strip()}" in contact.messages.last().body


@pytest.mark.promise("S5-26")
@pytest.mark.parametrize("number", ["0", "-", "00000000000", "01632", "ring me", "1632 960 010", "+44 1", "0" * 30])
def test_a_number_that_nobody_can_ring_is_not_given(number: str):
    assert refused(contact=number) == {
        "contact": f"“{number}” is no telephone number that can be rung. Give one like 01632 960 001."
    }


@pytest.mark.parametrize(
    "number",
    ["01632 960 010", "(01632) 960010", "0113 496 0000", "+44 1632 960010", "01632 960 010, mornings", "0800 496 000"],
)
def test_a_number_may_be_written_as_people_write_it(number: str):
    assert can_be_rung(number)


@pytest.mark.promise("S5-27")
@pytest.mark.parametrize(
    "words", ["-", "...", "done", "x y", "What is being done", "Say what is being done", "la la la la"]
)
def test_what_is_being_done_is_said_in_words(words: str):
    said = f"“{words}” does not say what is being done. Write at least 3 different words that do."
    assert refused(being_done=words) == {"being_done": said}


def test_everything_that_says_nothing_is_said_at_once_and_what_nobody_asked_for_too():
    said = refused(owner="x", contact="0", being_done="-", reason="?")
    assert list(said) == ["owner", "contact", "being_done", "reason"]


def test_a_date_is_a_date():
    assert refused(by_when="soon") == {"by_when": "“soon” is no date. Give a day, or leave it out."}


@pytest.mark.parametrize("words", ["It is mended", "Mae'r golau wedi’i drwsio", "Wir haben es repariert"])
def test_a_few_words_in_any_language_of_letters_say_something(words: str):
    assert says_something(words)


@pytest.mark.parametrize("words", ["-", "Ring them", "See above", "12 34", "e.g.", "0300", "..."])
def test_an_ombudsman_cannot_be_reached_by_words_alone_that_are_few(words: str):
    said = f"“{words}” does not say how to reach the Ombudsman. Give a telephone number, an email address or a page."
    assert refused(ombudsman=words) == {"ombudsman": said}


@pytest.mark.parametrize(
    "words", ["Ring 0300 061 0614", "0300 061 0614", "www.lgo.org.uk", "intake@ombudsman.example", "(+44) 300 061 0614"]
)
def test_a_number_an_address_or_a_page_leads_to_the_ombudsman(words: str):
    assert leads_somewhere(words)


@pytest.mark.parametrize("words", ["Nothing", "None.", "The kerb is painted on Friday"])
def test_where_nothing_is_left_to_do_the_one_word_says_so(words: str):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    check_sense(contact, {"outstanding": words}, by=cast.staff())
