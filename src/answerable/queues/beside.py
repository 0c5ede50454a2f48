"""What a list shows beside each contact: its clocks that wait, who wrote last, and the words that raised a flag."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet

from answerable.contacts.clocks import in_force, is_waiting
from answerable.contacts.models import ClockRow, Contact, FactRow, Message, WelfareFlag
from answerable.rows.queries import prepared
from answerable.standards.judging.outcome import Measure, State
from answerable.standards.vocabulary.standing import STRUCK


class Said(NamedTuple):
    """Who wrote last: when the customer did, when one of us did, and since when we wait for them, if we do.

    What a machine of ours sent is not counted. ``has_attachments`` is whether anything came with what they wrote.
    """

    theirs: datetime | None = None
    ours: datetime | None = None
    waits_since: datetime | None = None
    has_attachments: bool = False


def waiting_clocks(contacts: Iterable[Contact]) -> Mapping[int, Sequence[ClockRow]]:
    """Return the clocks of contacts that still wait for us, in the order they are due."""
    found: dict[int, list[ClockRow]] = {contact.id: [] for contact in contacts}
    for row in _clocks_of(list(found)):
        if is_waiting(row):
            found[row.contact_id].append(row)
    return found


def missed_of(contacts: Iterable[Contact]) -> Mapping[int, int]:
    """Return how many promises of each contact were broken and are not waited for any more; no key for none."""
    broken = ClockRow.objects.filter(contact__in=[one.id for one in contacts], state=State.BROKEN)
    counted = broken.exclude(measure=Measure.CONTENT).exclude(stopped=None).values_list("contact_id")
    return dict(counted.annotate(many=Count("id")).order_by())


@prepared
def _clocks_of(contacts: Sequence[int]) -> QuerySet[ClockRow]:
    timed = ClockRow.objects.filter(contact__id__in=contacts).exclude(measure=Measure.CONTENT).exclude(state=State.KEPT)
    return timed.only(*_OF_A_CLOCK).order_by("due", "id")


def said_last(contacts: Sequence[Contact]) -> Mapping[int, Said]:
    """Return who wrote last about each contact, whether anything is attached, and since when we wait."""
    waits = _waits(contacts)
    return {
        row["contact_id"]: Said(row["theirs"], row["ours"], waits.get(row["contact_id"]), bool(row["attached"]))
        for row in _last_written([contact.id for contact in contacts])
    }


@prepared
def _last_written(contacts: Sequence[int]) -> QuerySet[Message, Any]:
    theirs, note = Q(sort=Message.Sort.FROM_CUSTOMER), Q(sort__in=Message.AMONG_US)
    return (
        Message.objects.filter(contact__id__in=contacts)
        .values("contact_id")
        .order_by()
        .annotate(
            theirs=Max("at", filter=theirs),
            ours=Max("at", filter=~theirs & ~note & ~Q(by=None)),
            attached=Count("id", filter=~Q(attachments=[])),
        )
    )


def _waits(contacts: Sequence[Contact]) -> Mapping[int, datetime]:
    """Return since when we wait for the customers of some contacts, by those contacts' ids."""
    of_each = groupby(_pauses([contact.id for contact in contacts]), attrgetter("contact_id"))
    last = [row for _, rows in of_each for row in in_force(rows)[-1:]]
    return {row.contact_id: row.at for row in last if row.what == "paused"}


@prepared
def _pauses(contacts: Sequence[int]) -> QuerySet[FactRow]:
    return FactRow.objects.filter(contact__id__in=contacts, what__in=_WAITING).order_by("contact_id", "at", "id")


_WAITING = ("paused", "resumed", STRUCK)


def flags(contacts: Sequence[Contact]) -> Mapping[int, str]:
    """Return the words that wait to be looked at, by the ids of their contacts."""
    found: dict[int, list[str]] = {}
    for flag in _raised([contact.id for contact in contacts]):
        found.setdefault(flag.contact_id, []).append(str(flag))
    return {id: "; ".join(said) for id, said in found.items()}


@prepared
def _raised(contacts: Sequence[int]) -> QuerySet[WelfareFlag]:
    return WelfareFlag.objects.filter(contact__id__in=contacts, looked_at=None)


# Reading columns costs more than finding rows, moments above all, so only what a list shows is read.
_OF_A_CLOCK = ("contact_id", "promise", "measure", "state", "due", "decided", "stopped")
