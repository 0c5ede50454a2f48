"""All that writes alerts: notice what is new, gather it into emails, and see, choose and forget.

Each duty may be killed at any point. What was noticed is written before it is noted how far was read, and once for each
key; an email is written with what it tells in one transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from answerable.alerts.colleagues import Colleagues
from answerable.alerts.hours import calendar_of
from answerable.alerts.kinds import EMAIL, KINDS, OFF
from answerable.alerts.letters import letter
from answerable.alerts.models import Alert, AlertChoices, LastTold, Reached
from answerable.alerts.morning import MorningList, lists_for, readers_now
from answerable.alerts.news import reminded
from answerable.alerts.noticed import Noticed, RowSource
from answerable.alerts.queries import all_wishes
from answerable.alerts.sources import SOURCES, near, still_so
from answerable.alerts.wishes import AllWishes
from answerable.councils.models import Council
from answerable.councils.queries import all_councils
from answerable.evidence.actions import record
from answerable.evidence.models import Look
from answerable.memos.actions import write_memo
from answerable.people.models import Post, Staff

SETTLES = timedelta(minutes=1)
"""How long a transaction may take: a row with a lower number may be seen that much later than one with a higher."""

QUARTER, URGENT_AGAIN = timedelta(minutes=15), timedelta(minutes=1)
"""How long after an email the next may go to the same person; and one about welfare after one about welfare."""

LOOKED_BACK = timedelta(hours=1)
"""How far back it is asked who opened which contact: more than the worker ever takes for a round."""

KEPT_SEEN, KEPT = timedelta(days=30), timedelta(days=90)
"""How long an alert is kept that was seen, and any other."""

Whom = tuple[int, str]
"""A person, and a council that they are told of."""


def notice(now: datetime) -> int:
    """Write down for each of us what is new in the other rooms since they were last read; return how much it was.

    The first time, what there is already is no news: reading begins from now.
    """
    colleagues, wishes = _colleagues(), all_wishes()
    reached = {row.source: row for row in Reached.objects.all()}
    return sum(_notice_from(source, reached.get(source.name), colleagues, wishes, now) for source in SOURCES)


def warn(now: datetime) -> int:
    """Write down for each of us which limits are near now, and what they are reminded of; return how many it was."""
    colleagues, wishes = _colleagues(), all_wishes()
    return _keep([*near(colleagues, wishes, now), *reminded(now)], colleagues, wishes, now)


def _notice_from(
    source: RowSource, row: Reached | None, colleagues: Colleagues, wishes: AllWishes, now: datetime
) -> int:
    if row is None:
        number = source.newest()
        begun = Reached(source=source.name, number=number, ahead=number, at=now)
        Reached.objects.bulk_create([begun], ignore_conflicts=True)
        return 0
    kept = _keep(source.after(row.number, colleagues, now), colleagues, wishes, now)
    if not row.at <= now < row.at + SETTLES:
        newest = source.newest()
        if (row.number, row.ahead) != (row.ahead, newest):
            Reached.objects.filter(pk=row.pk).update(number=row.ahead, ahead=newest, at=now)
    return kept


def _colleagues() -> Colleagues:
    return Colleagues(Post.objects.filter(staff__is_active=True).select_related("staff").order_by("staff", "path"))


def _keep(noticed: Iterable[Noticed], colleagues: Colleagues, wishes: AllWishes, now: datetime) -> int:
    """Write down what is to be told and is not there yet."""
    wanted = {(one.key, one.staff): one for one in noticed}
    keys = sorted({key for key, _ in wanted})
    for first in range(0, len(keys), _AT_ONCE):
        there = Alert.objects.filter(key__in=keys[first : first + _AT_ONCE])
        for known in there.values_list("key", "staff_id"):
            wanted.pop(known, None)
    rows = []
    for one in wanted.values():
        way = wishes.of(colleagues.by_id[one.staff]).way_of(one.what)
        if way != OFF:
            rows.append(
                Alert(
                    **{"staff_id": one.staff, "council_id": one.council, "contact_id": one.contact},
                    **{"what": one.what, "key": one.key, "at": one.at, "due": one.due},
                    noticed_at=now,
                    told_at=None if way == EMAIL else now,
                )
            )
    Alert.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_AT_ONCE)
    return len(rows)


_AT_ONCE = 500


def tell(now: datetime) -> int:
    """Send what waits to each of us who may be written to now, gathered into one email; return how many it was.

    At most one goes to a person in a quarter of an hour; what is urgent goes even so, and at any hour. The list of a
    morning goes with what has gathered by then.
    """
    colleagues, wishes = _colleagues(), all_wishes()
    councils = {council.key: council for council in all_councils()}
    last = {(row.staff_id, row.council_id): row for row in LastTold.objects.all()}
    written = _written_last(last.values())
    readers = readers_now(colleagues, wishes, councils, {key: row.morning_on for key, row in last.items()}, now)
    readers = [one for one in readers if _is_over(written.get(one.staff.pk), QUARTER, now)]
    ready = _ready(colleagues, wishes, last, written, now)
    ready.update({(one.staff.pk, one.council): None for one in readers})
    if not ready:
        return 0
    lists, gathered = lists_for(readers, now), _gathered(ready, colleagues, wishes, now)
    sent = 0
    had: set[int] = set()  # by somebody of two councils, who has the other email a quarter of an hour later
    for whom in sorted(ready):
        morning, alerts = lists.get(whom), gathered.get(whom, [])
        has_urgent = any(KINDS[one.what].urgent for one in alerts)
        if whom[0] in had and not has_urgent:
            continue
        if _write(colleagues.by_id[whom[0]], councils[whom[1]], alerts, morning, now):
            sent += 1
            had.add(whom[0])
    return sent


def _written_last(rows: Iterable[LastTold]) -> Mapping[int, datetime]:
    written: dict[int, datetime] = {}
    for row in rows:
        if row.emailed_at is not None:
            written[row.staff_id] = max(row.emailed_at, written.get(row.staff_id, row.emailed_at))
    return written


def _is_over(since: datetime | None, span: timedelta, now: datetime) -> bool:
    return since is None or not since <= now < since + span


def _ready(
    colleagues: Colleagues,
    wishes: AllWishes,
    last: Mapping[Whom, LastTold],
    written: Mapping[int, datetime],
    now: datetime,
) -> dict[Whom, bool | None]:
    """Return for whom something waits that may be sent now: all of it (None), or what is urgent alone (True)."""
    ready: dict[Whom, bool | None] = {}
    waiting = Alert.objects.filter(told_at=None).order_by().values_list("staff", "council", "what").distinct()
    kinds: dict[Whom, set[str]] = {}
    for id, council, what in waiting:
        kinds.setdefault((id, council), set()).add(what)
    for whom, names in kinds.items():
        staff = colleagues.by_id.get(whom[0])
        if staff is None:  # has left, or holds no post
            Alert.objects.filter(staff=whom[0], told_at=None).delete()
            continue
        row = last.get(whom)
        is_quiet = wishes.of(staff).is_quiet(now, calendar_of(whom[1], now))
        if not is_quiet and _is_over(written.get(whom[0]), QUARTER, now):
            ready[whom] = None
        elif any(KINDS[name].urgent for name in names) and _is_over(
            None if row is None else row.urgent_at, URGENT_AGAIN, now
        ):
            ready[whom] = True
    return ready


def _gathered(
    ready: Mapping[Whom, bool | None], colleagues: Colleagues, wishes: AllWishes, now: datetime
) -> Mapping[Whom, list[Alert]]:
    """Return what is told to each of some people: what they may still see, still want, and is still so.

    What is not so any more goes for good, and what is not wanted by email stays on the page.
    """
    urgent = [kind.name for kind in KINDS.values() if kind.urgent]
    waits = Alert.objects.filter(told_at=None, staff__in=sorted({staff for staff, _ in ready}))
    rows = [
        one
        for one in waits.select_related("contact").order_by("id")
        if (one.staff_id, one.council_id) in ready
        and (ready[one.staff_id, one.council_id] is None or one.what in urgent)
    ]
    so = still_so(rows, now)
    wrong = [one for one in rows if one.pk not in so or not colleagues.sees(one.staff_id, one.contact.path)]
    _each(wrong, lambda some: some.delete())
    gone = {one.pk for one in wrong}
    unwanted = [
        one
        for one in rows
        if one.pk not in gone and wishes.of(colleagues.by_id[one.staff_id]).way_of(one.what) != EMAIL
    ]
    _each(unwanted, lambda some: some.update(told_at=now))
    gone.update(one.pk for one in unwanted)
    found: dict[Whom, list[Alert]] = {}
    for one in rows:
        if one.pk not in gone:
            found.setdefault((one.staff_id, one.council_id), []).append(one)
    return found


def _each(alerts: Sequence[Alert], do: Any) -> None:
    for first in range(0, len(alerts), _AT_ONCE):
        do(Alert.objects.filter(pk__in=[one.pk for one in alerts[first : first + _AT_ONCE]]))


@transaction.atomic
def _write(staff: Staff, council: Council, alerts: list[Alert], morning: MorningList | None, now: datetime) -> bool:
    """Write one email, and note what it told; return whether there was anything to say."""
    said = morning if morning is not None and morning.says_something else None
    told: dict[str, datetime | date] = {"morning_on": morning.on} if morning is not None else {}
    if alerts or said:
        subject, body = letter(council, alerts, said)
        what = f"{alerts[0].pk} {alerts[-1].pk}" if alerts else f"morning {morning.on if morning else ''}"
        key = f"alerts {staff.pk} {council.pk} {what}"
        write_memo(council=council, to=staff.email, subject=subject, body=body, key=key, at=now)
        _each(alerts, lambda some: some.update(told_at=now))
        told["emailed_at"] = now
        if any(KINDS[one.what].urgent for one in alerts):
            told["urgent_at"] = now
    if told:
        LastTold.objects.update_or_create(staff=staff, council=council, defaults=told)
    return "emailed_at" in told


def see(staff: Staff, council: str, *, only: int | None = None, up_to: int, at: datetime) -> int:
    """Note that somebody has seen an alert, or all up to the newest that they were shown; return how many.

    What was seen on the page is not sent by email any more.
    """
    mine = Alert.objects.filter(staff=staff, council=council, seen_at=None, pk__lte=up_to)
    if only is not None:
        mine = mine.filter(pk=only)
    return mine.update(seen_at=at, told_at=Coalesce(F("told_at"), at))


def see_opened(now: datetime) -> int:
    """Note as seen what somebody has opened the contact of since it was noticed; return how many it was."""
    looks = Look.objects.filter(what=Look.What.READ, at__gt=now - LOOKED_BACK).exclude(about="")
    last = {(by, about): at for by, about, at in looks.order_by("at").values_list("by", "about", "at")}
    references = sorted({about for _, about in last})
    opened = []
    for first in range(0, len(references), _AT_ONCE):
        unseen = Alert.objects.filter(seen_at=None, contact__reference__in=references[first : first + _AT_ONCE])
        rows = unseen.values_list("pk", "staff__email", "contact__reference", "noticed_at")
        opened += [pk for pk, by, about, at in rows if (by, about) in last and at <= last[by, about]]
    seen = Alert.objects.filter(pk__in=opened[:_AT_ONCE])
    return seen.update(seen_at=now, told_at=Coalesce(F("told_at"), now))


class NotChosen(ValueError):
    """What was chosen is nothing that there is."""


@transaction.atomic
def choose(given: Mapping[str, Any], *, path: str | None = None, by: Staff, at: datetime) -> None:
    """Keep what somebody chooses to be told and when, or with ``path`` what holds for those at a place.

    ``given`` has a value for each column of ``AlertChoices`` that can be chosen; None is as the place above has it.
    Raises NotChosen.
    """
    ways = {name: way for name, way in given["ways"].items() if way}
    if any(way not in KINDS[name].ways for name, way in ways.items()):
        raise NotChosen("Choose one of the ways that there are for each.")
    values = {name: given[name] for name in _CHOSEN} | {"ways": ways, "changed_at": at}
    whose: dict[str, Any] = {"staff": by} if path is None else {"path": path}
    AlertChoices.objects.update_or_create(**whose, defaults=values)
    said: dict[str, Any] = {name: str(given[name]) for name in _CHOSEN if given[name] is not None}
    if path is None:
        record("chose alerts", about=by.reference, by=by.email, at=at, ways=ways, **said)
    else:
        record("chose alerts for a place", about=path, by=by.email, at=at, ways=ways, **said)


_CHOSEN = ("morning_at", "warn_hours", "quiet_from", "quiet_to", "quiet_days")


def forget_alerts(now: datetime) -> int:
    """Forget what was seen long ago, what is older still, and what is of a contact that was erased; return how many."""
    old = Q(seen_at__lt=now - KEPT_SEEN) | Q(noticed_at__lt=now - KEPT)
    forgotten, _ = Alert.objects.filter(old | Q(contact__erased_at__isnull=False)).delete()
    return forgotten
