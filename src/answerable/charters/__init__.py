"""Five councils' published promises, the statutory procedures around them, and the days off, as dated files.

Adding a council, a promise or a procedure is a file here, not code. This room reads the files that are shipped with
the program; what they mean is the engine's to say.
"""

from datetime import date
from functools import lru_cache
from importlib.resources import files

from answerable.standards.calendar import Calendar
from answerable.standards.charter import Charter
from answerable.standards.holidays import read_bank_holidays, read_calendars
from answerable.standards.reading import read_charter

COUNCILS = ("s1", "s2", "s3", "s4", "s5")


def text_of(name: str) -> str:
    """Return the text of a shipped file, such as "s5.toml" or "procedures/foi.toml"."""
    return files(__name__).joinpath(name).read_text(encoding="utf-8")


@lru_cache
def procedures() -> dict[str, str]:
    """Return the text of every statutory procedure by its key."""
    folder = files(__name__).joinpath("procedures")
    return {
        entry.name.removesuffix(".toml"): entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }


@lru_cache
def calendars(as_known_on: date | None = None) -> dict[str, Calendar]:
    """Return every calendar by name, with the bank holidays as they were known on a day if one is given."""
    holidays = read_bank_holidays(text_of("bank-holidays.toml"), "bank-holidays.toml")
    return read_calendars(text_of("calendars.toml"), "calendars.toml", holidays, as_known_on=as_known_on)


@lru_cache
def charter_of(council: str, as_known_on: date | None = None) -> Charter:
    """Return a shipped council's charter, statutory procedures included. Raises KeyError for an unknown key."""
    key = council.lower()
    if key not in COUNCILS:
        raise KeyError(f"There is no council '{council}' here. The councils are {', '.join(COUNCILS)}.")
    return read_charter(text_of(f"{key}.toml"), f"{key}.toml", calendars(as_known_on), procedures())
