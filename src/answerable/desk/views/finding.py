"""Finding a contact by its reference, by who wrote it and how they are reached, or by some of its words."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from answerable.contacts.queries import titles_of
from answerable.desk.pages.frame import frame
from answerable.desk.pages.several import offered
from answerable.evidence.models import Look
from answerable.people.access import StaffRequest, note_look, staff_may
from answerable.queues.finding import matching
from answerable.queues.queries import A_PAGE
from answerable.standards.vocabulary.channels import CHANNELS


@require_safe
@staff_may("see-contact")
def find(request: StaffRequest, council: str) -> HttpResponse:
    """Go to the contact when there is just one, or list those there are, up to a page of them."""
    words = request.GET.get("words", "").strip()[:200]
    if words:
        note_look(request, Look.What.SEARCHED, council=council, asked_for=words)
    found = list(matching(council, request.paths, words)[: A_PAGE + 1])
    if len(found) == 1:
        return redirect("desk:contact", council, found[0].reference)
    titles = titles_of(found)
    rows = [(contact, CHANNELS[contact.channel].title, titles[contact.id]) for contact in found[:A_PAGE]]
    context = {"words": words, "rows": rows, "is_more": len(found) > A_PAGE, "many": A_PAGE}
    context["several"] = offered(request, council)
    return render(request, "desk/find.html", frame(request, council) | context)
