"""Administrators at once: a council never loses its last, and no change to a setting is written over unseen."""

from itertools import count

import pytest

from answerable.councils.actions import change_settings
from answerable.councils.models import Council
from answerable.councils.settings import as_seen
from answerable.evidence.models import Entry
from answerable.people import actions
from answerable.people.models import Post, Role, Staff
from tests import cast
from tests.build import at
from tests.contacts.test_correcting import at_once

pytestmark = pytest.mark.django_db(transaction=True)

NOW = at("Wed 4 Nov 2026 10:00")


@pytest.fixture
def ring() -> list[Staff]:
    """Four administrators, who hold another post as well."""
    four = [cast.staff(f"{name} Min", Role.ADMINISTRATOR, "s5") for name in ("Ada", "Bea", "Cid", "Dan")]
    for one in four:
        cast.staff(one.name, Role.OFFICER, "s5")
    return four


@pytest.mark.parametrize("act", ["dismiss", "deactivate"])
def test_administrators_who_end_one_another_at_once_leave_one(ring: list[Staff], act: str):
    turn = count()

    def end_the_next() -> None:
        n = next(turn)
        by, other = Staff.objects.get(pk=ring[n].pk), Staff.objects.get(pk=ring[(n + 1) % 4].pk)
        assert by.held_posts
        if act == "dismiss":
            actions.dismiss(other, role=Role.ADMINISTRATOR, path="s5", by=by, at=NOW)
        else:
            actions.deactivate(other, by=by, at=NOW)

    told = at_once(end_the_next)
    left = Post.objects.filter(role=Role.ADMINISTRATOR, staff__is_active=True).count()
    assert left == 4 - told.count("done")
    assert left >= 1


def test_of_four_who_change_a_setting_at_once_one_does(ring: list[Staff]):
    council, turn = cast.council(), count()
    seen = as_seen(council)

    def change() -> None:
        n = next(turn)
        found = Council.objects.get()
        change_settings(found, found, wanted={"phone": f"01632 960 10{n}"}, seen=seen, by=ring[n], at=NOW)

    assert at_once(change).count("done") == 1
    entry = Entry.objects.get(what="changed a setting")
    assert entry.details["now"] == Council.objects.get().phone
