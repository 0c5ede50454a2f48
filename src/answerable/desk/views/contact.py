"""A contact's page, and its emails exactly as they came."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.channels.email.place import EMAIL
from answerable.contacts.queries import contacts_in
from answerable.desk.pages.contact import contact_page
from answerable.inbox.queries import as_it_came
from answerable.people.access import StaffRequest, staff_may


@require_safe
@staff_may("see-contact")
def contact(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Show a contact: who, what, where its promises stand, what happened, and how to answer."""
    return render(request, "desk/contact.html", contact_page(request, council, reference))


@require_safe
@staff_may("see-contact")
def email(request: StaffRequest, council: str, reference: str, id: int) -> HttpResponse:
    """Hand over an email as it came, to be kept in a file. A browser never shows it: a stranger wrote it."""
    seen = contacts_in(council, request.paths).filter(reference=reference)
    found = as_it_came(id, EMAIL.name, seen)
    if found is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{reference}-{found.pk}.eml"'}
    return HttpResponse(bytes(found.raw), content_type="message/rfc822", headers=headers)
