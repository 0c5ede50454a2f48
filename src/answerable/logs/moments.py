"""Moments and days as logs write them: ISO 8601, with an offset or in the local time of the log's zone."""

from datetime import UTC, date, datetime, tzinfo

from answerable.logs.errors import LineError

_FIRST_YEAR, _LAST_YEAR = 1900, 9000
EXAMPLE = "2026-12-18T18:30:00+00:00"


def moment_of(text: object, zone: tzinfo, what: str) -> datetime:
    """Read a moment as aware UTC; one without an offset is local time in ``zone``. Raises LineError.

    A local time that happens twice, or never, because the clocks change is read as before the change.
    """
    try:
        moment = datetime.fromisoformat(text)  # type: ignore[arg-type]  # what is not text is refused below
        if len(text) > 10:  # type: ignore[arg-type]  # it has been read, so it is text
            if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
                raise _too_far(moment.year, what)
            return settled(moment, zone)
    except LineError:
        raise
    except (TypeError, ValueError):
        if text is None or text == "":
            raise LineError(f"'{what}' has no time. Write one such as {EXAMPLE}, or leave the fact out.") from None
        said = f"'{text}'" if isinstance(text, str) else repr(text)
        raise LineError(f"'{what}' cannot be at {said}. Write a moment such as {EXAMPLE}.") from None
    raise LineError(f"'{what}' is at '{text}', a day without a time. Add one: {str(text)[:10]}T09:00:00.")


def _too_far(year: int, what: str) -> LineError:
    """Refuse a year that no log means, such as a 9999 that stands for never."""
    return LineError(f"'{what}' lies in the year {year}, too far off to count. Mend it, or leave it out.")


def settled(moment: datetime, zone: tzinfo) -> datetime:
    """Return a moment in UTC; one without an offset is local time in ``zone``."""
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)


def day_or_moment_of(text: object, zone: tzinfo, what: str) -> date | datetime:
    """Read a date as a date, and anything longer as a moment. Raises LineError."""
    if isinstance(text, str) and len(text) <= 10:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise LineError(f"'{what}' cannot be '{text}'. Write a date such as 2026-12-31, or a moment.") from None
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise _too_far(day.year, what)
        return day
    return moment_of(text, zone, what)
