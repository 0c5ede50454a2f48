"""The people and places of the tests of the rooms: councils with their charters, teams, staff, and what arrives.

Times are written as in ``tests.build``: ``at("Mon 2 Nov 2026 09:00")``.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from answerable.charters import COUNCILS, charter_of, text_of
from answerable.contacts import actions
from answerable.contacts.arrival import Arrival
from answerable.contacts.models import ClockRow, Contact, Outgoing
from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.customers.proof import Proof
from answerable.people.models import Post, Role, Staff
from answerable.promises.actions import publish
from tests.build import at

LONG_AGO = at("Wed 1 Jan 2025 09:00")
PASSWORD = "correct horse battery staple"


def council(key: str = "s5") -> Council:
    """Return a council with its charter, the service "customer-services", two teams ("post", "roads") and a mailbox."""
    found = Council.objects.filter(key=key).first()
    if found is not None:
        return found
    made = Council.objects.create(
        key=key,
        name=charter_of(key).name,
        phone="01632 960 001",
        web=f"www.{key}.example",
        address="The Council House, 1 High Street",
        opening="Monday to Friday, 9am to 5pm",
    )
    service = Service.objects.create(council=made, key="customer-services", name="Customer services")
    for team, name in (("post", "the post team"), ("roads", "the roads team")):
        Team.objects.create(
            service=service,
            key=team,
            name=name,
            answers_name="Alex Morgan",
            answers_phone="01632 960 002",
            path=f"{key}/customer-services/{team}",
        )
    Mailbox.objects.create(council=made, team=team_of(key), address=f"contact@{key}.example", name="contact-group")
    publish(made, text=text_of(f"{key}.toml"), by=None, at=LONG_AGO)
    return made


def team_of(key: str = "s5", team: str = "post") -> Team:
    """Return a team of a council that is there."""
    return Team.objects.get(path=f"{key}/customer-services/{team}")


def all_councils() -> list[Council]:
    """Return all five councils."""
    return [council(key) for key in COUNCILS]


def staff(
    name: str = "Sam Field",
    role: Role = Role.OFFICER,
    path: str = "s5/customer-services/post",
    phone: str = "01632 960 010",
) -> Staff:
    """Return a member of staff with one post; the email address is made of the name."""
    email = f"{name.lower().replace(' ', '.')}@council.example"
    made = Staff.objects.filter(email=email).first()
    if made is None:
        made = Staff.objects.create_user(email, PASSWORD, name=name, phone=phone, enrolled_at=LONG_AGO)
    Post.objects.get_or_create(staff=made, role=role, path=path)
    return made


def at_home(staff: Staff) -> Staff:
    """Return somebody who was hired, as if the password that they were given were one of their own choice."""
    staff.password_given_at = None
    staff.save(update_fields=["password_given_at"])
    return staff


def arrival(key: str = "s5", channel: str = "email", team: str = "post", **changes: Any) -> Arrival:
    """Return a message about a lamp from Robin Reed, to a team of a council."""
    values: dict[str, Any] = {
        "council": council(key),
        "team": team_of(key, team),
        "channel": channel,
        "subject": "Street lamp",
        "body": "The street lamp outside number 4 is out.",
        "name": "Robin Reed",
        "email": "robin@home.example",
        "mailbox": "contact-group" if channel == "email" else "",
        "told": channel == "web",
        "proof": Proof.PASSED if channel == "email" else Proof.NOT_TOLD,
    }
    return Arrival(**{**values, **changes})


def received(when: str | datetime = "Mon 2 Nov 2026 09:00", key: str = "s5", **changes: Any) -> Contact:
    """Receive a message at a moment, at a council that is made if it is not there."""
    council(key)
    moment = at(when) if isinstance(when, str) else when
    return actions.receive(arrival(key, **changes), at=moment, now=moment)


def everything_sent(when: str | datetime) -> int:
    """Let all that waits in the outbox have left at a moment, and return how many there were."""
    moment = at(when) if isinstance(when, str) else when
    waiting = list(Outgoing.objects.filter(state=Outgoing.State.WAITING).order_by("id"))
    for outgoing in waiting:
        actions.settle(outgoing, sent_at=moment, at=moment)
    return len(waiting)


def states(contact: Contact) -> dict[str, str]:
    """Return the state of each timed promise on a contact, by its id."""
    return {row.promise: row.state for row in contact.clocks.filter(measure="timed").order_by("promise", "id")}


def clock(contact: Contact, promise: str, measure: str = "timed") -> ClockRow:
    """Return the one clock of a promise on a contact."""
    return contact.clocks.get(promise=promise, measure=measure)


def first_day(when: datetime, key: str = "s5") -> date:
    """Return the first working day of a council that a letter written at a moment can give, which may be that day."""
    day = localdate(when)
    while not charter_of(key).calendar.is_working(day):
        day += timedelta(days=1)
    return day


def parts(**changes: Any) -> Mapping[str, Any]:
    """Return every part that a message can need, filled in."""
    values: dict[str, Any] = {
        "owner": "Sam Field",
        "contact": "01632 960 010",
        "being_done": "The lamp is on the electrician's list",
        "next_step": "The electrician comes to look",
        "by_when": date(2026, 11, 20),
        "reason": "The lamp is of a kind we have to order",
        "steps": "The part is ordered",
        "recourse": "Write to the Ombudsman",
        "ombudsman": "Ring 0300 061 0614",
        "complaint": "The lamp in Mill Lane, at stage one",
        "decision": "We agree with you",
        "remedy": "We are sorry",
        "outstanding": "Nothing",
        "investigator": "Jo Lane, Standards",
        "responder": "Al Moss, Head of Standards",
    }
    return {**values, **changes}
