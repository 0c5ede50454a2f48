"""Every formula a figure can be worked out by, in words and with a version, so that anybody can work it out again.

A charter names a formula by its id. When the words change their meaning the version goes up, and old figures keep
the version they were counted by.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from answerable.standards.words import say_list


@dataclass(frozen=True, slots=True)
class Formula:
    """How one figure is worked out. ``needs`` is what it waits for where a log of contacts cannot feed it."""

    id: str
    words: str
    unit: str = "%"
    version: str = "1"
    needs: str = ""


_CALLS = "Calls that came outside the published opening hours are counted apart."
_LEVEL = "20 seconds are counted from joining the queue and include the last. Only calls answered or abandoned count."

_ALL = (
    Formula(
        "share-kept",
        "Promises kept, out of all kept or broken whose due moment lies in the period. One that is open and past its "
        "due moment counts as broken; one not yet due is not counted.",
    ),
    Formula(
        "share-complete",
        "Messages that gave all they must, out of all sent in the period that had to.",
        needs="a promise of what a message gives, beside which it is shown",
    ),
    Formula(
        "share-dates-kept",
        "Dates given to customers that were kept, out of all such dates that fell in the period.",
        needs="a promise to keep to dates, beside which it is shown",
    ),
    Formula(
        "delay-replied-in-time",
        "Replies sent in time, out of all replies due in the period. A notice of delay cures no late reply.",
        needs="a promise to tell of a delay, beside which it is shown",
    ),
    Formula(
        "delay-replied-or-told",
        "Replies sent in time, or late with a notice of delay sent in time, out of all replies due in the period.",
        needs="a promise to tell of a delay, beside which it is shown",
    ),
    Formula(
        "delay-revised-date-met",
        "Full replies sent by the date a notice of delay gave, out of all such dates that fell in the period.",
        needs="a promise to tell of a delay, beside which it is shown",
    ),
    Formula("count", "Contacts that began in the period, by kind. One of two kinds is counted under both.", "contacts"),
    Formula(
        "share-answered",
        "Contacts that have had a full reply, out of all that began in the period. Those still waiting count as not.",
    ),
    Formula(
        "share-resolved-first",
        "Contacts settled in the first exchange, on the same day if spoken, and not brought back within 7 calendar "
        "days, out of all first contacts answered or seen that could be settled so. Being put through in the same "
        "call is still the first exchange; a call back is not. Whether one contact follows another is as the log says.",
    ),
    Formula(
        "percentiles-response",
        "The median and the 90th percentile, by nearest rank, of the working hours from a message to the first "
        "response by a person, over messages received in the period. Those not yet answered are shown beside.",
        "working hours",
    ),
    Formula(
        "phone-answered-of-offered",
        "Calls answered by a person, or called back and reached, out of all calls in the period in opening hours. "
        f"Callers who gave up count, however soon; callers whom the menu itself served do not. {_CALLS}",
    ),
    Formula(
        "phone-answered-of-offered-less-short",
        "As phone-answered-of-offered, without callers who gave up less than 5 seconds after joining the queue.",
    ),
    Formula(
        "phone-abandoned-of-offered",
        "Calls in which the caller gave up, in the menu or in the queue, out of those of phone-answered-of-offered.",
    ),
    Formula(
        "phone-level-abandoned-in-time-as-kept",
        f"Calls answered or abandoned within 20 seconds, out of all answered or abandoned. {_LEVEL}",
    ),
    Formula("phone-level-of-answered", f"Calls answered within 20 seconds, out of all answered. {_LEVEL}"),
    Formula("phone-level-of-all", f"Calls answered within 20 seconds, out of all answered or abandoned. {_LEVEL}"),
    Formula(
        "phone-level-less-abandoned-in-time",
        f"Calls answered within 20 seconds, out of all answered or abandoned later than 20 seconds. {_LEVEL}",
    ),
    Formula(
        "phone-level-short-as-kept",
        "Calls answered within 20 seconds or abandoned in less than 5, out of all answered or abandoned. " + _LEVEL,
    ),
    Formula("phone-outcomes", f"Calls that began in the period, by how they ended. {_CALLS}", "calls"),
    Formula(
        "share-transferred-once",
        "Calls passed on once only, out of all calls in the period that were passed on.",
    ),
    Formula(
        "mean-wait-answered",
        "The mean wait from joining the queue to being answered by a person, over calls answered that began in the "
        f"period. The mean with callers who gave up in the queue is shown beside. {_CALLS}",
        "seconds",
    ),
    Formula(
        "percentiles-wait",
        "The median and the 90th percentile, by nearest rank, of the wait from joining the queue to being answered by "
        f"a person, over calls answered that began in the period. {_CALLS}",
        "seconds",
    ),
    Formula(
        "mean-wait-seen",
        "The mean wait from arriving, or from the time of the appointment if that is later, to being seen, over "
        "visitors seen who arrived in the period. Those who left unseen, and how long they waited, are shown beside.",
        "seconds",
    ),
    Formula(
        "share-seen",
        "Visits in which the visitor was seen, out of all visits without an appointment that began in the period.",
    ),
    Formula(
        "survey-top-two",
        "People satisfied or very satisfied, out of all who gave one of the five answers. Those in between count; "
        "those who do not know do not.",
        needs="the answers to a survey",
    ),
    Formula("share-measured", "Promises with a working measure, out of all.", needs="the list of promises itself"),
    Formula("share-passed", "Things found as promised, out of all looked for.", needs="test contacts and their scores"),
    Formula("share-completed", "Things done, out of all begun.", needs="a record of what was begun and what was done"),
    Formula("share-read", "Messages read by a person, out of all received.", needs="a record of what was read"),
    Formula("availability", "Checks answered, out of all made.", needs="checks made from outside"),
    Formula("not-measured", "Nothing is worked out for this promise.", needs="a way of measuring it"),
)

FORMULAS: Mapping[str, Formula] = MappingProxyType({formula.id: formula for formula in _ALL})


def formula_of(id: str) -> Formula:
    """Return the formula with an id. Raises ValueError with the ids there are."""
    try:
        return FORMULAS[id]
    except KeyError:
        raise ValueError(f"There is no formula '{id}'. The formulas are {say_list(list(FORMULAS))}.") from None
