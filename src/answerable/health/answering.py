"""The answer to a probe, given before anything else is asked of the request."""

from collections.abc import Callable
from datetime import datetime

import django.db
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from answerable.health.actions import show
from answerable.health.queries import Sign, signs

PATH = "/health/"


class HealthFirst:
    """Has a probe answered before all that needs a session, a known name or HTTPS: it asks by any name, or none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a probe, and pass every other request on."""
        return health(request) if request.path_info == PATH else self._get_response(request)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer with 200 when all is well and with 503 when it is not, and say of each sign how it is."""
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
