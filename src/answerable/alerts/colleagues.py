"""Who works where, read at once: whom a contact concerns, and who may still see it."""

from collections.abc import Iterable, Mapping, Sequence

from answerable.people.models import Post, Role, Staff
from answerable.people.permissions import may


class Colleagues:
    """Everybody who works here now, with their posts."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self.by_id: dict[int, Staff] = {}
        held: dict[int, list[Post]] = {}
        self._at: dict[tuple[str, str], list[int]] = {}
        for post in posts:
            self.by_id.setdefault(post.staff_id, post.staff)
            held.setdefault(post.staff_id, []).append(post)
            self._at.setdefault((post.role, post.path), []).append(post.staff_id)
        for id, theirs in held.items():
            self.by_id[id].held_posts = theirs

    def sees(self, staff: int, path: str) -> bool:
        """Tell whether somebody works here and may read contacts at a path."""
        found = self.by_id.get(staff)
        return found is not None and may(found, "see-contact", path)

    def concerned(self, holder: int | None, path: str, roles: Sequence[Role]) -> list[int]:
        """Return whom a contact concerns: its holder, or where nobody has it, the nearest of some roles.

        Whoever holds it and may not see it any more is nobody.
        """
        if holder is not None and self.sees(holder, path):
            return [holder]
        return sorted({id for role in roles for id in self._nearest(role, path)})

    def managing(self, holder: int | None, path: str) -> list[int]:
        """Return whom a limit concerns: the holder, or the nearest managers, or else officers."""
        return self.concerned(holder, path, [Role.MANAGER]) or self.concerned(None, path, [Role.OFFICER])

    def _nearest(self, role: Role, path: str) -> list[int]:
        place = path
        while place:
            if found := self._at.get((role, place)):
                return found
            place = place.rpartition("/")[0]
        return []

    def emails(self) -> Mapping[str, int]:
        """Return everybody's id by their email address."""
        return {one.email: id for id, one in self.by_id.items()}
