"""A contact is with a team that is there, and is found by the path of that team without asking the teams."""

import pytest
from django.db import IntegrityError, connection, transaction

from answerable.contacts.models import Contact
from answerable.contacts.queries import contacts_in
from tests import cast

pytestmark = pytest.mark.django_db

POST, ROADS = "s5/customer-services/post", "s5/customer-services/roads"


def test_a_contact_is_with_a_team_and_its_path_is_the_team_s():
    contact = Contact.objects.get(id=cast.received(team="roads").id)
    assert (contact.path, contact.team) == (ROADS, cast.team_of(team="roads"))
    assert list(cast.team_of(team="roads").contacts.all()) == [contact]
    assert list(cast.team_of(team="post").contacts.all()) == []


@pytest.mark.parametrize("path", ["s5/customer-services/nobody", "s5/customer-services", "s5", ""])
def test_no_contact_can_be_with_a_team_that_is_not_there(path: str):
    contact = cast.received()
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(id=contact.id).update(team=path)
        connection.check_constraints()
    assert Contact.objects.get(id=contact.id).path == POST


@pytest.mark.parametrize("paths", [["s5"], [POST], ["s5/customer-services"], [POST, ROADS]])
def test_contacts_are_found_by_their_path_without_asking_the_teams(paths: list[str]):
    assert "councils_team" not in str(contacts_in("s5", paths).query)


def test_paths_reach_what_is_at_or_below_them_and_nothing_that_only_begins_alike():
    at_post, at_roads = cast.received(), cast.received(team="roads")
    found = {
        path: set(contacts_in("s5", [path])) for path in ("s5", "s5/customer-services", POST, "s5/cust", f"{POST}s")
    }
    assert found == {
        "s5": {at_post, at_roads},
        "s5/customer-services": {at_post, at_roads},
        POST: {at_post},
        "s5/cust": set(),
        f"{POST}s": set(),
    }
