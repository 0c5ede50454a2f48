"""A council's file, from its text to a plan that can be carried out, or a refusal that says where and what to write."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model

from answerable.charters import COUNCILS, calendars, procedures, text_of
from answerable.councils.keeping import read_keeping
from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.councils.statements import missing, read_accessibility, read_privacy
from answerable.councils.urgent import DAYS, UrgentNumber
from answerable.design.colours import usable
from answerable.standards.charter.promises import Charter
from answerable.standards.reading.charters import read_charter
from answerable.standards.reading.file_table import CharterError, FileTable
from answerable.standards.reading.holidays import read_windows
from answerable.standards.time.table import Windows

KEY = re.compile(r"[a-z0-9-]+")
AFTER_CLOSING, LONGEST = 90, 730
"""Days for which a link to a resident's own page opens it, unless the file says otherwise."""
MOST_DAYS = 3650
IN_FORM: Mapping[str, int] = MappingProxyType({"takes_forms": 30, "public_title": 80, "public_hint": 150})
"""The keys of a service that are about the form, each with the room that there is for it."""

BEGIN = "Begin with the council's key, name, colour, phone, web, address, opening and charter."


class TeamPlan(NamedTuple):
    """A team as it is to be. ``service`` is the key of its service."""

    service: str
    key: str
    name: str
    answers_name: str
    answers_phone: str

    @property
    def place(self) -> str:
        """Where it is in its council: "roads/post"."""
        return f"{self.service}/{self.key}"


class FormPlan(NamedTuple):
    """What the form on the website is to say of a service. ``takes_forms`` is the key of the team of it that reads it.

    Without one the form does not offer the service.
    """

    takes_forms: str = ""
    public_title: str = ""
    public_hint: str = ""


class MailboxPlan(NamedTuple):
    """A mailbox as it is to be. ``team`` is where its team is in the council: "roads/post".

    ``checked_by`` is the name under which its server says whether a message is from whom it says (RFC 8601).
    """

    address: str
    team: str
    name: str
    checked_by: str = ""


class Plan(NamedTuple):
    """A council as it is to be. ``services`` are names by key, and ``in_form`` is what the web form says of some.

    The first mailbox's team also reads what the form brings for no service.
    """

    key: str
    name: str
    colour: str
    phone: str
    web: str
    address: str
    opening: str
    services: Mapping[str, str]
    teams: tuple[TeamPlan, ...]
    mailboxes: tuple[MailboxPlan, ...]
    urgent_numbers: tuple[UrgentNumber, ...] = ()
    duty_address: str = ""
    link_days_after_closing: int = AFTER_CLOSING
    link_days_longest: int = LONGEST
    privacy: Mapping[str, Any] = MappingProxyType({})
    accessibility: Mapping[str, Any] = MappingProxyType({})
    keeps: Mapping[str, str] = MappingProxyType({})
    erases_daily: bool = False
    in_form: Mapping[str, FormPlan] = MappingProxyType({})


def read_council(path: Path, *, real: bool = False) -> tuple[Plan, str]:
    """Read a council's file: how the council is to be, and the text of its charter.

    ``real`` is whether residents are to use it: then nothing that the law wants on its pages may be missing. Raises
    CharterError with file, line and remedy; the charter is read too, and refused with its own.
    """
    whole = FileTable.of(_text_in(path), str(path))
    head = whole.take_table("council")
    if head is None:
        raise whole.refuse(f"[council] is missing. {BEGIN}")
    key = _key(head, Council)
    particulars: dict[str, Any] = {
        name: _words(head, name, Council) for name in ("name", "phone", "address", "opening")
    }
    colour, web = _colour(head), _web(head)
    duty_address = _email(head, "duty_address", head.take_short("duty_address", 254, ""))
    after_closing = _days(head, "link_days_after_closing", AFTER_CLOSING)
    longest = _days(head, "link_days_longest", LONGEST)
    text, charter = _charter(head, path.parent, key)
    head.close()
    services, in_form = _services(whole)
    teams = tuple(_teams(whole, services))
    mailboxes = tuple(_mailboxes(whole, teams, charter))
    for place, service, said in in_form:
        if said.takes_forms:
            place.check("takes_forms", said.takes_forms, [team.key for team in teams if team.service == service])
    urgent_numbers = tuple(_urgent_numbers(whole, charter))
    privacy, accessibility = read_privacy(whole), read_accessibility(whole)
    keeps, erases_daily = read_keeping(whole)
    whole.close()
    not_given = list(missing(privacy, accessibility))
    if real and not_given:
        raise whole.refuse(
            f"The law wants more on the pages of a real deployment than this file gives: {', '.join(not_given)}. Add "
            f"them as docs/how-to/set-up-a-council.md shows, or set ANSWERABLE_BANNER while you try it."
        )
    plan = Plan(
        key,
        colour=colour,
        web=web,
        services=services,
        teams=teams,
        mailboxes=mailboxes,
        urgent_numbers=urgent_numbers,
        duty_address=duty_address,
        link_days_after_closing=after_closing,
        link_days_longest=longest,
        privacy=privacy,
        accessibility=accessibility,
        keeps=keeps,
        erases_daily=erases_daily,
        in_form={service: said for _, service, said in in_form},
        **particulars,
    )
    return plan, text


def _text_in(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CharterError(f"{path}: Not text in UTF-8 ({error}). Save it as UTF-8.") from None


def _charter(head: FileTable, folder: Path, key: str) -> tuple[str, Charter]:
    """Read the charter that the file names: a file beside it, or one that comes with the program, by its key."""
    said = head.take("charter", str)
    beside = said.endswith(".toml")
    if beside and not (folder / said).is_file():
        raise head.refuse(f"There is no file '{said}' beside this one. Check its name, or put it there.", "charter")
    if not beside and said not in COUNCILS:
        shipped = ", ".join(COUNCILS)
        raise head.refuse(
            f"'charter' cannot be '{said}'. Name a file beside this one that ends with .toml, or a charter that comes "
            f"with the program: {shipped}.",
            "charter",
        )
    text, file = (_text_in(folder / said), str(folder / said)) if beside else (text_of(f"{said}.toml"), f"{said}.toml")
    charter = read_charter(text, file, calendars(), procedures())
    if charter.council != key:
        raise head.refuse(
            f"The charter is that of council '{charter.council}', and this is '{key}'. Write the same key in both.",
            "charter",
        )
    return text, charter


def _services(whole: FileTable) -> tuple[dict[str, str], list[tuple[FileTable, str, FormPlan]]]:
    """Return the names of the services by their keys, and what the form is to say of some, with where that stands."""
    names: dict[str, str] = {}
    in_form: list[tuple[FileTable, str, FormPlan]] = []
    taken: set[str] = set()
    places = whole.take_tables("services")
    if not places:
        raise whole.refuse("There is no service. Add one under [[services]], with its key and name.")
    for place in places:
        key = _key(place, Service)
        _once(place, "key", key, taken)
        names[key] = _words(place, "name", Service)
        said = FormPlan(*(" ".join(place.take_short(name, most, "").split()) for name, most in IN_FORM.items()))
        if any(said):
            in_form.append((place, key, said))
        place.close()
    return names, in_form


def _teams(whole: FileTable, services: Mapping[str, str]) -> Iterator[TeamPlan]:
    taken: set[str] = set()
    places = whole.take_tables("teams")
    if not places:
        raise whole.refuse("There is no team, so nobody could answer. Add one under [[teams]].")
    for place in places:
        service, key = place.take_word("service", services), _key(place, Team)
        said = {name: _words(place, name, Team) for name in ("name", "answers_name", "answers_phone")}
        team = TeamPlan(service, key, **said)
        _once(place, "key", team.place, taken)
        yield team
        place.close()


def _mailboxes(whole: FileTable, teams: tuple[TeamPlan, ...], charter: Charter) -> Iterator[MailboxPlan]:
    taken: set[str] = set()
    places = whole.take_tables("mailboxes")
    if not places:
        raise whole.refuse("There is no mailbox, so no letter could leave. Add one under [[mailboxes]].")
    names = sorted({promise.mailbox for promise in charter.promises if promise.mailbox})
    for place in places:
        address = _email(place, "address", _words(place, "address", Mailbox))
        _once(place, "address", address, taken)
        team = place.take_word("team", [one.place for one in teams])
        name, checked_by = place.take_word("name", names, ""), place.take_short("checked_by", 253, "").strip()
        yield MailboxPlan(address, team, name, checked_by)
        place.close()


def _urgent_numbers(whole: FileTable, charter: Charter) -> Iterator[UrgentNumber]:
    """Read the numbers for what cannot wait. One without hours is answered at every hour of every day."""
    taken: set[str] = set()
    for place in whole.take_tables("urgent_numbers"):
        what_for, phone = (str(place.take_short(key, 100)).strip() for key in ("for", "phone"))
        if not (what_for and phone):
            raise place.refuse("'for' and 'phone' must say something. Write what the number is for, and the number.")
        _once(place, "phone", phone, taken)
        yield UrgentNumber(what_for, phone, _hours(place), charter.calendar.name)
        place.close()


def _hours(place: FileTable) -> Mapping[str, Windows]:
    table = place.take_table("hours")
    if table is None:
        return {}
    hours = {day: read_windows(table, day, table.take(day, str, "")) for day in DAYS}
    table.close()
    if not any(hours.values()):
        raise table.refuse("These hours are never. Say when the number is answered, or leave the hours out if always.")
    return hours


def _email(place: FileTable, key: str, words: str) -> str:
    """Return an email address in small letters, or nothing where nothing is given."""
    address = words.strip().lower()
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise place.refuse(f"'{address}' is not an email address. Write it as contact@council.example.", key) from None
    return address


def _days(place: FileTable, key: str, default: int) -> int:
    days = int(place.take(key, int, default))
    if not 1 <= days <= MOST_DAYS:
        raise place.refuse(f"'{key}' cannot be {days}. Give a number of days from 1 to {MOST_DAYS}.", key)
    return days


def _words(place: FileTable, key: str, model: type[Model]) -> str:
    """Return a text that says something and that there is room for."""
    words = str(place.take(key, str)).strip()
    if not words:
        raise place.refuse(f"'{key}' is empty. Write what it is.", key)
    most: int | None = getattr(model._meta.get_field(key), "max_length", None)
    if most is not None:
        place.short(key, words, most)
    return words


def _key(place: FileTable, model: type[Model]) -> str:
    key = _words(place, "key", model)
    if not KEY.fullmatch(key):
        raise place.refuse(
            f"'{key}' cannot be a key, which is part of an address. Use small letters, figures and hyphens.", "key"
        )
    return key


def _colour(place: FileTable) -> str:
    colour = str(place.take("colour", str))
    if not usable(colour):
        raise place.refuse(f"'{colour}' is not a colour. Write it as #1d70b8.", "colour")
    return colour


def _web(place: FileTable) -> str:
    web = _words(place, "web", Council)
    if "://" in web or " " in web:
        raise place.refuse(f"'{web}' is not as it should be. Leave out what comes before www, and spaces.", "web")
    return web


def _once(place: FileTable, key: str, value: str, taken: set[str]) -> None:
    if value in taken:
        raise place.refuse(f"'{value}' is there twice. Give each its own, or leave one out.", key)
    taken.add(value)
