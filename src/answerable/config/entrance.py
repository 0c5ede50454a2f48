"""What stands between the world and the pages: whom we believe about a caller, and what cannot be read at all."""

import logging
from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse

_log = logging.getLogger(__name__)

Application: TypeAlias = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_ONLY_A_PROXY_SAYS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO")


class BelieveOnlyTheProxy:
    """Forgets what a caller says of themselves that only our own proxy can know: from where, and whether over HTTPS.

    Our proxy is known by its address, which nobody else can have; one that reaches us by a socket is on this machine.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._proxies = [ip_network(proxy) for proxy in settings.PROXIES]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request without what it may not say."""
        if not self._is_proxy(request.META.get("REMOTE_ADDR", "")):
            for name in _ONLY_A_PROXY_SAYS:
                request.META.pop(name, None)
        return self._get_response(request)

    def _is_proxy(self, caller: str) -> bool:
        if not caller:
            return True
        address = ip_address(caller)
        address = getattr(address, "ipv4_mapped", None) or address  # as who listens for both kinds is told of the older
        return any(address in proxy for proxy in self._proxies)


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
        encoding = WSGIRequest(environ).encoding
    except (ValueError, LookupError, SuspiciousOperation) as error:
        return repr(error)
    return "" if (encoding or "utf-8").lower() in _OUR_LETTERS else f"it is written in {encoding!r}"


_OUR_LETTERS = ("utf-8", "utf8", "us-ascii")
