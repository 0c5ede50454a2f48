"""The sessions of staff: begun when they sign in, seen while they work, and ended by them, by others or by time."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from answerable.evidence.actions import record
from answerable.people.models import OpenSession, Staff
from answerable.rows.actions import insert


def begin_session(staff: Staff, *, session_key: str, browser: str, internet_address: str, at: datetime) -> None:
    """Keep that somebody is signed in with a session; of several pages that it begins with at once, the first does."""
    begun = OpenSession(
        staff=staff,
        session_key=session_key,
        began_at=at,
        seen_at=at,
        browser=browser[:200],
        internet_address=internet_address,
    )
    insert([begun], unless_there=True)


@transaction.atomic
def see_session(was: str, *, session_key: str, at: datetime) -> None:
    """Keep that a session was used at a moment, and its new key if it has one: that changes with the password."""
    OpenSession.objects.filter(session_key=was).update(session_key=session_key, seen_at=at)


@transaction.atomic
def end_session(session: OpenSession, *, by: Staff | None, at: datetime, why: str = "") -> None:
    """Sign somebody out where one of their sessions is, from the next page on."""
    _end([session])
    words = {"why": why} if why else {}
    record("ended a session", about=session.staff.reference, by=by.email if by else "", at=at, words=words)


@transaction.atomic
def end_sessions(staff: Staff, *, by: Staff | None, at: datetime, but: str = "") -> int:
    """Sign somebody out everywhere, but for the session with one key. Return how many sessions that were."""
    ended = list(staff.open_sessions.exclude(session_key=but))
    if ended:
        _end(ended)
        record("ended sessions", about=staff.reference, by=by.email if by else "", at=at, how_many=len(ended))
    return len(ended)


@transaction.atomic
def forget_session(session_key: str) -> None:
    """Forget a session that its owner has just ended by signing out."""
    OpenSession.objects.filter(session_key=session_key).delete()


@transaction.atomic
def forget_sessions(*, at: datetime) -> None:
    """Forget the sessions that are over: their browser was closed, say, and nobody has signed out."""
    going_on = Session.objects.filter(expire_date__gte=at)
    OpenSession.objects.exclude(session_key__in=going_on.values("session_key")).delete()


def _end(sessions: Iterable[OpenSession]) -> None:
    keys = [session.session_key for session in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(session_key__in=keys).delete()
