"""How the council is reached and who answers, changed on screen; each change is read through before it is made."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from answerable.councils.actions import NotSettled, add_mailbox, add_service, add_team, change_settings
from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.councils.queries import services_of, teams_of
from answerable.councils.settings import Place
from answerable.councils.urgent import UrgentNumber
from answerable.desk.forms.settings import (
    AddingMailbox,
    AddingTeam,
    KeepingService,
    MovingMailbox,
    NamingService,
    NamingTeam,
    ReachingCouncil,
    Settling,
    UrgentNumbers,
)
from answerable.desk.pages.frame import frame
from answerable.desk.pages.settings import (
    Difference,
    additions,
    boxes_of,
    differences,
    is_grave,
    names_for_mailboxes,
    published,
)
from answerable.people.access import StaffRequest, staff_may
from answerable.people.unsent import sent


@require_safe
@staff_may("keep-settings")
def settings(request: StaffRequest, council: str) -> HttpResponse:
    """Show all settings: those that can be changed here, and where the others are decided."""
    page = frame(request, council)
    found = page["council"]
    services = list(services_of(found))
    shown = {
        "urgent": [UrgentNumber.kept(said) for said in found.urgent_numbers],
        "services": services,
        "is_offering": any(one.takes_forms for one in services),
        "boxes": boxes_of(found),
        "published": published(found, localdate(request.now)),
    }
    return render(request, "desk/settings.html", page | shown)


@staff_may("keep-settings")
def reach(request: StaffRequest, council: str) -> HttpResponse:
    """Change the council's telephone, address and hours, and who is told of danger."""
    page = frame(request, council)
    form = ReachingCouncil.of(page["council"], sent(request))
    return _changed(request, page, page["council"], form, "How the council is reached")


@staff_may("keep-settings")
def urgent(request: StaffRequest, council: str) -> HttpResponse:
    """Change the numbers for what cannot wait."""
    page = frame(request, council)
    found = published(page["council"], localdate(request.now))
    calendar = found.charter.calendar.name if found else ""
    form = UrgentNumbers(sent(request), council=page["council"], calendar=calendar)
    lead = (
        "Residents read these where they say that somebody is in danger, and are told to call them. A number keeps the "
        "hours that the council’s file gives it; a new one is said to be answered at every hour of every day."
    )
    return _changed(request, page, page["council"], form, "Urgent numbers", lead)


@staff_may("keep-settings")
def service(request: StaffRequest, council: str, service: int) -> HttpResponse:
    """Change what a service is called, and what the form on the website says of it."""
    page = frame(request, council)
    found = _one(services_of(page["council"]), service)
    form = KeepingService.of(found, sent(request))
    return _changed(request, page, found, form, found.name, f"Its key, {found.key}, stays.")


@staff_may("keep-settings")
def team(request: StaffRequest, council: str, team: int) -> HttpResponse:
    """Change what a team is called, and whom an automatic message names."""
    page = frame(request, council)
    found = _one(teams_of(page["council"]), team)
    words = {"name": found.name, "answers_name": found.answers_name, "answers_phone": found.answers_phone}
    form = NamingTeam(sent(request), of=found, **words)
    return _changed(request, page, found, form, found.name, f"Its key, {found.key}, stays.")


@staff_may("keep-settings")
def mailbox(request: StaffRequest, council: str, mailbox: int) -> HttpResponse:
    """Change which team a mailbox is of, and what the charter calls it."""
    page = frame(request, council)
    boxes = boxes_of(page["council"])
    box = next((box for box in boxes if box.mailbox.pk == mailbox), None)
    if box is None:
        raise Http404
    form = MovingMailbox.of(box.mailbox, sent(request), **_for_mailboxes(request, page["council"]))
    form_too = (
        " Its team also reads what comes by the form on the website, unless it is sent to a service."
        if box is boxes[0]
        else ""
    )
    return _changed(request, page, box.mailbox, form, box.mailbox.address, f"{box.in_file}{form_too}")


@staff_may("keep-settings")
def new_service(request: StaffRequest, council: str) -> HttpResponse:
    """Add a service."""

    def act(wanted: dict[str, Any]) -> Place:
        return add_service(page["council"], **wanted, by=request.user, at=request.now)

    page = frame(request, council)
    return _added(request, page, NamingService(sent(request)), Service, act, "A new service", _KEY)


@staff_may("keep-settings")
def new_team(request: StaffRequest, council: str) -> HttpResponse:
    """Add a team to a service."""

    def act(wanted: dict[str, Any]) -> Place:
        return add_team(page["council"], **wanted, by=request.user, at=request.now)

    page = frame(request, council)
    form = AddingTeam(sent(request), services=services_of(page["council"]))
    return _added(request, page, form, Team, act, "A new team", _KEY)


@staff_may("keep-settings")
def new_mailbox(request: StaffRequest, council: str) -> HttpResponse:
    """Add an address to which residents write."""

    def act(wanted: dict[str, Any]) -> Place:
        return add_mailbox(page["council"], **wanted, by=request.user, at=request.now)

    page = frame(request, council)
    form = AddingMailbox(sent(request), **_for_mailboxes(request, page["council"]))
    return _added(request, page, form, Mailbox, act, "A new mailbox", _SERVER)


_KEY = "Its key, which is part of addresses and stays for ever, is made of the name. It cannot be taken away here."
_SERVER = (
    "Its server and password are in the mail file of this site, to which whoever runs it adds them; until then no mail "
    "comes. It cannot be taken away here."
)


def _changed(
    request: StaffRequest, page: dict[str, Any], place: Place, form: Settling, title: str, lead: str = ""
) -> HttpResponse:
    """Show a form, then what would be changed, and change it when that is sent too."""

    def act(wanted: dict[str, Any]) -> str:
        seen = form.cleaned_data["seen"]
        change_settings(page["council"], place, wanted=wanted, seen=seen, by=request.user, at=request.now)
        return f"{title}: changed from now on."

    return _settled(
        request, page | {"title": title, "lead": lead}, form, lambda wanted: differences(place, wanted), act
    )


def _added(
    request: StaffRequest,
    page: dict[str, Any],
    form: Settling,
    kind: type[Place],
    make: Callable[[dict[str, Any]], Place],
    title: str,
    lead: str,
) -> HttpResponse:
    """Show a form, then what would be added, and add it when that is sent too."""

    def act(wanted: dict[str, Any]) -> str:
        return f"Added: {make(wanted)}."

    return _settled(request, page | {"title": title, "lead": lead}, form, lambda wanted: additions(kind, wanted), act)


def _settled(
    request: StaffRequest,
    page: dict[str, Any],
    form: Settling,
    compare: Callable[[dict[str, Any]], list[Difference]],
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    page |= {"form": form}
    if form.is_valid() and "back" not in request.POST:
        shown = compare(form.wanted)
        if not shown:
            form.add_error(None, "Nothing is different from how it is now.")
        elif "sure" not in request.POST:
            grave = is_grave(shown)
            return render(
                request, "desk/settling.html", page | {"form": None, "read": form, "rows": shown, "grave": grave}
            )
        else:
            try:
                messages.success(request, act(form.wanted))
            except NotSettled as problem:
                form.add_error(problem.about if problem.about in form.fields else None, str(problem))
            else:
                return redirect("desk:settings", page["council"].key)
    return render(request, "desk/setting.html", page)


def _one(found: QuerySet[Any], id: int) -> Any:
    """Return one of the council's own services or teams. Raises Http404 for one that is not there, or another's."""
    one = found.filter(pk=id).first()
    if one is None:
        raise Http404
    return one


def _for_mailboxes(request: StaffRequest, council: Council) -> dict[str, Any]:
    found = published(council, localdate(request.now))
    return {"teams": teams_of(council), "names": names_for_mailboxes(found)}
