"""Who works here: one person by their email address, and everybody or those of one council."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, Max, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat

from answerable.people.encryption import SECRETS, CannotDecrypt, decrypt
from answerable.people.models import FailedSignIn, OpenSession, Post, Staff
from answerable.people.paths import within, within_or_above
from answerable.people.permissions import PERMISSIONS
from answerable.rows.queries import prepared


def signing_in_with(email: str) -> Staff:
    """Return who signs in with an email address. Raises LookupError for nobody, and when their account is closed."""
    found = Staff.objects.filter(email=email.lower()).first()
    if found is None:
        raise LookupError(f"Nobody signs in with {email}. Look at the list: answerable staff list")
    if not found.is_active:
        raise LookupError(f"{found} has left: the account {found.email} is closed. Hire them with another address.")
    return found


def may_sign_in_by_password(email: str) -> bool:
    """Tell whether there is an account with this address that is open, and whose password is one."""
    found = Staff.objects.filter(email=email, is_active=True).first()
    return found is not None and found.has_usable_password()


def employed(council: str | None = None) -> QuerySet[Staff]:
    """Return everybody, those who left too, by name; of one council only those who hold a post there."""
    everybody = Staff.objects.order_by("name", "email").prefetch_related("posts")
    if council is None:
        return everybody
    return everybody.filter(within([council], "posts__path")).distinct()


def colleagues(paths: Collection[str], words: str = "") -> QuerySet[Staff]:
    """Return those who hold a post within some paths, those who left last, and then by name; or of them a few.

    Each has ``posts_here``, those posts and no other, and ``used_at``, when they last used a page that is still open.
    ``words`` is a part of a name, an address or a telephone number.
    """
    posts = Post.objects.filter(within(paths))
    found = Staff.objects.filter(id__in=posts.values("staff"))
    if words:
        found = found.filter(Q(name__icontains=words) | Q(email__icontains=words) | Q(phone__icontains=words))
    here = Prefetch("posts", queryset=posts.order_by("path", "role"), to_attr="posts_here")
    used = found.annotate(used_at=Max("open_sessions__seen_at"))
    return used.order_by("-is_active", "name", "email").prefetch_related(here)


def allowed(name: str, path: str) -> list[Staff]:
    """Return who works here and may do something at a path, by name."""
    places = path.split("/")
    above = ["/".join(places[: place + 1]) for place in range(len(places))]
    return _holding(list(PERMISSIONS[name].roles), above)


@prepared
def _holding(roles: Sequence[str], paths: Sequence[str]) -> QuerySet[Staff]:
    posts = Post.objects.filter(role__in=roles, path__in=paths)
    return Staff.objects.filter(is_active=True, id__in=posts.values("staff")).order_by("name", "email")


def may_there(name: str, *, staff: str, path: str) -> Exists:
    """Return the condition on a row of somebody's that they work here, and may do something at the path of that row.

    ``staff`` and ``path`` are where it has them.
    """
    posts = Post.objects.filter(staff=OuterRef(staff), staff__is_active=True, role__in=PERMISSIONS[name].roles)
    there = posts.annotate(at=ExpressionWrapper(OuterRef(path), CharField()))
    return Exists(there.filter(Q(at=F("path")) | Q(at__startswith=Concat(F("path"), Value("/")))))


def allowed_within(name: str, paths: Collection[str]) -> QuerySet[Staff]:
    """Return who works here and may do something somewhere within some paths, or above them, by name."""
    posts = Post.objects.filter(within_or_above(paths), role__in=PERMISSIONS[name].roles)
    return Staff.objects.filter(is_active=True, id__in=posts.values("staff")).order_by("name", "email")


all_allowed_within = prepared(allowed_within)
"""The same as a list: ``all_allowed_within(name="answer", paths=("s5",))``."""


def names_within(paths: Collection[str]) -> Mapping[str, str]:
    """Return the names of those who hold a post within some paths, by what the record calls them."""
    posts = Post.objects.filter(within(paths))
    return {staff.reference: staff.name for staff in Staff.objects.filter(id__in=posts.values("staff"))}


def emails_within(paths: Collection[str], words: str = "") -> list[str]:
    """Return the addresses of those who hold a post within some paths and whose name or address has some words in it.

    A whole address is returned as it is, whoever has it: those who left hold no post.
    """
    if "@" in words and not words.startswith("@"):
        return [words.lower()]
    here = Staff.objects.filter(within(paths, "posts__path")).distinct().order_by("email")
    if words:
        here = here.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return list(here.values_list("email", flat=True))


def going_on(staff: Staff, *, now: datetime) -> QuerySet[OpenSession]:
    """Return the sessions that somebody is signed in with, the one last used first; of those that are over, none."""
    return _going_on(now).filter(staff=staff)


def signed_in_now(paths: Collection[str], *, now: datetime) -> QuerySet[OpenSession]:
    """Return the sessions of those who hold a post within some paths, by name and then the one last used first."""
    here = Staff.objects.filter(within(paths, "posts__path"))
    return _going_on(now).filter(staff__in=here.values("id")).order_by("staff__name", "staff_id", "-seen_at")


def _going_on(now: datetime) -> QuerySet[OpenSession]:
    rows = OpenSession.objects.filter(seen_at__gte=now - settings.IDLE, began_at__gte=now - settings.LONGEST_SESSION)
    return rows.select_related("staff").order_by("-seen_at", "id")


def with_unreadable_codes() -> list[str]:
    """Return the addresses of those whose second factors no key of this deployment fits, and who cannot sign in."""
    return sorted(
        {
            one.user.email
            for one in Authenticator.objects.select_related("user")
            if not all(_can_decrypt(one.data[name]) for name in SECRETS if name in one.data)
        }
    )


def _can_decrypt(secret: str) -> bool:
    try:
        decrypt(secret)
    except CannotDecrypt:
        return False
    return True


def failed_sign_ins(day: date, paths: Collection[str], *, council: str) -> QuerySet[FailedSignIn]:
    """Return the tries to sign in that failed on a day, the latest first: those for the staff within some paths.

    Who sees the whole of a council sees those for addresses that nobody has, too. They do not see what may be for
    another council, whose business it is whether it uses this: an address that ends as only its staff's addresses do.
    """
    here = Staff.objects.filter(within(paths, "posts__path"))
    shown = Q(email__in=here.values("email"))
    if council in paths:
        anywhere = Staff.objects.values("email")
        of_nobody = ~Q(email__in=anywhere)
        for home in _homes(anywhere) - _homes(here):
            of_nobody &= ~Q(email__endswith=home)
        shown |= of_nobody
    return FailedSignIn.objects.filter(shown, day=day).order_by("-last_at", "id")


def _homes(staff: QuerySet[Any, Any]) -> set[str]:
    """Return what the addresses of some staff end with: "@s5.gov.uk"."""
    return {f"@{email.rpartition('@')[2]}" for email in staff.values_list("email", flat=True)}
