"""What was asked outside, as the desk shows it: on a contact's page, and on the page of all that waits."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from answerable.asking.models import OutsideQuestion
from answerable.asking.queries import QuestionStands, standing
from answerable.contacts.models import Contact
from answerable.standards.words import say_count, say_day


class AskedRow(NamedTuple):
    """One question: whom, and how it stands. ``is_late`` is whether the day has passed without an answer."""

    asked: OutsideQuestion
    standing: str
    is_late: bool
    is_open: bool

    @property
    def contact(self) -> Contact:
        """Which contact it is about."""
        return self.asked.contact


def asked_row(asked: OutsideQuestion, *, now: datetime) -> AskedRow:
    """Return a question as it is shown."""
    stands = standing(asked, now=now)
    is_late = stands in (QuestionStands.LATE, QuestionStands.PAST)
    said = NOT_THE_ONE if asked.is_passed_on else stands.value
    return AskedRow(asked, said, is_late, is_late or stands is QuestionStands.OPEN)


def said_of(asked: Iterable[OutsideQuestion], *, now: datetime) -> Mapping[int, str]:
    """Say beside each question and answer, by the message's id, whom it went to, by when, and how it stands."""
    said: dict[int, str] = {}
    for one in asked:
        stands = asked_row(one, now=now).standing
        with_words = f", with {say_count(len(one.shown), 'message')} of the customer's" if one.shown else ""
        said[one.question_id] = f"to {one.name} ({one.email}){with_words}, needed by {say_day(one.by_on)}: {stands}"
        if one.answer_id is not None and one.is_passed_on:
            said[one.answer_id] = NOT_THE_ONE
    return said


NOT_THE_ONE = "they are not the one to ask"
