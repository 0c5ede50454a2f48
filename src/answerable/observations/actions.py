"""What is done with observations: begin one and settle how it came out, or write down what somebody found."""

import logging
from datetime import datetime
from secrets import token_hex

from django.db import transaction
from django.utils.timezone import localdate

from answerable.councils.models import Council
from answerable.evidence.actions import record
from answerable.observations.models import ObservationRow
from answerable.observations.queries import lately
from answerable.people.models import Staff
from answerable.promises.queries import charter_in, edition_on
from answerable.standards.measure.observations import instruments_of
from answerable.standards.vocabulary.feeds import CHECKS, Check, Feed
from answerable.standards.words import say_list

_log = logging.getLogger(__name__)


@transaction.atomic
def begin(check: Check, *, council: Council, path: str = "", subject: str = "", at: datetime) -> ObservationRow | None:
    """Begin a check of a way in, or return None when one was begun lately, by us or by another worker."""
    Council.objects.select_for_update(no_key=True).get(key=council.key)  # two workers take turns
    if lately(check, at).filter(council=council, subject=subject).exists():
        return None
    return ObservationRow.objects.create(
        council=council, path=path or council.key, instrument=check.name, subject=subject, mark=token_hex(12), at=at
    )


@transaction.atomic
def settle(observation: ObservationRow, *, problem: str = "", at: datetime) -> None:
    """Say how a check came out: it passed where there is no problem. What was said first stands."""
    unknown = ObservationRow.objects.filter(id=observation.id, settled_at=None)
    if unknown.update(passed=not problem, problem=problem[:2000], settled_at=at) and problem:
        _log.warning("%s failed for %s: %s", observation, observation.council_id, problem)


def give_up(check: Check, *, at: datetime) -> None:
    """Say that those checks failed whose outcome should have been known by now.

    One that was cut short when a worker was killed is among them: what is not known counts against us.
    """
    late = ObservationRow.objects.filter(instrument=check.name, settled_at=None, at__lte=at - check.every)
    for observation in late:
        settle(observation, problem=f"{check.unknown} after {check.every.seconds // 60} minutes.", at=at)


@transaction.atomic
def observe(
    instrument: Feed,
    *,
    council: Council,
    promise: str,
    passed: bool | None = None,
    answer: str = "",
    problem: str = "",
    by: Staff,
    at: datetime,
    now: datetime,
) -> ObservationRow:
    """Write down what was found about a promise ``at`` a moment, known ``now``: whether it passed, or an answer.

    Raises LookupError when no charter was in force at that moment, and ValueError for what would never be counted: a
    promise that charter does not make or does not observe so, or a moment still to come. What a machine of ours tries
    is not for anybody to write down.
    """
    charter = charter_in(edition_on(council.key, localdate(at)))
    found = next((one for one in charter.promises if one.id == promise), None)
    if found is None:
        raise ValueError(f"Cannot note what was found about {promise}: {charter.title} makes no such promise.")
    named = [one.name for one in instruments_of(found) if one.name not in CHECKS and not one.written_by]
    if instrument.name not in named:
        raise ValueError(
            f"Cannot note what was found about {promise} by {instrument.name}: for that promise the charter names "
            f"{say_list(named, 'or') or 'nobody who looks'}."
        )
    if at > now:
        raise ValueError(f"Cannot note what is found about {promise} at {at:%Y-%m-%d %H:%M}: that is still to come.")
    record("observed", about=council.key, by=by.email, at=now, promise=promise, instrument=instrument.name)
    return ObservationRow.objects.create(
        council=council,
        path=council.key,
        instrument=instrument.name,
        promise=promise,
        mark=token_hex(12),
        at=at,
        passed=passed,
        answer=answer[:200],
        problem=problem[:2000],
        by=by,
        settled_at=now,
    )
