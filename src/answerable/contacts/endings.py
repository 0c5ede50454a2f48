"""How a contact ended, and what its customer is told of it: on their own page, and in a notice."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from answerable.contacts.models import Contact
from answerable.contacts.queries import is_other_of_customer
from answerable.design.templatetags.words import day
from answerable.standards.facts import Fact
from answerable.standards.vocabulary.kinds import KINDS
from answerable.standards.vocabulary.leaving_out import LEAVING_OUT
from answerable.standards.words import say_day, say_list

OUTCOMES_LEFT_OUT = tuple(one for one in Contact.Outcome if one.value in LEAVING_OUT)
"""The outcomes that leave a contact out of the figures, each with its value as the code (C10)."""

_IF_WRONG = "If that is wrong, tell us: use “Add something” on your page, or ring us."


def outcome_of(what: str, details: Mapping[str, Any]) -> Contact.Outcome | None:
    """Return how a contact ends by a fact, or None where it does not end."""
    if what == "excluded":
        return Contact.Outcome(details["code"])
    return Contact.Outcome.WITHDRAWN if what == "withdrawn" else None


def left_out_as(aside: Fact) -> str:
    """Return the outcome of a contact that a log sets aside; nothing on a ground that no contact is closed on here."""
    code = str(aside.details.get("code", ""))
    if aside.what != "excluded" or code in OUTCOMES_LEFT_OUT:
        outcome = outcome_of(aside.what, aside.details)
        return outcome.value if outcome else ""
    return ""


def said_of_end(contact: Contact, aside: Fact) -> str:
    """Say to the customer why we closed what was left out or taken back.

    Where it repeats another contact, that one is named only when it is their own: it says nothing of anybody else's.
    """
    closed, details = day(aside.at), aside.details
    if aside.what == "withdrawn":
        if details.get("asked_at"):
            return f"You took this back in your message of {_day(details['asked_at'])}. We closed it on {closed}."
        because = f": {details['why'].rstrip('.')}" if details.get("why") else ""
        return f"We closed this on {closed}, because we understood that you had taken it back{because}."
    ground = LEAVING_OUT.get(details.get("code", ""))
    if ground is None:
        return f"We closed this on {closed}, and have not answered it."
    other = details.get("of", "")
    follow = f" Follow it under your other reference, {other}." if is_other_of_customer(contact, other) else ""
    return f"We closed this on {closed}, because {ground.because}.{follow}"


def notice_of(contact: Contact, fact: Fact) -> str:
    """Return the notice that a customer is sent of what was done, or nothing where they are sent none.

    Spam, a machine's message and a test of ours are answered with silence.
    """
    match fact.what:
        case "excluded" if not LEAVING_OUT[fact.details["code"]].is_told:
            return ""
        case "excluded" | "withdrawn":
            said = said_of_end(contact, fact)
        case "typed":
            kinds = say_list([KINDS[kind].one for kind in fact.details["kinds"]])
            said = (
                f"We now treat your message as {kinds}. Other promises are owed for that, and other dates may apply: "
                f"they are on your page."
            )
        case "put_back":
            return "We closed this, and have opened it again. Your page says what we owe you, and by when."
        case "resolved":
            said = f"We have done what you asked for, and closed this on {day(fact.at)}."
        case _:
            said = f"We have answered you, and closed this on {day(fact.at)}."
    return f"{said}\n\n{_IF_WRONG}"


def _day(when: date) -> str:
    return day(when) if isinstance(when, datetime) else say_day(when)
