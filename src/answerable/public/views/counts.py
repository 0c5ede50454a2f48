"""Every count that was published, and for each the files from which anybody can count it again (C15)."""

from importlib.resources import files

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from answerable import figures
from answerable.councils.models import Council
from answerable.figures.clock_file import unpacked
from answerable.figures.models import PeriodCount
from answerable.figures.queries import clock_file, counts_of, with_figures
from answerable.figures.queries import counts as counts_of_council
from answerable.public.asking import Asked, council_or_404
from answerable.public.pages.counts import by_period
from answerable.public.views.promises import charter_on, csv_of, json_of, shown
from answerable.standards.charter.promises import Charter


@require_safe
def counts(request: Asked, council: str) -> HttpResponse:
    """List every period that was counted, with every count of it that stays."""
    found = council_or_404(council)
    context = {"council": found, "periods": by_period(counts_of_council(council))}
    return render(request, "public/counts.html", context)


@require_safe
def count(request: Asked, council: str, count: int) -> HttpResponse:
    """Show every promise with its figures as one count found them."""
    found, one = _count(council, count)
    newest = counts_of(one).values_list("id", flat=True)[0]
    return shown(request, found, _charter(one), one, is_newest=newest == one.id)


@require_safe
def figures_csv(request: Asked, council: str, count: int) -> HttpResponse:
    """Give the figures of one count as a table, one row a figure."""
    _, one = _count(council, count)
    return csv_of(_charter(one), one, "figures.csv")


@require_safe
def figures_json(request: Asked, council: str, count: int) -> HttpResponse:
    """Give the figures of one count with all their parts."""
    found, one = _count(council, count)
    return json_of(found, _charter(one), one)


@require_safe
def clocks(request: Asked, council: str, count: int) -> HttpResponse:
    """Give what one count was made from: a row for each thing that each figure counted, and nobody's name."""
    _, one = _count(council, count)
    file = clock_file(one)
    if file is None:
        raise Http404
    return _given(unpacked(file.packed), "text/csv; charset=utf-8", "clocks.csv")


@require_safe
def recount(request: Asked, council: str) -> HttpResponse:
    """Give the script that counts the figures of a count again. It needs Python and nothing else."""
    council_or_404(council)
    script = files(figures).joinpath("recount.py").read_bytes()
    return _given(script, "text/x-python; charset=utf-8", "recount.py")


def _given(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _count(council: str, count: int) -> tuple[Council, PeriodCount]:
    found = council_or_404(council)
    return found, get_object_or_404(with_figures(council), id=count)


def _charter(count: PeriodCount) -> Charter:
    """Return the charter whose figures come first in a count: the one in force in its period when it was made."""
    return charter_on(count.council_id, max(count.first_on, min(count.last_on, localdate(count.at))))
