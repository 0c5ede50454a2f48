"""Pages for somebody who has just started the demonstration: who is who, an email to a council, and the answer."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from answerable.charters import COUNCILS
from answerable.councils.models import Council
from demonstration.codes import code_at
from demonstration.forms import EmailToCouncil, WhoseLetters
from demonstration.names import PASSWORD, SECRET
from demonstration.pages import people, places
from demonstration.post import inbox, send


class TimedRequest(HttpRequest):
    """A request with the moment at which it came."""

    now: datetime


FIRST_LETTER = {
    "council": "s5",
    "name": "Robin Reed",
    "email": "robin.reed@resident.example",
    "subject": "Street lamp out",
    "body": "The lamp outside number 4 Weaver's Close has been out for a week. It is very dark by the steps.",
}
_SHUT = "The mailroom is shut: it is open while `make demo` runs. Start it again."


@require_safe
@never_cache
def newcomer(request: TimedRequest) -> HttpResponse:
    """Show the councils, the people with their code of this half minute, and what to try first."""
    code = code_at(request.now, SECRET)
    shown = {"places": places(), "people": people(), "password": PASSWORD, "code": code}
    return render(request, "demonstration/newcomer.html", shown)


@require_http_methods(["GET", "POST"])
def write(request: TimedRequest) -> HttpResponse:
    """Send an email to a council, as a resident's own program would."""
    form = EmailToCouncil(request.POST) if request.method == "POST" else EmailToCouncil(initial=FIRST_LETTER)
    if form.is_valid():
        said = form.cleaned_data
        try:
            send(**said, at=request.now)
        except OSError:
            form.add_error(None, _SHUT)
        else:
            messages.success(request, f"Sent to {Council.objects.get(key=said['council']).name}.")
            return redirect(f"{reverse('demo:inbox')}?{urlencode({'email': said['email']})}")
    return render(request, "demonstration/write.html", {"form": form})


@require_safe
@never_cache
def letters(request: TimedRequest) -> HttpResponse:
    """Show a resident's inbox, where a council's answers arrive."""
    form = WhoseLetters(request.GET or None, initial={"email": FIRST_LETTER["email"]})
    found = None
    if form.is_valid():
        try:
            found = inbox(form.cleaned_data["email"], council=COUNCILS[0])
        except OSError:
            form.add_error(None, _SHUT)
    return render(request, "demonstration/inbox.html", {"form": form, "letters": found})
