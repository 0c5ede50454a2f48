"""The promises of a council beside the figures of a period."""

from collections.abc import Iterable
from dataclasses import dataclass

from answerable.figures.models import FigureRow
from answerable.public.pages.figures import FigureShown, shown
from answerable.standards.charter.clock_rules import Notice
from answerable.standards.charter.promises import Charter, Force, Promise
from answerable.standards.judging.messages import TOLD
from answerable.standards.measure.formulas import is_fed, standing
from answerable.standards.vocabulary.channels import CHANNELS, Touch

_HOWEVER = "However you contact us"
_REST = "What we publish, and how we work"
ORDER = (_HOWEVER, *(touch.value for touch in Touch), _REST, *(force.heading for force in Force))


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise, its figures if it has any, and otherwise why there is none. ``label`` is its id in the charter."""

    id: str
    label: str
    words: str
    strength: str
    source: str
    figures: tuple[FigureShown, ...]
    why_not: str
    reading: str
    local: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Promises about one way of being in touch, in the order of the charter."""

    name: str
    lines: tuple[PromiseLine, ...]


def groups(charter: Charter, rows: Iterable[FigureRow]) -> list[Group]:
    """Return every promise of a charter with its figures, grouped by how people are in touch."""
    by_promise: dict[str, list[FigureRow]] = {}
    for row in rows:
        by_promise.setdefault(row.promise, []).append(row)
    promises = [*charter.promises, *([TOLD] if TOLD.id in by_promise else [])]
    found: dict[str, list[PromiseLine]] = {name: [] for name in ORDER}
    for promise in promises:
        found[_place(promise)].append(line(promise, by_promise.get(promise.id, ()), draft=charter.draft))
    return [Group(name, tuple(lines)) for name, lines in found.items() if lines]


def line(promise: Promise, rows: Iterable[FigureRow], *, draft: bool) -> PromiseLine:
    """Put one promise and its figures into words. The law beside a ``draft`` charter is no draft.

    A figure over nothing is shown only where something here could have counted; elsewhere stands what is missing.
    """
    stands, rule = standing(promise), promise.clock
    replies = {one.id: one.words for one in rule.notice_for} if isinstance(rule, Notice) else {}
    figures = tuple(shown(row, replies) for row in rows if is_fed(promise, row.formula) or rests_on_something(row))
    measured = tuple(figure for figure in figures if not figure.why)
    why = next((figure.why for figure in figures if figure.why), stands.why_not)
    return PromiseLine(
        id=promise.id,
        label="" if promise is TOLD else promise.id,
        words=promise.words,
        strength=promise.strength.sentence,
        source=promise.source,
        figures=measured,
        why_not="" if measured else why,
        reading=promise.reading,
        local=promise.local,
        draft=draft and not promise.statutory,
    )


def rests_on_something(row: FigureRow) -> bool:
    """Tell whether anything was counted for a figure, were it only to set it aside."""
    return bool(row.n) or any(row.detail["apart"].values()) or "held_back" in row.detail


def find(charter: Charter, id: str) -> Promise | None:
    """Return a promise by its id, or None when this charter has none such."""
    return next((promise for promise in (*charter.promises, TOLD) if promise.id == id), None)


def _place(promise: Promise) -> str:
    if promise.force is not None:
        return promise.force.heading
    if "all" in promise.channels:
        return _HOWEVER
    fitting = {CHANNELS[channel].touch for channel in promise.channels} - {Touch.WITHIN}
    if len(fitting) == 1:
        return fitting.pop().value
    return _HOWEVER if fitting else _REST
