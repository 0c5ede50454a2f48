"""Which charter binds a council on a day, read from the edition that was published."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256

from django.db.models import Q, QuerySet

from answerable.charters import procedures, text_of
from answerable.promises.models import Edition, Text
from answerable.rows.queries import prepared
from answerable.standards.charter.promises import Charter
from answerable.standards.reading.charters import read_charter
from answerable.standards.reading.holidays import read_bank_holidays, read_calendars
from answerable.standards.time.calendar import Calendar
from answerable.standards.words import say_date

CALENDARS, HOLIDAYS = "calendars.toml", "bank-holidays.toml"


def charter_in(edition: Edition) -> Charter:
    """Return what an edition says, ready to judge by, with nothing of the installed program's but the reader.

    It is read once in each process, and once more when bank holidays were taken in.
    """
    return _read(edition.id, edition.digest, edition.holidays_id)


@lru_cache(maxsize=256)
def _read(id: int, digest: str, holidays: str) -> Charter:
    edition = Edition.objects.get(id=id)
    named = [edition.charter_id, edition.calendars_id, holidays, *edition.procedures.values()]
    words = {text.digest: text.words for text in Text.objects.filter(digest__in=named)}
    laws = {key: words[text] for key, text in edition.procedures.items()}
    known = _calendars(words[edition.calendars_id], words[holidays])
    return read_charter(words[edition.charter_id], str(edition), known, laws)


@lru_cache
def _calendars(calendars: str, holidays: str) -> Mapping[str, Calendar]:
    """Read calendars and bank holidays, once for all the editions that share them."""
    return read_calendars(calendars, CALENDARS, read_bank_holidays(holidays, HOLIDAYS))


def edition_on(council: str, day: date) -> Edition:
    """Return the edition in force for a council on a day (C18). Raises LookupError when none was."""
    found = _in_force.first(council, day)
    if found is None:
        raise LookupError(
            f"Cannot say what council {council} promised on {say_date(day)}: no charter of it was in force. Publish "
            f"one that begins by then."
        )
    return found


@prepared
def _in_force(council: str, day: date) -> QuerySet[Edition]:
    until = Q(in_force_until=None) | Q(in_force_until__gte=day)
    return Edition.objects.filter(until, council=council, in_force_from__lte=day).order_by("-in_force_from")[:1]


def newest_editions() -> list[Edition]:
    """Return the newest edition of each council, by which what is received from now on is judged."""
    newest = {edition.council_id: edition for edition in Edition.objects.order_by("in_force_from", "id")}
    return sorted(newest.values(), key=str)


def differing(edition: Edition) -> list[str]:
    """Name the files of which this program has another text than the one that an edition is read with."""
    installed = {f"procedures/{key}.toml": text for key, text in procedures().items()}
    installed |= {CALENDARS: text_of(CALENDARS), HOLIDAYS: text_of(HOLIDAYS)}
    kept = {f"procedures/{key}.toml": digest for key, digest in edition.procedures.items()}
    kept |= {CALENDARS: edition.calendars_id, HOLIDAYS: edition.holidays_id}
    return sorted(file for file, digest in kept.items() if digest_of(installed.get(file, "")) != digest)


def digest_of(words: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return sha256(words.encode()).hexdigest()
