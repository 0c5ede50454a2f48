"""All that whoever wrote to us has written, on one page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.desk.pages.customer import customer_page
from answerable.desk.pages.frame import frame
from answerable.desk.views.fetching import answered
from answerable.evidence.models import Look
from answerable.people.access import StaffRequest, staff_may
from answerable.people.permissions import may


@require_safe
@staff_may("see-contact", looks=Look.What.SAW_CUSTOMER)
def customer(request: StaffRequest, council: str, reference: str) -> HttpResponse:
    """Show who a contact is from, how to treat them, and all their contacts that the reader may see."""
    contact = answered(request, council, reference)
    if contact.customer is None:
        raise Http404
    may_correct = may(request.user, "correct", contact.path) and contact.erased_at is None
    page = {"contact": contact, "may_correct": may_correct, **customer_page(request, contact)}
    return render(request, "desk/customer.html", frame(request, contact.council) | page)
