"""The answer to a probe, given before anything else is asked of the request."""

from collections.abc import Callable
from datetime import datetime

import django.db
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from answerable.health.actions import show
from answerable.health.keeping import note, refused_lately, require_lock, why_not
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
    """See how everything is. That this very process can write is tried, as often as it shows itself.

    What the database refused it in the last minutes counts too: a small thing may be kept where a letter is not.
    """
    try:
        seen = signs(now)
    except django.db.Error:
        return [Sign(name="database", problem="The database does not answer.")]
    return [database(now), *seen]


def database(now: datetime) -> Sign:
    """See whether the database keeps what it is given."""
    name = "database"
    try:
        require_lock()
        show("web", at=now)
    except django.db.Error as error:
        note(error, at=now)
        return Sign(name=name, problem=why_not(error))
    return Sign(name=name, problem=refused_lately(now))


def _told(sign: Sign) -> dict[str, object]:
    return {"well": not sign.problem, **({"problem": sign.problem} if sign.problem else {}), **sign.figures}
