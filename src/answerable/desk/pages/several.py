"""What a reader may do to several contacts at once."""

from answerable.desk.forms.several import ASSIGN, MOVE, WHAT
from answerable.desk.pages.frame import may_somewhere
from answerable.people.access import StaffRequest


def offered(request: StaffRequest, council: str) -> list[tuple[str, str]]:
    """Return what there is to choose from, by its name and in words; nothing for who answers nowhere."""
    may_give = may_somewhere(request, council, "give-away")
    if not may_somewhere(request, council, "answer"):
        return []
    return [(name, said) for name, said in WHAT.items() if may_give or name not in (ASSIGN, MOVE)]
