"""From the rows of a period to its figures: which contacts and observations can matter, and what comes of them.

Nothing is written here. Contacts come from the database a chunk at a time, so a quarter of any size fits in memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain, groupby, product
from typing import NamedTuple

from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from answerable.contacts.clocks import as_judged, fact_of
from answerable.contacts.models import ClockRow, Contact, FactRow
from answerable.councils.models import Council
from answerable.figures.clock_file import ClockFileWriter
from answerable.figures.queries import published
from answerable.observations.queries import last_checks, observation_of, settled
from answerable.promises.models import Edition
from answerable.promises.queries import charter_in, edition_on
from answerable.standards.charter.promises import Charter
from answerable.standards.facts import Contact as Judged
from answerable.standards.judging.clock import judge_all
from answerable.standards.measure.figure import Figure
from answerable.standards.measure.first_time import DAYS
from answerable.standards.measure.formulas import unconnected
from answerable.standards.measure.observations import published as was_published
from answerable.standards.measure.period import Period
from answerable.standards.measure.results import Results

CHUNK = 500
"""How many contacts are in memory at once, with their facts."""

_LATELY = timedelta(days=366)
"""How long a channel by which nothing comes still counts as connected."""

_COMES_BACK = timedelta(days=DAYS + 1)
"""How long after a period its settled matters can come back, and then were not settled; and a day for the hours."""


class Figured(NamedTuple):
    """A figure, and the charter that it was counted by."""

    figure: Figure
    charter: Charter
    unconnected: str = ""
    """That nothing it could be counted from comes to the council, in a sentence, where nothing was counted."""


class PeriodTally:
    """Counts one period of a council as things stand ``at`` a moment, each contact by the charter that binds it (C18).

    Where a council changed its charter, each edition is counted apart: a promise of five days and one of seven cannot
    share a figure, whatever they are both called. Raises LookupError when no charter was in force in the period.
    """

    def __init__(self, council: Council, *, first_on: date, last_on: date, at: datetime) -> None:
        self.contacts = 0
        self._file = ClockFileWriter(council.key, first_on=first_on, last_on=last_on, at=at)
        self._council, self._at = council, at
        self._editions = {edition.id: edition for edition in Edition.objects.filter(council=council)}
        self._in_force = edition_on(council.key, max(first_on, min(last_on, localdate(at))))
        self._period = Period(first_on, last_on, zone=charter_in(self._in_force).calendar.zone)
        self._results: dict[int, tuple[Charter, Results]] = {}
        self._begin(self._in_force)

    def run(self) -> None:
        """Look at every contact and every observation that can matter, once."""
        for contact in that_matter(self._council, self._period).iterator(chunk_size=CHUNK):
            charter, results = self._begin(self._editions[contact.edition_id])
            judged = _judged(contact)
            results.add(judged, judge_all(judged, charter=charter, now=self._at))
            self.contacts += 1
        self._observe()
        for _, results in self._results.values():
            results.close()

    def clock_file(self, figured: Iterable[Figured]) -> tuple[bytes, str]:
        """Return the packed file of all that was counted, fit to publish beside its figures, and its SHA-256."""
        return self._file.close((one.figure, one.charter) for one in figured)

    def _observe(self) -> None:
        """Count each observation by the charter in force on its day; on a day without one nothing was promised."""
        for row in last_checks(self._council.key, before=self._period.starts):
            for _, results in self._results.values():
                results.observe(observation_of(row))
        self._observe_publication()
        found = settled(self._council.key, first=self._period.starts, before=self._period.ends, by=self._at)
        for day, rows in groupby(found.order_by("at").iterator(chunk_size=CHUNK), lambda row: localdate(row.at)):
            try:
                _, results = self._begin(edition_on(self._council.key, day))
            except LookupError:
                continue
            for row in rows:
                results.observe(observation_of(row))

    def _observe_publication(self) -> None:
        """Count whether the figures of the quarters before came out in time, by the charter in force."""
        charter, results = self._results[self._in_force.id]
        promises = [one for one in charter.promises if one.publication is not None and one.publication.figures]
        quarters = published(self._council.key, self._at) if promises else []
        for promise, quarter in product(promises, quarters):
            for found in was_published(promise, *quarter, now=self._at, calendar=charter.calendar):
                results.observe(found)

    def figures(self) -> Iterator[Figured]:
        """Give each promise's figures: first all of the charter in force, then of earlier ones what they still bind."""
        in_force, _ = self._results[self._in_force.id]
        others = [one for id, one in self._results.items() if id != self._in_force.id]
        newest_first = sorted(others, key=lambda one: one[0].in_force_from, reverse=True)
        for charter, results in [self._results[self._in_force.id], *newest_first]:
            for figure in chain.from_iterable(results.figures().values()):
                if charter is in_force or figure.n:
                    yield Figured(figure, charter, "" if figure.n else self._unconnected(figure, charter))

    def _unconnected(self, figure: Figure, charter: Charter) -> str:
        promise = next((one for one in charter.promises if one.id == figure.terms.promise), None)
        return unconnected(promise, self._channels) if promise is not None else ""

    @cached_property
    def _channels(self) -> frozenset[str]:
        """The channels by which anything reached the council in the period, or in the year before it."""
        since = self._period.starts - _LATELY
        found = Contact.objects.filter(council=self._council, received_at__gte=since, received_at__lte=self._at)
        return frozenset(found.order_by().values_list("channel", flat=True).distinct())

    def _begin(self, edition: Edition) -> tuple[Charter, Results]:
        if edition.id not in self._results:
            charter = charter_in(edition)
            note = self._file.note_for(charter)
            later = (one.in_force_from for one in self._editions.values() if one.in_force_from > edition.in_force_from)
            results = Results(
                charter, period=self._period, now=self._at, note=note, replaced_on=min(later, default=None)
            )
            self._results[edition.id] = charter, results
        return self._results[edition.id]


def that_matter(council: Council, period: Period) -> QuerySet[Contact]:
    """Return the contacts that any figure of a period can count, with their facts.

    A figure counts clocks by the moment that decided them, or contacts by when they began, and asks whether a matter
    came back within days. A contact that is still open is looked at whenever it began before the period was over: time
    alone may have moved its clocks since its rows were written.
    """
    decided = ClockRow.objects.filter(council=council, decided__gte=period.starts, decided__lt=period.ends)
    began = Q(received_at__gte=period.starts, received_at__lt=period.ends + _COMES_BACK)
    still_open = Q(closed_at=None, received_at__lt=period.ends)
    facts = FactRow.objects.only("contact_id", "what", "at", "details", "words")
    return (
        Contact.objects.filter(began | still_open | Q(id__in=decided.values("contact_id")), council=council)
        .select_related("follows")
        .only("reference", "channel", "came_as", "mailbox", "edition_id", "welfare", "follows__reference")
        .prefetch_related(Prefetch("facts", facts))
        .order_by("id")
    )


def _judged(contact: Contact) -> Judged:
    """Return a contact as the engine sees it; its first fact says after which it came, and if it is about welfare."""
    judged = as_judged(contact, [fact_of(row) for row in contact.facts.all()])
    more = {"after": contact.follows.reference} if contact.follows else {}
    more |= {"welfare": "yes"} if contact.welfare else {}
    if not more or not judged.facts:
        return judged
    first, *others = judged.facts
    first = first._replace(details={**first.details, **more})
    return replace(judged, facts=(first, *others))
