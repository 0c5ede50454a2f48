"""The answer to a probe, given before anything else is asked of the request."""

from collections.abc import Callable
from datetime import datetime

import django.db
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from answerable.health.actions import show
from answerable.health.queries import Sign, signs

PATH = "/health/"


class HealthFirst:
    """Answers a probe with 200 when all is well and 503 when it is not, and passes every other request on.

    It stands before whatever needs a session, a known name or HTTPS: a probe asks by any name, or by none.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or pass on."""
        if request.path_info != PATH:
            return self._get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        seen = look(request.now)  # type: ignore[attr-defined]  # see config/clock.py
        is_well = not any(sign.problem for sign in seen)
        return JsonResponse(
            {"well": is_well, "signs": {sign.name: _told(sign) for sign in seen}},
            status=200 if is_well else 503,
            headers={"Cache-Control": "no-store"},
        )


def look(now: datetime) -> list[Sign]:
    """See how everything is. That this very process can write is tried, as often as it shows itself."""
    try:
        seen = signs(now)
    except django.db.Error:
        return [Sign(name="database", problem="The database does not answer.")]
    try:
        show("web", at=now)
    except django.db.Error:
        return [Sign(name="database", problem="The database answers, and cannot be written."), *seen]
    return [Sign(name="database"), *seen]


def _told(sign: Sign) -> dict[str, object]:
    return {"well": not sign.problem, **({"problem": sign.problem} if sign.problem else {}), **sign.figures}
