"""Who may give whom which post, and end it: asked by the pages that offer it, and again by the actions that do it.

Nobody gives more than their own posts let them: an administrator for the whole council any post in it, a manager those
of officers and managers at their own place and below. What somebody may give they may also end. A command of the
deployment is bound by none of this: it is how the first administrator is hired, and how one is found again.
"""

from collections.abc import Collection

from answerable.people.models import Role, Staff
from answerable.people.paths import is_within
from answerable.people.permissions import PERMISSIONS

_BELOW = frozenset({Role.OFFICER, Role.MANAGER})


def roles_given(giver: Staff, path: str) -> frozenset[Role]:
    """Return the roles of which somebody may give and end posts at a path."""
    keeping = PERMISSIONS["keep-staff"]
    reach = [post for post in giver.held_posts if is_within(path, post.path) and keeping.is_given(post.role, post.path)]
    if any(post.role == Role.ADMINISTRATOR for post in reach):
        return frozenset(Role)
    return _BELOW if reach else frozenset()


def roles_given_at(giver: Staff, paths: Collection[str]) -> list[Role]:
    """Return the roles of which somebody may give posts at one or another of some paths, in their order."""
    given = frozenset().union(*(roles_given(giver, path) for path in paths))
    return [role for role in Role if role in given]


def is_in_reach(giver: Staff, colleague: Staff) -> bool:
    """Tell whether every post that a colleague holds, at whichever council, is one that somebody may give."""
    return all(post.role in roles_given(giver, post.path) for post in colleague.held_posts)
