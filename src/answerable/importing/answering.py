"""The address to which another system sends lines, one at a time, each signed: what it is answered, in JSON."""

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from answerable.contacts.actions.counting import count
from answerable.contacts.limits import LINES_OF_CALLER
from answerable.councils.models import Council
from answerable.importing.keys import Signed, is_now, is_signed
from answerable.importing.sent import LINES, name_of
from answerable.inbox.actions import keep, take_in
from answerable.inbox.models import Incoming
from answerable.logs.lines import LONGEST

_HEADERS = ("Answerable-Source", "Answerable-Delivery", "Answerable-Time", "Answerable-Signature")
_LONGEST_DELIVERY = 200


@csrf_exempt  # the signature shows who asks; no browser sends it along by itself
def lines(request: HttpRequest, council: str) -> HttpResponse:
    """Keep a line, take it in, and say what became of it; the same delivery again is answered as the first time."""
    now, caller = request.now, request.caller  # type: ignore[attr-defined]  # see config/clock.py and config/entrance.py
    found = Council.objects.filter(key=council).first()
    if found is None:
        return _refused(HTTPStatus.NOT_FOUND, f"There is no council '{council}' here. Check the address.")
    if request.method != "POST":
        return _refused(HTTPStatus.METHOD_NOT_ALLOWED, "Lines are sent with POST.", allow="POST")
    if caller and not count(LINES_OF_CALLER, who=caller, at=now):
        wait = int((LINES_OF_CALLER.again_at(now) - now).total_seconds()) + 1
        return _refused(
            HTTPStatus.TOO_MANY_REQUESTS, f"Too many lines in a short time. Go on in {wait} seconds.", retry_after=wait
        )
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST:
        return _refused(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"A line has at most {LONGEST:,} bytes. Is it one contact?"
        )
    missing = [name for name in _HEADERS if not request.headers.get(name)]
    if missing:
        return _refused(HTTPStatus.BAD_REQUEST, f"The header {missing[0]} is missing. Each line has these: {_NAMES}.")
    signed, body = Signed(*(request.headers[name].strip() for name in _HEADERS)), request.body
    if len(signed.delivery) > _LONGEST_DELIVERY or "\0" in signed.delivery + signed.source:
        return _refused(
            HTTPStatus.BAD_REQUEST, f"Answerable-Delivery has at most {_LONGEST_DELIVERY} characters. Shorten it."
        )
    if not is_signed(found, signed, body):
        return _refused(HTTPStatus.UNAUTHORIZED, _NOT_SIGNED)
    if not is_now(signed, now=now):
        return _refused(
            HTTPStatus.UNAUTHORIZED,
            f"Answerable-Time is more than five minutes from {int(now.timestamp())}, which it is here. Set the clock, "
            f"and sign the line again with the time of sending; its delivery stays the same.",
        )
    kept, is_new = keep(
        LINES.name,
        council=found,
        external_id=name_of(signed.source, signed.delivery),
        raw=body,
        arrived_at=now,
        at=now,
        is_in_hand=True,
    )
    if not is_new and bytes(kept.raw) != body and kept.erased_at is None:
        return _refused(
            HTTPStatus.CONFLICT,
            f"The delivery '{signed.delivery}' was another line. Give each an id of its own; nothing was taken in.",
        )
    take_in(kept, LINES, at=now)
    return _answered(kept, is_new=is_new)


def _answered(kept: Incoming, *, is_new: bool) -> HttpResponse:
    """Say what became of a line."""
    again: dict[str, Any] = {} if is_new else {"again": True}
    if kept.state == Incoming.State.REFUSED:
        return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, kept.problem, kept_as=kept.pk, **again)
    if kept.state == Incoming.State.WAITING:
        said = {"taken": False, "kept_as": kept.pk, "note": "It is safe, and is taken in later. Do not send it again."}
        return _said(HTTPStatus.ACCEPTED, {**said, **again})
    reference = kept.contact.reference if kept.contact else None
    return _said(HTTPStatus.OK, {"taken": True, "kept_as": kept.pk, "reference": reference, **again})


def _refused(status: HTTPStatus, why: str, *, allow: str = "", retry_after: int = 0, **more: Any) -> HttpResponse:
    headers = {"Allow": allow} if allow else {"Retry-After": str(retry_after)} if retry_after else {}
    return _said(status, {"taken": False, "error": why, **more}, headers)


def _said(
    status: HTTPStatus, said: Mapping[str, Any], headers: Mapping[str, str] = MappingProxyType({})
) -> HttpResponse:
    return JsonResponse(dict(said), status=status, headers={"Cache-Control": "no-store", **headers})


_NAMES = ", ".join(_HEADERS)
_NOT_SIGNED = (
    "The signature does not fit. It is the HMAC-SHA256, in hexadecimal, of the time, the delivery and the body with "
    "full stops between, made with the key of that source. If the key was lost or has ended, make another: answerable "
    "contacts key"
)
