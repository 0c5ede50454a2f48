"""What is done with marks: tag a contact, mention colleagues in a note, watch, look, and be reminded."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.timezone import localdate, make_aware

from answerable.contacts.actions.deciding import NotSaid
from answerable.contacts.actions.managing import note_down
from answerable.contacts.actions.noting import in_turn
from answerable.contacts.models import Contact, Message
from answerable.evidence.actions import record
from answerable.marks.mentioning import Unclear, mentioned
from answerable.marks.models import LONGEST_TAG, LONGEST_WHY, Mention, Reminder, Tag, TagWord, Watch
from answerable.people.models import Staff
from answerable.people.queries import allowed
from answerable.rows.actions import insert
from answerable.standards.words import say_day

MOST_TAGS = 10
"""How many tags a contact has: more than that tell nobody anything."""

FURTHEST = 2
"""Years ahead that somebody can be reminded."""

PARTS_OF_DAY = {"": time.min, "morning": time(9), "afternoon": time(13)}
"""From which time of the day on somebody is reminded, by what they choose."""

_TAG = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_FIGURES = 6
"""So many figures in a row are a telephone number, an account or a date of birth rather than a word."""


@transaction.atomic
def add_tag(contact: Contact, *, name: str, by: Staff, at: datetime) -> str:
    """Put a tag on a contact, and return it as it is kept. Put there again, it is there once. Raises NotSaid."""
    in_turn(contact)
    name = _tag_of(name)
    _is_of_nobody(contact, name)
    on_it = list(Tag.objects.filter(contact=contact).values_list("word__name", flat=True))
    if name in on_it:
        return name
    if len(on_it) >= MOST_TAGS:
        raise NotSaid("tag", f"{MOST_TAGS} tags are the most that a contact has. Take one away first")
    given = {"council_id": contact.council_id, "name": name}
    word, _ = TagWord.objects.select_for_update().get_or_create(**given, defaults={"made_at": at})
    insert([Tag(contact=contact, word=word, by=by, at=at)])
    record("added a tag", about=contact.reference, by=by.email, at=at, words={"tag": name})
    return name


def _tag_of(typed: str) -> str:
    """Return a tag as it is kept: in lower case, and with hyphens for spaces."""
    name = "-".join(typed.lower().lstrip("# ").split())
    if not name:
        raise NotSaid("tag", "Enter a tag")
    if len(name) > LONGEST_TAG:
        raise NotSaid("tag", f"A tag must be {LONGEST_TAG} characters or fewer")
    if not _TAG.fullmatch(name):
        raise NotSaid("tag", f"“{name}” cannot be a tag. Use letters, figures and single hyphens, such as road-works")
    return name


def _is_of_nobody(contact: Contact, name: str) -> None:
    """Raise NotSaid for a tag that says who somebody is: it is seen in lists, and by colleagues elsewhere."""
    customer = contact.customer
    theirs = {customer.name, customer.email, customer.email.partition("@")[0]} if customer is not None else set()
    if name in {"-".join(re.findall(r"[^\W_]+", one.lower())) for one in theirs} or re.search(
        rf"\d{{{_FIGURES}}}", name.replace("-", "")
    ):
        raise NotSaid("tag", f"“{name}” may tell who somebody is. A tag says what a matter is about, and never of whom")


@transaction.atomic
def take_tag_away(contact: Contact, *, name: str, by: Staff, at: datetime) -> bool:
    """Take a tag from a contact. Returns False where somebody has done so a moment before."""
    in_turn(contact)
    there = Tag.objects.filter(contact=contact, word__name=name)
    words = list(there.values_list("word", flat=True))
    if not there.delete()[0]:
        return False
    _forget_words(words)
    record("took away a tag", about=contact.reference, by=by.email, at=at, words={"tag": name})
    return True


def _forget_words(words: list[int]) -> None:
    """Let those words go that no contact has any more: a word put there by mistake is offered to nobody."""
    for word in TagWord.objects.select_for_update().filter(pk__in=words).order_by("pk"):
        if not word.tags.exists():
            word.delete()


@transaction.atomic
def write_note(contact: Contact, *, body: str, by: Staff, at: datetime) -> tuple[Message, list[Staff]]:
    """Write a note for colleagues, and mention whom it names. Returns it with them.

    Raises NotSaid where it cannot be told whom it names: nothing is written then.
    """
    try:
        named = mentioned(body, allowed("see-contact", contact.path)) if "@" in body else []
    except Unclear as problem:
        raise NotSaid("body", str(problem)) from problem
    message = note_down(contact, body=body, by=by, at=at)
    given = {"contact": contact, "message": message, "at": at}
    insert([Mention(**given, staff=one.staff, written=one.written) for one in named])
    return message, [one.staff for one in named]


@transaction.atomic
def watch(contact: Contact, *, by: Staff, at: datetime) -> None:
    """Let somebody know what happens to a contact from now on. Done again, nothing happens."""
    in_turn(contact)
    insert([Watch(contact=contact, staff=by, since=at, **_newest(contact))], unless_there=True)


def stop_watching(contact: Contact, *, by: Staff) -> None:
    """Let somebody be told no more of what happens to a contact."""
    Watch.objects.filter(contact=contact, staff=by).delete()


def looked(contact: Contact, *, by: Staff, at: datetime) -> None:
    """Note that somebody has opened a contact: what stood there is no news to them any more."""
    Watch.objects.filter(contact=contact, staff=by).update(**_newest(contact))
    Mention.objects.filter(contact=contact, staff=by, seen_at=None).update(seen_at=at)


def _newest(contact: Contact) -> dict[str, int]:
    message, fact = (rows.aggregate(newest=Max("id"))["newest"] for rows in (contact.messages, contact.facts))
    return {"seen_message": message or 0, "seen_fact": fact or 0}


@transaction.atomic
def remind(contact: Contact, *, on: date, part: str, why: str, by: Staff, at: datetime) -> Reminder:
    """Remind somebody of a contact from a day on, or its morning or afternoon, until it is done. Raises NotSaid."""
    in_turn(contact)
    made = Reminder(contact=contact, staff=by, due_at=_moment(on, part, at), why=_why(why), made_at=at)
    if not insert([made], unless_there=True):
        raise NotSaid("on", _THERE_ALREADY)
    return made


def put_off(reminder: Reminder, *, on: date, part: str, why: str, at: datetime) -> bool:
    """Remind somebody on another day instead. Returns False where it was done a moment before. Raises NotSaid."""
    due_at, why = _moment(on, part, at), _why(why)
    try:
        with transaction.atomic():
            is_there = bool(Reminder.objects.filter(pk=reminder.pk).update(due_at=due_at, why=why))
    except IntegrityError as problem:
        raise NotSaid("on", _THERE_ALREADY) from problem
    reminder.due_at, reminder.why = due_at, why
    return is_there


def done(reminder: Reminder) -> bool:
    """Be reminded no more. Returns False where it was done a moment before."""
    return bool(Reminder.objects.filter(pk=reminder.pk).delete()[0])


_THERE_ALREADY = "You are reminded of this contact then already. Give another day, or another time of that day"


def _moment(on: date, part: str, at: datetime) -> datetime:
    today = localdate(at)
    last = today.replace(year=today.year + FURTHEST, day=min(today.day, 28) if today.month == 2 else today.day)
    if on < today:
        raise NotSaid("on", f"{say_day(on)} has passed. Give today or a later day")
    if on > last:
        raise NotSaid("on", f"{say_day(on)} is too far off. Give a day until {say_day(last)}")
    return make_aware(datetime.combine(on, PARTS_OF_DAY[part]))


def _why(why: str) -> str:
    why = " ".join(why.split())
    if not why or len(why) > LONGEST_WHY:
        raise NotSaid("why", f"Say in {LONGEST_WHY} characters or fewer why you want to be reminded")
    return why


def forget_marks(contact: Contact) -> Mapping[str, int]:
    """Take away all that a contact is marked with, and return how much of what. It joins the transaction it is in."""
    words = list(Tag.objects.filter(contact=contact).values_list("word", flat=True))
    rows: dict[str, Any] = {"tags": Tag, "mentions": Mention, "watches": Watch, "reminders": Reminder}
    removed = {what: model.objects.filter(contact=contact).delete()[0] for what, model in rows.items()}
    _forget_words(words)
    return removed
