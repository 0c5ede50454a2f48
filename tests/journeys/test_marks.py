"""Marking a contact for oneself and for a colleague, and finding it under For me, with the keyboard alone."""

from datetime import date

import pytest

from answerable.contacts import actions as contacts
from answerable.contacts.models import Message
from answerable.marks import actions
from answerable.marks.models import Mention, Reminder, Tag, Watch
from tests import cast
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import NOW, a_full_queue, signed_in, the_moment

pytestmark = pytest.mark.django_db(transaction=True)
at_the_moment = the_moment


def test_a_contact_is_tagged_noted_watched_and_reminded_of_with_the_keyboard_alone(walk: Walk):
    cold, ana = a_full_queue(), cast.staff("Ana Ruiz")
    other = cast.received("Mon 2 Nov 2026 11:00", email="kim@home.example", subject="A leak")
    actions.add_tag(other, name="heating", by=ana, at=NOW)
    here = f"/s5/desk/contacts/{cold.reference}/"
    signed_in(walk, cast.staff()).page.goto(f"{walk.origin}{here}")
    keys = walk.page.keyboard
    walk.tab_to("Add a tag")
    keys.press("Enter")
    walk.tab_to("Tag", most=1)
    keys.type("Heating")
    keys.press("Enter")
    walk.page.get_by_text("The tag “heating” is on it.").wait_for()
    walk.tab_to("Watch what happens")
    keys.press("Enter")
    walk.page.get_by_text("You watch it.").wait_for()
    walk.tab_to("Remind me")
    keys.press("Enter")
    walk.page.wait_for_url("**/remind/")
    walk.check()
    walk.tab_to("Day")
    for part in ("20", "11", "2026"):
        keys.type(part)
        keys.press("Tab")
    walk.tab_to("What for?")
    keys.type("Is the boiler mended?")
    keys.press("Enter")
    walk.page.get_by_text("You are reminded on Friday 20 November 2026.").wait_for()
    walk.page.locator("summary", has_text="Write a note").focus()
    keys.press("Enter")
    walk.tab_to("Note for colleagues")
    keys.type("@zoe rang")
    walk.tab_to("Keep note")
    keys.press("Enter")
    walk.page.wait_for_url("**/note/")
    assert "“@zoe” is no colleague who may see this contact" in walk.text()
    walk.page.get_by_label("Note for colleagues").fill("@Ana Ruiz, the landlord rang")
    walk.tab_to("Keep note")
    keys.press("Enter")
    walk.page.get_by_text("Ana Ruiz will find it under For me.").wait_for()
    walk.check_anew()  # with all that can be on it
    assert walk.page.locator("mark.mention").inner_text() == "@Ana Ruiz"
    walk.go("/s5/desk/?tag=heating")
    assert walk.page.locator("tbody tr").count() == 2
    assert (Tag.objects.count(), Mention.objects.count(), Watch.objects.count(), Reminder.objects.count()) == (
        2,
        1,
        1,
        1,
    )


def test_what_waits_for_somebody_is_worked_through_with_the_keyboard_alone(walk: Walk):
    cold, sam, ana = a_full_queue(), cast.staff(), cast.staff("Ana Ruiz")
    other = cast.received("Mon 2 Nov 2026 11:00", email="kim@home.example", subject="A leak" + "word" * 30)
    given = {"contact": cold, "why": "Is the boiler mended?", "by": ana}
    actions.remind(on=date(2026, 11, 9), part="", **given, at=cast.LONG_AGO.replace(year=2026))
    actions.remind(on=date(2026, 11, 11), part="afternoon", **given, at=NOW)
    actions.remind(on=date(2026, 12, 1), part="", **given, at=NOW)
    for one in (cold, other):
        actions.watch(one, by=ana, at=NOW)
    actions.write_note(other, body="@ana.ruiz see this", by=sam, at=NOW)
    signed_in(walk, ana).page.goto(f"{walk.origin}/s5/desk/")
    keys = walk.page.keyboard
    keys.press("f")
    walk.page.wait_for_url("**/for-me/")
    walk.check()
    assert "Overdue since Monday 9 November 2026" in walk.text()
    walk.page.get_by_role("button", name="Done").first.focus()
    keys.press("Enter")
    walk.page.get_by_text("Done: Is the boiler mended?").first.wait_for()
    walk.page.get_by_role("link", name="Put off").first.focus()
    keys.press("Enter")
    walk.page.wait_for_url("**/for-me/*/")
    walk.check()
    walk.page.get_by_label("Day", exact=True).fill("12")
    walk.tab_to("Put off")
    keys.press("Enter")
    walk.page.get_by_text("You are reminded on Thursday 12 November 2026, from 1pm.").wait_for()
    walk.page.get_by_role("link", name=other.reference).first.focus()
    keys.press("Enter")
    walk.page.wait_for_url(f"**/contacts/{other.reference}/")
    contacts.note_down(cold, body="Mended.", by=sam, at=NOW)
    walk.go("/s5/desk/for-me/")
    assert "You are mentioned" not in walk.text()
    assert "New in what you watch (1)" in walk.text()
    assert Message.objects.filter(contact=cold, body="Mended.").exists()
