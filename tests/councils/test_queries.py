"""A place is found by its path, and a misspelt one is met with the nearest."""

import pytest

from answerable.councils.queries import place_at
from tests.cast import council

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
