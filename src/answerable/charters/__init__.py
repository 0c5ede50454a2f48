"""Five councils' published promises, the statutory procedures around them, and the days off, as dated files.

Adding a council, a promise or a procedure is a file here, not code. This room reads the files that are shipped with
the program; what they mean is the engine's to say.
"""

from datetime import date
from functools import lru_cache
from importlib.resources import files

from answerable.standards.charter.promises import Charter, in_force
from answerable.standards.reading.charters import read_charter
from answerable.standards.reading.holidays import read_bank_holidays, read_calendars
from answerable.standards.time.calendar import Calendar

_NOT_COUNCILS = ("bank-holidays", "calendars")


def text_of(name: str) -> str:
    """Return the text of a shipped file, such as "s5.toml" or "procedures/foi.toml"."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


def _names(folder: str = "") -> list[str]:
    """Return the names of a folder's files, without their ending, in order."""
    entries = files(__name__).joinpath(folder).iterdir()
    return sorted(entry.name.removesuffix(".toml") for entry in entries if entry.name.endswith(".toml"))


_CHARTERS = tuple(name for name in _names() if name not in _NOT_COUNCILS)
"""The files of charters: a council's key, and for every version after its first "@" and the version: "s5@2"."""

COUNCILS = tuple(dict.fromkeys(name.partition("@")[0] for name in _CHARTERS))
"""The councils whose charters are here, by key: one for each file, so that adding a council is adding a file."""


@lru_cache
def procedures() -> dict[str, str]:
    """Return the text of every statutory procedure by its key."""
    return {name: text_of(f"procedures/{name}.toml") for name in _names("procedures")}


@lru_cache
def calendars(as_known_on: date | None = None) -> dict[str, Calendar]:
    """Return every calendar by name, with the bank holidays as they were known on a day if one is given."""
    holidays = read_bank_holidays(text_of("bank-holidays.toml"), "bank-holidays.toml")
    return read_calendars(text_of("calendars.toml"), "calendars.toml", holidays, as_known_on=as_known_on)


@lru_cache
def versions_of(council: str, as_known_on: date | None = None) -> tuple[Charter, ...]:
    """Return every version of a council's charter, statutory procedures included, in the order they came into force.

    Raises KeyError for a council that is not here.
    """
    key = council.lower()
    found = [name for name in _CHARTERS if name.partition("@")[0] == key]
    if not found:
        raise KeyError(f"There is no council '{council}' here. The councils are {', '.join(COUNCILS)}.")
    known = calendars(as_known_on)
    versions = [read_charter(text_of(f"{name}.toml"), f"{name}.toml", known, procedures()) for name in found]
    return tuple(sorted(versions, key=lambda charter: charter.in_force_from))


def charter_of(council: str, as_known_on: date | None = None, *, on: date | None = None) -> Charter:
    """Return the version of a council's charter in force on a day, or the newest (C18).

    Raises KeyError for a council that is not here and LookupError for a day on which no version was in force.
    """
    versions = versions_of(council, as_known_on)
    return versions[-1] if on is None else in_force(versions, on)
