"""A contact's page, and its emails exactly as they came."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from answerable.channels.email import read
from answerable.channels.email.place import EMAIL
from answerable.contacts.queries import contacts_in
from answerable.desk.pages.contact import contact_page
from answerable.evidence.models import Look
from answerable.files.names import file_name
from answerable.inbox.queries import as_it_came
from answerable.marks.actions import looked
from answerable.people.access import StaffRequest, staff_may


@require_safe
@staff_may("see-contact")
def contact(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Show a contact: who, what, where its promises stand, what happened, and how to answer."""
    page = contact_page(request, council, reference)
    if page["marks"].is_news:
        looked(page["contact"], by=request.user, at=request.now)
    return render(request, "desk/contact.html", page)


@require_safe
@staff_may("see-contact", looks=Look.What.TOOK_EMAIL)
def email(request: StaffRequest, council: str, reference: str, id: int) -> HttpResponse:
    """Hand over an email as it came, to be kept in a file. A browser never shows it: a stranger wrote it."""
    seen = contacts_in(council, request.paths).filter(reference=reference)
    found = as_it_came(id, EMAIL.name, seen)
    if found is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{reference}-{found.pk}.eml"'}
    return HttpResponse(bytes(found.raw), content_type="message/rfc822", headers=headers)


@require_safe
@staff_may("see-contact", looks=Look.What.TOOK_ATTACHMENT)
def attachment(request: StaffRequest, council: str, reference: str, id: int, number: int) -> HttpResponse:
    """Hand over one thing that came with an email, to be kept in a file. A browser never shows it, nor guesses."""
    seen = contacts_in(council, request.paths).filter(reference=reference)
    found = as_it_came(id, EMAIL.name, seen)
    asked = read.attachment(bytes(found.raw), number) if found is not None else None
    if asked is None:
        raise Http404
    headers = {
        "Content-Disposition": content_disposition_header(True, file_name(asked.name)) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(asked.content, content_type="application/octet-stream", headers=headers)
