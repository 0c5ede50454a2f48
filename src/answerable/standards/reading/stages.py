"""The [[stage]] tables of a procedure, read into ``Stage`` values and checked against its promises and the vocabulary.

A stage in which nobody could do what one of its limits waits for is refused: no clock may open that nothing can stop.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from answerable.standards.charter.clock_rules import Awaiting
from answerable.standards.charter.procedures import Foreseen, Holder, Stage
from answerable.standards.charter.promises import Promise
from answerable.standards.reading.clock_rules import take_needs
from answerable.standards.reading.file_table import FileTable
from answerable.standards.vocabulary.facts import FACTS, IN_COURSE, LETTERS


def read_stages(whole: FileTable, promises: Iterable[Promise]) -> tuple[Stage, ...]:
    """Read every stage in order, so that one can come only after one above it."""
    limits = {promise.id: promise for promise in promises if promise.clock is not None}
    stages: dict[str, Stage] = {}
    for place in whole.take_tables("stage", "id"):
        stage = _stage(place, limits, stages)
        if stage.id in stages:
            raise place.refuse(f"{stage.id} is the id of two stages. Give each an id of its own.", "id")
        stages[stage.id] = stage
        if place.told:
            break  # a later stage may lean on this one
    return tuple(stages.values())


def as_adopted(stages: Iterable[Stage], adopted: Mapping[str, tuple[str, ...]]) -> tuple[Stage, ...]:
    """Return stages with the council's own promises as limits, where those have adopted a law's clock."""
    return tuple(
        replace(stage, limits=tuple(own for id in stage.limits for own in adopted.get(id, (id,)))) for stage in stages
    )


def _stage(place: FileTable, limits: Mapping[str, Promise], above: Mapping[str, Stage]) -> Stage:
    stage = Stage(
        id=place.take("id", str),
        name=place.take("name", str),
        opens=place.take_word("from", FACTS),
        after=place.take_word("after", above, ""),
        held_by=place.take_choice("held_by", Holder, Holder.ANYBODY),
        limits=place.take_list("limits", limits),
        next=_next(place),
    )
    place.close()
    if not stage.limits:
        raise place.refuse("'limits' is empty, so nobody is ever in this stage. Name its promises.", "limits")
    if not any(one.ends for one in stage.next):
        raise place.refuse("Nothing ends this stage. Add ends = true to a fact of 'next'.", "next")
    for id in stage.limits:
        clock = limits[id].clock
        if isinstance(clock, Awaiting) and not any(one.fact in clock.stops for one in stage.next):
            raise place.refuse(f"Nothing in this stage can stop {id}. Add a fact that does to 'next'.", "limits")
    return stage


def _next(place: FileTable) -> tuple[Foreseen, ...]:
    found: dict[str, Foreseen] = {}
    tables = place.take_tables("next")
    for table in tables:
        fact = table.take_word("fact", IN_COURSE)
        if fact in found:
            raise table.refuse(f"'{fact}' comes twice in this stage. Say all of it once.", "fact")
        found[fact] = Foreseen(
            fact=fact,
            needs=take_needs(table, "needs", fact),
            letter=table.take_word("letter", LETTERS, ""),
            ends=table.take("ends", bool, False),
        )
        table.close()
    for one in found.values():
        if one.letter and one.letter not in found:
            raise place.refuse(f"'{one.letter}' tells of '{one.fact}' but is not in 'next'. Add it.", "next")
    return tuple(found.values())
