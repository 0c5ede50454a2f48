"""Where things are: at a path such as "s5/roads/post", a council, a service of it, or a team of that."""

from collections.abc import Collection

from django.db.models import Q


def is_within(path: str, place: str) -> bool:
    """Tell whether a path is a place or lies below it."""
    return path == place or path.startswith(f"{place}/")


def within(paths: Collection[str], field: str = "path") -> Q:
    """Return the condition that a row lies at or below one of some paths; with no path, nothing does.

    ``field`` is where the path is, seen from the rows that are asked for: "team__path" from contacts.
    """
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{field: path}) | Q(**{f"{field}__startswith": f"{path}/"})
    return condition


def within_or_above(paths: Collection[str]) -> Q:
    """Return the condition that a row lies at or below one of some paths, or above one: what holds somewhere there."""
    above = {"/".join(path.split("/")[:place]) for path in paths for place in range(1, path.count("/") + 1)}
    return within(paths) | Q(path__in=above)


def narrower(council: str, paths: Collection[str]) -> tuple[str, ...] | None:
    """Return the paths that rows of one council must lie within, or None where they need not be looked at.

    A post for a whole council needs no condition but the council, so that the index of the queue serves it. Paths must
    be of that council.
    """
    return None if council in paths else tuple(paths)
