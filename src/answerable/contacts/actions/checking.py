"""What keeps a fact from being noted. Each refusal says why, and what to do next."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from answerable.people.models import Staff
from answerable.people.permissions import PERMISSIONS, may
from answerable.standards.facts import Contact as Judged
from answerable.standards.judging.running import out_of_turn
from answerable.standards.time.calendar import Calendar
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.fact_kind import FactKind, Noted
from answerable.standards.vocabulary.facts import FACTS, FULL_REPLY
from answerable.standards.words import say_date, say_list


class NotByHand(ValueError):
    """Nobody notes this by hand: there is no such fact, or something else that is done makes it one."""


class NotAllowed(ValueError):
    """Somebody may not do this here."""


class NotOnChannel(ValueError):
    """A fact cannot happen to a contact that came by this channel."""


class WrongDetail(ValueError):
    """Something was said of a fact that cannot be said of it, or not in that form."""


class WrongMoment(ValueError):
    """A moment has not come yet, or lies before the contact began."""


class NotAsked(ValueError):
    """An answer was given to a question that is not open."""


class OutOfTurn(ValueError):
    """A fact of a call or a visit cannot have happened then, after what is noted of it."""


class NotedLate(ValueError):
    """What happened more than a working day ago is noted only with the reason why it is noted now."""


def can_be_noted(kind: FactKind) -> bool:
    """Tell whether people note a fact by itself. What answers in full is written to the customer, or closed with."""
    return kind.noted in NOTED_WITH and kind.name not in FULL_REPLY


def noted_by_hand(what: str) -> FactKind:
    """Return a fact that people note, or raise NotByHand with what to do instead."""
    kind = FACTS.get(what)
    if kind is None:
        raise NotByHand(f"Cannot note '{what}': it is no fact of the vocabulary. Choose one that is.")
    if kind.noted not in NOTED_WITH:
        raise NotByHand(f"Cannot note “{kind.staff}” by hand: it is noted {kind.noted.value}. {kind.act}")
    if not can_be_noted(kind):
        raise NotByHand(
            f"Cannot note “{kind.staff}” alone: it answers in full. Write to the customer, or close it as done."
        )
    return kind


def check_permission(kind: FactKind, path: str, by: Staff) -> None:
    """Raise NotAllowed unless somebody may note a fact at a path."""
    name = NOTED_WITH.get(kind.noted, "answer")
    if not may(by, name, path):
        raise NotAllowed(
            f"Cannot note “{kind.staff}”: it is for those at {path} who may: {PERMISSIONS[name].says} Ask one of them."
        )


def check_channel(kind: FactKind, channel: str) -> None:
    """Raise NotOnChannel unless a fact can happen to a contact that came by a channel."""
    if kind.channels and channel not in kind.channels:
        where = say_list([one.one for name, one in CHANNELS.items() if name in kind.channels], "or")
        raise NotOnChannel(
            f"Cannot note “{kind.staff}” of {CHANNELS[channel].one}: it happens in {where} only. Note it there."
        )


def check_details(kind: FactKind, details: Mapping[str, Any]) -> None:
    """Raise WrongDetail unless each detail can be said of a fact, and is what that detail holds."""
    for name, value in details.items():
        detail = kind.detail(name)
        if detail is None:
            known = say_list([one.name for one in kind.details], "or")
            remedy = f"Say {known}, or nothing" if known else "Leave it out"
            raise WrongDetail(f"Cannot say '{name}' of “{kind.staff}”. {remedy}.")
        if not detail.fits(value):
            raise WrongDetail(
                f"Cannot note “{kind.staff}” with {value!r} for “{detail.label}”, which holds {detail.holds.value}. "
                f"Give it so, or leave it out."
            )


def check_moment(at: datetime, *, began: datetime | None = None, now: datetime) -> None:
    """Raise WrongMoment for what lies in the future, or before the contact began."""
    if at > now:
        raise WrongMoment("Cannot note what has not happened yet. Give a moment that has come.")
    if began is not None and at < began:
        raise WrongMoment("Cannot note what happened before the contact began. Give a later moment.")


def check_asked(kind: FactKind, contact: Judged, at: datetime) -> None:
    """Raise NotAsked for the answer to a question that was not asked, or was answered already, by a moment."""
    if not kind.answers:
        return
    asked = contact.unanswered(kind.answers, kind.name)
    if asked is None or asked.at > at:
        question = FACTS[kind.answers].staff
        raise NotAsked(f"Cannot note “{kind.staff}”: nothing waits for it then. Note “{question}” first.")


def check_turn(kind: FactKind, contact: Judged, at: datetime) -> None:
    """Raise OutOfTurn for a fact of a call or a visit that cannot have happened at a moment."""
    why = out_of_turn(contact, kind.name, at)
    if why:
        raise OutOfTurn(why)


NOTED_WITH: Mapping[Noted, str] = {Noted.OFFICER: "answer", Noted.MANAGER: "decide"}
"""The permission that somebody needs to note a fact by hand."""


def check_late(kind: FactKind, at: datetime, *, why: str, calendar: Calendar, now: datetime) -> bool:
    """Tell whether a fact is noted later than by the end of the next working day. Raises NotedLate without a reason."""
    today = now.astimezone(calendar.tz).date()
    day = at.astimezone(calendar.tz).date() + timedelta(days=1)
    while day < today and not calendar.is_working(day):
        day += timedelta(days=1)
    if day >= today:
        return False
    if not why.strip():
        raise NotedLate(
            f"Cannot note “{kind.staff}” of {say_date(at.astimezone(calendar.tz).date())} without a word: it is more "
            f"than a working day ago. Say why it is noted only now."
        )
    return True
