"""The files that an officer chooses for a letter: held until it is sent, whatever is refused or read through first."""

from datetime import timedelta

from django.contrib import messages

from answerable.contacts.models import Contact
from answerable.desk.pages.enclosing import held_for
from answerable.files.actions import hold, put_down, take_away
from answerable.files.choosing import choose_again, content_of_chosen, problems
from answerable.files.queries import held_by
from answerable.people.access import StaffRequest

HELD_FOR = timedelta(days=7)
"""How long a file is held that is chosen and never sent; choosing another begins the time again."""


def take_chosen(request: StaffRequest, contact: Contact) -> str:
    """Hold the files that came with a letter, or return in words why none of them is; and let go what is not wanted.

    A letter that was sent already has nothing more to hold: whoever loads the page again sends its files again.
    """
    if request.method != "POST" or contact.messages.filter(token=request.POST.get("token", "")).exists():
        return ""
    held, chosen = held_for(request.user), request.FILES.getlist("enclose")
    there = held_by(held, contact)
    gone = there.filter(id__in=[one for one in request.POST.getlist("drop") if one.isdecimal() and len(one) < 19])
    for one in gone:
        messages.info(request, f"{one.name} is removed, and will not be sent.")
    take_away(gone)
    if not chosen:
        return ""
    said = list(problems(chosen, beside=there.count()))
    if said:
        return f"{'. '.join(said)}. {choose_again([one.name or '' for one in chosen])}"
    files = [put_down(one.name or "", content_of_chosen(one)) for one in chosen]
    hold(files, held=held, until=request.now + HELD_FOR, at=request.now, contact=contact)
    return ""
