"""Fills rows from a charter and its figures, and works nothing out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from answerable.standards.charter.clock_rules import Awaiting, ClockRule, Contingent, DatesKept, Notice, Timed
from answerable.standards.charter.promises import Charter, Promise
from answerable.standards.charter.saying import say_within
from answerable.standards.judging.messages import TOLD
from answerable.standards.judging.outcome import Measure
from answerable.standards.measure.figure import Count, Figure, NotMeasured, Sampled, Share, Wait
from answerable.standards.measure.formula import Formula
from answerable.standards.measure.formulas import FORMULAS, OF_CLOCKS
from answerable.standards.measure.saying.rows import (
    CouncilReport,
    Counts,
    NoticeRow,
    NotMeasuredRow,
    PhoneRow,
    PromiseRow,
    SaidFigure,
    SaidShare,
    Sample,
    SettingRow,
)
from answerable.standards.measure.saying.words import CORRECTED_LATE, SET_ASIDE_LATE, why_apart, with_reasons
from answerable.standards.measure.small import Held
from answerable.standards.time.counting import DueAt
from answerable.standards.time.duration import CalendarDays, Months, Weeks, WorkingDays, WorkingMinutes
from answerable.standards.words import say_list

Figures = Mapping[str, Sequence[Figure]]
"""The figures of each promise by its id, as ``Results.figures`` gives them."""

_UNTIL = {
    DueAt.END_OF_DAY: "midnight at the end of the last day",
    DueAt.CLOSE_OF_BUSINESS: "the doors close on the last day",
    DueAt.INSTANT: "the same time of the last day",
}
_OF_A_DELAY = 3


def council_report(
    charter: Charter, figures: Figures, *, calls: Sequence[Figure] = (), samples: Iterable[Sample] = ()
) -> CouncilReport:
    """Return a council's part of the page. ``calls`` are the shares of the telephone to show side by side (B.17)."""
    own = [promise for promise in charter.promises if not promise.statutory]
    laws = [promise for promise in charter.promises if promise.statutory]
    return CouncilReport(
        key=charter.council,
        name=charter.name,
        title=charter.title,
        version=charter.version,
        since=charter.since,
        source=charter.source,
        promised=len(own),
        draft=charter.draft,
        promises=tuple(promise_rows((*own, TOLD), figures)),
        figures=tuple(figure_rows(own, figures)),
        notices=tuple(notice_rows(charter.promises, figures)),
        phone=tuple(phone_rows(calls)),
        laws=tuple(promise_rows(laws, figures)),
        not_measured=tuple(unmeasured_rows(charter.promises, figures)),
        settings=tuple(setting_rows(charter)),
        samples=tuple(samples),
        formulas=tuple(_formulas(chain(calls, *figures.values()))),
    )


def setting_rows(charter: Charter) -> Iterable[SettingRow]:
    """Give the settings that every figure of a charter rests on."""
    for name, one in charter.settings.items():
        yield SettingRow(name.replace("_", " "), _value(one.value), one.local)


def promise_rows(promises: Iterable[Promise], figures: Figures) -> Iterable[PromiseRow]:
    """Give the promises judged on each contact."""
    for promise in promises:
        for figure in figures.get(promise.id, ()):
            if isinstance(figure, Share) and _on_each_contact(promise, figure):
                yield PromiseRow(
                    id=promise.id,
                    words=promise.words,
                    strength=promise.strength,
                    limit=limit_of(promise, figure.formula.id),
                    share=part(figure),
                    counts=counts(figure),
                    formula=figure.formula,
                    settings=settings_of(promise),
                    target=_target(figure),
                    verdict=figure.verdict,
                    met=figure.met,
                    local=promise.local,
                    implied=promise.implied,
                )


def figure_rows(promises: Iterable[Promise], figures: Figures) -> Iterable[SaidFigure]:
    """Give the promises about the whole period."""
    for promise in promises:
        for figure in figures.get(promise.id, ()):
            if (
                isinstance(figure, NotMeasured)
                or (figure.terms.about and not isinstance(figure, Held))
                or _on_each_contact(promise, figure)
            ):
                continue
            yield SaidFigure(
                id=promise.id,
                words=promise.words,
                strength=promise.strength,
                of=promise.aggregate.of if promise.aggregate else "",
                formula=figure.formula,
                said=figure.said,
                share=part(figure) if isinstance(figure, Share) else None,
                behind=tuple(behind(figure)),
                target=_target(figure),
                verdict=figure.verdict,
                met=figure.met,
                local=promise.local,
            )


def notice_rows(promises: Iterable[Promise], figures: Figures) -> Iterable[NoticeRow]:
    """Give the three figures of every promise that a notice of delay speaks of (C7)."""
    for promise in promises:
        about: dict[str, dict[str, SaidShare]] = {}
        for figure in figures.get(promise.id, ()):
            if isinstance(figure, Share) and figure.terms.about:
                about.setdefault(figure.terms.about, {})[figure.formula.id] = part(figure)
        for reply, parts in about.items():
            if len(parts) < _OF_A_DELAY:
                continue  # one is held back: they stand among the other figures
            yield NoticeRow(
                promise.id,
                reply,
                promise.words,
                replied=parts["delay-replied-in-time"],
                replied_or_told=parts["delay-replied-or-told"],
                date_met=parts["delay-revised-date-met"],
            )


def phone_rows(calls: Iterable[Figure]) -> Iterable[PhoneRow]:
    """Give the shares among some figures of the telephone."""
    for figure in calls:
        if isinstance(figure, Share):
            yield PhoneRow(figure.formula, part(figure))


def unmeasured_rows(promises: Iterable[Promise], figures: Figures) -> Iterable[NotMeasuredRow]:
    """Give the promises with no figure, and why there is none."""
    for promise in promises:
        why = [one.why for one in figures.get(promise.id, ()) if isinstance(one, NotMeasured)]
        if why:
            yield NotMeasuredRow(promise.id, promise.words, why[0])


def _formulas(figures: Iterable[Figure]) -> Iterable[Formula]:
    """Give each formula that something was counted by, in the order in which formulas stand."""
    counted = (one for figure in figures for one in (figure, *figure.beside) if not isinstance(one, NotMeasured))
    used = {one.formula.id for one in counted}
    yield from (formula for id, formula in FORMULAS.items() if id in used)


def part(share: Share) -> SaidShare:
    """Give a share in the engine's words."""
    interval = share.said_interval if share.interval else ""
    return SaidShare(share.said, share.numerator, share.denominator, interval)


def counts(share: Share) -> Counts:
    """Give what a share was made of and all that was set aside."""
    apart = share.apart
    return Counts(
        kept=share.numerator,
        broken=share.denominator - share.numerator - apart.overdue,
        open_late=apart.overdue,
        set_aside_late=_reasons(apart.set_aside_late),
        corrected_late=apart.corrected_late,
        not_required=apart.not_required,
        running=apart.running,
        paused=apart.paused,
        void=_reasons(apart.void),
        excluded=_reasons(apart.excluded),
        by_machine=share.by_machine,
        held=apart.held,
    )


def behind(figure: Figure) -> Iterable[str]:
    """Say what stands behind a figure: the spread of a wait, the parts of a count, its like (C14), what is left out."""
    if isinstance(figure, Wait):
        yield from (f"{name} {said}" for name, said in figure.say_spread(figure.spread).items())
        yield f"over {figure.n:,}"
        if figure.unserved.n:
            yield f"{figure.unserved.n:,} {figure.unserved_are}; with them the mean is {figure.said_with_unserved}"
    if isinstance(figure, Held):
        yield figure.why
    if isinstance(figure, Share) and figure.by_machine is not None:
        yield counts(figure).who
    if isinstance(figure, Sampled) and figure.missing:
        yield f"due but not made, and counted as failed {figure.missing:,}"
    if isinstance(figure, Count):
        yield from (f"{name} {number:,}" for name, number in figure.counts.items())
    for other in figure.beside:
        if not isinstance(other, Count):
            yield f"{other.name}: {other.said}"
    apart = figure.apart
    if apart.overdue:
        yield f"still open and counted as missed {apart.overdue:,}"
    if apart.set_aside_late:
        yield f"{SET_ASIDE_LATE} {with_reasons(apart.set_aside_late)}"
    if apart.corrected_late:
        yield f"{CORRECTED_LATE} {apart.corrected_late:,}"
    for name, number in (
        ("not known yet", apart.running),
        ("paused", apart.paused),
        ("not required", apart.not_required),
    ):
        if number:
            yield f"{name} {number:,}"
    for name, some in (("void", _reasons(apart.void)), ("left out", _reasons(apart.excluded))):
        if some:
            yield f"{name} {with_reasons(some)}"


def limit_of(promise: Promise, formula: str) -> str:
    """Say by when a promise is to be kept, for one of the formulas its clocks are counted by."""
    rule = promise.clock
    if rule is None or formula == OF_CLOCKS[Measure.CONTENT].id:
        return "when each message is sent"
    if isinstance(rule, DatesKept):
        return "the date we gave"
    if isinstance(rule, Notice):
        return f"when the reply itself is due ({say_list([one.id for one in rule.notice_for])})"
    said = f"{rule.within} after “{(rule.counts_from or rule.opens).replace('_', ' ')}”"
    if isinstance(rule.within, (WorkingDays, CalendarDays, Weeks, Months)):
        said += f", until {_UNTIL[rule.counting.due_at]}"
    if isinstance(rule, Contingent):
        said += f"; not required if the full reply comes {say_within(rule.unless_full_reply_within)}"
    if rule.extension is not None:
        said += f"; may be extended {f'to {rule.extension.to}' if rule.extension.to else f'by {rule.extension.by}'}"
    return said


def settings_of(promise: Promise) -> str:
    """Say how a promise was counted: on which calendar, what a message must carry, and our reading of the words."""
    said = _calendar(promise.clock)
    needs = promise.rule.needs if promise.rule else ()
    if isinstance(promise.clock, Awaiting):
        needs = promise.clock.needs or needs
    if needs:
        said.append(f"A message counts only with: {say_list([name.replace('_', ' ') for name in needs])}.")
    return " ".join([*said, promise.reading]).strip()


def _calendar(rule: ClockRule | None) -> list[str]:
    if not isinstance(rule, Timed) or not isinstance(rule.within, (WorkingDays, WorkingMinutes)):
        return []
    return [f"Calendar: {rule.calendar.title or rule.calendar.name}."]


def _on_each_contact(promise: Promise, figure: Figure) -> bool:
    """Tell whether a figure is the promise's own clocks counted, rather than a headline over many promises."""
    is_own = figure.formula in OF_CLOCKS.values() and (promise.clock is not None or promise.rule is not None)
    return is_own and not isinstance(figure, Held)


def _target(figure: Figure) -> str:
    return str(figure.terms.target) if figure.terms.target else ""


def _reasons(counted: Mapping[str, int]) -> dict[str, int]:
    """Shorten reasons to what a table has room for: why it was left out, a sentence without its full stop."""
    found: Counter[str] = Counter()
    for reason, number in counted.items():
        found[why_apart(reason)] += number
    return dict(found.most_common())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
