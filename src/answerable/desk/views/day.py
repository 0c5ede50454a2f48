"""The day, for who gives out the work."""

from django.http import HttpResponse
from django.shortcuts import render

from answerable.desk.pages.chips import chip_of, promises_in
from answerable.desk.pages.frame import frame
from answerable.people.access import StaffRequest, staff_may
from answerable.promises.queries import charter_in
from answerable.queues.beside import waiting_clocks
from answerable.queues.day import DAYS, day_of


@staff_may("give-away")
def day(request: StaffRequest, council: str) -> HttpResponse:
    """Show what came and went today, what waits with whom, and what breaks within a week if nothing is done."""
    found = day_of(council, request.paths, now=request.now)
    clocks = waiting_clocks(found.soonest)
    soonest = [
        (one, [chip_of(row, promises_in(charter_in(one.edition)), request.now) for row in clocks[one.id][:1]])
        for one in found.soonest
    ]
    most = max((max(one.came, one.over) for one in found.days), default=0)
    context = {"day": found, "soonest": soonest, "days": DAYS, "most": most or 1}
    return render(request, "desk/day.html", frame(request, council) | context)
