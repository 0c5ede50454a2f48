"""Establish a council, with all that a plan says and nothing else."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import ProtectedError

from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.councils.reading import FormPlan, MailboxPlan, Plan
from answerable.councils.settings import Place, called, in_words, setting_of
from answerable.evidence.actions import record
from answerable.people.models import Post, Staff


class ChangedOnScreen(ValueError):
    """A plan would write over what was changed on screen since it was last carried out."""


class _Change(NamedTuple):
    """What a plan changes: of what, as ``setting_of`` or ``called`` say it, and a line about it."""

    of: str
    says: str


@transaction.atomic
def establish(plan: Plan, *, by: Staff | None, at: datetime, overwrite: bool = False) -> list[str]:
    """Make a council as a plan says, or bring the one that is there to it; return what this changed, a line each.

    What the plan leaves out is taken away. Raises ValueError, and changes nothing, where that cannot be: a team that
    contacts or posts are with, a mailbox to which mail has come; and where another council has a mailbox's address.
    Raises ChangedOnScreen where the plan differs from what was changed on screen, unless it is to ``overwrite`` that.
    """
    council = Council.objects.select_for_update().filter(key=plan.key).first() or Council(key=plan.key)
    is_new = council._state.adding
    changes = _bring(
        council,
        name=plan.name,
        colour=plan.colour,
        phone=plan.phone,
        web=plan.web,
        address=plan.address,
        opening=plan.opening,
        urgent_numbers=[number.as_kept() for number in plan.urgent_numbers],
        duty_address=plan.duty_address,
        link_days_after_closing=plan.link_days_after_closing,
        link_days_longest=plan.link_days_longest,
        privacy=dict(plan.privacy),
        accessibility=dict(plan.accessibility),
        keeps=dict(plan.keeps),
        erases_daily=plan.erases_daily,
    )
    teams = _bring_teams(council, plan, changes)
    for mailbox in plan.mailboxes:
        changes += _bring_mailbox(council, mailbox, teams[mailbox.team])
    if not is_new:
        changes += _take_away_the_rest(council, plan, teams.values())
    lost = [change.says for change in changes if change.of in council.changed_on_screen]
    if lost and not overwrite:
        raise ChangedOnScreen(
            f"Nothing was changed, for this would write over what was changed on screen since the file was last read: "
            f"{'; '.join(lost)}. Write into the file what is to stay. What still differs then, --overwrite changes."
        )
    if council.changed_on_screen:
        council.changed_on_screen = []  # what is on screen and what the file says are one again
        council.save(update_fields=["changed_on_screen"])
    said = [change.says for change in changes]
    if said:
        what = "set up a council" if is_new else "changed a council"
        record(what, about=council.key, by=by.email if by else "", at=at, changes=said)
    return said


def _bring_teams(council: Council, plan: Plan, changes: list[_Change]) -> dict[str, Team]:
    """Bring the services and their teams to the plan, and return the teams by where they are in the council."""
    services, teams, new = {}, {}, set()
    for key, name in plan.services.items():
        said = plan.in_form.get(key, FormPlan())
        services[key] = Service.objects.filter(council=council, key=key).first() or Service(council=council, key=key)
        new |= {key} if services[key]._state.adding else set()
        changes += _bring(services[key], name=name, public_title=said.public_title, public_hint=said.public_hint)
    for one in plan.teams:
        path = f"{council.key}/{one.place}"
        made = Team(service=services[one.service], key=one.key, path=path)
        team = teams[one.place] = Team.objects.filter(path=path).first() or made
        changes += _bring(team, name=one.name, answers_name=one.answers_name, answers_phone=one.answers_phone)
    for key, service in services.items():
        takes_forms = plan.in_form.get(key, FormPlan()).takes_forms
        changed = _bring(service, takes_forms=teams[f"{key}/{takes_forms}"] if takes_forms else None)
        changes += [] if key in new else changed
    return teams


def _bring_mailbox(council: Council, said: MailboxPlan, team: Team) -> list[_Change]:
    found = Mailbox.objects.select_related("team").filter(address=said.address).first()
    if found is not None and found.council_id != council.key:
        raise ValueError(
            f"Cannot give {council} the mailbox {said.address}: it is that of council {found.council_id}. An address "
            f"belongs to one council, so take it out of one of the two files."
        )
    mailbox = found or Mailbox(council=council, address=said.address)
    return _bring(mailbox, team=team, name=said.name, checked_by=said.checked_by)


def _bring(row: Place, **wanted: Any) -> list[_Change]:
    """Give a row what it is to hold, and return what that changed."""
    is_new = row._state.adding
    differing = [name for name, value in wanted.items() if is_new or getattr(row, name) != value]
    if not differing:
        return []
    changes = [
        _Change(of := setting_of(row, name), f"{of} was {_said(getattr(row, name))} and is now {_said(wanted[name])}")
        for name in differing
        if not is_new
    ]
    for name in differing:
        setattr(row, name, wanted[name])
    row.save()
    return changes or [_Change(called(row), f"{called(row)} is new")]


def _said(value: Any) -> str:
    if value is None:
        return "nobody"
    return in_words(value) if isinstance(value, list) else repr(value.path if isinstance(value, Team) else value)


def _take_away_the_rest(council: Council, plan: Plan, teams: Iterable[Team]) -> list[_Change]:
    """Take away what the plan leaves out: mailboxes first, for they keep their team, and teams before services."""
    changes = []
    for mailbox in council.mailboxes.exclude(address__in=[said.address for said in plan.mailboxes]):
        _take_away_mailbox(mailbox)
        changes.append(_Change(called(mailbox), f"{called(mailbox)} is taken away"))
    for team in Team.objects.filter(service__council=council).exclude(path__in=[team.path for team in teams]):
        _refuse_if_used(council, team.path)
        team.delete()
        changes.append(_Change(called(team), f"{called(team)} is taken away"))
    for service in council.services.exclude(key__in=plan.services):
        _refuse_if_used(council, service.path)
        service.delete()
        changes.append(_Change(called(service), f"{called(service)} is taken away"))
    return changes


def _take_away_mailbox(mailbox: Mailbox) -> None:
    try:
        mailbox.delete()
    except ProtectedError:
        raise ValueError(
            f"Cannot take away the mailbox {mailbox.address}: mail to it has been taken in, and is kept with it. Put "
            f"it back into the file. To read it no more, take it out of the mail file."
        ) from None


def _refuse_if_used(council: Council, path: str) -> None:
    """Refuse to take away a place where there is somebody or something."""
    contacts = council.contacts.filter(team__path=path).count()
    if contacts:
        raise ValueError(
            f"Cannot take away {path}: it has {contacts:,} contact{'' if contacts == 1 else 's'}, open or closed, and "
            f"each shows whose it is. Put it back into the file. Its names and telephone number may change."
        )
    post = Post.objects.select_related("staff").filter(path=path).first()
    if post is not None:
        raise ValueError(
            f"Cannot take away {path}: {post.staff} is {post.get_role_display().lower()} there. Dismiss them first: "
            f"answerable staff dismiss {post.staff.email} --role {post.role} --at {path}"
        )
