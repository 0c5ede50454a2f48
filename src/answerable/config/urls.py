"""Every address of the site: a council's residents under its key, its staff under its key and "desk"."""

from django.urls import include, path

from answerable.health.answering import health
from answerable.importing.answering import lines

urlpatterns = [
    path("account/", include("answerable.people.urls")),
    path("", include("answerable.design.urls")),
    path("health/", health, name="health"),  # answered before it comes to this: so that no council takes its address
    path("<slug:council>/in/lines/", lines, name="lines"),
    path("<slug:council>/desk/", include("answerable.desk.urls")),
    path("", include("answerable.public.urls")),
]

handler400 = "answerable.design.views.bad_request"
handler404 = "answerable.design.views.not_found"
