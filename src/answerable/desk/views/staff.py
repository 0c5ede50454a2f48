"""Who works here: found, hired, given posts, and their account closed when they have left."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from answerable.contacts.actions import carry_out_hand_over, hand_over
from answerable.contacts.queries import handed_over_later, held_open
from answerable.councils.queries import places_within
from answerable.desk.forms.staff import Deciding, Details, FindingColleagues, GivingPost, GoingAway, Hiring
from answerable.desk.pages.frame import frame, may_somewhere
from answerable.desk.pages.staff import Colleague, colleague_rows
from answerable.people import actions
from answerable.people.access import StaffRequest, staff_may
from answerable.people.giving import is_in_reach, roles_given_at
from answerable.people.models import Role, Staff
from answerable.people.passwords import GIVEN_FOR, first_password
from answerable.people.permissions import paths_where
from answerable.people.queries import allowed_within, colleagues
from answerable.people.unsent import is_done, sent
from answerable.standards.words import say_count, say_day

_Act = Callable[[], str]
"""Does what a form is for, and returns what is then said."""

_END_POST: dict[str, Any] = {"title": "End a post", "button": "End this post", "is_grave": True}
_LEAVE: dict[str, Any] = {"title": "Close an account", "button": "Close this account", "is_grave": True}


@require_safe
@staff_may("keep-staff")
def staff(request: StaffRequest, council: str) -> HttpResponse:
    """Show those who hold a post within the reader's places, or those of them who are asked for."""
    page = _framed(request, council)
    form = FindingColleagues(request.GET)
    words = form.cleaned_data["words"].strip() if form.is_valid() else ""
    rows = _rows(request, page, colleagues(request.paths, words))
    return render(request, "desk/staff.html", page | {"finding": form, "asked": words, "rows": rows})


@require_safe
@staff_may("keep-staff")
def colleague(request: StaffRequest, council: str, who: int) -> HttpResponse:
    """Show one colleague, with all that may be done here."""
    page = _framed(request, council)
    one = _colleague(request, page, who)
    away = _may_hand_over(request, council, one.staff)
    later = handed_over_later(council, allowed_within("answer", away)).filter(holder=one.staff) if away else ()
    return render(
        request,
        "desk/colleague.html",
        page
        | {
            "one": one,
            "is_reader": one.staff == request.user,
            "may_all": is_in_reach(request.user, one.staff),
            "may_hand_over": bool(away),
            "later": later,
            "open_contacts": held_open(council, one.staff),
        },
    )


@staff_may("keep-staff")
def hire(request: StaffRequest, council: str) -> HttpResponse:
    """Hire somebody, and show once the password with which they sign in for the first time."""
    page = _framed(request, council)
    form = Hiring(sent(request), **_choices(request, page))
    if form.is_valid():
        password = first_password()
        try:
            post = actions.take_on(**form.given, password=password, by=request.user, at=request.now)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        except ValueError as problem:
            form.add_error(None if isinstance(problem, actions.NotGiven) else "email", str(problem))
        else:
            is_done(request)
            shown = {"hired": post.staff, "password": password, "days": GIVEN_FOR.days}
            return render(request, "desk/hired.html", page | shown)
    return render(request, "desk/hire.html", page | {"form": form})


@staff_may("keep-staff")
def details(request: StaffRequest, council: str, who: int) -> HttpResponse:
    """Change the name and the number of a colleague."""
    page = _framed(request, council)
    one = _colleague(request, page, who).staff
    form = Details.of(one, sent(request))

    def act() -> str:
        actions.change_details(one, **form.given, by=request.user, at=request.now)
        return f"{form.cleaned_data['name']}, {form.cleaned_data['phone']}: residents are given this from now on."

    lead = "Letters that have gone stay as they are."
    return _filled(request, page, one, form, act, title="Change a name or a number", button="Change it", lead=lead)


@staff_may("keep-staff")
def give_post(request: StaffRequest, council: str, who: int) -> HttpResponse:
    """Give a colleague another post; they keep those that they hold."""
    page = _framed(request, council)
    one = _colleague(request, page, who).staff
    form = GivingPost(sent(request), **_choices(request, page))

    def act() -> str:
        post = actions.appoint(one, **form.given, by=request.user, at=request.now)
        return f"{one} holds this post: {post.get_role_display()}, {dict(form.fields['path'].choices)[post.path]}."  # type: ignore[attr-defined]  # of a ChoiceField

    lead = "It holds from the next page on that they open. They keep the posts that they hold."
    return _filled(request, page, one, form, act, title="Give a post", button="Give this post", lead=lead)


@staff_may("keep-staff")
def end_post(request: StaffRequest, council: str, who: int, post: int) -> HttpResponse:
    """End one post of a colleague."""
    page = _framed(request, council)
    found = _colleague(request, page, who)
    held = next((held for held in found.posts if held.post.pk == post), None)
    if held is None:
        raise Http404

    def act() -> str:
        role, path = Role(held.post.role), held.post.path
        actions.dismiss(found.staff, role=role, path=path, by=request.user, at=request.now)
        return f"The post of {found.staff} is ended: {held.says}."

    lead = f"{held.says}. From the next page on that they open, they may do nothing any more that it let them do."
    form = Deciding(sent(request))
    return _filled(request, page, found.staff, form, act, **_END_POST, lead=lead)


@staff_may("keep-staff")
def leave(request: StaffRequest, council: str, who: int) -> HttpResponse:
    """Close the account of a colleague who has left."""
    page = _framed(request, council)
    one = _colleague(request, page, who).staff
    holds = held_open(council, one)

    def act() -> str:
        actions.deactivate(one, by=request.user, at=request.now)
        return f"The account of {one} is closed, and they are signed out everywhere."

    lead = (
        f"They are signed out at once and can never sign in again with this address: it cannot be undone. What they "
        f"did stays under their name. {_of_work(holds)}"
    )
    form = Deciding(sent(request))
    return _filled(request, page, one, form, act, **_LEAVE, lead=lead)


@staff_may("give-away")
def away(request: StaffRequest, council: str, who: int) -> HttpResponse:
    """Let the work of a colleague who is away go to another from a day on."""
    page, today = frame(request, council), localdate(request.now)
    theirs = allowed_within("answer", request.paths)
    one = theirs.filter(pk=who).first()
    if one is None:
        raise Http404
    form = GoingAway(sent(request), colleagues=[other for other in theirs if other != one], today=today)

    def act() -> str:
        decided = hand_over(page["council"], holder=one, **form.given, by=request.user, at=request.now)
        to = decided.to or "nobody"
        if decided.from_on > today:
            return f"The work of {one} goes to {to} on {say_day(decided.from_on)}."
        handed = carry_out_hand_over(decided, at=request.now)
        for reference, why in handed.freed if handed else ():
            messages.warning(request, f"{reference} went to nobody. {why}")
        return f"{say_count(handed.given if handed else 0, 'contact')} of {one} went to {to}."

    lead = (
        "All open contacts that they hold on that day go to the colleague, where you may give them away. Nothing comes "
        "back by itself: when they are back, hand over the colleague’s work, or give them single contacts."
    )
    back = "" if may_somewhere(request, council, "keep-staff") else reverse("desk:hand-over", args=[council])
    return _filled(request, page, one, form, act, title="Away from work", button="Hand over", lead=lead, back=back)


def _of_work(holds: int) -> str:
    if not holds:
        return "They hold no open contact."
    return (
        f"They hold {say_count(holds, 'open contact')}. Have their work handed over first: afterwards a manager can "
        f"only give the contacts back one by one."
    )


def _filled(
    request: StaffRequest, page: dict[str, Any], one: Staff, form: Form, act: _Act, *, back: str = "", **words: Any
) -> HttpResponse:
    """Show the page of something done to a colleague, and do it when it is sent and nothing is wrong."""
    to = back or reverse("desk:colleague", args=[page["council"].key, one.pk])
    if form.is_valid():
        try:
            said = act()
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        except ValueError as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, said)
            return redirect(to)
    shown = {"staff": one, "form": form, "back": to, **words}
    return render(request, "desk/colleague_doing.html", page | shown)


def _framed(request: StaffRequest, council: str) -> dict[str, Any]:
    """Return what each of these pages begins with: the frame, and the places in which the reader looks after staff."""
    page = frame(request, council)
    return page | {"places": places_within(page["council"], request.paths)}


def _rows(request: StaffRequest, page: dict[str, Any], found: QuerySet[Staff]) -> list[Colleague]:
    return colleague_rows(found, dict(page["places"]), reader=request.user, now=request.now)


def _colleague(request: StaffRequest, page: dict[str, Any], who: int) -> Colleague:
    rows = _rows(request, page, colleagues(request.paths).filter(pk=who))
    if not rows:
        raise Http404
    return rows[0]


def _choices(request: StaffRequest, page: dict[str, Any]) -> dict[str, Any]:
    places = page["places"]
    return {"places": places, "roles": roles_given_at(request.user, [path for path, _ in places])}


def _may_hand_over(request: StaffRequest, council: str, one: Staff) -> list[str]:
    """Return the places where the reader may hand over what a colleague holds; none where they may not."""
    paths = [path for path in paths_where(request.user, "give-away") if path.partition("/")[0] == council]
    return paths if paths and allowed_within("answer", paths).filter(pk=one.pk).exists() else []
