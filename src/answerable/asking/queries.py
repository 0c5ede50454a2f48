"""What is asked about questions to somebody outside: what a link opens, what waits, what was answered, what is due."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from answerable.asking.models import OutsideLink, OutsideQuestion
from answerable.contacts.keys import digest_of
from answerable.contacts.models import Contact, Message
from answerable.evidence.models import Look
from answerable.people.models import Staff
from answerable.people.paths import within
from answerable.promises.queries import charter_in
from answerable.rows.queries import prepared
from answerable.standards.time.calendar import Calendar

OF_A_LINK = 32
"""Letters of the secret in a link: 160 bits, so that nobody comes to one by guessing."""


class QuestionStands(Enum):
    """How a question stands, as the page of its link and the desk say it."""

    OPEN = "waits"
    LATE = "late"
    PAST = "late, and its link has ended"
    ANSWERED = "answered"
    TAKEN_BACK = "taken back"


def standing(asked: OutsideQuestion, *, now: datetime) -> QuestionStands:
    """Tell how a question stands."""
    if asked.answer_id is not None:
        return QuestionStands.ANSWERED
    if asked.ended_at is not None:
        return QuestionStands.TAKEN_BACK
    if now >= asked.ends_at:
        return QuestionStands.PAST
    return QuestionStands.LATE if asked.by_on < localdate(now) else QuestionStands.OPEN


def digest_of_link(secret: str) -> str:
    """Return what is kept of the secret in a link, however it is typed."""
    return digest_of("asked outside", secret)


def opened_by(council: str, secret: str) -> OutsideQuestion | None:
    """Return the question that a link of a council is to, however it stands, or None for a link that there is not."""
    link = OutsideLink.objects.filter(digest=digest_of_link(secret), question__contact__council_id=council)
    found = link.select_related(*(f"question__{name}" for name in ("contact__team", "question__by", "answer"))).first()
    return found.question if found is not None else None


@prepared
def asked_about(contact: int) -> QuerySet[OutsideQuestion]:
    """Return what was asked outside about a contact, in the order in which it was."""
    return OutsideQuestion.objects.filter(contact=contact).order_by("id")


def what_is_shown(asked: OutsideQuestion) -> list[Message]:
    """Return the customer's messages that are shown with a question."""
    return [one for one in may_be_shown(asked.contact) if one.pk in asked.shown]


def may_be_shown(contact: Contact) -> list[Message]:
    """Return what of a contact may be shown to somebody outside, if an officer says so: what its customer wrote."""
    return list(contact.messages.filter(sort=Message.Sort.FROM_CUSTOMER, by_stranger=False))


def waiting_within(council: str, paths: Collection[str]) -> QuerySet[OutsideQuestion]:
    """Return the questions about open contacts within some paths of a council that wait, the first due first."""
    found = _within(council, paths).filter(answer=None, ended_at=None, contact__closed_at=None)
    return found.order_by("by_on", "id")


NEWS_FOR = timedelta(days=30)
"""How long an answer is news: who looked is not kept for as long as the answer."""


def answered_unread(council: str, paths: Collection[str], reader: Staff, *, now: datetime) -> QuerySet[OutsideQuestion]:
    """Return what a reader asked that was answered since they last looked at the contact, the newest answer first."""
    seen = Look.objects.filter(about=OuterRef("contact__reference"), by=reader.email, at__gte=OuterRef("answer__at"))
    found = _within(council, paths).filter(~Exists(seen), answer__at__gt=now - NEWS_FOR, question__by=reader)
    return found.select_related("answer").order_by("-answer_id")


def _within(council: str, paths: Collection[str]) -> QuerySet[OutsideQuestion]:
    found = OutsideQuestion.objects.filter(within(paths, "contact__team__path"), contact__council_id=council)
    return found.select_related("contact", "question__by")


@dataclass(frozen=True, slots=True)
class OutsideAnswer:
    """An answer that came from outside: to whom it is news, by the id of who asked, and about which contact.

    ``key`` is the same for one answer at all times, and higher for a later one.
    """

    key: int
    asked_by: int
    contact: int
    at: datetime


def answers_after(id: int, limit: int) -> list[OutsideAnswer]:
    """Return the answers with a key above one, the first first, as many as wanted."""
    found = OutsideQuestion.objects.filter(answer_id__gt=id).order_by("answer_id")
    rows = found.values_list("answer_id", "question__by_id", "contact_id", "answer__at")
    return [OutsideAnswer(*row) for row in rows[:limit]]


MOST_DAYS_OFF = 14
"""No council is away for longer than this."""


def to_remind(now: datetime) -> list[OutsideQuestion]:
    """Return the questions of which whoever they went to is reminded today."""
    today = localdate(now)
    near = Q(by_on__gte=today - timedelta(days=MOST_DAYS_OFF), by_on__lte=today + timedelta(days=MOST_DAYS_OFF))
    waits = OutsideQuestion.objects.filter(near, answer=None, ended_at=None, ends_at__gt=now, contact__closed_at=None)
    found = waits.select_related("contact__edition", "question").order_by("id")
    return [one for one in found if _is_day_to_remind(one, today)]


def _is_day_to_remind(asked: OutsideQuestion, today: date) -> bool:
    """Tell whether this is the working day before the day by which it is due, or the first one after.

    Nobody is reminded on the day on which they were asked, and of one thing once a day.
    """
    if today in (localdate(asked.question.at), asked.reminded_on):
        return False
    calendar = charter_in(asked.contact.edition).calendar
    return today in (_working_day(calendar, asked.by_on, -1), _working_day(calendar, asked.by_on, 1))


def _working_day(calendar: Calendar, day: date, step: int) -> date:
    """Return the nearest working day before a day, or after it."""
    day += timedelta(days=step)
    while not calendar.is_working(day):
        day += timedelta(days=step)
    return day
