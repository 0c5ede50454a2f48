"""Nobody gives or ends more than their own posts let them, and nobody their own."""

import pytest

from answerable.evidence.queries import about
from answerable.people import actions
from answerable.people.actions import NotGiven
from answerable.people.models import Post, Role, Staff
from tests.build import at
from tests.cast import PASSWORD, staff

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOW = at("Mon 2 Nov 2026 09:00")
ROADS, TEAM, PARKS = "s5/roads", "s5/roads/post", "s5/parks"
BELOW = {(role, path) for role in (Role.OFFICER, Role.MANAGER) for path in (ROADS, TEAM)}
PLACES = ("s5", ROADS, TEAM, PARKS, "s5/roads-too", "s1", "s1/roads")
OF_S5 = {(role, path) for role in Role for path in PLACES if path.startswith("s5")}
GIVES = {
    (Role.ADMINISTRATOR, "s5"): OF_S5,
    (Role.ADMINISTRATOR, ROADS): set(),
    (Role.MANAGER, "s5"): {(role, path) for role, path in OF_S5 if role in (Role.OFFICER, Role.MANAGER)},
    (Role.MANAGER, ROADS): BELOW,
    (Role.MANAGER, TEAM): {(role, path) for role, path in BELOW if path == TEAM},
    (Role.OFFICER, "s5"): set(),
    (Role.ANALYST, "s5"): set(),
    (Role.AUDITOR, "s5"): set(),
}
"""What each may give and end, of every role at every place."""


def giver(role: Role = Role.MANAGER, path: str = ROADS) -> Staff:
    return staff("Gil Giver", role, path)


def posts(one: Staff) -> set[tuple[str, str]]:
    return set(Post.objects.filter(staff=one).values_list("role", "path"))


@pytest.mark.parametrize(("role", "path"), GIVES)
def test_somebody_gives_and_ends_these_posts_and_no_others(role: Role, path: str):
    by, other = giver(role, path), staff("Una Found", Role.ANALYST, "s4")
    held = posts(other)
    for wanted in ((each, place) for each in Role for place in PLACES):
        may = wanted in GIVES[role, path]
        for act, after in ((actions.appoint, {wanted}), (actions.dismiss, set())):
            if not may:
                Post.objects.create(staff=other, role=wanted[0], path=wanted[1])
                with pytest.raises(NotGiven):
                    act(other, role=wanted[0], path=wanted[1], by=by, at=NOW)
                Post.objects.filter(staff=other, role=wanted[0], path=wanted[1]).delete()
            else:
                act(other, role=wanted[0], path=wanted[1], by=by, at=NOW)
                assert posts(other) == held | after
    assert posts(other) == held


def test_nobody_changes_their_own_posts_or_closes_their_own_account():
    by = giver(Role.ADMINISTRATOR, "s5")
    Post.objects.create(staff=by, role=Role.OFFICER, path=ROADS)
    held = posts(by)
    for act in (
        lambda: actions.appoint(by, role=Role.MANAGER, path="s5", by=by, at=NOW),
        lambda: actions.dismiss(by, role=Role.OFFICER, path=ROADS, by=by, at=NOW),
        lambda: actions.deactivate(by, by=by, at=NOW),
    ):
        with pytest.raises(NotGiven, match="Nobody changes their own posts"):
            act()
    assert (posts(by), Staff.objects.get(pk=by.pk).is_active) == (held, True)


def test_what_was_taken_from_somebody_since_their_page_was_opened_is_not_done_any_more():
    one, other = staff("Ada One", Role.ADMINISTRATOR, "s5"), staff("Bea Other", Role.ADMINISTRATOR, "s5")
    for each in (one, other):
        Post.objects.create(staff=each, role=Role.ANALYST, path="s5")
        assert each.held_posts  # as a page has asked for them
    actions.dismiss(other, role=Role.ADMINISTRATOR, path="s5", by=one, at=NOW)
    other.held_posts  # noqa: B018  # still as it was
    with pytest.raises(NotGiven, match="you may not end one as administrator there"):
        actions.dismiss(one, role=Role.ADMINISTRATOR, path="s5", by=other, at=NOW)
    actions.deactivate(other, by=one, at=NOW)
    with pytest.raises(NotGiven, match="Your account is closed"):
        actions.deactivate(one, by=other, at=NOW)
    assert Post.objects.filter(role=Role.ADMINISTRATOR, path="s5", staff__is_active=True).count() == 1


@pytest.mark.parametrize("more", [(Role.OFFICER, "s1"), (Role.AUDITOR, ROADS), (Role.OFFICER, PARKS)])
def test_who_works_elsewhere_too_is_for_others_to_change_and_to_close(more: tuple[Role, str]):
    by, other = giver(), staff("Una Found", Role.OFFICER, TEAM)
    post = Post.objects.create(staff=other, role=more[0], path=more[1])
    change = {"name": "Una Other", "phone": "1", "seen": (other.name, other.phone)}
    for act in (
        lambda: actions.deactivate(Staff.objects.get(pk=other.pk), by=by, at=NOW),
        lambda: actions.change_details(Staff.objects.get(pk=other.pk), **change, by=by, at=NOW),
    ):
        with pytest.raises(NotGiven, match="they hold a post that you may not end, here or elsewhere"):
            act()
    post.delete()
    now = Staff.objects.get(pk=other.pk)
    actions.change_details(now, **change, by=by, at=NOW)
    actions.deactivate(now, by=by, at=NOW)
    found = Staff.objects.get(pk=other.pk)
    assert (found.name, found.phone, found.is_active) == ("Una Other", "1", False)
    said = {"name_was": "Una Found", "name_is": "Una Other", "phone_was": "01632 960 010", "phone_is": "1"}
    assert [(one.by, one.what, one.words) for one in about(other.reference)] == [
        (by.email, "changed details", said),
        (by.email, "deactivated", {}),
    ]
    with pytest.raises(NotGiven, match="their account is closed"):
        actions.appoint(found, role=Role.OFFICER, path=TEAM, by=by, at=NOW)


def test_the_only_post_of_somebody_is_not_ended():
    by, other = giver(), staff("Una Found", Role.OFFICER, TEAM)
    end = {"role": Role.OFFICER, "path": TEAM, "by": by, "at": NOW}
    with pytest.raises(NotGiven, match="Cannot end the only post of Una Found"):
        actions.dismiss(other, **end)
    Post.objects.create(staff=other, role=Role.OFFICER, path="s1")
    actions.dismiss(other, **end)
    assert posts(other) == {("officer", "s1")}


def test_what_a_colleague_changed_meanwhile_is_not_written_over():
    by, other = giver(), staff("Una Found", Role.OFFICER, TEAM)
    given = {"by": by, "at": NOW, "seen": (other.name, other.phone)}
    actions.change_details(other, name="Una Lost", phone="2", **given)
    with pytest.raises(NotGiven, match="Una Lost was changed meanwhile: Una Lost, 2"):
        actions.change_details(other, name="Una Third", phone="3", **given)
    assert Staff.objects.get(pk=other.pk).name == "Una Lost"


def test_nobody_is_hired_where_their_first_post_cannot_be_given():
    who = {"name": "New Comer", "phone": "1", "password": PASSWORD, "by": giver(), "at": NOW}
    with pytest.raises(NotGiven):
        actions.take_on("new@council.example", role=Role.AUDITOR, path=ROADS, **who)
    assert not Staff.objects.filter(email="new@council.example").exists()
    assert str(actions.take_on("new@council.example", role=Role.OFFICER, path=TEAM, **who)) == f"Officer at {TEAM}"
