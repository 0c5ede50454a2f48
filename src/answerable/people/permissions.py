"""The one page of permissions: what may be done, in a plain sentence, and by whom.

A post gives its role's permissions at its path and below it. There is no other way to be allowed anything.
"""

from typing import NamedTuple

from answerable.people.models import Role, Staff
from answerable.people.paths import is_within


class Permission(NamedTuple):
    """One thing that may be done, said plainly, and the roles that may do it.

    Before what ``asks_again`` somebody does both steps of signing in again, unless they have just done so: it harms
    most in the hands of whoever sits down at a desk that was left, and may have read the password over a shoulder.
    What is ``of_whole`` is for those alone whose post is for the whole council: it cannot be done to a part of it.
    ``whole_for`` are the roles of which that is so while others may do it to a part.
    """

    name: str
    says: str
    roles: frozenset[Role]
    asks_again: bool = False
    of_whole: bool = False
    whole_for: frozenset[Role] = frozenset()

    def is_given(self, role: str, path: str) -> bool:
        """Tell whether a post gives this at its path and below."""
        is_of_whole = self.of_whole or role in self.whole_for
        return role in self.roles and not (is_of_whole and "/" in path)


_EVERYBODY = frozenset(Role)
_ANSWERING = frozenset({Role.OFFICER, Role.MANAGER})

PERMISSIONS = {
    permission.name: permission
    for permission in (
        Permission("see-queue", "See what waits, with its dates and without what was written.", _EVERYBODY),
        Permission(
            "see-contact",
            "Read a contact: who wrote, what they wrote and what we answered.",
            _ANSWERING | {Role.AUDITOR},
        ),
        Permission("answer", "Log a contact, take one, write to the customer, and close it.", _ANSWERING),
        Permission(
            "decide",
            "Decide for the council: declare a case complex, extend a limit, decide on a restriction, an appeal or a "
            "review.",
            frozenset({Role.MANAGER}),
            asks_again=True,
        ),
        Permission(
            "put-right",
            "Strike out what was noted wrongly of a contact, and say when it really reached us.",
            frozenset({Role.MANAGER}),
            asks_again=True,
        ),
        Permission(
            "agree",
            "Agree, as the second person, to what a colleague proposes once a limit has passed: that a contact is left "
            "out, taken back or given another kind, or that something noted of it is struck out. Or refuse it.",
            frozenset({Role.MANAGER}),
        ),
        Permission(
            "give-away",
            "Move a contact to another team, give one or all that somebody has to a colleague, and give back one that "
            "a colleague has taken.",
            frozenset({Role.MANAGER}),
        ),
        Permission(
            "set-alerts",
            "Choose what the staff of a place are told of, and when, unless they choose for themselves.",
            frozenset({Role.MANAGER}),
        ),
        Permission(
            "keep-texts",
            "Write, change and retire standard texts, and own them.",
            frozenset({Role.MANAGER}),
        ),
        Permission(
            "count",
            "Count a period's figures again, with a post for the whole council.",
            frozenset({Role.ANALYST, Role.MANAGER}),
            of_whole=True,
        ),
        Permission(
            "see-record",
            "Read the record of who did what.",
            frozenset({Role.AUDITOR, Role.ADMINISTRATOR}),
            asks_again=True,
        ),
        Permission(
            "see-looks",
            "Read who looked at which contact, what was searched for and what was taken away.",
            frozenset({Role.AUDITOR, Role.MANAGER}),
            asks_again=True,
        ),
        Permission("see-own-record", "Read what one did and looked at oneself.", _EVERYBODY),
        Permission(
            "sign-out",
            "See where colleagues are signed in, and sign them out.",
            frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
            asks_again=True,
        ),
        Permission(
            "correct",
            "Correct who a customer is: their name, addresses, telephone number and needs, and with whom they are one "
            "person.",
            _ANSWERING,
        ),
        Permission(
            "see-retention",
            "See what is erased next, by reference alone, what is held and until when, and what was erased.",
            frozenset({Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR}),
        ),
        Permission(
            "look-after-data",
            "Hold what has to stay, and hand out or erase all that is held about somebody.",
            frozenset({Role.MANAGER}),
            asks_again=True,
        ),
        Permission(
            "keep-staff",
            "Hire colleagues, give and end their posts, change their name and number, and close the account of who has "
            "left: an administrator for the whole council all of them, a manager officers and managers of their own "
            "place.",
            frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
            asks_again=True,
            whole_for=frozenset({Role.ADMINISTRATOR}),
        ),
        Permission(
            "keep-settings",
            "Change the council's services, teams, mailboxes, telephone, address, opening hours, urgent numbers and "
            "duty address, with a post for the whole council.",
            frozenset({Role.ADMINISTRATOR}),
            asks_again=True,
            of_whole=True,
        ),
        Permission("see-mail", "See messages that could not be read or sent.", frozenset({Role.ADMINISTRATOR})),
    )
}


def may(staff: Staff, name: str, path: str) -> bool:
    """Tell whether somebody may do something at a path. Raises KeyError for a permission that is not on the page."""
    return any(is_within(path, place) for place in paths_where(staff, name))


def paths_where(staff: Staff, name: str) -> tuple[str, ...]:
    """Return the paths at and below which somebody may do something."""
    permission = PERMISSIONS[name]
    return tuple(sorted({post.path for post in staff.held_posts if permission.is_given(post.role, post.path)}))
