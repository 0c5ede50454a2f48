"""A flood on a page of its own: what its contacts say, which they are, and what may be done to all of them."""

from typing import Any

from django.http import Http404

from answerable.contacts.models import Flood
from answerable.contacts.queries import after_in_flood, commonest_words, flood_within, titles_of
from answerable.desk.forms.managing import AgreeingToAll, DecidingAboutAll, PuttingAside
from answerable.desk.pages.frame import frame, may_somewhere
from answerable.desk.pages.queue import said_of, title_of
from answerable.people.access import StaffRequest
from answerable.queues.queries import A_PAGE
from answerable.standards.vocabulary.channels import CHANNELS


def flood_page(request: StaffRequest, council: str, id: int) -> dict[str, Any]:
    """Return what the page of a flood shows of the contacts within the reader's paths. Raises Http404 without any."""
    found = flood_within(council, request.paths, id)
    if found is None:
        raise Http404
    flood, counts = found
    said, compared = commonest_words(flood, request.paths)
    page = list(after_in_flood(flood, request.paths, request.GET.get("after", ""))[: A_PAGE + 1])
    titles = titles_of(page)
    acts = list(flood.acts.select_related("by"))
    in_hand = next((act for act in acts if act.done_at is None), None)
    begins = {"up_to": counts.newest}
    forms = {
        "aside": PuttingAside(initial=begins, auto_id="aside-%s"),
        "singly": DecidingAboutAll(initial=begins, auto_id="singly-%s"),
        "back": DecidingAboutAll(initial=begins, auto_id="back-%s"),
        "agree": AgreeingToAll(initial=begins, auto_id="agree-%s"),
        "refuse": DecidingAboutAll(initial=begins, auto_id="refuse-%s"),
    }
    return {
        **frame(request, council),
        "flood": flood,
        "title": title_of(Flood.By(flood.by)),
        "says": said_of(counts.all, Flood.By(flood.by), counts.first_at, counts.last_at, is_alike=flood.is_alike),
        "counts": counts,
        "said": said,
        "compared": compared,
        "rows": [(contact, CHANNELS[contact.channel].title, titles[contact.id]) for contact in page[:A_PAGE]],
        "many": A_PAGE,
        "more": f"?after={page[A_PAGE - 1].id}" if len(page) > A_PAGE else "",
        "acts": acts,
        "in_hand": in_hand,
        "may_answer": may_somewhere(request, council, "answer"),
        "may_agree": may_somewhere(request, council, "agree"),
        **forms,
    }
