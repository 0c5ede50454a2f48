"""What stands between the world and the pages: whom we believe about a caller, and what cannot be read at all."""

import logging
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import SimpleQueue
from socket import SHUT_RD, socket
from threading import Thread
from time import monotonic, sleep
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from answerable.files.choosing import LARGEST, LARGEST_BODY, TOGETHER
from answerable.files.kinds import MEGABYTE

_log = logging.getLogger(__name__)

Application: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_ONLY_A_PROXY_SAYS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


class BelieveOnlyTheProxy:
    """Forgets what a caller says of themselves that only our own proxy can know: from where, and whether over HTTPS.

    Our proxy is known by its address, which nobody else can have; one that reaches us by a socket is on this machine.
    Who calls is then ``request.caller``: their address, the network of one customer where it is of IPv6, or nothing
    where a proxy of ours does not say.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._proxies = [ip_network(proxy) for proxy in settings.PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request without what it may not say."""
        callers = [request.META.get("REMOTE_ADDR", "")]
        if self._is_proxy(callers[0]):
            # Each proxy adds whom it was reached by, so what a caller claims stands before all of these.
            callers += reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(","))
        else:
            for name in _ONLY_A_PROXY_SAYS:
                request.META.pop(name, None)
        caller = next((one.strip() for one in callers if not self._is_proxy(one.strip())), "")
        request.caller = _network(caller)  # type: ignore[attr-defined]  # see public/asking.py
        return self._get_response(request)

    def _is_proxy(self, caller: str) -> bool:
        if not caller:
            return True
        address = _address(caller)
        return address is not None and any(address in proxy for proxy in self._proxies)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address  # as who listens for both kinds is told of the older


def _network(caller: str) -> str:
    """Return whom an address stands for: one customer of a provider has 2 to the 64 addresses of IPv6."""
    address = _address(caller)
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address or "")


class OnlySoLarge:
    """Refuses what announces more than a form with its files may be, before anything of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, or say that it is too large and what to do."""
        announced = request.META.get("CONTENT_LENGTH", "")
        if announced.isdecimal() and int(announced[:20]) > LARGEST_BODY:
            said = {"limit": f"{TOGETHER // MEGABYTE} MB", "most": f"{LARGEST // MEGABYTE} MB"}
            return HttpResponse(render_to_string("413.html", said), status=413)
        return self._get_response(request)


SLOWEST = 30.0
"""Seconds that all of a form may take to come: whoever takes longer keeps others waiting."""


class _Whole:
    """What a request sends along, all of it: where it ends too early, what came is not taken for the whole."""

    def __init__(self, sent: Any) -> None:
        self._sent = sent

    def read(self, size: int) -> bytes:
        """Return so many bytes. Raises BadRequest when not so many come."""
        came: bytes = self._sent.read(size)
        if len(came) < size:
            raise BadRequest("It ended before all of it had come, or did not come in time.")
        return came

    def readline(self, size: int) -> bytes:
        """Return a line of at most so many bytes. Raises BadRequest when nothing more comes."""
        came: bytes = self._sent.readline(size)
        if not came and size:
            raise BadRequest("It ended before all of it had come, or did not come in time.")
        return came


def only_what_comes_in_time(application: Application) -> Application:
    """Hang up on whoever takes longer than ``SLOWEST`` to send what they announced, and refuse what came of it.

    A proxy waits for the whole of a request before it passes it on. Where there is none, or it does not, each slow
    sender would keep one of our threads for as long as they like.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        line = environ.get("gunicorn.socket")
        if line is None or environ.get("CONTENT_LENGTH", "0") in ("", "0"):
            return application(environ, start_response)
        environ["wsgi.input"] = _Whole(environ["wsgi.input"])
        waiting = _lines(os.getpid()).watch(line)
        try:
            return application(environ, start_response)
        finally:
            waiting.clear()

    return answer


class _Lines:
    """The lines of one process on which a form comes, each hung up on when its time is over, by one thread for all.

    A thread for each would cost more than much that a form costs.
    """

    def __init__(self) -> None:
        self._waiting: SimpleQueue[tuple[float, list[socket]]] = SimpleQueue()
        Thread(target=self._hang_up, daemon=True).start()

    def watch(self, line: socket) -> list[socket]:
        """Hang up on a line when its time is over, unless what is returned is empty by then."""
        waiting = [line]
        self._waiting.put((monotonic() + SLOWEST, waiting))
        return waiting

    def _hang_up(self) -> None:
        while True:
            over, waiting = self._waiting.get()  # in the order of their ends: each has as long
            sleep(max(0.0, over - monotonic()))
            for line in list(waiting):
                with suppress(OSError):  # they may have gone by themselves
                    line.shutdown(SHUT_RD)


@cache
def _lines(process: int) -> _Lines:
    return _Lines()


def only_what_can_be_read(application: Application) -> Application:
    """Refuse a request that names letters which no page of ours sends, or of which no request can be made.

    Our pages are in UTF-8, and so is what their forms send. A request may name any codec of Python instead, some of
    which are no letters at all. What fails so early would fail again in the page that says so.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        why = _why_not(environ)
        if not why:
            return application(environ, start_response)
        _log.warning("Refused a request that cannot be read: %.200s", why)
        start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
        return [b"We could not read what was sent.\n"]

    return answer


def _why_not(environ: dict[str, Any]) -> str:
    try:
        encoding = WSGIRequest(dict(environ)).encoding  # of a copy: it changes what it is made of
    except (ValueError, LookupError, SuspiciousOperation) as error:
        return repr(error)
    return "" if (encoding or "utf-8").lower() in _OUR_LETTERS else f"it is written in {encoding!r}"


_OUR_LETTERS = ("utf-8", "utf8", "us-ascii")
