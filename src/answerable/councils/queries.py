"""Which places there are: councils, services and teams, by path; and who reads what comes to no address."""

from collections.abc import Collection
from difflib import get_close_matches

from django.db.models import F, Prefetch, QuerySet

from answerable.councils.addresses import postcodes_meant
from answerable.councils.models import Council, Mailbox, Postcode, Service, Team
from answerable.people.paths import is_within
from answerable.rows.queries import prepared


def all_councils() -> QuerySet[Council]:
    """Return the councils that can be reached here, by name."""
    return Council.objects.order_by("name")


def addresses_of(council: Council) -> QuerySet[Mailbox, str]:
    """Return the addresses that a council reads email at, the oldest first."""
    return Mailbox.objects.filter(council=council).order_by("id").values_list("address", flat=True)


@prepared
def other_teams(council: str, but: str) -> QuerySet[Team]:
    """Return the teams of a council but the one at a path, by service and name, each with its service."""
    teams = Team.objects.filter(service__council_id=council).exclude(path=but)
    return teams.select_related("service").order_by("service__name", "name")


def places_within(council: Council, paths: Collection[str]) -> list[tuple[str, str]]:
    """Return the places of a council that lie within some paths, as a path and a name: itself, its services, teams."""
    found = [(council.path, f"All of {council.name}")]
    for service in council.services.order_by("name").prefetch_related("teams"):
        found.append((service.path, service.name))
        found += [(team.path, f"{service.name}: {team.name}") for team in service.teams.all()]
    return [place for place in found if any(is_within(place[0], path) for path in paths)]


def services_of(council: Council) -> QuerySet[Service]:
    """Return the services of a council by name, each with its teams."""
    teams = Prefetch("teams", queryset=Team.objects.order_by("name"))
    return council.services.order_by("name").select_related("takes_forms").prefetch_related(teams)


def teams_of(council: Council) -> QuerySet[Team]:
    """Return the teams of a council by service and name, each with its service."""
    teams = Team.objects.filter(service__council=council)
    return teams.select_related("service").order_by("service__name", "name")


def mailboxes_of(council: Council) -> QuerySet[Mailbox]:
    """Return the mailboxes of a council, the oldest first, each with its team."""
    return council.mailboxes.select_related("team__service").order_by("id")


def place_at(path: str) -> Council | Service | Team:
    """Return the council, service or team at a path such as "s5/roads/post".

    Raises LookupError when there is none, and names the nearest.
    """
    places: dict[str, Council | Service | Team] = {
        place.path: place
        for kind in (Council.objects.all(), Service.objects.all(), Team.objects.all())
        for place in kind
    }
    if path not in places:
        near = get_close_matches(path.lower(), places, 1)
        remedy = f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(sorted(places)) or 'none yet'}."
        raise LookupError(f"There is no council, service or team '{path}'. {remedy}")
    return places[path]


def council_at(key: str) -> Council | None:
    """Return the council with a key, if there is one."""
    return _council.first(key)


@prepared
def _council(key: str) -> QuerySet[Council]:
    return Council.objects.filter(key=key)


def front_door(council: Council) -> Team:
    """Return the team that reads what comes to no address: the one behind the first mailbox, or the first team.

    Raises LookupError for a council that has no team.
    """
    found = _front_door.first(council.pk)
    if found is None:
        raise LookupError(f"Nobody at {council.name} could read a message: it has no team. Give it one first.")
    return found


@prepared
def _front_door(council: str) -> QuerySet[Team]:
    found = Team.objects.filter(service__council=council)
    return found.order_by(F("mailboxes__id").asc(nulls_last=True), "id")[:1]


def offered_services(council: str) -> list[Service]:
    """Return the services that the form of a council offers to whoever fills it in, by what residents read of them."""
    return sorted(_offered(council), key=lambda service: (service.title.casefold(), service.pk))


@prepared
def _offered(council: str) -> QuerySet[Service]:
    return Service.objects.filter(council_id=council, takes_forms__isnull=False)


def takes_forms_of(council: Council, service: str) -> Team | None:
    """Return the team that takes what is sent to a service, by its key, or None where the form does not offer it."""
    return _takes_forms.first(council.pk, service)


@prepared
def _takes_forms(council: str, service: str) -> QuerySet[Team]:
    return Team.objects.filter(takes_forms_of__council_id=council, takes_forms_of__key=service)


def service_at(council: Council, key: str) -> Service | None:
    """Return the service of a council with a key, if there is one."""
    return council.services.filter(key=key).first()


def has_addresses(council: str) -> bool:
    """Tell whether a council has given the addresses of its postcodes."""
    return bool(_any_postcode(council))


@prepared
def _any_postcode(council: str) -> QuerySet[Postcode, int]:
    return Postcode.objects.filter(council_id=council).values_list("id", flat=True)[:1]


def addresses_at(council: str, typed: str) -> list[str]:
    """Return a council's addresses at the postcode that somebody typed, in their order; none for one that it has not.

    Of several postcodes that they may have meant, that which they typed letter by letter goes first.
    """
    meant = postcodes_meant(typed)
    found = {one.code: one.addresses for one in _postcodes(council, list(meant))} if meant else {}
    return next((list(found[code]) for code in meant if code in found), [])


@prepared
def _postcodes(council: str, codes: list[str]) -> QuerySet[Postcode]:
    return Postcode.objects.filter(council_id=council, code__in=codes)
