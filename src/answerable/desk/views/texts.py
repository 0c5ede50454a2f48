"""Standard texts: which there are, and writing, changing and retiring them."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from answerable.councils.queries import places_within
from answerable.desk.forms.texts import ChangedText, KeepingText, NewText
from answerable.desk.pages.frame import frame
from answerable.people.access import StaffRequest, staff_may
from answerable.people.queries import allowed_within
from answerable.people.unsent import sent
from answerable.texts.actions import TextNotKept, change_text, retire_text, write_text
from answerable.texts.models import StandardText
from answerable.texts.queries import texts_within


class TextRow(NamedTuple):
    """A text in the list: the name of the place that it is for, and whether its review is overdue."""

    text: StandardText
    place: str
    is_past: bool


@require_safe
@staff_may("keep-texts")
def texts(request: StaffRequest, council: str) -> HttpResponse:
    """Show the texts that the reader may keep, those first that they have to review."""
    page, today = frame(request, council), localdate(request.now)
    named = dict(places_within(page["council"], request.paths))
    rows = [TextRow(text, named.get(text.path, text.path), text.is_past(today)) for text in texts_within(request.paths)]
    mine = [one for one in rows if one.is_past and one.text.owner == request.user]
    return render(request, "desk/texts.html", page | {"rows": rows, "mine": mine})


@staff_may("keep-texts")
def new(request: StaffRequest, council: str) -> HttpResponse:
    """Write a new text."""
    page = frame(request, council)
    places = places_within(page["council"], request.paths)
    form = NewText(sent(request), places=places, owners=_owners(request), initial={"owner": str(request.user.pk)})
    if form.is_valid():
        try:
            text = write_text(**form.given, by=request.user, at=request.now)
        except TextNotKept as problem:
            _refused(form, problem)
        else:
            messages.success(request, f"“{text}” is kept, and can be put into letters from now on.")
            return redirect("desk:texts", council)
    return render(request, "desk/text.html", page | {"form": form, "title": "A new standard text"})


@staff_may("keep-texts")
def change(request: StaffRequest, council: str, id: int) -> HttpResponse:
    """Change a text, or say that it is still true and when it is looked at next."""
    page, text = frame(request, council), _text(request, id)
    form = ChangedText.of(text, sent(request), owners=_owners(request))
    if form.is_valid():
        try:
            change_text(text, **form.given, by=request.user, at=request.now)
        except TextNotKept as problem:
            _refused(form, problem)
        else:
            messages.success(request, f"“{form.cleaned_data['title']}” is changed for all letters from now on.")
            return redirect("desk:texts", council)
    past = text.said_past(localdate(request.now))
    return render(request, "desk/text.html", page | {"form": form, "title": text.title, "text": text, "past": past})


@staff_may("keep-texts")
def retire(request: StaffRequest, council: str, id: int) -> HttpResponse:
    """Offer a text no longer. What was written with it stays."""
    if sent(request) is not None:
        text = _text(request, id)
        if retire_text(text, by=request.user, at=request.now):
            messages.success(request, f"“{text}” is retired: nobody is offered it any more.")
    return redirect("desk:texts", council)


def _text(request: StaffRequest, id: int) -> StandardText:
    found = texts_within(request.paths).filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def _owners(request: StaffRequest) -> Any:
    return allowed_within("keep-texts", request.paths)


def _refused(form: KeepingText, problem: TextNotKept) -> None:
    form.add_error(problem.about if problem.about in form.fields else None, str(problem))
