"""What the processes say about themselves, on standard error."""

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

_THE_CALLERS_FAULT = "django.security."


class WhereOursIsTheFault(logging.Formatter):
    """Writes one line of what a caller did wrong, and shows where in the program only what is a fault of ours."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as it is written."""
        if record.levelno < logging.ERROR or record.name.startswith(_THE_CALLERS_FAULT):
            record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        return without_addresses(super().format(record))


class WithoutKeys(Logger):  # type: ignore[misc]  # it comes without types
    """Writes what gunicorn says, and its log of requests if somebody turns it on, without what opens a page."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        """Return what a line can say of a request."""
        atoms: dict[str, Any] = super().atoms(*args)
        return {name: without_addresses(said) if isinstance(said, str) else said for name, said in atoms.items()}

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Write what went wrong with a request, which is named by its address."""
        super().exception(msg, *(without_addresses(str(one)) for one in args), **kwargs)


def without_addresses(text: str) -> str:
    """Return lines without the end of any address of a resident's page, however it was mistyped: it holds their key."""
    return _OF_A_PAGE.sub(r"\1…", text)


_OF_A_PAGE = re.compile(r"(?<!/desk)(?<!/answerable)(/contacts?/).*", re.IGNORECASE)
