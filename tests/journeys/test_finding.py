"""Finding a contact by its words, and keeping what one wants to see of the queue, with the keyboard alone."""

import re

import pytest

from answerable.contacts import actions
from answerable.finding.actions import index_waiting
from answerable.queues.models import SavedView
from tests import cast
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import NOW, a_full_queue, signed_in, the_moment

pytestmark = pytest.mark.django_db(transaction=True)
at_the_moment = the_moment


def test_a_contact_is_found_by_its_words_and_a_view_is_kept_with_the_keyboard_alone(walk: Walk):
    cold = a_full_queue()
    while index_waiting():
        pass
    actions.note_down(cold, body="The lamp in <b>Mill Lane</b> is out too.", by=cast.staff(), at=NOW)
    signed_in(walk, cast.staff()).go("/s5/desk/")
    keys = walk.page.keyboard
    keys.press("/")
    keys.type('lamp "mill lane"')
    keys.press("Enter")
    walk.page.wait_for_url(f"**/contacts/{cold.reference}/")  # the one that is found is opened
    keys.press("/")
    keys.type("lamp")
    keys.press("Enter")
    walk.page.wait_for_url("**/find/?words=lamp")
    walk.check()
    assert "The lamp in <b>Mill Lane</b> is out too." in walk.text()
    assert {mark.lower() for mark in walk.page.locator("mark").all_inner_texts()} == {"lamp"}
    keys.press("j")
    assert walk.focused() == cold.reference
    keys.press("Enter")
    walk.page.wait_for_url(f"**/contacts/{cold.reference}/")
    walk.go("/s5/desk/?held=nobody&due=late")
    walk.tab_to("Keep this view")
    keys.press("Enter")
    walk.page.wait_for_url("**/views/?**")
    walk.check()
    walk.tab_to("Name of the view")
    keys.type("Nobody's, late")
    keys.press("Tab")
    keys.press("ArrowDown")  # everybody in the post team
    walk.tab_to("Keep this view")
    keys.press("Enter")
    walk.page.wait_for_url("**/desk/?held=nobody&due=late")
    walk.check_anew()
    assert "The view “Nobody's, late” is kept." in walk.text()
    assert SavedView.objects.get().team_id == "s5/customer-services/post"
    assert walk.page.locator(".queue-views [aria-current]").inner_text() == "Nobody's, late"
    walk.go("/s5/desk/views/")
    walk.page.get_by_role("button", name="Remove Nobody's, late").focus()
    keys.press("Enter")
    walk.page.wait_for_load_state()
    walk.page.get_by_text("is removed").wait_for()
    walk.check_anew()
    assert SavedView.objects.count() == 0


def test_the_queue_is_narrowed_where_it_stands_with_an_address_of_its_own_and_without_a_script_as_well(walk: Walk):
    cold = a_full_queue()
    signed_in(walk, cast.staff("Priya Shah")).go("/s5/desk/")
    page, keys = walk.page, walk.page.keyboard
    page.evaluate("window.stays = true")
    everything = page.locator("tbody tr").count()
    assert everything == 4
    page.get_by_role("link", name="1 mine", exact=True).focus()
    keys.press("Enter")
    page.wait_for_url("**/desk/?held=me")
    page.get_by_text("1 shown.").wait_for()
    assert page.locator("tbody tr").count() == 1
    assert page.get_by_label("Held by").input_value() == "me"
    assert walk.focused() == "1 mine"
    page.get_by_label("Channel").focus()
    keys.type("Letter")
    page.wait_for_url("**/desk/?held=me&channel=letter")
    page.get_by_text("None shown.").wait_for()
    assert "Nothing that waits is like this." in walk.text()
    assert walk.focused().startswith("Channel")
    page.go_back()
    page.get_by_text("1 shown.").wait_for()
    assert page.get_by_label("Channel").input_value() == ""
    page.get_by_role("link", name="Show everything", exact=True).focus()
    keys.press("Enter")
    page.wait_for_url("**/desk/")
    page.get_by_text("4 shown.").wait_for()
    assert walk.focused() == cold.reference  # the link is gone: the first row
    assert page.evaluate("window.stays")
    walk.check_anew()
    page.route(
        "**/desk/?due=late",
        lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_(),
    )
    late = page.get_by_role("link", name=re.compile(r"^\d late$"))
    many = int(late.inner_text()[0])
    late.click()
    page.wait_for_url("**/desk/?due=late")
    page.wait_for_load_state()
    assert page.evaluate("window.stays") is None  # the answer did not come, and the browser goes there itself
    assert page.locator("tbody tr").count() == many
