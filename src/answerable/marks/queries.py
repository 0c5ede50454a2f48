"""What can be asked about marks: what stands on a contact, what waits for somebody, and for whom something is new."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.timezone import localdate, make_aware

from answerable.contacts.models import Contact, FactRow, Message
from answerable.marks.models import Mention, Reminder, Tag, TagWord, Watch
from answerable.people.paths import within
from answerable.people.queries import may_there
from answerable.rows.queries import prepared

MOST_SHOWN = 100
"""How many of each sort somebody is shown: whoever has more reads the first ones first."""


class MentionShown(NamedTuple):
    """How a note names a colleague, and whom it means."""

    written: str
    name: str


class ReminderShown(NamedTuple):
    """What somebody has said that they want to be reminded of."""

    id: int
    due_at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """All that one page asks of marks.

    ``waits`` is how much waits for the reader in the council today. The rest is empty where it was not asked for:
    ``words`` are the council's tags, and what follows is of one contact; ``is_news`` is whether something of it is new
    to the reader.
    """

    waits: int = 0
    words: Sequence[str] = ()
    tags: Sequence[str] = ()
    mentions: Mapping[int, Sequence[MentionShown]] = field(default_factory=dict)
    is_watched: bool = False
    is_news: bool = False
    reminders: Sequence[ReminderShown] = ()


def marks_for(
    staff: int, council: str, paths: Collection[str], *, now: datetime, words: bool = False, contact: int | None = None
) -> Marks:
    """Return what one page asks of marks, in one question, for whoever may see contacts at some paths of a council.

    With ``words`` the council's tags come too, and with a contact what stands on it.
    """
    shape = {"paths": tuple(paths), "words": words, "is_contact": contact is not None}
    tomorrow = make_aware(datetime.combine(localdate(now) + timedelta(days=1), time.min))
    rows = [_Row._make(row) for row in _asked(staff, tomorrow, council, contact or 0, **shape)]
    found: dict[str, list[_Row]] = {}
    for row in rows:
        found.setdefault(row.what, []).append(row)
    mentions: dict[int, list[MentionShown]] = {}
    for row in found.get("mention", ()):
        mentions.setdefault(row.number, []).append(MentionShown(row.said, row.whose))
    seen_now = [one for one in found.get("new", ()) if one.number == contact]
    return Marks(
        waits=len(found.get("new", ())) + len(found.get("due", ())) - len(seen_now),
        words=sorted(row.said for row in found.get("word", ())),
        tags=sorted(row.said for row in found.get("tag", ())),
        mentions=mentions,
        is_watched="watch" in found,
        is_news=bool(seen_now),
        reminders=[
            ReminderShown(row.number, row.at, row.said) for row in sorted(found.get("reminder", ()), key=_BY_MOMENT)
        ],
    )


class _Row(NamedTuple):
    """One line of the answer, which has several sorts of them."""

    what: str
    said: str
    whose: str
    number: int
    at: datetime


_BY_MOMENT = attrgetter("at")


@prepared
def _asked(
    staff: Any, tomorrow: Any, council: Any, contact: Any, *, paths: tuple[str, ...], words: bool, is_contact: bool
) -> QuerySet[Any, Any]:
    """Return all of it as one question: a page that asked each part by itself would wait five times."""
    parts: list[QuerySet[Any, Any]] = [
        _lines(_unseen(staff, paths), "new", number="contact_id", at="at"),
        _lines(_with_news(staff, paths), "new", number="contact_id", at="since"),
        _lines(_reminders(staff, paths).filter(due_at__lt=tomorrow), "due", number="contact_id", at="due_at"),
    ]
    if words:
        parts.append(_lines(TagWord.objects.filter(council=council), "word", said="name", number="id", at="made_at"))
    if is_contact:
        parts += [
            _lines(Tag.objects.filter(contact=contact), "tag", said="word__name", number="id", at="at"),
            _lines(_named_in(contact), "mention", said="written", whose="staff__name", number="message_id", at="at"),
            _lines(Watch.objects.filter(contact=contact, staff=staff), "watch", number="id", at="since"),
            _lines(_mine_of(contact, staff), "reminder", said="why", number="id", at="due_at"),
        ]
    return parts[0].union(*parts[1:], all=True)


def _lines(
    rows: QuerySet[Any], what: str, *, number: str, at: str, said: str = "", whose: str = ""
) -> QuerySet[Any, Any]:
    texts = {"line_said": said, "line_whose": whose}
    lines: QuerySet[Any, Any] = rows.order_by().annotate(
        line_what=Value(what, CharField()),
        **{name: F(column) if column else Value("", CharField()) for name, column in texts.items()},
        line_number=F(number),
        line_at=F(at),
    )
    return lines.values_list("line_what", "line_said", "line_whose", "line_number", "line_at")


def _named_in(contact: Any) -> QuerySet[Mention]:
    return Mention.objects.filter(contact=contact)


def _mine_of(contact: Any, staff: Any) -> QuerySet[Reminder]:
    return Reminder.objects.filter(contact=contact, staff=staff)


def _here(paths: Collection[str]) -> Q:
    return within(paths, "contact__team__path")


def _unseen(staff: Any, paths: Collection[str]) -> QuerySet[Mention]:
    return Mention.objects.filter(_here(paths), staff=staff, seen_at=None)


def _reminders(staff: Any, paths: Collection[str]) -> QuerySet[Reminder]:
    return Reminder.objects.filter(_here(paths), staff=staff)


def _with_news(staff: Any, paths: Collection[str]) -> QuerySet[Watch]:
    return Watch.objects.filter(Exists(_new_messages()) | Exists(_new_facts()), _here(paths), staff=staff)


def _new_messages() -> QuerySet[Message]:
    others = Message.objects.filter(_by_others(), contact=OuterRef("contact"), id__gt=OuterRef("seen_message"))
    return others.exclude(sort=Message.Sort.UPDATE)  # it follows from what happened, which is news itself


def _new_facts() -> QuerySet[FactRow]:
    return FactRow.objects.filter(_by_others(), contact=OuterRef("contact"), id__gt=OuterRef("seen_fact"))


def _by_others() -> Q:
    return ~Q(by=OuterRef("staff"))


class WatchedContact(NamedTuple):
    """What somebody watches, and the newest message and fact of others since they last opened it, if there are any."""

    contact: Contact
    message: Message | None
    fact: FactRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForOne:
    """All that waits for somebody in a council: what they are reminded of, the soonest first, and what is new to them.

    ``hidden`` is how many more of their reminders are of contacts that they may not see any more.
    """

    reminders: Sequence[Reminder]
    mentions: Sequence[Mention]
    watched: Sequence[WatchedContact]
    hidden: int


def all_for(staff: int, council: str, paths: Collection[str]) -> ForOne:
    """Return all that waits for somebody who may see contacts at some paths of a council."""
    reminders = _reminders(staff, paths).select_related("contact").order_by("due_at", "id")
    mentions = _unseen(staff, paths).select_related("contact", "message__by").order_by("-id")
    theirs = Reminder.objects.filter(staff=staff, contact__council=council)
    return ForOne(
        reminders=list(reminders[:MOST_SHOWN]),
        mentions=list(mentions[:MOST_SHOWN]),
        watched=_watched(staff, paths),
        hidden=theirs.exclude(pk__in=reminders.order_by().values("pk")).count(),
    )


def _watched(staff: int, paths: Collection[str]) -> list[WatchedContact]:
    """Return what somebody watches, that with news first."""
    newest = {
        "message": Subquery(_new_messages().order_by("-id").values("id")[:1]),
        "fact": Subquery(_new_facts().order_by("-id").values("id")[:1]),
    }
    theirs = Watch.objects.filter(_here(paths), staff=staff).select_related("contact").annotate(**newest)
    rows: list[Any] = list(theirs.order_by("-since", "-id")[:MOST_SHOWN])
    messages = Message.objects.select_related("by").in_bulk([row.message for row in rows if row.message])
    facts = FactRow.objects.select_related("by").in_bulk([row.fact for row in rows if row.fact])
    found = [WatchedContact(row.contact, messages.get(row.message), facts.get(row.fact)) for row in rows]
    return sorted(found, key=lambda one: one.message is None and one.fact is None)


def reminder_of(staff: int, paths: Collection[str], id: int) -> Reminder | None:
    """Return one of somebody's own reminders, of a contact that lies within some paths, or None."""
    mine = _reminders(staff, paths).filter(pk=id)
    return mine.select_related("contact__council", "contact__edition").first()


def tagged(council: str, name: str) -> QuerySet[Tag, Any]:
    """Return the numbers of the contacts of a council that have a tag, to ask for those among them."""
    return Tag.objects.filter(word__council=council, word__name=name).values("contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkFor:
    """That something is there for one of us, who may see the contact that it is of.

    ``id`` is the number of its row, and ``key`` is the same each time it is asked for, and never another's.
    """

    id: int
    key: str
    staff: int
    contact: int
    council: str
    reference: str
    at: datetime


def mentions_after(id: int, limit: int) -> list[MarkFor]:
    """Return the first mentions after one, given by its number, for those who may see the contact still."""
    found = _seen_by_theirs(Mention.objects.filter(pk__gt=id)).order_by("pk")[:limit]
    return [_mark(one, f"mention {one.pk}", one.at) for one in found]


def reminders_due(now: datetime) -> list[MarkFor]:
    """Return the reminders whose moment has come and which are not done, for those who may see the contact still."""
    found = _seen_by_theirs(Reminder.objects.filter(due_at__lte=now)).order_by("due_at", "pk")
    return [_mark(one, one.key, one.due_at) for one in found]


def watchers(contact_ids: Collection[int]) -> list[MarkFor]:
    """Return who watches some contacts and may see them still; ``at`` is since when."""
    found = _seen_by_theirs(Watch.objects.filter(contact__in=contact_ids)).order_by("contact", "pk")
    return [_mark(one, f"watch {one.pk}", one.since) for one in found]


def _seen_by_theirs(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(may_there("see-contact", staff="staff", path="contact__team__path")).select_related("contact")


def _mark(row: Any, key: str, at: datetime) -> MarkFor:
    return MarkFor(
        id=row.pk,
        key=key,
        staff=row.staff_id,
        contact=row.contact_id,
        council=row.contact.council_id,
        reference=row.contact.reference,
        at=at,
    )
