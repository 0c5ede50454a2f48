"""The page of a link by which somebody outside, who has no account here, answers one question of ours."""

from functools import wraps
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from answerable.asking.actions import LinkOver, answer_outside, telephone_of
from answerable.asking.models import OutsideQuestion
from answerable.asking.queries import QuestionStands, opened_by, standing, what_is_shown
from answerable.channels.email.quoting import parted
from answerable.contacts.actions.counting import count
from answerable.contacts.limits import PAGES_OF_CALLER, SENT_BY_CALLER
from answerable.councils.models import Council
from answerable.public.asking import TOO_MUCH, Asked, council_or_404, is_within
from answerable.public.forms import AnsweringUs, NotTheOne
from answerable.public.pages.contact import counted
from answerable.public.views.follow import NOT_TO_BE_KEPT, View


def _by_a_secret(view: View) -> View:
    """Have nothing kept of a page of which the address is a secret, and the address told to nobody."""

    @wraps(view)
    def guarded(request: Asked, council: str, key: str) -> HttpResponse:
        response = view(request, council, key)
        for name, value in NOT_TO_BE_KEPT.items():
            response.headers[name] = value
        # With none at all a browser would send the form as from nowhere, and it would be refused as a forgery.
        response.headers["Referrer-Policy"] = "same-origin"
        return response

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@_by_a_secret
def asked(request: Asked, council: str, key: str) -> HttpResponse:
    """Show the question, and take the answer once. To open the page changes nothing: machines open links in emails."""
    found = council_or_404(council)
    if request.method != "POST" and request.caller and not count(PAGES_OF_CALLER, who=request.caller, at=request.now):
        context = {"council": found, "again_at": PAGES_OF_CALLER.again_at(request.now)}
        return render(request, "public/asked_too_much.html", context, status=TOO_MUCH)
    question = opened_by(found.key, key)
    if question is None:
        return _nothing(request, found)
    form, other = _forms(request)
    too_much = False
    if form.is_valid() and standing(question, now=request.now) in TAKEN:
        too_much = not is_within(SENT_BY_CALLER, form, who=request.caller, at=request.now)
        if not too_much:
            return _take(request, question, form, key)
    return _page(request, question, form, other, status=TOO_MUCH if too_much else None)


def _forms(request: Asked) -> tuple[forms.Form, forms.Form]:
    """Return the form that was sent, and the other one of the page; where none was, that of the answer first."""
    is_passed_on = "who_is" in request.POST
    is_answered = request.method == "POST" and not is_passed_on
    answering = AnsweringUs(request.POST if is_answered else None, auto_id="answering-%s")
    passing_on = NotTheOne(request.POST if is_passed_on else None, auto_id="passing-on-%s")
    return (passing_on, answering) if is_passed_on else (answering, passing_on)


def _take(request: Asked, question: OutsideQuestion, form: forms.Form, key: str) -> HttpResponse:
    """Take what was sent, and lead to the page of the link, which says what it is now."""
    is_passed_on = isinstance(form, NotTheOne)
    words = form.cleaned_data["who_is" if is_passed_on else "answer"]
    council = question.contact.council
    try:
        answer_outside(question, words=words, is_passed_on=is_passed_on, at=request.now)
    except LinkOver:  # a second press, or somebody took it back a moment before
        now = opened_by(council.key, key)
        return _page(request, now, form, form) if now is not None else _nothing(request, council)
    return redirect("public:asked", council.key, key)


def _nothing(request: Asked, council: Council) -> HttpResponse:
    return render(request, "public/asked_nothing.html", {"council": council}, status=404)


def _page(
    request: Asked, question: OutsideQuestion, form: forms.Form, other: forms.Form, *, status: int | None = None
) -> HttpResponse:
    """Show the question with its two forms while the link takes an answer, and then how it ended and no words of it."""
    contact, stands = question.contact, standing(question, now=request.now)
    context: dict[str, Any] = {
        "council": contact.council,
        "question": question,
        "by": question.question.by,
        "phone": telephone_of(question),
        "reference": contact.reference,
    }
    if stands not in TAKEN:
        context["unsent"] = unsent = _unsent(question, form)
        context |= {"is_answered": stands is QuestionStands.ANSWERED, "is_past": stands is QuestionStands.PAST}
        return render(request, "public/asked_over.html", context, status=409 if unsent else None)
    answering, passing_on = (other, form) if isinstance(form, NotTheOne) else (form, other)
    context |= {
        "form": form,
        "answer_box": counted(answering["answer"]),
        "who_box": counted(passing_on["who_is"]),
        "is_passing_on": form is passing_on,
        "shown": [(one, parted(one.body).new) for one in what_is_shown(question)],
        "is_late": stands is QuestionStands.LATE,
    }
    return render(request, "public/asked.html", context, status=status)


def _unsent(question: OutsideQuestion, form: forms.Form) -> str:
    """Return what somebody typed that comes too late: nothing, where it is the answer and they pressed twice."""
    typed = "".join(form[name].value() or "" for name in form.fields) if form.is_bound else ""
    there = question.answer.body if question.answer is not None else ""
    return "" if typed.split() == there.split() else typed


TAKEN = (QuestionStands.OPEN, QuestionStands.LATE)
"""How a question stands to which an answer is taken."""
