"""Being told: what is new is seen and opened, and what one is told is chosen, with the keyboard alone."""

from datetime import timedelta

import pytest

from answerable.alerts.actions import notice
from answerable.alerts.models import Alert, AlertChoices
from answerable.contacts import actions
from answerable.people.models import Role
from tests import cast
from tests.alerts.house import begun
from tests.journeys.conftest import Walk
from tests.journeys.test_desk_pages import NOW, a_full_queue, signed_in, the_moment

pytestmark = pytest.mark.django_db(transaction=True)
at_the_moment = the_moment


def test_an_officer_sees_what_is_new_and_chooses_what_they_are_told(walk: Walk):
    begun(NOW - timedelta(days=9))
    cold = a_full_queue()
    actions.take(cold, by=cast.staff(), at=NOW)
    actions.add(cold, cast.arrival(email="amal@home.example", body="The baby is ill."), at=NOW, now=NOW)
    notice(NOW)
    cast.staff(role=Role.MANAGER)
    signed_in(walk, cast.staff()).go("/s5/desk/for-me/")
    number = Alert.objects.filter(staff=cast.staff()).count()
    assert number >= 2
    assert f"For me ({number})" in walk.page.locator("nav").first.inner_text()
    keys = walk.page.keyboard
    keys.press("j")
    assert walk.focused() == cold.reference
    walk.page.get_by_role("button", name="Mark as seen").first.focus()
    keys.press("Enter")
    walk.page.wait_for_load_state()
    walk.page.get_by_text(f"For me ({number - 1})").wait_for(state="attached")
    walk.press("Mark all as seen")
    assert "Nothing is here for you." in walk.text()
    walk.follow("Choose what you are told, and when")
    walk.page.get_by_label("The customer has written about a contact that you hold").select_option("Not at all")
    walk.press("Keep it")
    assert "What you chose is kept" in walk.text()
    assert AlertChoices.objects.get().ways == {"wrote": "off"}
    walk.follow("Choose for your teams")
    walk.follow("Customer services: the post team")
    walk.press("Keep it")
    assert "What you chose for Customer services: the post team is kept." in walk.text()
