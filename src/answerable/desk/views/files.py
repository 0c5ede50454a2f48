"""What came or went with a message, as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from answerable.contacts.queries import contacts_in
from answerable.desk.pages.attached import shown
from answerable.desk.pages.frame import frame
from answerable.evidence.models import Look
from answerable.files.models import KeptFile
from answerable.files.queries import content_of, file_in
from answerable.files.serving import in_the_page, to_keep
from answerable.people.access import StaffRequest, staff_may


@require_safe
@staff_may("see-contact", looks=Look.What.TOOK_ATTACHMENT)
def file(request: StaffRequest, council: str, reference: str, id: int) -> HttpResponse:
    """Hand over a file, to be kept; or say why it is kept away."""
    found = _found(request, council, reference, id)
    try:
        content = content_of(found) if found.may_be_opened else None
    except FileNotFoundError:
        content = None
    if content is None:
        page = frame(request, council) | {"file": shown(found), "reference": reference}
        return render(request, "desk/kept_away.html", page, status=409)
    return to_keep(found, content)


@require_safe
@staff_may("see-contact", looks=Look.What.SAW_PICTURE)
def picture(request: StaffRequest, council: str, reference: str, id: int) -> HttpResponse:
    """Show a picture within the page of its contact."""
    found = _found(request, council, reference, id)
    try:
        if not found.may_be_opened:
            raise Http404
        return in_the_page(found, content_of(found))
    except (ValueError, FileNotFoundError) as error:
        raise Http404 from error


def _found(request: StaffRequest, council: str, reference: str, id: int) -> KeptFile:
    found = file_in(contacts_in(council, request.paths).filter(reference=reference), id)
    if found is None:
        raise Http404
    return found
