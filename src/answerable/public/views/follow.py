"""A contact's own page, which a key opens, and what can be done from there."""

from collections.abc import Callable
from functools import partial, wraps
from secrets import token_urlsafe
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from answerable.channels.web import actions
from answerable.channels.web.queries import followed, was_sent_with
from answerable.contacts import actions as contacts
from answerable.contacts.actions import make_key
from answerable.contacts.keys import in_groups
from answerable.contacts.limits import ADDED_TO_CONTACT, COMPLAINTS_OF_CONTACT, FOUND_BY_CALLER, SENT_BY_CALLER, Limit
from answerable.contacts.models import Contact, Message
from answerable.contacts.queries import has_proven_address, named
from answerable.contacts.references import references_typed
from answerable.public.adding_files import (
    MoreWithFiles,
    NotAFullAnswerWithFiles,
    NotDoneWithFiles,
    TakesFiles,
    WrongWithFiles,
    may_put_down,
    on_disk,
)
from answerable.public.asking import TOO_MUCH, Asked, council_or_404, is_within, kept_in
from answerable.public.forms import Code, Find, Lost
from answerable.public.pages.contact import counted
from answerable.public.pages.sent import confirmation
from answerable.public.pages.tracking import tracking
from answerable.public.views.contact import SENT, it_waits

View = Callable[..., HttpResponse]

NOT_TO_BE_KEPT = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex, nofollow"}
"""On every page whose address is a secret."""


def for_the_holder(view: View) -> View:
    """Open a page only to whoever holds a key to it. All others are told the same, whatever they got wrong."""

    @wraps(view)
    def guarded(request: Asked, council: str, reference: str, key: str, **which: int) -> HttpResponse:
        found = council_or_404(council)
        contact = followed(found.key, [reference.upper()], key, now=request.now)
        if contact is None:
            response = render(request, "public/not_found.html", {"council": found}, status=404)
        else:
            response = view(request, contact, key, **which)
        for name, value in NOT_TO_BE_KEPT.items():
            response.headers[name] = value
        # The address must not travel to another site. A browser that is told to say nothing at all says "null" when it
        # sends a form, which is then refused as a forgery: so pages with a form tell our own site where they come from.
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        return response

    return guarded


_WRITES = "writes"
"""In somebody's session: the references of the contacts from whose pages they may write, having entered a code."""
_WRITING = ("add", "wrong", "not_answered", "not_done")


def may_write(request: Asked, contact: Contact) -> bool:
    """Tell whether somebody who holds a link may write from it, too.

    Where the customer has proved an email address, a link alone, which may have leaked, is not enough. A code that goes
    to that address is, and so is to have sent the form from this browser. Without such an address the link is all
    that its customer has.
    """
    if not has_proven_address(contact) or contact.reference in kept_in(request.session, _WRITES, list):
        return True
    return was_sent_with(contact, [one for one in kept_in(request.session, SENT, list) if isinstance(one, str)])


def _let_write(request: Asked, contact: Contact) -> None:
    request.session[_WRITES] = [*kept_in(request.session, _WRITES, list), contact.reference]


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_holder
def confirm(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Send a code to the customer's own address, and let whoever enters it write from the page."""
    then = request.GET.get("then", "")
    then = then if then in _WRITING else _WRITING[0]
    wants_code = request.method == "POST" and "send" in request.POST
    form = Code(request.POST) if request.method == "POST" and not wants_code else Code()
    is_entered = form.is_valid()
    too_much = is_entered and not is_within(FOUND_BY_CALLER, form, who=request.caller, at=request.now)
    if wants_code:
        contacts.send_key(contact, Message.Sort.CODE, at=request.now)
    elif is_entered and not too_much:
        if contacts.use_code(contact, form.cleaned_data["code"], at=request.now):
            _let_write(request, contact)
            return redirect(_address(then, contact, key))
        form.add_error("code", "This code does not fit, or its half an hour is over. Check it, or ask for another")
    context = {"council": contact.council, "form": form, "page": _address("page", contact, key), "is_sent": wants_code}
    response = render(request, "public/confirm.html", context, status=TOO_MUCH if too_much else None)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def new_link(request: Asked, council: str) -> HttpResponse:
    """Send a new link to the address that a customer has proved, and say the same whether there is one or not."""
    found = council_or_404(council)
    form = Lost(request.POST) if request.method == "POST" else Lost()
    is_asked = request.method == "POST" and form.is_valid()
    too_much = is_asked and not is_within(FOUND_BY_CALLER, form, who=request.caller, at=request.now)
    is_asked = is_asked and not too_much
    contact = named(found, references_typed(form.cleaned_data["reference"])) if is_asked else None
    if contact is not None:
        contacts.send_key(contact, Message.Sort.LINK, at=request.now)
    context = {"council": found, "form": form, "is_asked": is_asked}
    return render(request, "public/new_link.html", context, status=TOO_MUCH if too_much else None)


@require_safe
@for_the_holder
def page(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Show how a contact stands, what was promised, what happened, and who has it."""
    done = {"was_added": "added" in request.GET, "emails_are": request.GET.get("emails", "")}
    context = {**tracking(contact, key, now=request.now), **done}
    return render(request, "public/page.html", context)


@require_safe
@for_the_holder
def sent(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Confirm that a message is here: its reference, its link, what happens next and by when (S3-13)."""
    return render(request, "public/sent.html", confirmation(contact, key, now=request.now))


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_holder
def add(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Take something that somebody adds to what they wrote."""
    return _write(
        request,
        contact,
        key,
        "add",
        MoreWithFiles,
        actions.add,
        ADDED_TO_CONTACT,
        "This matter is closed. What you add becomes a new matter, with a new promise of its own."
        if contact.closed_at
        else "It goes to whoever has your message. The dates that we promised stay as they are.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_holder
def wrong(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Take a complaint about how a contact was dealt with."""
    return _write(
        request,
        contact,
        key,
        "wrong",
        WrongWithFiles,
        actions.complain,
        COMPLAINTS_OF_CONTACT,
        "We take this as a complaint. It has a reference, a page and promises of its own.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_holder
def not_answered(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Take what somebody says is missing from our answer: the same matter is opened again."""
    act = partial(actions.dispute, what="answer_disputed")
    return _write(
        request, contact, key, "not_answered", NotAFullAnswerWithFiles, act, COMPLAINTS_OF_CONTACT, _OPENS_AGAIN
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_holder
def not_done(request: Asked, contact: Contact, key: str) -> HttpResponse:
    """Take what somebody says has not been done: the same matter is opened again."""
    act = partial(actions.dispute, what="work_disputed")
    return _write(request, contact, key, "not_done", NotDoneWithFiles, act, COMPLAINTS_OF_CONTACT, _OPENS_AGAIN)


_OPENS_AGAIN = (
    "We open the same matter again, and say at once by when you hear from us. Where the time for that is over, what "
    "you write becomes a new matter, with a new promise of its own."
)


def _write(
    request: Asked,
    contact: Contact,
    key: str,
    then: str,
    form_class: type[TakesFiles],
    act: Callable[..., Contact | None],
    of_contact: Limit,
    what_happens: str,
) -> HttpResponse:
    response: HttpResponse
    may = may_write(request, contact)
    where = _address("confirm", contact, key) + f"?then={then}"
    if request.method != "POST" and not may:
        return redirect(where)
    if request.method == "POST":
        form = form_class(request.POST, request.FILES)
    else:
        form = form_class(initial={"token": token_urlsafe(18)})
    is_sent = request.method == "POST" and form.is_valid()
    if request.method == "POST" and not may:  # the visit has ended; what they wrote stays before them
        form.add_error(None, "Before you send this, enter a code in another window: it is asked for on the page below")
        is_sent = False
    limits = ((SENT_BY_CALLER, request.caller), (of_contact, contact.reference)) if is_sent else ()
    too_much = not all(is_within(limit, form, who=who, at=request.now) for limit, who in limits)
    too_much = too_much or (is_sent and not may_put_down(request, form))
    went_to: Contact | None = None
    if is_sent and not too_much:
        message, token = form.cleaned_data["message"], form.cleaned_data["token"]
        try:
            went_to = act(contact, message=message, token=token, at=request.now, files=on_disk(form))
        except actions.TokenSpent as problem:
            form.data = {**request.POST.dict(), "token": token_urlsafe(18)}
            form.add_error(None, str(problem))
    if is_sent and form.is_valid():
        response = _after(request, contact, key, went_to, token)
    else:
        context: dict[str, Any] = {
            "council": contact.council,
            "form": form,
            "page": _address("page", contact, key),
            "message_box": counted(form["message"], heading="l"),
            "what_happens": what_happens,
            "confirm": "" if may else where,
        }
        response = render(request, "public/write.html", context, status=TOO_MUCH if too_much else None)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _after(request: Asked, contact: Contact, key: str, went_to: Contact | None, token: str) -> HttpResponse:
    if went_to is None:
        return it_waits(request, contact.council_id, token)
    if went_to.follows_id == contact.pk:
        if has_proven_address(went_to):
            _let_write(request, went_to)
        return redirect(_address("sent", went_to, make_key(went_to, at=request.now)))
    # A token that was spent on another contact opens nothing of it.
    return redirect(_address("page", contact, key) + ("?added" if went_to == contact else ""))


@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Asked, council: str) -> HttpResponse:
    """Lead somebody who has a reference and a key, or the whole link, to their page."""
    found = council_or_404(council)
    form = Find(request.POST) if request.method == "POST" else Find()
    is_asked = request.method == "POST" and form.is_valid()
    too_much = is_asked and not is_within(FOUND_BY_CALLER, form, who=request.caller, at=request.now)
    if is_asked and not too_much:
        given = form.cleaned_data
        where = given.get("council", council).lower()
        contact = followed(where, references_typed(given["reference"]), given["key"], now=request.now)
        if contact is not None:
            return redirect(_address("page", contact, in_groups(given["key"])))
        form.add_error(
            None, "We can find nothing with this reference and this code. Check them both, or paste the whole link"
        )
    status = TOO_MUCH if too_much else None
    return render(request, "public/find.html", {"council": found, "form": form}, status=status)


def _address(name: str, contact: Contact, key: str) -> str:
    return reverse(f"public:{name}", args=[contact.council_id, contact.reference, key])
