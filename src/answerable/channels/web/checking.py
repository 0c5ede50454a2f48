"""A test form of ours: what it says, and how it is known when it comes in. It is nobody's contact."""

from answerable.channels.web.read import NOT_SURE
from answerable.observations.models import ObservationRow
from answerable.observations.queries import begun
from answerable.standards.vocabulary.feeds import FORM

IN_A_FORM = "This is a test of our form, made by a machine. Nobody need do anything. "
"""How a test form begins; its mark follows."""

_BY_TURNS = ("enquiry", "complaint", "compliment", "suggestion", "comment")


def answers_of(check: ObservationRow) -> dict[str, str]:
    """Return all that a test form says: not who sends it, where they live or which group they belong to."""
    return {"kind": kind_of(check), "service": NOT_SURE, "danger": "no", "message": IN_A_FORM + check.mark}


def kind_of(check: ObservationRow) -> str:
    """Return what a test form says that it is: each kind that anybody may write about anything with, by turns."""
    return _BY_TURNS[int(check.mark, 16) % len(_BY_TURNS)]


def test_in(message: str, council: str) -> ObservationRow | None:
    """Return the check whose test form this is, or None: the same words with a mark that is not ours are a contact."""
    if not message.startswith(IN_A_FORM):
        return None
    return begun(FORM, council, message.removeprefix(IN_A_FORM).strip())
