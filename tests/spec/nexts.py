"""What may happen next, in the words of the tables: a column for the stage, and one for each fact."""

from datetime import datetime

from answerable.standards.charter.promises import Charter
from answerable.standards.facts import Contact
from answerable.standards.judging.possible import Does, possible, stages_of
from tests.spec.stories import say_due


def next_as(header: str, contact: Contact, charter: Charter, now: datetime) -> str:
    """Name the open stage, or say whether a fact may come next, by when, and what becomes of a date that it moves."""
    if header == "Stage":
        return ", ".join(one.stage.name for one in stages_of(contact, charter) if one.is_open) or "none"
    found = {one.fact.name: one for one in possible(contact, charter=charter, now=now)}
    one = found.get(header.replace(" ", "_"))
    if one is None:
        return "no"
    if one.opens:
        return f"opens {one.opens[0].name}"
    if one.until is None:
        return "yes"
    later = [bearing.then for bearing in one.bearings if bearing.does is Does.MOVES and bearing.then > bearing.due]
    return f"by {say_due(one.until)}" + (f", for {say_due(later[0])}" if later else "")
