"""What is done with staff: hire, give and end posts, set up how they sign in, and deactivate. Each is recorded."""

import base64
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from answerable.evidence.actions import record
from answerable.people.actions.sessions import end_sessions
from answerable.people.giving import is_in_reach, roles_given
from answerable.people.models import Post, Role, Staff

PLACE = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+){0,2}")


class NotGiven(ValueError):
    """Somebody may not do this to a colleague."""


@transaction.atomic
def hire(email: str, *, name: str, phone: str, password: str, by: Staff | None, at: datetime) -> Staff:
    """Add a member of staff, who may do nothing until they are appointed to a post.

    Raises ValueError when somebody has the email address already, and ValidationError for an address that is none, for
    a name or a number too long to keep, and for a password that is too short, too common or too much like the name.
    The password is good for ``passwords.GIVEN_FOR``, and for nothing but to choose another.
    """
    if Staff.objects.filter(email=email.lower()).exists():
        raise ValueError(f"Cannot hire {email}: somebody signs in with that address. Appoint them to a post instead.")
    wanted = Staff(email=email, name=name, phone=phone)
    wanted.clean_fields(exclude={"password", "enrolled_at", "password_given_at"})  # none is there yet
    validate_password(password, wanted)
    staff = Staff.objects.create_user(email, password, name=name, phone=phone, password_given_at=at)
    record("hired", about=staff.reference, by=_email(by), at=at, email=staff.email)
    return staff


@transaction.atomic
def take_on(
    email: str, *, name: str, phone: str, password: str, role: Role, path: str, by: Staff | None, at: datetime
) -> Post:
    """Hire somebody and give them their first post, or do neither. Raises what ``hire`` and ``appoint`` raise."""
    hired = hire(email, name=name, phone=phone, password=password, by=by, at=at)
    return appoint(hired, role=role, path=path, by=by, at=at)


@transaction.atomic
def appoint(staff: Staff, *, role: Role, path: str, by: Staff | None, at: datetime) -> Post:
    """Give somebody a post at a council, a service or a team; one that they hold already stays as it is.

    Raises ValueError for a path that is not like "s5/roads/post", and NotGiven where ``by`` may not give it.
    """
    if not PLACE.fullmatch(path):
        raise ValueError(f"Cannot appoint {staff} at '{path}'. Write a council, a service or a team, as s5/roads/post.")
    if by is not None:
        giver = _giver(by, staff)
        if role not in roles_given(giver, path):
            raise NotGiven(f"Cannot give {staff} this post: you may not give one as {role.label.lower()} there.")
        if not Staff.objects.filter(pk=staff.pk, is_active=True).exists():
            raise NotGiven(f"Cannot give {staff} a post: their account is closed.")
    post, is_new = Post.objects.get_or_create(staff=staff, role=role, path=path)
    if is_new:
        record("appointed", about=staff.reference, by=_email(by), at=at, role=role, path=path)
    _forget_posts(staff)
    return post


@transaction.atomic
def dismiss(staff: Staff, *, role: Role, path: str, by: Staff | None, at: datetime) -> None:
    """End a post, from the next page on. Raises ValueError when they do not hold it.

    Raises NotGiven where ``by`` may not end it, and for the last that somebody holds: nobody would find them again.
    """
    if by is not None:
        giver = _giver(by, staff)
        if role not in roles_given(giver, path):
            raise NotGiven(f"Cannot end this post of {staff}: you may not end one as {role.label.lower()} there.")
        if not Post.objects.filter(staff=staff).exclude(role=role, path=path).exists():
            raise NotGiven(
                f"Cannot end the only post of {staff}. Give them another first, or close their account if they have "
                f"left."
            )
    ended, _ = Post.objects.filter(staff=staff, role=role, path=path).delete()
    if not ended:
        raise ValueError(f"Cannot dismiss {staff}: they are not {role.label.lower()} at {path}. Look at their posts.")
    record("dismissed", about=staff.reference, by=_email(by), at=at, role=role, path=path)
    _forget_posts(staff)


@transaction.atomic
def change_details(staff: Staff, *, name: str, phone: str, seen: tuple[str, str], by: Staff, at: datetime) -> None:
    """Change the name and the number that residents are given from now on; letters that have gone stay as they are.

    ``seen`` is what both were as far as ``by`` knows: what a colleague did since is not written over. Raises NotGiven
    for that, and where they may not; and ValidationError for what is too long to keep, or empty.
    """
    if by != staff and not is_in_reach(_giver(by, staff), staff):
        raise NotGiven(f"Cannot change this of {staff}: {_OUT_OF_REACH}")
    now = Staff.objects.select_for_update().get(pk=staff.pk)
    was = (now.name, now.phone)
    if was != seen:
        raise NotGiven(f"{now} was changed meanwhile: {now.name}, {now.phone}. Look at it, and change it again.")
    if was == (name, phone):
        return
    now.name, now.phone = name, phone
    now.clean_fields(exclude={"password", "enrolled_at", "password_given_at", "last_login"})
    now.save(update_fields=["name", "phone"])
    said = {"name_was": was[0], "name_is": name, "phone_was": was[1], "phone_is": phone}
    record("changed details", about=staff.reference, by=by.email, at=at, words=said)


@transaction.atomic
def deactivate(staff: Staff, *, by: Staff | None, at: datetime) -> None:
    """Keep somebody who has left from signing in, and sign them out. What they did stays under their name.

    Raises ValueError for the one account that may sign in with a password where nobody else may, and NotGiven where
    ``by`` may not end every post that somebody holds: they may work for another council too.
    """
    if by is not None and not is_in_reach(_giver(by, staff), staff):
        raise NotGiven(f"Cannot close the account of {staff}: {_OUT_OF_REACH}")
    if staff.email == settings.PASSWORD_ONLY_FOR:
        raise ValueError(
            f"Cannot close the account of {staff}: nobody else may sign in with a password on a day on which the "
            f"directory is away. Name another account in ANSWERABLE_PASSWORD_ONLY_FOR first."
        )
    staff.is_active = False
    staff.save(update_fields=["is_active"])
    record("deactivated", about=staff.reference, by=_email(by), at=at)
    end_sessions(staff, by=by, at=at)


@transaction.atomic
def link(email: str, *, issuer: str, subject: str, at: datetime) -> SocialAccount:
    """Let somebody sign in by the council's directory, as whom it calls ``subject``, whatever their address there is.

    ``issuer`` is what the directory calls itself. Raises LookupError when nobody is hired with the address, and
    ValueError when they have left, or the directory called somebody else so before.
    """
    staff = Staff.objects.select_for_update().filter(email=email).first()
    if staff is None:
        raise LookupError(f"Nobody is hired here with the address {email}. {_ASK}")
    if not staff.is_active:
        raise ValueError(f"The account of {email} is closed. If you still work here, ask your manager.")
    linked = SocialAccount.objects.filter(user=staff, provider=issuer).first()
    if linked is not None:
        raise ValueError(
            f"The account of {email} is linked with somebody whom the directory tells apart from you, although you "
            f"have the same address. {_ASK}"
        )
    made = SocialAccount.objects.create(user=staff, provider=issuer, uid=subject)
    record("linked with the directory", about=staff.reference, by=staff.email, at=at, issuer=issuer, subject=subject)
    return made


@transaction.atomic
def unlink(staff: Staff, *, by: Staff | None, at: datetime) -> None:
    """Let the directory say anew who somebody is, by their address. Every session of theirs ends.

    Raises ValueError for somebody who is not linked.
    """
    ended, _ = SocialAccount.objects.filter(user=staff).delete()
    if not ended:
        raise ValueError(f"Cannot unlink {staff}: they have not signed in by the directory yet.")
    record("unlinked from the directory", about=staff.reference, by=_email(by), at=at)
    end_sessions(staff, by=by, at=at)


@transaction.atomic
def enrol(staff: Staff, *, secret: str, by: Staff | None, at: datetime, but: str = "") -> None:
    """Let somebody's telephone make their one-time codes, from a secret in base 32; an earlier telephone stops working.

    Every session of theirs ends, but for the one with a key: where they do it. They have recovery codes from now on,
    and keep those they had.
    Raises ValueError for a secret that is not in base 32.
    """
    try:
        base64.b32decode(secret)
    except ValueError:
        raise ValueError(
            f"Cannot set up one-time codes for {staff}: the secret is not in base 32. Write letters A to Z and figures "
            f"2 to 7, and eight of them, or twice or more times eight."
        ) from None
    Authenticator.objects.filter(user=staff, type=Authenticator.Type.TOTP).delete()
    TOTP.activate(staff, secret)
    RecoveryCodes.activate(staff)
    staff.enrolled_at = at
    staff.save(update_fields=["enrolled_at"])
    record("set up one-time codes", about=staff.reference, by=_email(by), at=at)
    end_sessions(staff, by=by, at=at, but=but)


@transaction.atomic
def add_passkey(staff: Staff, *, name: str, credential: Mapping[str, Any], by: Staff, at: datetime) -> None:
    """Let somebody sign in with a passkey, which the browser has made and allauth has checked.

    Raises ValueError for somebody who has no one-time codes yet: with a passkey alone, a lost telephone keeps them out.
    """
    if staff.enrolled_at is None:
        raise ValueError(f"Cannot add a passkey for {staff}: set up the one-time codes first.")
    WebAuthn.add(staff, name, credential)
    record("added a passkey", about=staff.reference, by=by.email, at=at, words={"name": name})


@transaction.atomic
def remove_passkey(passkey: Authenticator, *, by: Staff, at: datetime) -> None:
    """Let a passkey sign nobody in any more."""
    name, owner = str(passkey), passkey.user.reference
    passkey.delete()
    record("took away a passkey", about=owner, by=by.email, at=at, words={"name": name})


@transaction.atomic
def unenrol(staff: Staff, *, password: str, by: Staff | None, at: datetime) -> None:
    """Let somebody who lost their telephone and their recovery codes begin again, with another password.

    Every session of theirs ends, and they see no page of the desk until they have set up their one-time codes. The
    password changes with the codes, for a session begun before they were set up would else be good again.
    Raises ValidationError as ``change_password`` does.
    """
    change_password(staff, password=password, by=by, at=at)
    Authenticator.objects.filter(user=staff).delete()
    staff.enrolled_at = None
    staff.save(update_fields=["enrolled_at"])
    record("took away one-time codes", about=staff.reference, by=_email(by), at=at)


@transaction.atomic
def renew_recovery_codes(staff: Staff, *, by: Staff, at: datetime) -> None:
    """Give somebody ten new recovery codes; the old ones stop working."""
    Authenticator.objects.filter(user=staff, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(staff)
    record("renewed recovery codes", about=staff.reference, by=by.email, at=at)


@transaction.atomic
def change_password(staff: Staff, *, password: str, by: Staff | None, at: datetime, but: str = "") -> None:
    """Give somebody another password. Every session of theirs ends, but for the one with a key: where they do it.

    Whoever gets it from somebody else chooses their own before they do anything with it, as with the first.
    Raises ValidationError for one that is too short, too common or too much like the name.
    """
    validate_password(password, staff)
    staff.set_password(password)
    staff.password_given_at = None if by == staff else at
    staff.save(update_fields=["password", "password_given_at"])
    record("changed password", about=staff.reference, by=_email(by), at=at)
    end_sessions(staff, by=by, at=at, but=but)


_OUT_OF_REACH = (
    "they hold a post that you may not end, here or elsewhere. End those that you may; the rest is for whoever looks "
    "after that post."
)


def _giver(by: Staff, staff: Staff) -> Staff:
    """Return who changes the post or the account of a colleague, as they are now. Raises NotGiven for one's own.

    Both are held until the transaction ends. So of two administrators who dismiss one another at once the second may
    not any more: whoever does this is one, and still is one when it is done, and a council never loses its last.
    """
    if by == staff:
        raise NotGiven("Nobody changes their own posts or closes their own account. Ask a colleague who may.")
    both = Staff.objects.select_for_update().filter(pk__in=(by.pk, staff.pk)).order_by("pk")
    now = {one.pk: one for one in both}[by.pk]
    if not now.is_active:
        raise NotGiven("Your account is closed.")
    return now


_ASK = "Ask whoever gives people their accounts at your council."


def _email(by: Staff | None) -> str:
    return by.email if by else ""


def _forget_posts(staff: Staff) -> None:
    """Let the posts be asked for again: they are kept on the object once somebody has asked."""
    staff.__dict__.pop("held_posts", None)
