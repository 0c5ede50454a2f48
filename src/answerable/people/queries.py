"""Who works here: one person by their email address, and everybody or those of one council."""

from collections.abc import Collection, Mapping

from django.db.models import QuerySet

from answerable.people.models import Post, Staff
from answerable.people.paths import within


def signing_in_with(email: str) -> Staff:
    """Return who signs in with an email address. Raises LookupError for nobody, and when their account is closed."""
    found = Staff.objects.filter(email=email.lower()).first()
    if found is None:
        raise LookupError(f"Nobody signs in with {email}. Look at the list: answerable staff list")
    if not found.is_active:
        raise LookupError(f"{found} has left: the account {found.email} is closed. Hire them with another address.")
    return found


def employed(council: str | None = None) -> QuerySet[Staff]:
    """Return everybody, those who left too, by name; of one council only those who hold a post there."""
    everybody = Staff.objects.order_by("name", "email").prefetch_related("posts")
    if council is None:
        return everybody
    return everybody.filter(within([council], "posts__path")).distinct()


def names_within(paths: Collection[str]) -> Mapping[str, str]:
    """Return the names of those who hold a post within some paths, by what the record calls them."""
    posts = Post.objects.filter(within(paths))
    return {staff.reference: staff.name for staff in Staff.objects.filter(id__in=posts.values("staff"))}
