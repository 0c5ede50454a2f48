"""The council's front page, and how its pages treat people."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from answerable.councils.queries import addresses_of, all_councils
from answerable.public.asking import council_or_404
from answerable.public.pages import statements


@require_safe
def councils(request: HttpRequest) -> HttpResponse:
    """Show the councils that can be reached here."""
    return render(request, "public/councils.html", {"councils": all_councils()})


@require_safe
def home(request: HttpRequest, council: str) -> HttpResponse:
    """Show how to reach the council: here, by telephone, by email, by letter and in person (S1-37, S2-03)."""
    found = council_or_404(council)
    return render(request, "public/home.html", {"council": found, "addresses": addresses_of(found)})


@require_safe
def accessibility(request: HttpRequest, council: str) -> HttpResponse:
    """Say how far these pages can be used by everybody, in the words that the regulations fix (SI 2018/952)."""
    found = council_or_404(council)
    here = f"{settings.ORIGIN}{reverse('public:home', args=[council])}"
    return render(request, "public/accessibility.html", {**statements.accessibility(found), "here": here})


@require_safe
def privacy(request: HttpRequest, council: str) -> HttpResponse:
    """Say what is kept about somebody who writes to the council, who answers for it, and what they can ask."""
    return render(request, "public/privacy.html", statements.privacy(council_or_404(council)))
