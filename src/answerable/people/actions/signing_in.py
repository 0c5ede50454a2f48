"""What is kept of tries to sign in, which does not grow without end; and the key that second factors are kept under."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.timezone import localdate

from answerable.evidence.actions import record
from answerable.people.encryption import SECRETS, decrypt, encrypt, is_up_to_date
from answerable.people.models import Delay, FailedSignIn

FREE = 5
"""Wrong tries in a row that cost no wait: people mistype, and remember which of their passwords it was."""

SHORTEST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
"""What the fifth wrong try costs, and the most that any costs: each costs twice as much as the one before."""

FORGOTTEN = timedelta(days=1)
"""How long after the last try the wrong ones no longer count."""

KEPT = timedelta(days=90)
"""How long it can be read which tries failed: long enough to look into what is found out late."""

ROWS_A_DAY = 2_000
"""How many pairs of an address and a place are told apart in a day. What is beyond them is counted in one row."""


class TooSoon(Exception):
    """Somebody has to wait before the next try, until ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"There have been too many tries; the next is heard at {until.isoformat()}.")
        self.until = until


@transaction.atomic
def await_turn(email: str, *, device: str, at: datetime) -> None:
    """Count a try as wrong before its password is looked at, so that none of many at once is looked at for nothing.

    A known device is counted apart from all that are not known, so nobody can make an officer wait who signs in where
    they did before. Raises TooSoon when the tries before have not been waited for; that one costs no further wait.
    """
    delay, _ = Delay.objects.select_for_update().get_or_create(
        account=Delay.account_of(email), device=device, defaults={"tries": 0, "until": at}
    )
    if at < delay.until:
        raise TooSoon(delay.until)
    delay.tries = 1 if at - delay.until > FORGOTTEN else delay.tries + 1
    delay.until = at + _wait_after(delay.tries)
    delay.save()


@transaction.atomic
def welcome(email: str, *, device: str) -> None:
    """Let the wrong tries from a device be forgotten: the right password was given there."""
    Delay.objects.filter(account=Delay.account_of(email), device=device).delete()


@transaction.atomic
def note_failure(email: str, *, internet_address: str, at: datetime, is_heard: bool) -> None:
    """Keep that somebody could not sign in, of whatever address; ``is_heard`` says whether the password was looked at.

    One row stands for a day, an address and the place it was tried from.
    """
    day = localdate(at)
    names = {"email": email.lower()[:254], "internet_address": internet_address}
    of_day = FailedSignIn.objects.select_for_update().filter(day=day)
    if not of_day.filter(**names).exists() and of_day.count() >= ROWS_A_DAY:
        names = {"email": "", "internet_address": ""}
    row, _ = of_day.get_or_create(**names, defaults={"day": day, "first_at": at, "last_at": at})
    row.wrong += is_heard
    row.unheard += not is_heard
    row.last_at = at
    row.save()


@transaction.atomic
def forget_failures(*, at: datetime) -> None:
    """Delete the failed tries that are older than 90 days, and the waits that are over by a day."""
    FailedSignIn.objects.filter(day__lt=localdate(at - KEPT)).delete()
    Delay.objects.filter(until__lt=at - FORGOTTEN).delete()


@transaction.atomic
def encrypt_anew(*, at: datetime) -> int:
    """Encrypt the second factors with the secret key that holds now, so that former ones can be thrown away.

    Return how many were still encrypted with a former one. Raises CannotDecrypt for one that no key fits.
    """
    changed = 0
    for authenticator in Authenticator.objects.select_for_update().order_by("id"):
        old = {name: authenticator.data[name] for name in SECRETS if name in authenticator.data}
        new = {name: encrypt(decrypt(secret)) for name, secret in old.items() if not is_up_to_date(secret)}
        if new:
            authenticator.data |= new
            authenticator.save(update_fields=["data"])
            changed += 1
    if changed:
        record("encrypted second factors anew", at=at, how_many=changed)
    return changed


def _wait_after(tries: int) -> timedelta:
    if tries < FREE:
        return timedelta(0)
    return min(SHORTEST * (1 << min(tries - FREE, 10)), LONGEST)
