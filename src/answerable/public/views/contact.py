"""The form: a question a page, then the answers to check, then once and for all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from answerable.channels.web import actions
from answerable.channels.web.queries import sent_with
from answerable.contacts.actions import make_key
from answerable.contacts.limits import PAGES_OF_CALLER, SENT_BY_CALLER
from answerable.councils.models import Council
from answerable.councils.urgent import UrgentLine, urgent_lines
from answerable.files.actions import hold, take_away
from answerable.files.queries import held_by
from answerable.inbox.models import Incoming
from answerable.public.adding_files import (
    HELD_FOR,
    TakesFiles,
    may_put_down,
    on_disk,
)
from answerable.public.asking import TOO_MUCH, Asked, council_or_404, is_within, kept_in
from answerable.public.draft import STEPS, WHICH_SERVICE, Draft, FormStep
from answerable.public.forms import Send, WhatTheySay, WhichService
from answerable.public.pages.contact import answered, counted, services
from answerable.public.place import WhatAndWhere
from answerable.standards.vocabulary.kinds import KINDS

BY_NAME = {step.name: step for step in STEPS}
SENT, MOST_SENT = "sent", 20
"""In somebody's session: the tokens of the forms that they sent last."""
WAITING = "waiting"
"""In somebody's session: the token of what they last sent to each council that could not be taken in at once."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: Asked, council: str, name: str = STEPS[0].name) -> HttpResponse:
    """Ask one question; what was answered leads to the next that is open, and at last to the answers to check."""
    found = council_or_404(council)
    if name not in BY_NAME:
        raise Http404
    this, draft = BY_NAME[name], Draft(request.session, council)
    if not draft.may_open(this):
        return redirect(_address(council, draft.next_step))
    form = _form(request, draft, this, found)
    too_much = False
    if isinstance(form, WhatAndWhere) and form.is_asked:
        has_good_files = "added" not in form.errors
        within = is_within(PAGES_OF_CALLER, form, who=request.caller, at=request.now)
        too_much = not within or not may_put_down(request, form)
        if has_good_files and not too_much:
            _hold(request, draft, form)  # no browser sends files twice by itself
            form = _form(request, draft, this, found, with_files=False)
    elif request.method == "POST" and form.is_valid():
        if is_within(PAGES_OF_CALLER, form, who=request.caller, at=request.now) and (
            not isinstance(form, TakesFiles) or may_put_down(request, form)
        ):
            draft.answer(this, {name: form.cleaned_data.get(name, "") for name in this.form.base_fields})
            if isinstance(form, TakesFiles):
                _hold(request, draft, form)
            return redirect(_address(council, draft.next_step))
        too_much = True
    shown = _shown(found, draft, this, form) | {"urgent": _urgent(found, draft, this, request.now)}
    if this is STEPS[0]:
        shown["in_danger"] = urgent_lines(found, now=request.now)
    return render(request, f"public/contact/{name}.html", shown, status=TOO_MUCH if too_much else None)


def _form(request: Asked, draft: Draft, this: FormStep, council: Council, *, with_files: bool = True) -> forms.Form:
    """Return the form of one page: that of the message has a box for files, and finds an address by its postcode."""
    shown: dict[str, Any] = {}
    if request.method != "POST":
        shown["initial"] = dict(draft.begins(this))
    sent = (request.POST, request.FILES if with_files else None) if request.method == "POST" else ()
    if this.form is WhatTheySay:
        return WhatAndWhere(*sent, council=council.key, held=list(held_by(draft.files)), **shown)
    if this is WHICH_SERVICE:
        return WhichService(*sent, offered=draft.offered, **shown)
    return this.form(*sent, **shown)


def _hold(request: Asked, draft: Draft, form: TakesFiles) -> None:
    """Hold the files that came with a page until the answers are sent, and take away those that are not wanted."""
    files, gone = on_disk(form), form.cleaned_data.get("remove", [])
    if files or gone:
        held = draft.files or f"form {token_urlsafe(18)}"
        with transaction.atomic():
            take_away(held_by(draft.files).filter(id__in=gone))
            hold(files, held=held, until=request.now + HELD_FOR, at=request.now)
        draft.with_files(held)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: Asked, council: str) -> HttpResponse:
    """Show the answers, and take them in once, however often the button is pressed."""
    found, draft = council_or_404(council), Draft(request.session, council)
    form = Send(request.POST) if request.method == "POST" else Send(initial={"token": draft.token})
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        kept: Incoming | None = None
        if token == draft.token and draft.is_whole:
            with transaction.atomic():  # all or nothing
                if is_within(SENT_BY_CALLER, form, who=request.caller, at=request.now):
                    sent = replace(draft.as_answers(), files=" ".join(one.digest for one in held_by(draft.files)))
                    kept = actions.keep(sent, council=found, token=token, at=request.now, held=draft.files)
                    request.session[SENT] = [*kept_in(request.session, SENT, list), token][-MOST_SENT:]
                    draft.forget()
            if kept is None:
                return _to_check(request, found, draft, form, status=TOO_MUCH)
        else:  # not the answers that were on the page: they were sent already, or were changed in another window
            # To anybody else a spent token opens nothing.
            kept = sent_with(token, council=found) if token in kept_in(request.session, SENT, list) else None
        if kept is not None:
            return _became_of(request, kept)
        return redirect(_address(council, draft.next_step))
    if draft.next_step is not None:
        return redirect(_address(council, draft.next_step))
    return _to_check(request, found, draft, form)


def _to_check(
    request: Asked, council: Council, draft: Draft, form: forms.Form, status: int | None = None
) -> HttpResponse:
    context = {
        "council": council,
        "form": form,
        "rows": answered(council.key, draft, held_by(draft.files)),
        "has_email": bool(draft.answers["reach"]["email"]),
        "urgent": _urgent(council, draft, None, request.now),
        "back": reverse("public:step", args=[council.key, STEPS[-1].name]),
    }
    return render(request, "public/contact/check.html", context, status=status)


@never_cache
@require_safe
def kept(request: Asked, council: str) -> HttpResponse:
    """Say that a message is here from which no contact could be made yet; or lead to its page, once it has one."""
    found = council_or_404(council)
    token = kept_in(kept_in(request.session, WAITING, dict), council, str)
    sent = sent_with(token, council=found) if token else None
    if sent is not None and sent.contact is not None:
        return redirect("public:page", council, sent.contact.reference, make_key(sent.contact, at=request.now))
    # Whether it tells of a danger is not known yet, so whom to call is said to everybody.
    return render(request, "public/kept.html", {"council": found, "urgent": urgent_lines(found, now=request.now)})


def _became_of(request: Asked, kept: Incoming) -> HttpResponse:
    """Take in what is kept, and lead to what became of it."""
    opened = actions.take_in_and_open(kept, at=request.now, caller=request.caller)
    if opened is None:
        return it_waits(request, kept.council_id, kept.external_id)
    contact, key = opened
    return redirect("public:sent", kept.council_id, contact.reference, key)


def it_waits(request: Asked, council: str, token: str) -> HttpResponse:
    """Lead to the page that says that a message is kept, which finds its contact later by the token."""
    request.session[WAITING] = {**kept_in(request.session, WAITING, dict), council: token}
    return redirect("public:kept", council)


def _shown(council: Council, draft: Draft, this: FormStep, form: forms.Form) -> dict[str, Any]:
    shown: dict[str, Any] = {"council": council, "form": form, "back": _back(council.key, draft, this)}
    if isinstance(form, WhichService):
        shown["service_radios"] = services(form)
    if this.name == "message":
        shown["message_box"] = counted(form["message"])
    if this.name == "reach":
        shown["named_by_law"] = KINDS[draft.answers["about"]["kind"]].why_named
    return shown


def _urgent(council: Council, draft: Draft, this: FormStep | None, now: datetime) -> Sequence[UrgentLine]:
    """Return whom to call, where it is asked whether anybody is in danger, and on every page once somebody is."""
    asks = this is not None and this.name == "danger"
    return urgent_lines(council, now=now) if asks or draft.says_danger else ()


def _back(council: str, draft: Draft, this: FormStep) -> str:
    """Lead back to where somebody came from: the answers, if they were changing one, or the question before."""
    if draft.next_step is None:
        return _address(council, None)
    place = draft.steps.index(this)
    return _address(council, draft.steps[place - 1]) if place else reverse("public:home", args=[council])


def _address(council: str, to: FormStep | None) -> str:
    """Return the address of a question, or of the answers to check."""
    if to is None:
        return reverse("public:check", args=[council])
    return (
        reverse("public:contact", args=[council]) if to is STEPS[0] else reverse("public:step", args=[council, to.name])
    )
