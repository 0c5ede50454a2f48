"""The queue."""

from typing import NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.contacts.people import running
from answerable.contacts.queries import proposed
from answerable.desk.forms.choosing import QueueFilter
from answerable.desk.pages.frame import frame, may_somewhere, paths_seen
from answerable.desk.pages.queue import rows_of
from answerable.desk.pages.running import running_rows
from answerable.desk.pages.several import offered
from answerable.desk.pages.timeline import PROPOSED
from answerable.desk.views.going_on import remember
from answerable.people.access import StaffRequest, staff_may
from answerable.people.paths import is_within
from answerable.people.permissions import paths_where
from answerable.queues.queries import place, summary, teams_in, waiting_for
from answerable.queues.saved import views_for


class ProposedRow(NamedTuple):
    """What waits for a second person on a contact; what was written there is not shown."""

    reference: str
    what: str
    by: str
    can_open: bool


@require_safe
@staff_may("see-queue")
def queue(request: StaffRequest, council: str) -> HttpResponse:
    """Show what waits, the most pressing first, a page at a time."""
    teams = teams_in(council, request.paths)
    chosen = QueueFilter(request.GET, teams=teams)
    after = place(request.GET.get("after", ""))
    may = {"seen": paths_where(request.user, "see-contact"), "answered": paths_where(request.user, "answer")}
    wanted = chosen.wanted(request.user)
    going_on = running_rows(running(council, request.paths, now=request.now), now=request.now, **may)
    waiting = waiting_for(
        council,
        paths_seen(request, council) if wanted.tag else request.paths,
        now=request.now,
        wanted=wanted,
        after=after,
        but=[one.reference for one in going_on],
    )
    rows = rows_of(waiting, reader=request.user.pk, now=request.now, **may)
    remember(request, council, chosen.asked())
    asked = {name: value for name, value in request.GET.items() if name != "after" and value}
    context = {
        "rows": rows,
        "filter": chosen,
        "is_filtered": bool(asked),
        "is_first": after is None,
        "asked": f"?{urlencode(asked)}",
        "views": views_for(council, request.user, request.paths),
        "view": chosen.asked(),
        "more": f"?{urlencode(asked | {'after': str(waiting.more)})}" if waiting.more else "",
        "summary": summary(council, request.paths, reader=request.user.pk, now=request.now),
        "many": len(rows),
        "running": going_on,
        "may_log": may_somewhere(request, council, "answer"),
        "token": uuid4().hex,
        "now": request.now,
        "proposed": _proposed(request, council),
        "several": offered(request, council),
    }
    return render(request, "desk/queue.html", frame(request, council, tags=True) | context)


def _proposed(request: StaffRequest, council: str) -> list[ProposedRow]:
    seen = paths_where(request.user, "see-contact")
    return [
        ProposedRow(
            reference=one.contact.reference,
            what=PROPOSED[one.what],
            by=one.by.name,
            can_open=any(is_within(one.contact.path, path) for path in seen),
        )
        for one in proposed(council, request.paths)
    ]
