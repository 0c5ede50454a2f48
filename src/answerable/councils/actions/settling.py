"""Change on screen how a council is reached and who answers: each change is in the record, with what it was and is."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.text import slugify

from answerable.councils.models import Council, Mailbox, Service, Team
from answerable.councils.settings import Place, as_seen, called, in_words, setting_of, values_of
from answerable.evidence.actions import record
from answerable.people.models import Staff

_AROUND = re.compile(r"^the-|-team$")
_LONGEST_KEY = 30
_New = TypeVar("_New", Service, Team, Mailbox)


class NotSettled(ValueError):
    """A setting cannot be so: ``about`` is the field of the form that is wrong, or nothing."""

    def __init__(self, about: str, words: str) -> None:
        self.about = about
        super().__init__(words)


@transaction.atomic
def change_settings(
    council: Council, place: Place, *, wanted: Mapping[str, Any], seen: str, by: Staff, at: datetime
) -> list[str]:
    """Give a council, or a service, team or mailbox of it, other settings; return which are changed.

    ``seen`` is how all its settings were as far as ``by`` knows (``as_seen``). Raises NotSettled where a colleague has
    changed one since, and where a team of another service would take what the form brings.
    """
    held = _held(council)
    now = type(place)._default_manager.get(pk=place.pk)
    if as_seen(now) != seen:
        raise NotSettled("", "A colleague changed this meanwhile. Look at how it is now, and change it from there.")
    was = values_of(now)
    differing = [name for name, value in wanted.items() if was[name] != value]
    takes_forms = wanted.get("takes_forms")
    if takes_forms is not None and takes_forms.service_id != now.pk:
        raise NotSettled("takes_forms", f"Choose a team of {now}: it answers for what the form brings it.")
    for name in differing:
        setattr(now, name, wanted[name])
    now.save(update_fields=differing)
    for name in differing:
        setting, before, after = setting_of(now, name), in_words(was[name]), in_words(wanted[name])
        record("changed a setting", about=held.key, by=by.email, at=at, setting=setting, was=before, now=after)
    _remember(held, *(setting_of(now, name) for name in differing))
    return differing


@transaction.atomic
def add_service(council: Council, *, name: str, by: Staff, at: datetime) -> Service:
    """Add a service. Its key, which stays for ever, is made of its name. Raises NotSettled."""
    held, key = _held(council), _key_of(name)
    if held.services.filter(key=key).exists():
        raise NotSettled("name", f"There is a service with the key “{key}” already. Give this one another name.")
    return _added(held, Service.objects.create(council=held, key=key, name=name), by, at)


@transaction.atomic
def add_team(
    council: Council, *, service: Service, name: str, answers_name: str, answers_phone: str, by: Staff, at: datetime
) -> Team:
    """Add a team to a service of the council. Its key, which stays for ever, is made of its name. Raises NotSettled."""
    held, key = _held(council), _key_of(name)
    path = f"{service.path}/{key}"
    if Team.objects.filter(path=path).exists():
        raise NotSettled(
            "name", f"There is a team with the key “{key}” in {service} already. Give this one another name."
        )
    words = {"name": name, "answers_name": answers_name, "answers_phone": answers_phone}
    return _added(held, Team.objects.create(service=service, key=key, path=path, **words), by, at)


@transaction.atomic
def add_mailbox(council: Council, *, address: str, team: Team, name: str, by: Staff, at: datetime) -> Mailbox:
    """Add an address to which residents write. Raises NotSettled for one that is in use."""
    held = _held(council)
    if Mailbox.objects.filter(address=address).exists():
        raise NotSettled("address", "This address is a mailbox already. Each belongs to one team of one council.")
    return _added(held, Mailbox.objects.create(council=held, address=address, team=team, name=name), by, at)


def _held(council: Council) -> Council:
    """Return a council as it is now, held so that two who change its settings do so one after the other."""
    return Council.objects.select_for_update().get(key=council.key)


def _added(council: Council, place: _New, by: Staff, at: datetime) -> _New:
    said = [f"{name}: {in_words(value)}" for name, value in values_of(place).items() if value]
    record("added a setting", about=council.key, by=by.email, at=at, setting=called(place), now="; ".join(said))
    _remember(council, called(place))
    return place


def _remember(council: Council, *settings: str) -> None:
    """Keep which settings the council's file does not know of: it writes over them only when it is told to."""
    council.changed_on_screen = sorted({*council.changed_on_screen, *settings})
    council.save(update_fields=["changed_on_screen"])


def _key_of(name: str) -> str:
    key = _AROUND.sub("", slugify(name).replace("_", "-"))[:_LONGEST_KEY].strip("-")
    if not key:
        raise NotSettled("name", "Give it a name with letters in it: its key is made of them.")
    return key
