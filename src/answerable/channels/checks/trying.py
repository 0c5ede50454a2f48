"""The three checks themselves. Each call makes one, of the way in that has waited, and leaves the rest to the next."""

from datetime import datetime, timedelta
from time import monotonic

from answerable.channels.checks.queries import council_to_try, mailbox_to_try
from answerable.channels.checks.visit import CannotPass, Page, Trial
from answerable.channels.email.checking import composed
from answerable.channels.email.servers import open_smtp, servers_of
from answerable.channels.web.checking import answers_of
from answerable.councils.models import Council
from answerable.observations.actions import begin, give_up, settle
from answerable.observations.models import ObservationRow
from answerable.standards.vocabulary.feeds import DETAILS, FORM, MAILBOX

_MOST_PAGES = 10


def try_form(now: datetime) -> None:
    """Fill in a council's form from outside, telling nothing of the sender, and see that it comes in (S2-17, S2-20)."""
    began = monotonic()
    give_up(FORM, at=now)
    council = council_to_try(FORM, now)
    check = begin(FORM, council=council, at=now) if council else None
    if check is None:
        return
    problem = "It was sent, and did not come in."  # where it came in, that was said first and stands
    try:
        fill_in(check)
    except CannotPass as error:
        problem = str(error)
    settle(check, problem=problem, at=now + timedelta(seconds=monotonic() - began))


def fill_in(check: ObservationRow) -> None:
    """Go from the first page to the form, and through it to its end, where each page leads to the form again.

    Raises CannotPass where a page does not, or where the form cannot be sent without saying more.
    """
    visit, form = Trial(), f"/{check.council_id}/contact/"
    _leads_to(form, visit.open(f"/{check.council_id}/"))
    page = visit.open(form)
    for _ in range(_MOST_PAGES):
        _leads_to(form, page)
        if page.fields is None:
            return
        page = visit.send(page, answers_of(check))
    raise CannotPass(f"The form does not end: {page.url} asks for more than what somebody wants and their message.")


def _leads_to(form: str, page: Page) -> None:
    if form not in page.links:
        raise CannotPass(f"{page.url} does not lead to the form.")


def try_mailbox(now: datetime) -> None:
    """Send a test email to a mailbox of the mail file. Fetching and reading see it come; or it has failed (S2-21)."""
    give_up(MAILBOX, at=now)
    mailbox = mailbox_to_try(now)
    if mailbox is None:
        return
    check = begin(MAILBOX, council=mailbox.council, path=mailbox.team.path, subject=mailbox.address, at=now)
    if check is None:
        return
    try:
        with open_smtp(servers_of(mailbox.address).smtp) as line:
            line.sendmail(mailbox.address, [mailbox.address], composed(check, mailbox))
    except OSError as error:
        settle(check, problem=f"It could not be sent: {error}", at=now)


def try_details(now: datetime) -> None:
    """See that a council's page says where to find it (S1-37). Whether it is right is for a person to say."""
    began = monotonic()
    give_up(DETAILS, at=now)
    council = council_to_try(DETAILS, now)
    check = begin(DETAILS, council=council, at=now) if council else None
    if check is None or council is None:
        return
    try:
        problem = missing(council, Trial().open(f"/{council.key}/").words)
    except CannotPass as error:
        problem = str(error)
    settle(check, problem=problem, at=now + timedelta(seconds=monotonic() - began))


def missing(council: Council, words: str) -> str:
    """Say which of the four details a page does not give, or nothing when all are there."""
    details = {
        "the telephone number": council.phone,
        "the web site": council.web,
        "the address": council.address,
        "the opening hours": council.opening,
    }
    lost = [name for name, value in details.items() if not value.strip() or " ".join(value.split()) not in words]
    return f"The page does not give {', '.join(lost)}." if lost else ""
