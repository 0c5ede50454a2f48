"""What the processes say about themselves, on standard error."""

import logging

_THE_CALLERS_FAULT = "django.security."


class WhereOursIsTheFault(logging.Formatter):
    """Writes one line of what a caller did wrong, and shows where in the program only what is a fault of ours."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as it is written."""
        if record.levelno < logging.ERROR or record.name.startswith(_THE_CALLERS_FAULT):
            record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
        return super().format(record)
