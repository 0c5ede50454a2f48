"""Finding a contact by its reference, by who wrote it and how they are reached, or by anything that was written."""

from html import escape
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from answerable.contacts.models import Contact
from answerable.contacts.queries import titles_of
from answerable.desk.forms.choosing import FindFilter
from answerable.desk.pages.frame import Link, frame
from answerable.desk.pages.go_to import GoTo, meant, to_pages, to_staff, to_texts, to_views
from answerable.desk.pages.several import offered
from answerable.evidence.models import Look
from answerable.finding.asking import MOST_CHARACTERS, LookedFor, asked
from answerable.finding.excerpts import Marker, Piece
from answerable.finding.queries import LAST, FoundContacts, found, with_reference, written_in
from answerable.people.access import StaffRequest, note_look, staff_may
from answerable.people.paths import is_within
from answerable.people.permissions import paths_where
from answerable.people.queries import all_allowed_within
from answerable.queues.queries import teams_in
from answerable.queues.saved import views_for
from answerable.standards.vocabulary.channels import CHANNELS
from answerable.texts.queries import texts_usable


class FoundRow(NamedTuple):
    """One contact that was found, with what was looked for marked where it stands."""

    contact: Contact
    channel: str
    title: SafeString
    who: SafeString
    excerpt: SafeString


@require_safe
@staff_may("see-contact")
def find(request: StaffRequest, council: str) -> HttpResponse:
    """Go to the contact when there is just one, or list those there are, a page at a time.

    Above them stands what else the words may mean: a page, a view of the queue, a colleague.
    """
    typed = request.GET.get("words", "").replace("\0", " ").strip()
    if typed:
        note_look(request, Look.What.SEARCHED, council=council, asked_for=typed[:MOST_CHARACTERS])
    narrowing = FindFilter(request.GET, teams=teams_in(council, request.paths))
    before = _place(request.GET.get("before", ""))
    looked_for, there = asked(typed), FoundContacts([])
    by_reference = with_reference(council, request.paths, typed)
    if by_reference is not None:
        there = FoundContacts([by_reference])
    elif typed:
        there = found(council, request.paths, looked_for, narrowed=narrowing.narrowed(council), before=before)
    page = frame(request, council, tags=True)
    also = [] if by_reference is not None or before != LAST else _also(request, council, page["menu"], looked_for)
    if len(there.contacts) == 1 and before == LAST and not also:
        return redirect("desk:contact", council, there.contacts[0].reference)
    again = {name: value for name, value in request.GET.items() if value and name != "before"}
    context = {
        "words": typed[:MOST_CHARACTERS],
        "asked": looked_for,
        "also": also,
        "rows": _rows(there.contacts, looked_for),
        "more": f"?{urlencode(again | {'before': str(there.more)})}" if there.more is not None else "",
        "is_first": before == LAST,
        "first": f"?{urlencode(again)}",
        "is_behind": there.is_behind,
        "is_narrowed": bool(again.keys() - {"words"}),
        "filter": narrowing,
        "several": offered(request, council),
    }
    return render(request, "desk/find.html", page | context)


def _also(request: StaffRequest, council: str, menu: list[Link], looked_for: LookedFor) -> list[GoTo]:
    answered = [path for path in paths_where(request.user, "answer") if is_within(path, council)]
    return meant(
        looked_for,
        to_pages(menu),
        to_views(council, views_for(council, request.user, request.paths)),
        to_texts(council, texts_usable(answered), kept=paths_where(request.user, "keep-texts")),
        to_staff(all_allowed_within(name="answer", paths=request.paths)),
    )


def _rows(contacts: list[Contact], looked_for: LookedFor) -> list[FoundRow]:
    titles, written, marker = titles_of(contacts), written_in([one.id for one in contacts]), Marker(looked_for)
    return [
        FoundRow(
            contact=contact,
            channel=CHANNELS[contact.channel].title,
            title=_shown(marker.line(titles[contact.id])),
            who=_shown(marker.line(str(contact.customer or ""))),
            excerpt=_shown(marker.excerpt(written.get(contact.id, ()))),
        )
        for contact in contacts
    ]


def _shown(pieces: list[Piece]) -> SafeString:
    """Return words as they were written, escaped, with those marked that were looked for."""
    return mark_safe(
        "".join(f"<mark>{escape(one.text)}</mark>" if one.is_marked else escape(one.text) for one in pieces)
    )


def _place(text: str) -> int:
    """Read from an address where a page begins; nobody wrote it otherwise, and then it is the first."""
    try:
        place = int(text)
    except ValueError:
        return LAST
    return place if -LAST < place < LAST else LAST
