"""The councils of the demonstration as they are set up: teams, staff, mailboxes and charters, none of them real."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from answerable.charters import charter_of, text_of
from answerable.councils.actions import establish
from answerable.councils.models import Council, Team
from answerable.councils.reading import FormPlan, MailboxPlan, Plan, TeamPlan
from answerable.councils.urgent import UrgentNumber
from answerable.people.actions import appoint, enrol, hire
from answerable.people.models import Role, Staff
from answerable.promises.actions import publish
from answerable.promises.models import Edition
from demonstration.names import PASSWORD, SECRET, address_of, email_of, read


class Town(NamedTuple):
    """One council of the demonstration, with what its contacts refer to. ``teams`` are by what they deal with."""

    council: Council
    edition: Edition
    officer: Staff
    manager: Staff
    teams: Mapping[str, Team]
    contact_team: Team


def settle(key: str, *, at: datetime) -> Town:
    """Set up a council that is not there yet: its services, teams, mailbox, charter and staff."""
    said = read("places")["councils"][key]
    establish(_plan(key, said), by=None, at=at)
    council = Council.objects.get(key=key)
    edition = publish(council, text=text_of(f"{key}.toml"), by=None, at=at)
    by_path = {team.path: team for team in Team.objects.filter(service__council=council).select_related("service")}
    made = [(by_path[f"{key}/{one['service']}/{one['team']}"], one["deals_with"]) for one in read("places")["teams"]]
    contact_team = made[0][0]
    officer = _employ(said["officer"], Role.OFFICER, contact_team.service.path, phone=said["phone"], at=at)
    people = {
        role: _employ(name, Role(role), council.path, phone="01632 960 600", at=at)
        for role, name in read("places")["people"].items()
    }
    by_matter = {matter: team for team, matters in made for matter in matters}
    return Town(council, edition, officer, people["manager"], by_matter, contact_team)


def _plan(key: str, said: Mapping[str, Any]) -> Plan:
    teams = read("places")["teams"]
    made = tuple(
        TeamPlan(one["service"], one["team"], one["name"], one["answers_name"], answers_phone=said["phone"])
        for one in teams
    )
    offered = [one for one in teams if one["service"] in said.get("offers", ())]
    return Plan(
        key,
        name=charter_of(key).name,
        colour=said["colour"],
        phone=said["phone"],
        web=f"www.{key}.example",
        address=said["address"],
        opening=said["opening"],
        services={one["service"]: one["service_name"] for one in teams},
        teams=made,
        mailboxes=(
            MailboxPlan(address_of(key), made[0].place, "contact-group"),
            *(MailboxPlan(address_of(key, one["service"]), f"{one['service']}/{one['team']}", "") for one in offered),
        ),
        in_form={one["service"]: FormPlan(one["team"], one["public_title"], one["public_hint"]) for one in offered},
        urgent_numbers=(UrgentNumber("No heating or water, or a home that is not safe", said["urgent_phone"]),),
        duty_address=f"duty@{key}.example",
    )


def _employ(name: str, role: Role, path: str, *, phone: str, at: datetime) -> Staff:
    """Appoint somebody, who is hired if they do not work here yet."""
    email = email_of(name)
    staff = Staff.objects.filter(email=email).first()
    if staff is None:
        staff = hire(email, name=name, phone=phone, password=PASSWORD, by=None, at=at)
        Staff.objects.filter(pk=staff.pk).update(password_given_at=None)  # everybody may know it here, and keeps it
        enrol(staff, secret=SECRET, by=None, at=at)
    appoint(staff, role=role, path=path, by=None, at=at)
    return staff
