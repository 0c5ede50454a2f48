"""The one place where the clock is read; everybody else is handed ``now``."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the command line reads the clock too, and most of its commands need no web framework
    from django.http import HttpRequest, HttpResponse


def the_moment_it_is() -> datetime:
    """Read the clock, in UTC."""
    return datetime.now(UTC)


class ReadTheClockOnce:
    """Gives each web request one ``request.now``, so that a page never disagrees with itself."""

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self._get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        """Read the clock before anything else happens."""
        request.now = the_moment_it_is()  # type: ignore[attr-defined]  # Django's request has no place for it
        return self._get_response(request)
