"""What is done with figures: count them."""

import logging
from datetime import date, datetime, timedelta
from time import perf_counter

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from answerable.contacts.models import FactRow
from answerable.councils.models import Council
from answerable.evidence.actions import record
from answerable.figures.comparing import key_of, row_of
from answerable.figures.counting import PeriodTally
from answerable.figures.models import ClockFile, FigureRow, PeriodCount
from answerable.figures.queries import changed_since, first_published, newest, quarter_of
from answerable.observations.queries import known_between
from answerable.people.models import Staff
from answerable.promises.queries import edition_on
from answerable.standards.words import say_date, say_list

_LOG = logging.getLogger(__name__)
_SOONEST = timedelta(seconds=10)
_REST = 20
"""A count that took a second is not made again for so many seconds, so that counting never takes over a machine."""

_EARLIER = timedelta(days=1)
"""How often the quarter before this one is counted again: late replies still change what is said of it."""


def count(
    council: Council, *, first_on: date, last_on: date, at: datetime, by: Staff | None = None, why: str = ""
) -> PeriodCount:
    """Count a period of a council as things stand at ``at``, and keep the figures beside those counted before.

    ``why`` is the reason of whoever counts again, and is published beside what can have changed the figures.

    The counting only reads, for seconds where there is much of it, and holds no lock; the figures are then written in
    one transaction. What happens meanwhile is newer than ``last_fact`` and so makes the count stale. Raises LookupError
    when no charter was in force in the period, and CannotCount for a contact that began before any bank holidays are
    held. What reaches past those that are known is left out of its figure, with that reason.
    """
    began = perf_counter()  # a stop-watch: it says how long, and never what time it is
    last_fact = FactRow.objects.aggregate(last=Max("id"))["last"] or 0
    counting = PeriodTally(council, first_on=first_on, last_on=last_on, at=at)
    counting.run()
    made = PeriodCount(
        council=council,
        first_on=first_on,
        last_on=last_on,
        at=at,
        contacts=counting.contacts,
        last_fact=last_fact,
        took_ms=round(1000 * (perf_counter() - began)),
    )
    _keep(made, counting, by=by, why=why.strip())
    return made


@transaction.atomic
def _keep(made: PeriodCount, counting: PeriodTally, *, by: Staff | None, why: str) -> None:
    """Write a count down. One of a period that is over stays for ever, with what was first published beside it.

    While a period runs its figures are provisional, and of each day the last count stays. The clock file of a
    provisional count goes when there is a count of a later day.
    """
    figured = list(counting.figures())
    packed, made.sha256 = counting.clock_file(figured)
    before = newest(made.council.key, made.first_on, made.last_on)
    if before is not None:
        made.because = " ".join(part for part in (_because(before, made), _counted_for(why)) if part)
        if not before.is_final:
            ClockFile.objects.filter(count=before).delete()
            if localdate(before.at) == localdate(made.at) and not made.is_final:
                before.figures.all().delete()
                made.id = before.id
    made.save()
    ClockFile.objects.create(count=made, packed=packed)
    first = first_published(made)
    rows = [row_of(made, place, one) for place, one in enumerate(figured)]
    if first is not None:
        was, because = {key_of(row): row for row in first.figures.all()}, _because(first, made)
        for row in rows:
            _compare(row, was.get(key_of(row)), at=first.at, because=because)
    FigureRow.objects.bulk_create(rows)
    if by is not None:
        about, period = made.council.key, f"{made.first_on} to {made.last_on}"
        words = {"why": why} if why else {}
        record("counted figures", about=about, by=by.email, at=made.at, words=words, period=period)


def _counted_for(why: str) -> str:
    return f"It was counted again for this reason: {why.rstrip('.')}." if why else ""


def _because(before: PeriodCount, made: PeriodCount) -> str:
    """Say what can have made a count differ from the one before it, in a sentence."""
    council = made.council.key
    facts = FactRow.objects.filter(contact__council_id=council, id__gt=before.last_fact, id__lte=made.last_fact).count()
    found = known_between(council, after=before.at, by=made.at)
    reasons = [f"{_things(facts)} noted of contacts"] if facts else []
    reasons += [f"{_things(found)} observed"] if found else []
    if not reasons:
        reasons = ["time has passed, or the program, the charter or the bank holidays known have changed"]
    return f"Since the count of {say_date(localdate(before.at))}: {say_list(reasons)}."


def _things(number: int) -> str:
    return f"{number:,} more thing{'' if number == 1 else 's'}"


def _compare(row: FigureRow, was: FigureRow | None, *, at: datetime, because: str) -> None:
    """Say on a figure what was first published of it, when, and why it changed, where that was something else."""
    if was is None:
        return
    old, new = ({"said": one.said, "numerator": one.numerator, "denominator": one.denominator} for one in (was, row))
    versions = [one.detail["formula"]["version"] for one in (was, row)]
    if old != new:
        formula = f" The formula went from version {versions[0]} to {versions[1]}." if len(set(versions)) > 1 else ""
        row.detail["was"] = {**old, "at": at.isoformat(), "because": f"{because}{formula}"}


def count_what_changed(now: datetime) -> int:
    """Count every council's quarter again if its figures may have changed, and return how many counts were made.

    This quarter is counted at most every ten seconds, and less often where counting takes long; the quarter before it
    at most once a day. A council that cannot be counted is logged and does not hold up the others.
    """
    this = quarter_of(localdate(now))
    before = quarter_of(this[0] - timedelta(days=1))
    made = 0
    for council in Council.objects.order_by("key"):
        for (first_on, last_on), rest in ((this, _SOONEST), (before, _EARLIER)):
            if _is_bound(council, min(last_on, localdate(now))) and _is_time(
                newest(council.key, first_on, last_on), rest=rest, now=now
            ):
                try:
                    count(council, first_on=first_on, last_on=last_on, at=now)
                    made += 1
                except Exception:  # whatever is wrong with one council's rows, the next council's figures are due
                    _LOG.exception("Cannot count %s from %s to %s", council.key, first_on, last_on)
    return made


def _is_bound(council: Council, day: date) -> bool:
    """Tell whether a council had a charter in force on a day: before its first there is nothing to count."""
    try:
        edition_on(council.key, day)
    except LookupError:
        return False
    return True


def _is_time(last: PeriodCount | None, *, rest: timedelta, now: datetime) -> bool:
    if last is None:
        return True
    rested = last.at + max(rest, _REST * timedelta(milliseconds=last.took_ms)) <= now
    return rested and changed_since(last, now)
