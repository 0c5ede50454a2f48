"""A contact's own page says how it stands, opens with its secret alone, and gives nothing else away."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from answerable.charters import charter_of
from answerable.contacts import actions
from answerable.contacts.keys import digest_of
from answerable.contacts.models import Contact, Outgoing
from answerable.public.pages.latest import _cut
from tests import cast
from tests.build import at, on
from tests.public.residents import (
    a_page_of,
    begins,
    heading,
    key_of,
    page_of,
    problems,
    stands,
    the_clock_says,
    token,
    words,
)

pytestmark = pytest.mark.django_db

MONDAY = "Mon 2 Nov 2026 09:00"


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    cast.council()
    the_clock_says(at("Fri 6 Nov 2026 12:00"), monkeypatch)


def by_form(**changes: Any) -> Contact:
    return cast.received(MONDAY, **{"channel": "web", "email": "", **changes})


def answered(contact: Contact, when: str) -> None:
    actions.reply(
        contact, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=at(when)
    )


def read(client: Client, contact: Contact) -> Any:
    return client.get(page_of(contact))


def test_while_a_promise_runs_the_page_says_by_when_and_how_many_days_are_left(client: Client):
    response = read(client, contact := by_form())
    assert stands(response) == "We promised you a full answer by Wednesday 11 November 2026. 3 working days are left."
    assert f"Your reference {contact.reference}" in words(response)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (
            "Tue 10 Nov 2026 12:00",
            "We promised you a full answer by Wednesday 11 November 2026. 1 working day is left.",
        ),
        ("Wed 11 Nov 2026 23:00", "We promised you a full answer by Wednesday 11 November 2026. It is due today."),
        (
            "Thu 12 Nov 2026 00:00",
            "We should have answered by Wednesday 11 November 2026, and we have not. We still owe you a full answer.",
        ),
    ],
)
def test_the_page_says_it_to_the_day(client: Client, monkeypatch: pytest.MonkeyPatch, moment: str, said: str):
    the_clock_says(at(moment), monkeypatch)
    assert stands(read(client, by_form())) == said


def test_a_request_under_a_law_that_counts_days_says_how_many_days_are_left(client: Client):
    response = read(client, by_form(kinds=("sar",)))
    assert stands(response) == "We promised you a full answer by Wednesday 2 December 2026. 26 days are left."


def test_when_we_answered_in_time_the_page_says_so(client: Client):
    contact = by_form()
    answered(contact, "Wed 4 Nov 2026 15:00")
    response = read(client, contact)
    assert stands(response) == "We answered on Wednesday 4 November 2026, in time."
    assert "✓ Kept: If you write to us by our form about anything but a complaint" in words(response)


def test_when_we_answered_late_the_page_says_so_and_keeps_saying_so(client: Client, monkeypatch: pytest.MonkeyPatch):
    the_clock_says(at("Mon 23 Nov 2026 12:00"), monkeypatch)
    contact = by_form()
    answered(contact, "Fri 13 Nov 2026 15:00")
    response = read(client, contact)
    assert stands(response) == (
        "We should have answered by Wednesday 11 November 2026. We answered on Friday 13 November 2026, which was late."
    )
    assert "✗ Broken: If you write to us by our form about anything but a complaint" in words(response)


def test_a_later_date_that_we_gave_stands_beside_the_one_we_promised(client: Client, monkeypatch: pytest.MonkeyPatch):
    contact, sam = by_form(), cast.staff()
    told = cast.parts(by_when=on("Fri 20 Nov 2026"))
    actions.hold(contact, body="We are sorry.", parts=told, by=sam, at=at("Thu 5 Nov 2026 09:00"))
    assert "We told you to expect our answer by Friday 20 November 2026." in words(read(client, contact))
    the_clock_says(at("Mon 23 Nov 2026 12:00"), monkeypatch)
    assert "by Friday 20 November 2026. We did not keep to that either." in words(read(client, contact))


def test_a_later_date_that_we_gave_is_not_held_up_once_we_have_answered(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    contact, sam = by_form(), cast.staff()
    told = cast.parts(by_when=on("Fri 20 Nov 2026"))
    actions.hold(contact, body="We are sorry.", parts=told, by=sam, at=at("Thu 5 Nov 2026 09:00"))
    answered(contact, "Mon 9 Nov 2026 15:00")
    the_clock_says(at("Tue 10 Nov 2026 12:00"), monkeypatch)
    response = read(client, contact)
    assert stands(response) == "We answered on Monday 9 November 2026, in time."
    assert "We told you to expect our answer by" not in words(response)


def test_a_notice_that_is_owed_only_if_we_are_late_is_no_promise_until_we_are(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    contact, notice = by_form(), charter_of("s5").promise("S5-29").words
    said = words(read(client, contact))
    assert (notice in said, "Owed only if" in said) == (False, False)
    the_clock_says(at("Thu 12 Nov 2026 12:00"), monkeypatch)
    said = words(read(client, contact))
    assert said.index(f"Broken: {notice}") < said.index("What has happened")


def test_a_response_is_not_called_an_answer(client: Client, monkeypatch: pytest.MonkeyPatch):
    the_clock_says(at(MONDAY), monkeypatch)
    response = read(client, by_form(key="s2"))
    assert stands(response) == "We aim to give you a response by Tuesday 3 November 2026. 1 working day is left."


def test_where_no_date_is_promised_the_page_does_not_make_one_up(client: Client):
    response = read(client, by_form(key="s4"))
    assert stands(response) == ("We have your message. We have promised no date for an answer to this kind of message.")


def test_what_is_a_draft_is_called_a_draft_and_the_law_is_not(client: Client):
    response = read(client, by_form(key="s3", kinds=("enquiry", "foi")))
    said = words(response)
    assert "draft - not yet a promise. Our standards are a draft." in said
    assert "we aim to answer you in full within ten working days. draft - not yet a promise" in said
    law = said[said.index(f"Running: {charter_of('s3').promise('FOI').words}") :]
    assert "draft - not yet a promise" not in law[: law.index("How we worked this out")]


def test_a_contact_that_was_set_aside_or_taken_back_says_so(client: Client):
    theirs, taken_back = by_form(), by_form()
    close_at = at("Wed 4 Nov 2026 09:00")
    actions.close(theirs, outcome=Contact.Outcome.MISDIRECTED, why="A county road", by=cast.staff(), at=close_at)
    actions.close(taken_back, outcome=Contact.Outcome.WITHDRAWN, why="So it is", by=cast.staff(), at=close_at)
    assert stands(read(client, theirs)) == (
        "We closed this on Wednesday 4 November 2026, because it is for another body to answer, and not for us."
    )
    assert stands(read(client, taken_back)) == (
        "We closed this on Wednesday 4 November 2026, because we understood that you had taken it back: So it is."
    )


@pytest.mark.parametrize("outcome", ["SPAM", "BOUNCE", "TEST", "MISDIRECTED", "WITHDRAWN"])
def test_what_was_closed_is_never_said_to_be_owed_nothing_because_of_what_it_is(client: Client, outcome: str):
    contact = by_form()
    close_at = at("Tue 3 Nov 2026 09:00")
    actions.close(contact, outcome=Contact.Outcome[outcome], why="X marks it", by=cast.staff(), at=close_at)
    said = words(read(client, contact))
    assert "No promise with a date is owed to this kind of message." not in said
    nothing = "Nothing is owed here any more, because we closed this before anything with a date was broken."
    assert (nothing in said) == (outcome != "WITHDRAWN"), "that we had it was told in time, and stays kept"
    assert ("X marks it" in said) == (outcome == "WITHDRAWN"), "why we did it is for colleagues"


@pytest.mark.promise("S5-24")
def test_what_was_closed_late_says_that_we_had_broken_our_promise(client: Client, monkeypatch: pytest.MonkeyPatch):
    contact, late = by_form(), at("Fri 13 Nov 2026 10:00")
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: late)
    proposal = actions.close(contact, outcome=Contact.Outcome.MISDIRECTED, why="County", by=cast.staff(), at=late)
    actions.agree(proposal, by=cast.staff("Mona Ger"), at=late)
    response = read(client, contact)
    assert stands(response).startswith("We closed this on Friday 13 November 2026, because it is for another body")
    said = words(response)
    assert (
        "We should have answered by Wednesday 11 November 2026, and had not. That counts as a promise broken." in said
    )
    assert "Nothing is owed here any more" not in said
    assert "✗ Broken: " + charter_of("s5").promise("S5-24").words_on("web") in said


def test_what_was_put_back_is_owed_again_and_says_both(client: Client):
    contact = by_form()
    actions.close(
        contact, outcome=Contact.Outcome.MISDIRECTED, why="County", by=cast.staff(), at=at("Tue 3 Nov 2026 09:00")
    )
    actions.reopen(contact, why="Ours", by=cast.staff(), at=at("Tue 3 Nov 2026 10:00"))
    response = read(client, contact)
    assert stands(response).startswith("We promised you a full answer by Wednesday 11 November 2026.")
    titles = [told.title for told in response.context["timeline"]][-4:]
    assert titles == ["We set this aside", "We told you what we did", "We opened this again", "We told you what we did"]


def test_the_page_begins_with_the_answer_and_says_it_once(client: Client):
    contact = by_form()
    answered(contact, "Wed 4 Nov 2026 15:00")
    response = read(client, contact)
    assert heading(response) == "We answered in full"
    assert begins(response).startswith(
        f"Your reference {contact.reference}: Street lamp We answered in full Wednesday "
        "4 November 2026 at 3pm Dear Robin Reed, It is mended."
    )
    said = words(response)
    assert said.count("It is mended.") == 1
    assert "We answered in full Wednesday 4 November 2026 at 3pm It stands at the top of this page." in said


def test_a_long_letter_begins_the_page_and_is_folded_where_a_paragraph_ends(client: Client):
    contact, paragraphs = by_form(), [f"{n}. " + "We looked into this. " * 12 for n in range(1, 8)]
    body = "\n\n".join(paragraphs)
    actions.reply(contact, body=body, parts=cast.parts(), full=True, closes=True, by=cast.staff(), at=at(MONDAY))
    said = begins(read(client, contact))
    first, folded = said.split("Read the rest of this letter")
    assert [n for n in range(1, 8) if f"{n}. We looked" in first] == [1, 2, 3]
    assert [n for n in range(1, 8) if f"{n}. We looked" in folded] == [4, 5, 6, 7]


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        ("a" * 900, 900),
        ("a" * 901, 900),
        ("a" * 500 + " " + "a" * 500, 500),
        ("a" * 500 + "\n" + "a" * 300 + " " + "a" * 200, 500),
        ("a" * 400 + "\n\n" + "a" * 300 + "\n" + "a" * 300, 400),
        ("a" * 200 + "\n\n" + "a" * 400 + " " + "a" * 400, 602),
    ],
)
def test_a_letter_is_folded_at_a_paragraph_a_line_or_a_word(body: str, cut: int):
    assert _cut(body) == cut


def test_what_a_computer_wrote_is_folded_and_the_page_begins_with_where_it_stands(client: Client):
    contact = by_form(email="robin@home.example")
    response = read(client, contact)
    assert heading(response) == "We told you that we have your message"
    assert "Read what our computer wrote to you Hello," in begins(response)
    assert words(response).count("This message was sent by a computer") == 1
    assert heading(read(client, by_form(channel="letter"))) == "We have your message"


@pytest.mark.parametrize("waits", [True, False])
def test_a_question_of_ours_comes_first_with_the_way_to_answer_it(client: Client, waits: bool):
    contact, sam = by_form(), cast.staff()
    ask_at = at("Tue 3 Nov 2026 09:00")
    actions.ask(
        contact,
        body="Which lamp is it?",
        parts=cast.parts(by_when=on("Fri 6 Nov 2026")),
        waits=waits,
        by=sam,
        at=ask_at,
    )
    late = cast.parts(by_when=on("Fri 20 Nov 2026"))
    actions.hold(contact, body="We are sorry.", parts=late, by=sam, at=at("Thu 5 Nov 2026 09:00"))
    response = read(client, contact)
    said = begins(response)
    need = "We need your answer, so that we can go on." if waits else "We need your answer to this."
    assert heading(response) == "We need something from you"
    places = [said.index(one) for one in (need, "Which lamp is it?", "We are sorry.", "Answer us")]
    assert places == sorted(places)
    client.post(f"{page_of(contact)}add/", {"message": "Number 4.", "token": token(client, f"{page_of(contact)}add/")})
    said = begins(read(client, contact))
    assert ("Which lamp is it?" in said, "We need" in said, "Answer us" in said, "We are sorry." in said) == (
        *(False, False, False),
        True,
    )


def asked(contact: Contact, *, waits: bool) -> None:
    """Ask the customer which lamp it is, on Tuesday 3 November."""
    told = cast.parts(by_when=on("Tue 10 Nov 2026"))
    when = at("Tue 3 Nov 2026 09:00")
    actions.ask(contact, body="Which lamp is it?", parts=told, waits=waits, by=cast.staff(), at=when)


def test_what_their_machine_wrote_does_not_answer_a_question(client: Client):
    contact, sam = by_form(email="robin@home.example"), cast.staff()
    asked(contact, waits=True)
    late = cast.parts(by_when=on("Fri 20 Nov 2026"))
    actions.hold(contact, body="We are sorry.", parts=late, by=sam, at=at("Tue 3 Nov 2026 09:01"))
    cast.everything_sent("Tue 3 Nov 2026 09:05")
    away = cast.arrival(body="I am away.", automatic=True)
    when = at("Tue 3 Nov 2026 09:10")
    actions.add(contact, away, at=when, now=when)
    said = begins(read(client, contact))
    assert ("Which lamp is it?" in said, "We need your answer, so that we can go on." in said) == (True, True)


def test_a_full_answer_overtakes_a_question_and_a_closed_matter_needs_nothing(client: Client):
    contact, sam = by_form(), cast.staff()
    asked(contact, waits=True)
    closed = by_form()
    asked(closed, waits=True)
    actions.reply(
        contact,
        body="We have found it.",
        parts=cast.parts(by_when=on("Fri 20 Nov 2026")),
        full=True,
        closes=False,
        by=sam,
        at=at("Wed 4 Nov 2026 09:00"),
    )
    actions.close(closed, outcome=Contact.Outcome.WITHDRAWN, why="So it is", by=sam, at=at("Wed 4 Nov 2026 09:00"))
    for one in (contact, closed):
        assert ("We need" in (said := begins(read(client, one))), "Answer us" in said) == (False, False)


@pytest.mark.parametrize(
    ("asked", "had", "need"),
    [
        ("clarification_asked", "clarified", "We need you to tell us what you mean, so that we can go on."),
        ("identity_asked", "identified", "We need you to show us who you are, so that we can go on."),
        ("fee_asked", "fee_paid", "We need the fee that we told you of, so that we can go on."),
    ],
)
def test_what_a_law_lets_us_wait_for_is_said_until_we_have_it(client: Client, asked: str, had: str, need: str):
    contact, sam, now = by_form(kinds=("foi",)), cast.staff(), at("Fri 6 Nov 2026 12:00")
    happen = {"details": {}, "by": sam, "now": now, "why": "The post was late"}
    actions.happen(contact, what=asked, at=at("Tue 3 Nov 2026 09:00"), **happen)
    assert need in begins(read(client, contact))
    actions.happen(contact, what=had, at=at("Wed 4 Nov 2026 09:00"), **happen)
    assert "We need" not in begins(read(client, contact))
    actions.happen(contact, what=asked, at=at("Thu 5 Nov 2026 09:00"), **happen)
    assert need in begins(read(client, contact))


def test_each_promise_stands_on_the_page_once(client: Client):
    contact, sam = by_form(), cast.staff()
    for day in ("Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00"):
        told = cast.parts(by_when=on("Tue 10 Nov 2026"))
        actions.ask(contact, body="Which lamp is it?", parts=told, waits=False, by=sam, at=at(day))
    titles = re.findall(r"<h3[^>]*>(.*?)</h3>", read(client, contact).content.decode(), flags=re.DOTALL)
    once = [one for one in titles if "Each reply of ours says the next thing" in one]
    promises = [re.sub(r"<.*?>|^.*?: ", "", one) for one in titles if ": " in one]
    assert (len(once), len(promises)) == (1, len(set(promises)))
    assert "3 of our 3 messages gave all that they must." in words(read(client, contact))


@pytest.mark.any_database  # it is about words; the other tests here read the same rows on both
@pytest.mark.parametrize("channel", ["web", "email", "letter"])
@pytest.mark.parametrize("kind", ["enquiry", "complaint"])
def test_no_promise_is_told_in_the_words_of_another_channel(client: Client, channel: str, kind: str):
    said = words(read(client, by_form(channel=channel, kinds=(kind,))))
    said = said[said.index("What we promised you") : said.index("What has happened")]
    named = {"web": "form", "email": "email", "letter": "letter"}
    owed = re.findall(r"(?:Running|Kept|Due soon|Broken|Not required): (.*?\.)", said)
    others = [
        one
        for one in owed
        for other, word in named.items()
        if other != channel and word in one.lower() and named[channel] not in one.lower()
    ]
    assert (others, len(owed) >= 2) == ([], True)


def test_every_promise_has_its_working(client: Client):
    said = words(read(client, by_form()))
    assert "Our promise S5-24: If you write to us by our form about" in said
    assert "Wednesday 11 November 2026 Working day 7" in said
    assert "Saturday 7 November 2026 not counted: Saturday" in said


def test_the_timeline_says_what_happened_in_order_and_each_thing_once(client: Client):
    contact = by_form()
    actions.ask(
        contact,
        body="Which lamp is it?",
        parts=cast.parts(by_when=date(2026, 11, 6)),
        waits=False,
        by=cast.staff(),
        at=at("Tue 3 Nov 2026 09:00"),
    )
    actions.retype(contact, kinds=["complaint"], why="It is one", by=cast.staff(), at=at("Tue 3 Nov 2026 10:00"))
    answered(contact, "Wed 4 Nov 2026 15:00")
    said = words(read(client, contact)).partition("What has happened")[2]
    titles = [
        "Your form reached us Monday 2 November 2026 at 9am The street lamp outside number 4 is out.",
        "We told you that we have your message Monday 2 November 2026 at 9am",
        "We asked you something Tuesday 3 November 2026 at 9am",
        "We changed what kind of message this is Tuesday 3 November 2026 at 10am It is now: complaint.",
        "We answered in full Wednesday 4 November 2026 at 3pm",
    ]
    places = [said.index(title) for title in titles]
    assert places == sorted(places)
    assert [said.count(title.partition(" Mon")[0].partition(" Tue")[0].partition(" Wed")[0]) for title in titles] == [
        1
    ] * len(titles)


def test_a_question_and_its_answer_are_a_row_each_and_the_letters_around_are_folded(client: Client):
    contact = by_form()
    ask = {"parts": cast.parts(by_when=on("Tue 10 Nov 2026")), "by": cast.staff(), "waits": True}
    actions.ask(contact, body="Which lamp is it?", at=at("Tue 3 Nov 2026 09:00"), **ask)
    wednesday = at("Wed 4 Nov 2026 09:00")
    actions.add(contact, cast.arrival(body="The left.\n\n> Which lamp is it?"), at=wednesday, now=wednesday)
    shown = [
        (told.title, told.words, told.fold if told.folded else "")
        for told in client.get(page_of(contact)).context["timeline"]
    ]
    assert shown == [
        ("Your form reached us", "The street lamp outside number 4 is out.", ""),
        ("We told you that we have your message", "", "What it says"),
        ("We asked you something", "", ""),  # it stands at the top of the page
        ("You wrote to us", "The left.", "What it quotes"),
    ]


def test_a_letter_on_its_way_and_one_that_could_not_be_sent_say_so(client: Client):
    contact = by_form(email="robin@home.example")
    assert "It is on its way to you by email." in words(read(client, contact))
    actions.fail(Outgoing.objects.get(), problem="No such address: secret-detail", at=at("Tue 3 Nov 2026 09:00"))
    said = words(read(client, contact))
    assert "We could not send it to you by email. You can read it here." in said
    assert "secret-detail" not in said


def test_notes_for_colleagues_and_email_addresses_of_staff_are_not_on_the_page(client: Client):
    contact, sam = by_form(), cast.staff()
    actions.take(contact, by=sam, at=at("Tue 3 Nov 2026 09:00"))
    actions.note_down(contact, body="He shouts.", by=sam, at=at("Tue 3 Nov 2026 09:00"))
    answered(contact, "Wed 4 Nov 2026 15:00")
    response = read(client, contact)
    assert "Sam Field, the post team. Telephone: 01632 960 010" in words(response)
    html = response.content.decode()
    assert [secret for secret in ("He shouts", sam.email, "@council.example") if secret in html] == []


def test_nobody_is_named_who_has_had_no_part_in_it(client: Client):
    contact, sam = by_form(), cast.staff()
    nobody = "It is with the post team. Nobody there has taken it up yet. Telephone: 01632 960 002"
    who = words(read(client, contact)).partition("Who has it")[2].partition("If you need this")[0]
    assert who.strip() == nobody
    asked(contact, waits=False)
    cast.everything_sent("Tue 3 Nov 2026 09:00")
    assert "Sam Field, the post team. Telephone: 01632 960 010" in words(read(client, contact))
    actions.give_back(contact, by=sam, at=at("Tue 3 Nov 2026 09:30"))
    wrote = "It is with the post team. Sam Field wrote to you last. Telephone: 01632 960 002"
    assert wrote in words(read(client, contact))
    closed = by_form()
    actions.close(closed, outcome=Contact.Outcome.SPAM, why="So it is", by=sam, at=at("Tue 3 Nov 2026 09:00"))
    assert "It is with the post team. Telephone: 01632 960 002" in words(read(client, closed))


@pytest.mark.parametrize("page", ["", "sent/", "add/", "wrong/"])
def test_a_wrong_secret_and_a_reference_there_is_not_get_the_same_answer(client: Client, page: str):
    contact, other = by_form(), by_form()
    tries = [
        f"/s5/contacts/{contact.reference}/{key_of(other)}/{page}",
        f"/s5/contacts/{contact.reference}/x/{page}",
        f"/s5/contacts/2222-2222/{key_of(contact)}/{page}",
    ]
    responses = [client.get(one) for one in tries]
    assert [response.status_code for response in responses] == [404, 404, 404]
    assert len({response.content for response in responses}) == 1
    assert heading(responses[0]) == "We cannot open that page"
    assert contact.reference not in responses[0].content.decode()


def test_a_wrong_secret_cannot_write(client: Client):
    contact = by_form()
    given = {"message": "x", "token": "t" * 24}
    assert client.post(f"/s5/contacts/{contact.reference}/wrong/add/", given).status_code == 404
    assert contact.messages.filter(sort="from customer").count() == 1


def test_a_page_whose_address_is_a_secret_is_not_kept_listed_or_told_to_others(client: Client):
    contact = by_form()
    for page, referrer in (("", "no-referrer"), ("sent/", "no-referrer"), ("add/", "same-origin")):
        headers = client.get(page_of(contact) + page).headers
        assert (headers["Cache-Control"], headers["X-Robots-Tag"], headers["Referrer-Policy"]) == (
            "private, no-store",
            "noindex, nofollow",
            referrer,
        )


def test_something_can_be_added_once(client: Client):
    contact = by_form()
    where = f"{page_of(contact)}add/"
    given = {"message": "At number 4.", "token": token(client, where)}
    first, second = (client.post(where, given) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == f"{page_of(contact)}?added"
    response = client.get(first.headers["Location"])
    assert "We have added what you wrote." in words(response)
    assert words(response).count("At number 4.") == 1


def test_a_token_spent_on_another_contact_opens_nothing_of_it(client: Client):
    theirs, mine = by_form(), by_form()
    given = {"message": "At number 4.", "token": token(client, f"{page_of(theirs)}add/")}
    client.post(f"{page_of(theirs)}add/", given)
    refused = client.post(f"{page_of(mine)}add/", given)
    assert (refused.status_code, theirs.reference in refused.content.decode()) == (200, False)
    complaint = {"message": "Late.", "token": token(client, f"{page_of(theirs)}wrong/")}
    client.post(f"{page_of(theirs)}wrong/", complaint)
    refused = client.post(f"{page_of(mine)}wrong/", complaint)
    assert (refused.status_code, theirs.reference in refused.content.decode()) == (200, False)


def test_something_added_to_a_closed_matter_leads_to_a_page_of_its_own(client: Client):
    contact = by_form()
    answered(contact, "Wed 4 Nov 2026 15:00")
    where = f"{page_of(contact)}add/"
    response = client.post(where, {"message": "It is out again.", "token": token(client, where)}, follow=True)
    new = Contact.objects.get(follows=contact)
    assert heading(response) == "We have your message"
    assert f"You wrote to us again about this: {new.reference}." in words(read(client, contact))
    assert a_page_of(new) not in read(client, contact).content.decode()


def test_what_went_wrong_becomes_a_complaint_that_follows(client: Client):
    contact = by_form()
    where = f"{page_of(contact)}wrong/"
    response = client.post(where, {"message": "Nobody came.", "token": token(client, where)}, follow=True)
    complaint = Contact.objects.get(follows=contact)
    assert complaint.came_as == ["complaint"]
    assert f"Your reference {complaint.reference}" in words(response)


@pytest.mark.parametrize(
    ("page", "given", "said"),
    [
        ("add/", {"message": ""}, ["Enter what you would like to add"]),
        ("wrong/", {"message": " "}, ["Enter what went wrong"]),
        ("add/", {"message": "x", "website": "x"}, ["Clear the box that must be left empty, and send again"]),
    ],
)
def test_nothing_is_added_where_something_is_missing(client: Client, page: str, given: dict[str, str], said: list[str]):
    where = page_of(by_form()) + page
    response = client.post(where, given | {"token": token(client, where)})
    assert (problems(response), Contact.objects.count()) == (said, 1)


def found(client: Client, reference: str, secret: str, council: str = "s5") -> str | None:
    """Type a reference and a code; return where that leads, or None."""
    given = {"reference": reference, "key": secret}
    location: str | None = client.post(f"/{council}/contacts/", given).headers.get("Location")
    return location


def test_a_reference_and_its_code_lead_to_the_page_as_people_type_them(client: Client):
    contact = by_form()
    Contact.objects.filter(id=contact.id).update(reference="EQPF-99AQ")
    key = "1A0B-C1D0-EFGH-2345"
    contact.page_keys.create(digest=digest_of("EQPF-99AQ", key), made_at=at(MONDAY), ends_at=at("Tue 3 Nov 2099 09:00"))
    here = f"/s5/contacts/EQPF-99AQ/{key}/"
    ways = ["EQPF-99AQ", "EQPF 99AQ", "eqpf99aq", " e q p f 9 9 a q ", "EQPF–99AQ", "EQPF99A0", "EOPF-99AO"]
    ways += ["Your reference: EQPF 99AQ"]
    assert {way: found(client, way, key) for way in ways} == dict.fromkeys(ways, here)
    codes = [
        key,
        " 1a0b c1d0 efgh 2345. ",
        "laobcidoefgh2345",
        "IAOB–CLDO–EFGH–2345",
        "1 A 0 B C 1 D 0 E F G H 2 3 4 5",
    ]
    assert {code: found(client, "EQPF-99AQ", code) for code in codes} == dict.fromkeys(codes, here)
    wrong = ["1A0B-C1D0-EFGH-234", "1A0B-C1D0-EFGH-23456", "", "1A0B-C1D0-EFGH-2346"]
    assert {code: found(client, "EQPF-99AQ", code) for code in wrong} == dict.fromkeys(wrong, None)


def test_a_whole_link_leads_to_the_page_whichever_box_it_is_pasted_into(client: Client):
    contact = by_form()
    elsewhere, link = by_form(key="s4"), f"https://council.example{page_of(contact)}"
    for one in (
        link,
        link.rstrip("/"),
        f"Follow it here: {link}",
        f"{link}?added",
        link.replace("/contacts/", "/con tacts/ ").replace("-", "- "),
        link.upper().replace("/S5/", "/s5/"),
    ):
        assert (found(client, one, ""), found(client, "", one), found(client, "no such", one)) == (
            page_of(contact),
        ) * 3
    assert found(client, f"https://council.example{page_of(elsewhere)}", "") == page_of(elsewhere)
    assert found(client, link.replace(key_of(contact), key_of(elsewhere)), "") is None


def test_whoever_has_lost_one_of_them_is_not_told_which(client: Client):
    contact = by_form()
    tries = [(contact.reference, "wrong"), ("2222-2222", key_of(contact)), ("nothing", "wrong")]
    said = [problems(client.post("/s5/contacts/", {"reference": one, "key": two})) for one, two in tries]
    nothing = "We can find nothing with this reference and this code. Check them both, or paste the whole link"
    assert said == [[nothing]] * 3
    assert problems(client.post("/s5/contacts/", {})) == ["Enter your reference", "Enter your secret code"]
    long = {"reference": "x" * 301, "key": ""}
    assert problems(client.post("/s5/contacts/", long)) == [
        "Enter a reference like 7K3Q-92MX",
        "Enter your secret code",
    ]


def test_a_page_asks_the_database_the_same_for_one_message_as_for_three(client: Client):
    contact = by_form(email="robin@home.example")

    where = page_of(contact)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        return len(queries)

    asked()  # the charter is read once in each process
    one = asked()
    for day in ("Tue 3 Nov 2026 09:00", "Wed 4 Nov 2026 09:00"):
        actions.ask(
            contact,
            body="Which lamp is it?",
            parts=cast.parts(by_when=date(2026, 11, 6)),
            waits=False,
            by=cast.staff(),
            at=at(day),
        )
    assert asked() == one == 7


def test_where_the_bank_holidays_are_not_known_yet_the_page_does_not_say_that_no_date_was_promised(
    client: Client, monkeypatch: pytest.MonkeyPatch
):
    contact = cast.received("Fri 1 Dec 2028 10:00", channel="web", email="", kinds=("foi",))
    the_clock_says(at("Mon 4 Dec 2028 12:00"), monkeypatch)
    response = read(client, contact)
    assert stands(response) == (
        "We have your message. We cannot give you a date yet: the bank holidays of that time are not known."
    )
    assert "No date can be given yet" in words(response)


def test_the_form_of_one_contact_sent_about_another_is_not_lost_and_leads_to_nobody_elses_page(client: Client):
    one, other = by_form(), by_form(email="kim@home.example")
    given = {"message": "About the first.", "token": token(client, f"{page_of(one)}add/")}
    assert client.post(f"{page_of(one)}add/", given).status_code == 302
    where = f"{page_of(other)}add/"
    again = client.post(where, given | {"message": "About the other."})
    assert problems(again) == [
        "This page was sent before, with other words or about something else. Press Send to send this too"
    ]
    new = re.search(r'name="token" value="([^"]+)"', again.content.decode())
    assert new is not None
    assert client.post(where, {"message": "About the other.", "token": new[1]})["Location"] == f"{page_of(other)}?added"
    said = [
        list(contact.messages.filter(sort="from customer").values_list("body", flat=True)[1:])
        for contact in (one, other)
    ]
    assert said == [["About the first."], ["About the other."]]
