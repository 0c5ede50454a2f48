"""Which charter binds a council on a day, read from the edition that was published."""

from datetime import date
from functools import lru_cache

from answerable.charters import calendars, procedures
from answerable.promises.models import Edition
from answerable.standards.charter.promises import Charter
from answerable.standards.reading.charters import read_charter
from answerable.standards.words import say_date


@lru_cache(maxsize=256)
def _read(id: int, digest: str) -> Charter:
    edition = Edition.objects.get(id=id)
    return read_charter(edition.text, str(edition), calendars(), procedures())


def charter_in(edition: Edition) -> Charter:
    """Return what an edition says, ready to judge by. It is read once in each process, for it never changes."""
    return _read(edition.id, edition.digest)


def edition_on(council: str, day: date) -> Edition:
    """Return the edition in force for a council on a day (C18). Raises LookupError when none was."""
    begun = Edition.objects.filter(council_id=council, in_force_from__lte=day).defer("text").order_by("-in_force_from")
    found = next((one for one in begun if one.in_force_until is None or one.in_force_until >= day), None)
    if found is None:
        raise LookupError(
            f"Cannot say what council {council} promised on {say_date(day)}: no charter of it was in force. Publish "
            f"one that begins by then."
        )
    return found
