"""What can be asked about checks: which way in is to be tried next, how they came out, and which fail now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from answerable.channels.checks.models import Check
from answerable.channels.email.servers import all_servers
from answerable.contacts.queries import within
from answerable.councils.models import Council, Mailbox

IN_A_FORM = "This is a test of our form, made by a machine. Nobody need do anything. "
"""How a test form begins; its mark follows."""

EVERY: Mapping[str, timedelta] = {
    Check.What.FORM: timedelta(minutes=15),
    Check.What.MAILBOX: timedelta(minutes=15),
    Check.What.DETAILS: timedelta(hours=1),
}
"""How long after one check the next of the same way in is made; and how long each has before it has failed."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A way in whose last check failed, and since when all have."""

    check: Check
    since: datetime


def test_in(message: str, council: str) -> Check | None:
    """Return the check whose test form this is, or None: the same words with a mark that is not ours are a contact."""
    if not message.startswith(IN_A_FORM):
        return None
    mark = message.removeprefix(IN_A_FORM).strip()
    return Check.objects.filter(what=Check.What.FORM, council_id=council, mark=mark).first()


def lately(what: str, now: datetime) -> QuerySet[Check]:
    """Return the checks of a sort after which it is too soon for another."""
    return Check.objects.filter(what=what, at__gt=now - EVERY[what], at__lte=now)


def council_to_try(what: str, now: datetime) -> Council | None:
    """Return a council whose form, or whose page, is to be tried now, or None."""
    return Council.objects.exclude(key__in=lately(what, now).values("council_id")).order_by("key").first()


def mailbox_to_try(now: datetime) -> Mailbox | None:
    """Return a mailbox of the mail file that is to be tried now, or None. Raises MailFileError."""
    tried = lately(Check.What.MAILBOX, now).values("mailbox_id")
    ours = Mailbox.objects.filter(address__in=all_servers()).exclude(id__in=tried)
    return ours.select_related("council").order_by("id").first()


def settled(council: str, *, first: datetime, before: datetime, by: datetime) -> QuerySet[Check]:
    """Return the checks of a council that were made in a stretch of time and whose outcome was known by a moment."""
    return Check.objects.filter(council_id=council, at__gte=first, at__lt=before, settled_at__lte=by)


def failing(council: str, paths: Collection[str]) -> list[Failing]:
    """Return the ways in that fail now: those of the whole council, and the mailboxes of teams within some paths."""
    ours = Check.objects.filter(Q(mailbox=None) | within(paths, "mailbox__team__path"), council_id=council)
    ways = ours.order_by("what", "mailbox_id").values_list("what", "mailbox_id").distinct()
    found = (_failing(ours.filter(what=what, mailbox=mailbox)) for what, mailbox in ways)
    return [one for one in found if one is not None]


def _failing(way: QuerySet[Check]) -> Failing | None:
    last = way.exclude(passed=None).select_related("mailbox").order_by("-at", "-id").first()
    if last is None or last.passed:
        return None
    good = way.filter(passed=True).order_by("-at").first()
    failed = way.filter(passed=False, **({"at__gt": good.at} if good else {})).order_by("at").first()
    return Failing(last, failed.at if failed else last.at)
