"""Memos: written, and what becomes of them on their way through the dispatcher."""

from datetime import datetime, timedelta

from django.db.models import F

from answerable.councils.models import Council
from answerable.memos.models import Memo

LEASE = timedelta(minutes=5)
"""How long a dispatcher has for one memo, before another tries it again."""

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480))
"""How long after each failed try the next one is: eight tries in 15 hours. What it says is old by then."""

KEPT = timedelta(days=30)
"""How long after it was written a memo is forgotten."""


def write_memo(
    *, council: Council, to: str, subject: str, body: str, key: str, at: datetime, not_before: datetime | None = None
) -> None:
    """Have an email sent to one of us, or to somebody of another service: once for each key, however often it is asked.

    Whoever writes it keeps every word about a customer out of it. It joins the transaction it is called in.
    """
    if len(key) > Memo.LONGEST_KEY:
        raise ValueError(f"Cannot write a memo with a key of {len(key)} characters. Give one of {Memo.LONGEST_KEY}.")
    memo = Memo(
        council=council,
        to=to,
        subject=" ".join(subject.split())[:200],
        body=body,
        key=key,
        made_at=at,
        try_at=not_before or at,
    )
    Memo.objects.bulk_create([memo], ignore_conflicts=True)


def claim_memo(memo: Memo, *, at: datetime) -> bool:
    """Take a memo to send it; until ``LEASE`` has passed nobody else will. Returns False when somebody was first."""
    return _change(memo, try_at=at + LEASE, tries=F("tries") + 1)


def memo_sent(memo: Memo, *, at: datetime) -> None:
    """Note that the mail server took a memo. What it said goes: it may have a link that opens something."""
    _change(memo, try_at=None, sent_at=at, problem="", body="")


def put_memo_back(memo: Memo, *, problem: str, at: datetime) -> None:
    """Have a memo that did not leave tried again later, or give it up after the last try."""
    if memo.tries > len(WAITS):
        give_memo_up(memo, problem=f"Tried {memo.tries} times. {problem}")
    else:
        _change(memo, try_at=at + WAITS[memo.tries - 1], problem=problem[:2000])


def give_memo_up(memo: Memo, *, problem: str) -> None:
    """Send a memo no more, or know that it did not arrive, for the reason that is given. What it said goes, too."""
    _change(memo, try_at=None, sent_at=None, problem=problem[:2000], body="")


def forget_memos(now: datetime) -> int:
    """Forget the memos that are long over, and return how many."""
    forgotten, _ = Memo.objects.filter(made_at__lt=now - KEPT, try_at=None).delete()
    return forgotten


def _change(memo: Memo, **values: object) -> bool:
    """Change a memo, unless somebody has changed it since it was read."""
    if not Memo.objects.filter(id=memo.id, try_at=memo.try_at, tries=memo.tries).update(**values):
        return False
    memo.refresh_from_db(fields=list(values))
    return True
