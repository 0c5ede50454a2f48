"""One line of a log as a contact that can be written here, or a refusal that says how to mend the line."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

import orjson
from django.utils.timezone import localdate

from answerable.contacts.actions import checking
from answerable.contacts.actions.importing import Brought
from answerable.councils.models import Council, Team
from answerable.councils.queries import front_door, other_teams
from answerable.customers.actions import NamedInLog
from answerable.importing.models import LONGEST_ID
from answerable.logs.contacts import contact_of
from answerable.logs.errors import LineError
from answerable.promises.models import Edition
from answerable.promises.queries import charter_in, edition_on
from answerable.standards.charter.promises import LONGEST_NAME
from answerable.standards.facts import Contact as Judged
from answerable.standards.facts import Fact, struck_out
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.standards.vocabulary.fact_kind import Struck
from answerable.standards.vocabulary.facts import BEGINNINGS, FACTS
from answerable.standards.vocabulary.leaving_out import LEAVING_OUT
from answerable.standards.vocabulary.standing import STRUCK
from answerable.standards.words import say_list, visible

LONGEST: Mapping[str, int] = {
    "id": LONGEST_ID,
    "mailbox": LONGEST_NAME,
    "subject": 300,
    "message": 200_000,
    "name": 200,
    "email": 254,
    "phone": 40,
    "needs": 2000,
}
"""The texts of a line, and how many characters each may have."""


class Line(NamedTuple):
    """A line that can be taken in: its id in the log, that of the contact it comes back to, and what it says."""

    id: str
    after: str
    says: Brought


class Reading:
    """Reads the lines of one council's logs. Raises LookupError for a council without a charter or without a team."""

    def __init__(self, council: Council, *, now: datetime) -> None:
        self.council, self._now = council, now
        self._front = front_door(council)
        self._teams = {team.path: team for team in other_teams(council.key, but="")}
        self._editions: dict[date, Edition] = {}
        newest = edition_on(council.key, localdate(now))
        self._zone = charter_in(newest).calendar.tz

    def line_of(self, record: Mapping[str, Any]) -> Line:
        """Read a record. Raises LineError."""
        _refuse_odd_characters(record)
        texts = {name: _text(record, name) for name in LONGEST if name != "id"}
        judged = contact_of(record, self._zone)
        if not 0 < len(judged.id.strip()) <= LONGEST_ID:
            raise LineError(
                f"Its id is empty, or longer than {LONGEST_ID} characters. Use the log's own number for it."
            )
        began = _began(judged)
        after, facts = _checked(judged, began, now=self._now)
        says = Brought(
            team=self._team(record.get("team")),
            edition=self._edition(began),
            judged=Judged.of(judged.id, judged.channel, judged.first_kinds, facts, judged.mailbox),
            began=began,
            subject=visible(texts["subject"]),
            message=texts["message"],
            told=NamedInLog(visible(texts["name"]), texts["email"], texts["phone"], texts["needs"]),
        )
        return Line(judged.id.strip(), after, says)

    def _edition(self, began: datetime) -> Edition:
        """Return the charter in force when a contact began, by which it is judged for ever (C18)."""
        day = began.astimezone(self._zone).date()
        if day not in self._editions:
            try:
                self._editions[day] = edition_on(self.council.key, day)
            except LookupError as error:
                raise LineError(str(error)) from None
        return self._editions[day]

    def _team(self, path: object) -> Team:
        if path is None:
            return self._front
        team = self._teams.get(f"{self.council.key}/{path}") or self._teams.get(str(path))
        if team is None:
            known = say_list([one.partition("/")[2] for one in self._teams], "or")
            raise LineError(f"There is no team '{path}'. Write {known}, or leave it out.")
        return team


def _refuse_odd_characters(record: Mapping[str, Any]) -> None:
    """Refuse what no database keeps as text."""
    try:
        is_odd = b"\\u0000" in orjson.dumps(record)
    except TypeError:
        is_odd = True
    if is_odd:
        raise LineError("It holds a NUL, or half a character: the file is damaged there. Take it out.")


def _text(record: Mapping[str, Any], name: str) -> str:
    said = record.get(name)
    if said is None:
        return ""
    if type(said) is not str:
        raise LineError(f"'{name}' cannot be {said!r}. Write it in quotes, or leave it out.")
    if len(said) > LONGEST[name]:
        raise LineError(f"'{name}' is longer than {LONGEST[name]:,} characters. Shorten it.")
    return said.strip()


def _began(contact: Judged) -> datetime:
    """Return when a contact began: by the fact of its channel, or its receipt, whichever was first (C3)."""
    begins = ("received", BEGINNINGS.get(contact.channel, "received"))
    return next(fact.at for fact in contact.facts if fact.what in begins)


def _checked(contact: Judged, began: datetime, *, now: datetime) -> tuple[str, list[Fact]]:
    """Return after which contact one comes, and its facts, each once. Raises LineError for what cannot have been.

    Where something is struck out every fact stays, with what struck it: of two that say the same one may be struck.
    """
    after, facts = "", []
    noted = contact.noted or contact.facts
    earliest = min([began, *(noted[place].at for place in struck_out(noted))])
    for fact in noted:
        kind = FACTS[fact.what]
        said = {name: _plain(value) for name, value in fact.details.items() if value is not None}
        if fact.what == STRUCK:
            said = _strike(said, contact.channel, began)
        after = str(said.pop("after", "")) or after
        try:
            checking.check_channel(kind, contact.channel)
            checking.check_details(kind, said)
            checking.check_moment(fact.at, began=earliest, now=now)
        except ValueError as error:
            raise LineError(f"'{fact.what}' at {fact.at.isoformat()}: {error}") from None
        if fact.what == "excluded" and said.get("code") not in LEAVING_OUT:
            raise LineError(f"'excluded' needs its code: {say_list(list(LEAVING_OUT), 'or')}. Add it.")
        one = Fact(fact.what, fact.at, said)
        if contact.noted or one not in facts:
            facts.append(one)
    return after, facts


def _strike(said: dict[str, Any], channel: str, began: datetime) -> dict[str, Any]:
    """Return what is said of a strike, as at the desk: why, and of what began a contact the right moment."""
    if not str(said.get("why") or "").strip():
        raise LineError("Its fact 'struck' does not say why. Add \"why\", in a few words.")
    if FACTS[said["fact"]].struck is not Struck.ANEW:
        return said
    if said["fact"] != CHANNELS[channel].begins:
        raise LineError(f"'{said['fact']}' cannot be struck out: a contact by {channel} does not begin with it.")
    if said.setdefault("right_at", began) != began:
        raise LineError(
            f"Its fact 'struck' has the 'right_at' {said['right_at'].isoformat()}, and it begins at "
            f"{began.isoformat()}. Let the fact by which it begins be at the right moment."
        )
    return said


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def ids(lines: Iterable[Line]) -> list[str]:
    """Return the ids of some lines, each once."""
    return list(dict.fromkeys(line.id for line in lines))
