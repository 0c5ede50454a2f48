"""Colleagues, in words for a page: what they hold here, and whether they can sign in."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.conf import settings

from answerable.people.giving import roles_given
from answerable.people.models import Post, Staff
from answerable.people.passwords import GIVEN_FOR


class HeldPost(NamedTuple):
    """A post of a colleague, and whether the reader may end it."""

    post: Post
    says: str
    may_end: bool


class Colleague(NamedTuple):
    """A colleague: the posts within the reader's places, how they sign in, and when they were last here."""

    staff: Staff
    posts: list[HeldPost]
    state: str
    seen_at: datetime | None


def colleague_rows(
    found: Iterable[Staff], places: Mapping[str, str], *, reader: Staff, now: datetime
) -> list[Colleague]:
    """Return colleagues as a page shows them. ``found`` are from ``people.queries.colleagues``."""
    return [_row(staff, places, reader, now) for staff in found]


def _row(staff: Staff, places: Mapping[str, str], reader: Staff, now: datetime) -> Colleague:
    held: Iterable[Post] = staff.posts_here  # type: ignore[attr-defined]  # see the query
    posts = [
        HeldPost(
            post,
            f"{post.get_role_display()}, {places.get(post.path, post.path)}",
            staff != reader and post.role in roles_given(reader, post.path),
        )
        for post in held
    ]
    moments = [moment for moment in (staff.used_at, staff.last_login) if moment]  # type: ignore[attr-defined]  # as above
    return Colleague(staff, posts, _state(staff, now), max(moments, default=None))


def _state(staff: Staff, now: datetime) -> str:
    if not staff.is_active:
        return "Has left: the account is closed"
    if settings.PASSWORD_ONLY_FOR not in ("", staff.email):  # everybody else signs in by the council's directory
        return "Signs in by the directory" if staff.last_login else "Has not signed in by the directory yet"
    if staff.password_given_at is not None:
        if now - staff.password_given_at > GIVEN_FOR:
            return "Did not use the first password in time: whoever runs this site gives them another"
        return "Has not chosen a password yet"
    return "Can sign in" if staff.enrolled_at else "Has not set up one-time codes yet"
