"""What colleagues mark a contact with at the desk, and the page of what waits for one of them."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.contacts import actions as contacts
from answerable.contacts.models import Contact
from answerable.finding.actions import index_waiting
from answerable.marks import actions
from answerable.marks.models import Mention, Reminder, Tag
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, filled, text

pytestmark = pytest.mark.django_db

NOW = at("Mon 2 Nov 2026 10:00")


@pytest.fixture
def sam(sam: Desk) -> Desk:
    return sam.at("Mon 2 Nov 2026 10:00")


def tagged(contact: Contact, name: str) -> None:
    actions.add_tag(contact, name=name, by=cast.staff(), at=NOW)


def references(response: Any) -> list[str]:
    return [row.reference for row in response.context["rows"]]


def test_an_officer_tags_a_contact_is_offered_the_tags_in_use_and_takes_one_away(sam: Desk):
    contact, other = cast.received(), cast.received(email="kim@home.example")
    tagged(other, "flood")
    assert sam.press(contact, "tags", tag="Road works").url == f"/s5/desk/contacts/{contact.reference}/"
    page = sam.open(f"contacts/{contact.reference}/")
    said = page.content.decode()
    assert "The tag “road-works” is on it." in said
    assert '<a class="govuk-link" href="/s5/desk/?tag=road-works">road-works</a>' in said
    assert '<option value="flood"></option><option value="road-works"></option>' in said
    assert 'list="tags-in-use"' in said
    assert "Never a name or anything else of a person" in said
    refused = sam.press(contact, "tags", tag="road_works!")
    assert ("“road_works!” cannot be a tag." in text(refused), 'value="road_works!"' in refused.content.decode()) == (
        True,
        True,
    )
    assert sam.press(contact, "tags", tag="a\0b").status_code == 200
    sam.press(contact, "tags/take-away", tag="road-works")
    assert "The tag “road-works” is taken away." in sam.contact(contact)
    sam.press(contact, "tags/take-away", tag="road-works\0")
    assert "That tag is not on it any more." in sam.contact(contact)
    assert Tag.objects.filter(contact=contact).count() == 0


def test_the_queue_is_narrowed_to_a_tag_by_an_address_that_is_kept_as_a_view(sam: Desk):
    one, other = cast.received(), cast.received(email="kim@home.example")
    tagged(one, "flood")
    tagged(one, "urgent-road")
    tagged(other, "bins")
    tagged(cast.received(key="s1"), "flood")
    assert references(sam.open(tag="#Flood ")) == [one.reference]
    assert references(sam.open(tag="flood", kind="enquiry", order="oldest")) == [one.reference]
    assert "Nothing that waits is like this." in text(sam.open(tag="none"))
    assert len(references(sam.open(tag="f" * 31))) == 2
    assert len(references(sam.open(tag="flo\0od"))) == 2
    page = sam.open(tag="flood")
    assert (page.context["view"], list(page.context["tags_in_use"])) == ("tag=flood", ["bins", "flood", "urgent-road"])
    kept = sam.client.post("/s5/desk/views/?tag=flood", {"name": "Floods", "whose": "", "asked": "tag=flood"})
    assert kept.url == "/s5/desk/?tag=flood"


def test_no_tag_is_asked_of_what_the_reader_may_not_see(desk_of: Any, sam: Desk):
    tagged(cast.received(), "flood")
    pat = desk_of("Pat Bee", role=Role.ANALYST).at("Mon 2 Nov 2026 10:00")
    assert len(references(pat.open())) == 1
    page = pat.open(tag="flood")
    assert (references(page), page.context["tags_in_use"]) == ([], [])
    boss = desk_of("Ruth Boss", role=Role.ADMINISTRATOR, path="s5")
    cast.staff("Ruth Boss", path="s5/customer-services/roads")
    assert (len(references(boss.open())), references(boss.open(tag="flood"))) == (1, [])


def test_what_was_found_is_narrowed_to_a_tag_in_the_index_and_before_it_is_there(sam: Desk):
    one, two, other = (cast.received(email=f"{n}@home.example") for n in range(3))
    tagged(one, "flood")
    tagged(two, "flood")
    tagged(other, "bins")
    for _ in range(2):
        found = sam.open("find/", words="lamp", tag="Flood")
        assert {row.contact.reference for row in found.context["rows"]} == {one.reference, two.reference}
        assert found.context["is_narrowed"]
        while index_waiting():
            pass
    assert text(sam.open("find/", words="lamp", tag="none")).count("Nothing was found that you may see") == 1
    assert len(sam.open("find/", words="lamp").context["rows"]) == 3


def test_a_note_mentions_a_colleague_who_finds_it_under_for_me(sam: Desk, desk_of: Any):
    contact = cast.received()
    ana = desk_of("Ana Ruiz").at("Mon 2 Nov 2026 10:00")
    assert "You can mention: @ana.ruiz (Ana Ruiz), @sam.field (Sam Field)." in text(
        sam.open(f"contacts/{contact.reference}/note/")
    )
    sam.press(contact, "note", body="<b>@ana.ruiz</b> see @Ana Ruiz, and robin@ana.ruiz.example")
    page = sam.open(f"contacts/{contact.reference}/").content.decode()
    assert "Your note is kept. Ana Ruiz will find it under For me." in page
    assert (
        '&lt;b&gt;<mark class="mention">@ana.ruiz</mark> (Ana Ruiz)&lt;/b&gt; see @Ana Ruiz, and robin@ana.ruiz.example'
        in page
    )
    assert "For me (1)" in text(ana.open())
    mine = text(ana.open("for-me/"))
    assert f"You are mentioned (1) {contact.reference} Street lamp by Sam Field, 2 Nov, 10:00" in mine
    assert "For me (" not in ana.contact(contact)
    assert "Nothing is here for you." in text(ana.open("for-me/"))
    assert Mention.objects.get().seen_at == NOW


@pytest.mark.parametrize("body", ["@zoe: see this", "@ana: see this"])
def test_a_note_that_mentions_nobody_or_one_of_two_is_not_lost(sam: Desk, body: str):
    contact = cast.received()
    cast.staff("Ana Ruiz")
    cast.staff("Ana Silva")
    refused = sam.press(contact, "note", body=body)
    assert (refused.status_code, body in refused.content.decode(), "You can mention: " in text(refused)) == (
        200,
        True,
        True,
    )
    said = (
        "is no colleague who may see" if "zoe" in body else "Write @ana.ruiz for Ana Ruiz or @ana.silva for Ana Silva"
    )
    assert said in text(refused)
    assert Mention.objects.count() == 0


def test_what_happens_to_a_watched_contact_stands_under_for_me_until_it_is_opened(sam: Desk):
    contact = cast.received()
    sam.press(contact, "watch")
    assert "You watch this. Stop watching" in sam.contact(contact)
    assert f"Watched, and nothing new (1) {contact.reference} Street lamp" in text(sam.open("for-me/"))
    contacts.note_down(contact, body="Secret words", by=cast.staff("Ana Ruiz"), at=NOW)
    page = text(sam.open("for-me/"))
    assert (
        f"New in what you watch (1) {contact.reference} Street lamp Note for colleagues by Ana Ruiz, 2 Nov, 10:00"
        in page
    )
    assert ("For me (1)" in page, "Secret words" in page) == (True, False)
    sam.contact(contact)
    assert "Watched, and nothing new (1)" in text(sam.open("for-me/"))
    sam.press(contact, "stop-watching")
    assert "Watch what happens" in sam.contact(contact)


def test_a_reminder_is_due_on_its_day_and_overdue_after_and_is_put_off_and_done(sam: Desk):
    contact = cast.received()
    given = {"on": date(2026, 11, 9), "part": "morning", "why": "Has the electrician written?"}
    answer = sam.press(contact, "remind", **filled(given))
    assert answer.url == f"/s5/desk/contacts/{contact.reference}/"
    page = sam.contact(contact)
    assert "You are reminded on Monday 9 November 2026, from 9am." in page
    assert "You are reminded Monday 9 November 2026: Has the electrician written?" in page
    assert "Reminders to come (1)" in text(sam.open("for-me/"))
    early = text(sam.at("Mon 9 Nov 2026 08:00").open("for-me/"))
    assert ("Reminders (1)" in early, "Due today, from 9am: Has the electrician" in early, "For me (1)" in early) == (
        True,
        True,
        True,
    )
    assert "For me (" not in text(sam.at("Sun 8 Nov 2026 23:59").open("for-me/"))
    assert "Overdue since Monday 9 November 2026, from 9am" in text(sam.at("Tue 10 Nov 2026 09:00").open("for-me/"))
    mine = Reminder.objects.get()
    form = sam.open(f"for-me/{mine.pk}/").context["form"]
    assert (form["on"].value(), form["part"].value(), form["why"].value()) == tuple(given.values())
    refused = sam.client.post(f"/s5/desk/for-me/{mine.pk}/", filled(given))
    assert "Monday 9 November 2026 has passed. Give today or a later day" in text(refused)
    later = filled(given | {"on": date(2026, 12, 25), "part": ""})
    assert sam.client.post(f"/s5/desk/for-me/{mine.pk}/", later).url == "/s5/desk/for-me/"
    assert (
        "You are reminded on Friday 25 December 2026. Friday 25 December 2026 is no working day of the council: "
        "Christmas Day." in text(sam.open("for-me/"))
    )
    assert sam.client.get(f"/s5/desk/for-me/{mine.pk}/done/").url == "/s5/desk/for-me/"
    assert sam.client.post(f"/s5/desk/for-me/{mine.pk}/done/").url == "/s5/desk/for-me/"
    assert "Done: Has the electrician written?" in text(sam.open("for-me/"))
    assert sam.client.post(f"/s5/desk/for-me/{mine.pk}/done/").status_code == 404
    assert Reminder.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"on": date(2026, 11, 1)}, "Sunday 1 November 2026 has passed. Give today or a later day"),
        ({"on": date(2029, 11, 1)}, "is too far off. Give a day until Thursday 2 November 2028"),
        ({"on": ""}, "Enter the day"),
        ({"part": "night"}, "Choose from the list"),
        ({"why": " "}, "Say what for"),
        ({"why": "a" * 101}, "Say it in 100 characters or fewer"),
    ],
)
def test_what_cannot_be_reminded_of_is_said_beside_the_field(sam: Desk, given: Any, said: str):
    contact = cast.received()
    right = {"on": date(2026, 11, 9), "part": "", "why": "Ring"}
    refused = sam.press(contact, "remind", **filled(right | given))
    assert (refused.status_code, said in text(refused), Reminder.objects.count()) == (200, True, 0)


def test_a_weekend_is_said_and_allowed(sam: Desk):
    contact = cast.received()
    sam.press(contact, "remind", **filled({"on": date(2026, 11, 7), "part": "", "why": "Ring"}))
    assert (
        "You are reminded on Saturday 7 November 2026. Saturday 7 November 2026 is no working day of the council."
        in (sam.contact(contact))
    )


def test_nobody_puts_off_or_ends_what_another_wants_to_be_reminded_of(sam: Desk, desk_of: Any):
    contact = cast.received()
    given = {"on": date(2026, 11, 9), "part": "", "why": "Ring", "at": NOW}
    mine = actions.remind(contact, **given, by=sam.staff)
    ana = desk_of("Ana Ruiz").at("Mon 2 Nov 2026 10:00")
    assert ana.open(f"for-me/{mine.pk}/").status_code == 404
    assert ana.client.post(f"/s5/desk/for-me/{mine.pk}/done/").status_code == 404
    assert "Ring" not in ana.contact(contact)
    contacts.move(contact, to=cast.team_of(team="roads"), reason="Theirs", by=sam.staff, at=NOW)
    assert sam.open(f"for-me/{mine.pk}/").status_code == 404
    page = text(sam.open("for-me/"))
    assert ("Ring" in page, "1 more of your reminders is about contacts that you may not see any more." in page) == (
        False,
        True,
    )


def test_an_auditor_watches_and_is_reminded_and_tags_nothing(desk_of: Any):
    contact = cast.received()
    tagged(contact, "flood")
    kim = desk_of("Kim Audit", role=Role.AUDITOR, path="s5").at("Mon 2 Nov 2026 10:00")
    page = kim.contact(contact)
    assert ("flood" in page, "Add a tag" in page, "Take away" in page, "Watch what happens" in page) == (
        *(True, False, False, True),
    )
    assert (kim.press(contact, "tags", tag="x").status_code, kim.press(contact, "watch").status_code) == (403, 302)


def test_what_is_marked_costs_a_contact_and_for_me_no_question_more(sam: Desk):
    contact = cast.received()

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as made:
            sam.open(page)
        return len(made)

    pages = (f"contacts/{contact.reference}/", "for-me/")
    sam.open(pages[0])
    one = actions.remind(contact, on=date(2026, 11, 2), part="", why="Ring", by=sam.staff, at=NOW)
    actions.watch(contact, by=cast.staff(), at=NOW)
    sam.open(pages[0])
    before = [asked(page) for page in pages]
    tagged(contact, "flood")
    tagged(contact, "bins")
    for part in ("morning", "afternoon"):
        actions.remind(contact, on=date(2026, 11, 2), part=part, why=one.why, by=sam.staff, at=NOW)
    for n in range(2):
        actions.watch(cast.received(email=f"{n}@home.example"), by=sam.staff, at=NOW)
    assert [asked(page) for page in pages] == before
