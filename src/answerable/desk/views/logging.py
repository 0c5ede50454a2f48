"""Logging a contact by hand: how it came, who it is from, and what it is about."""

from typing import Any, NamedTuple
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from answerable.contacts import actions
from answerable.contacts.actions.checking import NotedLate
from answerable.contacts.arrival import UNREAD_KINDS, Arrival
from answerable.contacts.kinds import kinds_now
from answerable.contacts.models import Contact
from answerable.contacts.people import Known, people_meant, person
from answerable.councils.models import Council, Team
from answerable.desk.forms.logging import Described, Logging
from answerable.desk.pages.frame import frame
from answerable.desk.pages.running import glances
from answerable.desk.views.fetching import answered
from answerable.evidence.models import Look
from answerable.people.access import StaffRequest, note_look, staff_may
from answerable.people.unsent import sent
from answerable.queues.queries import teams_in
from answerable.standards.vocabulary.channels import BY_HAND
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.vocabulary.meetings import MEETINGS

_LOGS_FOR = "logs for"
"""Where a session keeps for which team its person logged last."""


@staff_may("answer")
def ways(request: StaffRequest, council: str) -> HttpResponse:
    """Ask how a contact came: a call or a visit begins at once, and anything else leads to its form."""
    teams = teams_in(council, request.paths)
    kind = _kind(request)
    # A call and a visit begin by the same keys as at the top of the queue.
    first = sorted(BY_HAND, key=lambda name: name not in MEETINGS)
    page = {
        "ways": [(name, BY_HAND[name], str(at), name in MEETINGS) for at, name in enumerate(first, 1)],
        "of_member": KINDS["member-enquiry"],
        "kind": KINDS[kind] if kind not in UNREAD_KINDS else None,
        "teams": teams,
        "team": _default_team(request, teams),
        "token": uuid4().hex,
    }
    return render(request, "desk/ways.html", frame(request, council) | page)


@staff_may("answer")
def start(request: StaffRequest, council: str, way: str) -> HttpResponse:
    """Begin a call that rings, or a visit of somebody at the door, at this moment."""
    if way not in MEETINGS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:new", council)
    teams = teams_in(council, request.paths)
    team = _default_team(request, teams)
    if team is None:
        messages.error(request, _NO_TEAM)
        return redirect("desk:new", council)
    now = request.now
    kinds = (_kind(request),)
    try:
        begun = actions.begin(
            Arrival(council=team.service.council, team=team, channel=way, kinds=kinds),
            details={},
            by=request.user,
            at=now,
            now=now,
            token=request.POST.get("token", "")[:40],
        )
    except (ValueError, LookupError) as problem:
        messages.error(request, str(problem))
        return redirect("desk:new", council)
    return redirect(f"{reverse('desk:queue', args=[council])}#run-{begun.reference}")


@staff_may("answer")
def new(request: StaffRequest, council: str, way: str) -> HttpResponse:
    """Ask who a contact is from, then what it is about and when it reached us, and begin it."""
    if way not in BY_HAND:
        raise Http404
    who = _who(request, council)
    page = frame(request, council) | {"way": way, "title": BY_HAND[way], "who": who}
    teams = teams_in(council, request.paths)
    if not who.is_said or not teams:
        return render(request, "desk/who.html", page | {"problem": "" if teams else _NO_TEAM})
    team = _default_team(request, teams)
    form = Logging(
        sent(request),
        way=way,
        teams=teams,
        known=who.known,
        is_new=who.is_new,
        start={"kind": _kind(request), "team": team.path if team else "", **who.start},
        now=request.now,
    )
    if form.is_valid():
        chosen = next(one for one in teams if one.path == form.cleaned_data["team"])
        request.session[_LOGS_FOR] = chosen.path
        try:
            begun = _begin(request, page["council"], way, chosen, form, who)
        except NotedLate as problem:
            form.add_error("only_now", str(problem))
        except (ValueError, LookupError) as problem:
            form.add_error("on", str(problem))
        else:
            messages.success(request, f"Logged as {begun.reference}.")
            return redirect("desk:contact", council, begun.reference)
    return render(request, "desk/log.html", page | {"form": form})


@staff_may("answer")
def about(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Ask whom a call or a visit was with, where that is not known yet, and what it is about."""
    contact = answered(request, council, reference)
    who = _who(request, council)
    if contact.customer_id is not None:
        who = Who("", [], person(council, request.paths, contact.customer_id), is_said=True, is_new=False)
    page = frame(request, council) | {"contact": contact, "title": contact.reference, "who": who}
    if not who.is_said:
        return render(request, "desk/who.html", page)
    (kind, *_) = sorted(kinds_now(contact))
    form = Described(
        sent(request),
        is_new=who.is_new,
        start={"kind": kind, "subject": contact.subject, "place": contact.place, **who.start},
    )
    if form.is_valid():
        try:
            _describe(request, contact, form, who)
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, f"Kept with {reference}.")
            return redirect(f"{reverse('desk:queue', args=[council])}#run-{reference}")
    return render(request, "desk/log.html", page | {"form": form})


class Who(NamedTuple):
    """What a page has been told of who somebody is: the words to look for, those found, and who was chosen, if any."""

    words: str
    found: list[Any]
    known: Known | None
    is_said: bool
    is_new: bool

    @property
    def glance(self) -> Any:
        """What is known of whoever was chosen, at a glance."""
        return glances([self.known])[0] if self.known else None

    @property
    def start(self) -> dict[str, str]:
        """What was typed to find somebody, in the box where it belongs, if they turn out to be new."""
        if not self.is_new or not self.words:
            return {}
        if "@" in self.words:
            return {"email": self.words}
        if not any(one.isdigit() for one in self.words):
            return {"name": self.words}
        return {"address" if any(one.isalpha() for one in self.words) else "phone": self.words}


def _who(request: StaffRequest, council: str) -> Who:
    """Read from an address who was chosen, or look for whom its words may mean, and keep that somebody looked."""
    words = request.GET.get("words", "").strip()[:200]
    who = request.GET.get("who", "")
    if who in ("new", "nobody"):
        return Who(words, [], None, is_said=True, is_new=who == "new")
    known = person(council, request.paths, int(who)) if who.isdecimal() and len(who) < 19 else None
    if known is not None:
        note_look(request, Look.What.SAW_CUSTOMER, council=council, about=known.contacts[0].reference)
        return Who(words, [], known, is_said=True, is_new=False)
    if words:
        note_look(request, Look.What.SEARCHED, council=council, asked_for=words)
    return Who(words, glances(people_meant(council, request.paths, words)), None, is_said=False, is_new=False)


def _begin(request: StaffRequest, council: Council, way: str, team: Team, form: Logging, who: Who) -> Contact:
    given = form.cleaned_data
    arrival = Arrival(
        council=council,
        team=team,
        channel=way,
        subject=given["subject"],
        place=given["place"],
        body=given["body"],
        kinds=(given["kind"],),
        **form.told,
    )
    return actions.begin(
        arrival,
        details=form.details,
        by=request.user,
        at=form.at,
        now=request.now,
        follows=form.follows(who.known),
        customer=who.known.customer if who.known else None,
        address=given.get("address", ""),
        why=given["only_now"],
        token=given["token"],
    )


def _describe(request: StaffRequest, contact: Contact, form: Described, who: Who) -> None:
    given, by, at = form.cleaned_data, request.user, request.now
    customer = who.known.customer if who.known else None
    told = {**form.told, "address": given["address"]} if form.told else {}
    said = {name: given[name] for name in ("kind", "subject", "place", "body")}
    actions.describe(contact, customer=customer, told=told, by=by, at=at, **said)


def _kind(request: StaffRequest) -> str:
    asked = request.GET.get("kind", "")
    return asked if asked in KINDS else UNREAD_KINDS[0]


def _default_team(request: StaffRequest, teams: list[Team]) -> Team | None:
    """Return the team that somebody chose, or logged for last, or else the first that is theirs."""
    asked = request.POST.get("team", "")
    if asked in {team.path for team in teams}:
        request.session[_LOGS_FOR] = asked
    last = request.session.get(_LOGS_FOR)
    return next((team for team in teams if team.path == last), teams[0] if teams else None)


_NO_TEAM = "Cannot log anything here: no team of this council is yours. Ask your manager for a post in one."
