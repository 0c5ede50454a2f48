"""A place is found by its path, and a misspelt one is met with the nearest; somebody reads what comes to no address."""

import pytest

from answerable.councils.models import Mailbox
from answerable.councils.queries import front_door, place_at
from tests.cast import council, team_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["s5", "s5/customer-services", "s5/customer-services/post"])
def test_a_council_a_service_and_a_team_are_places(path: str):
    council()
    assert place_at(path).path == path


def test_a_misspelt_place_is_met_with_the_nearest():
    council()
    with pytest.raises(LookupError, match=r"no council, service or team 's5/customer-servces'. Did you mean 's5/cust"):
        place_at("s5/customer-servces")


def test_before_there_is_any_place_that_is_said():
    with pytest.raises(LookupError, match=r"There are: none yet."):
        place_at("s5")


def test_what_comes_to_no_address_is_read_by_the_team_behind_the_first_mailbox():
    made = council()
    Mailbox.objects.create(council=made, team=team_of(team="roads"), address="roads@s5.example")
    assert front_door(made) == team_of(team="post")


def test_without_a_mailbox_what_comes_to_no_address_is_read_by_the_first_team():
    made = council()
    made.mailboxes.all().delete()
    assert front_door(made) == team_of(team="post")


def test_a_council_without_a_team_says_what_to_do():
    made = council()
    made.mailboxes.all().delete()
    made.services.get().teams.all().delete()
    with pytest.raises(LookupError, match=r"Nobody at .* could read a message: it has no team\. Give it one first\."):
        front_door(made)
