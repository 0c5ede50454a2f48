"""The demonstration's councils and people in words for a page."""

from collections.abc import Iterable
from typing import NamedTuple

from answerable.councils.models import Council
from answerable.people.models import Role, Staff
from demonstration.names import address_of, email_of, read


class Place(NamedTuple):
    """A council, and the address residents write to."""

    council: Council
    address: str


class Person(NamedTuple):
    """Somebody to sign in as: what they are there for, and at which councils."""

    staff: Staff
    work: str
    councils: tuple[Council, ...]


_WORK = {
    Role.OFFICER: "Officer: answers what comes to customer services",
    Role.MANAGER: "Manager: answers, and moves work between people",
    Role.ANALYST: "Analyst: counts figures, and reads no letters",
    Role.ADMINISTRATOR: "Administrator: looks after the mail",
    Role.AUDITOR: "Auditor: reads everything, and changes nothing",
}


def places() -> list[Place]:
    """Return the councils in order."""
    return [Place(council, address_of(council.key)) for council in Council.objects.order_by("key")]


def people() -> list[Person]:
    """Return everybody there is to sign in as: each council's officer, then those who work for all."""
    councils = {council.key: council for council in Council.objects.order_by("key")}
    names = [said["officer"] for said in read("places")["councils"].values()]
    names += read("places")["people"].values()
    staff = {one.email: one for one in Staff.objects.prefetch_related("posts")}
    found = (staff.get(email_of(name)) for name in names)
    return [_person(one, councils.values()) for one in found if one is not None]


def _person(staff: Staff, councils: Iterable[Council]) -> Person:
    posts = list(staff.posts.all())
    keys = {post.path.partition("/")[0] for post in posts}
    return Person(staff, _WORK[Role(posts[0].role)], tuple(council for council in councils if council.key in keys))
