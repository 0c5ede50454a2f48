"""An officer's day at the desk, in a browser: with the keyboard, on a telephone, and past a mistake."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from answerable.channels.models import Position
from answerable.contacts import actions
from answerable.contacts.clocks import reckon
from answerable.contacts.floods import FEWEST
from answerable.contacts.models import Contact, Outgoing
from answerable.councils.models import Council, Mailbox
from answerable.figures.actions import count
from answerable.observations import actions as checks
from answerable.people.actions import note_failure
from answerable.people.models import Role, Staff
from answerable.standards.vocabulary.feeds import MAILBOX
from tests import cast
from tests.build import at
from tests.desk.sitting import just_signed_in
from tests.journeys.conftest import Walk
from tests.public.residents import page_of

pytestmark = pytest.mark.django_db(transaction=True)

NOW = at("Wed 11 Nov 2026 10:00")


@pytest.fixture(autouse=True)
def the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: NOW)


def signed_in(walk: Walk, staff: Staff) -> Walk:
    """Give a browser the session of somebody who has signed in."""
    staff.enrolled_at = cast.LONG_AGO
    staff.save(update_fields=["enrolled_at"])
    client = Client()
    client.force_login(staff)
    just_signed_in(client)
    walk.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": walk.origin}]
    )
    return walk


def a_full_queue() -> Any:
    """Receive contacts of every look: welfare, broken, exposed, held, with a notice; return the one for welfare."""
    cast.received("Mon 2 Nov 2026 09:00", answerable=False)
    letter = cast.received("Mon 2 Nov 2026 15:00", channel="letter", email="", subject="Unbroken" + "word" * 30)
    reckon(letter, now=NOW)
    held = cast.received("Tue 10 Nov 2026 09:00", kinds=("complaint",), email="lee@home.example")
    actions.take(held, by=cast.staff("Priya Shah"), at=NOW)
    cold = cast.received(
        "Wed 11 Nov 2026 08:00",
        subject="No heating",
        welfare="A baby is cold",
        needs="Large print",
        email="amal@home.example",
        name="Amal Said",
        attachments=("boiler.jpg",),
    )
    actions.note_down(cold, body="Rang the landlord.", by=cast.staff(), at=NOW)
    return cold


def open_all(walk: Walk) -> None:
    """Open everything on the page that can be opened, and check the page as it then is."""
    walk.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    walk.check()


def test_the_first_of_the_queue_is_taken_and_answered_with_the_keyboard_alone(walk: Walk):
    cold = a_full_queue()
    signed_in(walk, cast.staff()).go("/s5/desk/")
    keys = walk.page.keyboard
    keys.press("j")
    assert walk.focused() == cold.reference
    keys.press("t")
    walk.page.wait_for_url(f"**/contacts/{cold.reference}/")
    walk.check()
    cold.refresh_from_db()
    assert cold.held_by == cast.staff()
    walk.choose("Answers everything, and ends the matter")
    walk.fill("Your reply", "The engineer came today.")
    walk.press("Preview")
    assert "Say what is being done: S5-27 asks for this" in walk.text()
    assert walk.page.get_by_label("Your reply").input_value() == "The engineer came today."
    walk.page.get_by_role("link", name="Say what is being done: S5-27 asks for this").click()
    keys.type("The boiler is mended")
    walk.press("Preview")
    assert "Dear Amal Said,\n\nThe engineer came today." in walk.text()
    walk.press("Send reply")
    assert "Tick each point that your letter answers." in walk.text()
    walk.page.get_by_role("checkbox").first.focus()
    keys.press("Space")
    walk.press("Send reply")
    assert "Your reply is on its way." in walk.text()
    assert Outgoing.objects.filter(message__sort="reply").count() == 1


def test_every_page_of_the_desk_is_sound_with_all_that_it_can_hold(walk: Walk):
    cold = a_full_queue()
    signed_in(walk, cast.staff())
    for page in ("?held=nobody&due=late", "find/?words=Robin", "find/", "find/?words=nobody"):
        walk.go(f"/s5/desk/{page}")
    for what in ("reply", "acknowledge", "ask", "hold", "call"):
        walk.go(f"/s5/desk/contacts/{cold.reference}/?write={what}")
        open_all(walk)
    for contact in cold.council.contacts.exclude(id=cold.id):
        walk.go(f"/s5/desk/contacts/{contact.reference}/")


def test_a_flood_is_looked_at_and_put_aside_with_the_keyboard_alone(walk: Walk):
    for n in range(FEWEST):
        cast.received(NOW - timedelta(minutes=n), email="loud@flood.example", subject="Offer", body="Lamps! " * 60)
    actions.gather(now=NOW)
    signed_in(walk, cast.staff()).go("/s5/desk/")
    keys = walk.page.keyboard
    keys.press("j")
    assert walk.focused() == "Flood"
    keys.press("Enter")
    walk.page.wait_for_url("**/floods/*/")
    open_all(walk)
    walk.choose("Spam")
    walk.press("Put all aside")
    assert "Say how you know" in walk.text()
    open_all(walk)
    walk.fill("How do you know?", "It sells lamps to us")
    walk.press("Put all aside")
    assert "It is being done, to one after another." in walk.text()
    walk.check()
    actions.carry_out(now=NOW)
    walk.page.reload()
    open_all(walk)
    assert f"0 open, {FEWEST} put aside" in walk.text()
    assert Contact.objects.filter(outcome="spam").count() == FEWEST


def test_the_office_pages_are_sound(walk: Walk):
    a_full_queue()
    actions.fail(Outgoing.objects.first(), problem="550 no such mailbox", at=NOW)
    mailbox = Mailbox.objects.get()
    Position.objects.create(mailbox=mailbox, problem="The password was refused")
    check = checks.begin(MAILBOX, council=mailbox.council, path=mailbox.team.path, subject=mailbox.address, at=NOW)
    checks.settle(check, problem="It could not be sent: the mailbox is full", at=NOW)
    signed_in(walk, cast.staff("Ad Min", Role.ADMINISTRATOR, "s5"))
    note_failure("somebody@" + "long" * 30 + ".example", internet_address="2001:db8::1", at=NOW, is_heard=False)
    for page in ("", "mail/", "record/", "record/?check=yes", "signed-in/", "mine/", "mine/looks/", "failed-sign-ins/"):
        walk.go(f"/s5/desk/{page}")
    walk.fill("Day", "31")
    walk.fill("Month", "11")
    walk.press("Show that day")
    assert "The day must be a real date" in walk.page.inner_text("body")
    elsewhere = Client()
    elsewhere.force_login(cast.staff("Ad Min", Role.ADMINISTRATOR, "s5"))
    elsewhere.get("/account/")
    walk.go("/account/sessions/")
    with walk.leading_on():
        walk.page.get_by_role("button", name="End this one").click()
    assert "You are signed out there." in walk.page.inner_text("body")


def test_a_manager_holds_what_is_kept_corrects_it_lifts_the_hold_and_erases_it(walk: Walk):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    cast.everything_sent("Mon 2 Nov 2026 09:01")
    Contact.objects.filter(id=contact.id).update(closed_at=NOW, outcome=Contact.Outcome.DONE)
    kept = f"/s5/desk/contacts/{contact.reference}/kept/"
    signed_in(walk, cast.staff("Ruth Boss", Role.MANAGER, "s5")).go(kept)
    walk.page.get_by_text("Hold it").click()
    walk.press("Hold")
    walk.page.locator("input[name=ground][value=litigation]").check()
    walk.fill("What is it about?", "They may go to court")
    for part, number in (("Day", "1"), ("Month", "2"), ("Year", "2027")):
        walk.fill(part, number)
    walk.press("Hold")
    walk.shoot("held")
    assert "They may go to court" in walk.text()
    walk.fill("Why need it not be held any more?", "They did not")
    walk.press("Lift this hold")
    walk.go(f"/s5/desk/contacts/{contact.reference}/correct/")
    walk.go("/s5/desk/retention/")
    walk.go(kept)
    walk.press("Erase all that is held about them")
    walk.shoot("erasing")
    walk.page.get_by_role("radio").first.check()
    walk.page.locator("input[name=reference]").fill(contact.reference)
    walk.press("Erase all that is held about them")
    walk.go(kept)
    assert "What was written is erased" in walk.text()
    walk.go("/s5/desk/retention/")
    walk.shoot("retention")


def test_an_auditor_finds_who_looked_at_a_contact_and_takes_the_table_away(walk: Walk):
    cold = a_full_queue()
    signed_in(walk, cast.staff()).go(f"/s5/desk/contacts/{cold.reference}/")
    signed_in(walk, cast.staff("Au Ditor", Role.AUDITOR, "s5")).go(f"/s5/desk/contacts/{cold.reference}/")
    walk.follow("Who looked at this contact")
    assert walk.page.locator("tbody tr").count() == 2
    walk.fill("Who", "sam")
    walk.press("Show")
    assert "sam.field@council.example" in walk.text()
    assert walk.page.locator("tbody tr").count() == 1
    with walk.page.expect_download() as taken:
        walk.page.get_by_role("link", name="Download all of this as CSV").click()
    assert cold.reference in taken.value.path().read_text(encoding="utf-8")
    walk.fill("Contact", "7K3Q")
    walk.press("Show")
    assert "Enter a reference with its eight figures and letters" in walk.text()
    walk.go("/s5/desk/record/")
    walk.page.get_by_label("What", exact=True).select_option("Took")
    walk.press("Show")
    assert walk.page.locator("tbody tr").count() == 1


def test_an_analyst_sees_what_counting_again_changes_and_counts_with_a_reason(walk: Walk):
    a_full_queue()
    count(Council.objects.get(), first_on=date(2026, 10, 1), last_on=date(2026, 12, 31), at=at("Mon 2 Nov 2026 08:30"))
    signed_in(walk, cast.staff("An Alyst", Role.ANALYST, "s5")).go("/s5/desk/")
    walk.follow("Figures")
    walk.press("Show what would change")
    assert walk.page.locator("tbody tr").count() > 0
    walk.press("Count it again")
    assert "Say why" in walk.text()
    walk.fill("Why is it counted again?", "Letters of last week were opened late")
    walk.press("Count it again")
    assert "It was counted again for this reason: Letters of last week were opened late." in walk.text()


def test_a_contact_can_be_taken_and_answered_without_scripts(walk_without_scripts: Walk):
    cold = a_full_queue()
    page = signed_in(walk_without_scripts, cast.staff()).page
    page.goto(f"{walk_without_scripts.origin}/s5/desk/")
    page.get_by_role("button", name=f"Take {cold.reference}").click()
    page.get_by_role("link", name="Ask a question").click()
    page.get_by_label("Your question").fill("Which room is cold?")
    for label in ("What is being done", "What happens next"):
        if page.get_by_label(label, exact=True).is_visible():
            page.get_by_label(label, exact=True).fill("We come to look")
    page.get_by_role("button", name="Save draft").click()
    assert page.get_by_label("Your question").input_value() == "Which room is cold?"
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Send question").click()
    assert "Your question is on its way." in page.locator("main").inner_text()


def test_what_is_left_out_late_goes_through_two_people_on_any_screen(walk: Walk, monkeypatch: Any):
    """The first proposes it with a reason, the second agrees, the resident reads why, and it can be put back."""
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: at("Tue 17 Nov 2026 10:00"))
    contact = cast.received("Mon 2 Nov 2026 09:00", subject="Street lamp", channel="letter", email="")
    first = cast.received("Mon 2 Nov 2026 08:00", subject="Street lamp", channel="letter", email="")
    manager = cast.staff("Mona Ger", Role.MANAGER)
    late = f"/s5/desk/contacts/{contact.reference}/"
    signed_in(walk, cast.staff()).go(late)
    walk.follow("Close without a reply")
    walk.choose("The same as another contact")
    walk.press("Close")
    assert "Say why" in walk.page.locator(".govuk-error-summary").inner_text()
    walk.page.locator("#close-why").fill("He sent the same letter twice.")
    walk.fill("If it is the same as another contact, which?", first.reference)
    walk.press("Close")
    assert "A second person is needed" in walk.text()
    signed_in(walk, manager).go("/s5/desk/")
    assert "Waiting for a second person (1)" in walk.text()
    walk.follow(contact.reference)
    walk.page.get_by_text("Refuse", exact=True).first.click()
    walk.check()
    walk.press("Agree")
    assert "You agreed, and it is done." in walk.text()
    walk.go(page_of(contact))
    assert walk.stands().startswith("We closed this on Tuesday 17 November 2026, because we had been told")
    walk.go(late)
    walk.follow("Open it again")
    walk.page.locator("#reopen-why").fill("They are two lamps.")
    walk.press("Open it again")
    assert "They are two lamps." in walk.text()


def test_words_that_may_be_urgent_are_put_away_with_the_keyboard_alone(walk: Walk):
    a_full_queue()
    contact = cast.received("Wed 11 Nov 2026 09:00", subject="", body="In the play, he says: we have no food.")
    signed_in(walk, cast.staff()).go("/s5/desk/")
    assert "May be urgent: food or money (“no food”)" in walk.text()
    walk.follow(contact.reference)
    keys = walk.page.keyboard
    walk.tab_to("Yes, or I cannot tell: it goes first")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("It is a play")
    keys.press("Enter")
    walk.page.get_by_text("What you said is kept.").wait_for()
    walk.check()
    assert "Said not to be urgent · Sam Field" in walk.text()
    contact.refresh_from_db()
    assert contact.is_welfare is False


def test_a_manager_moves_a_contact_to_another_team(walk: Walk):
    contact = cast.received("Wed 11 Nov 2026 08:00")
    signed_in(walk, cast.staff("Ruth Boss", Role.MANAGER, "s5")).go("/s5/desk/day/")
    walk.follow(contact.reference)
    walk.follow("Move to another team")
    walk.check()
    walk.press("Move")
    assert "Choose a team" in walk.text()
    walk.page.get_by_label("Which team should have it?").select_option("Customer services: the roads team")
    walk.page.locator("#move-reason").fill("It is about a road")
    walk.press("Move")
    assert (walk.heading(), f"{contact.reference} is moved." in walk.text()) == ("Queue", True)


def test_the_queue_shows_what_is_new_by_itself_and_moves_nothing_that_is_in_use(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
):
    walk.page.clock.install()
    first = cast.received("Mon 2 Nov 2026 09:00", answerable=False)
    signed_in(walk, cast.staff()).go("/s5/desk/")
    rows = walk.page.locator("tr[data-row]")
    assert rows.count() == 1
    cast.received("Wed 11 Nov 2026 08:00", answerable=False, email="al@home.example")
    walk.page.clock.fast_forward(60_000)
    rows.nth(1).wait_for()
    walk.page.get_by_role("link", name=first.reference).focus()
    monkeypatch.setattr("answerable.config.clock.the_moment_it_is", lambda: at("Wed 11 Nov 2026 11:00"))
    walk.page.clock.fast_forward(60_000)
    walk.page.get_by_text("The customer wrote 3 hours ago").wait_for()
    assert ("The queue has changed." in walk.text(), walk.focused()) == (False, first.reference)
    cast.received("Wed 4 Nov 2026 09:00", answerable=False, email="jo@home.example")
    walk.page.clock.fast_forward(60_000)
    walk.page.get_by_text("The queue has changed.").wait_for()
    assert (rows.count(), walk.focused()) == (2, first.reference)
    walk.page.get_by_role("button", name="Show it").click()
    assert rows.count() == 3
    walk.check()
