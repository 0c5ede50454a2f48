"""The record as one council's auditor reads it."""

from collections.abc import Collection, Mapping

from django.db.models import Q, QuerySet

from answerable.contacts.queries import contacts_in, within
from answerable.evidence.models import Entry
from answerable.people.models import Post, Staff


def staff_of(paths: Collection[str]) -> Mapping[str, str]:
    """Return the names of those who hold a post within some paths, by what the record calls them."""
    posts = Post.objects.filter(within(paths))
    return {staff.reference: staff.name for staff in Staff.objects.filter(id__in=posts.values("staff"))}


def entries_about(council: str, paths: Collection[str], staff: Mapping[str, str]) -> QuerySet[Entry]:
    """Return what was done within some paths of a council, the newest first: to its contacts and its staff.

    What was done to the whole council, such as publishing its charter, is for those who see the whole of it.
    """
    about = Q(about__in=contacts_in(council, paths).values("reference")) | Q(about__in=list(staff))
    if council in paths:
        about |= Q(about=council) | Q(about__startswith=f"{council} ")
    found = Entry.objects.filter(about)
    return found.select_related("seal").order_by("-id")
