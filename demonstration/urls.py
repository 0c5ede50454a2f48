"""Every address of a demonstration: its own pages under "demo", and those of any deployment."""

from django.urls import include, path

from answerable.config.urls import urlpatterns as everybody
from demonstration import views

own = [
    path("", views.newcomer, name="newcomer"),
    path("email/", views.write, name="write"),
    path("inbox/", views.letters, name="inbox"),
]
urlpatterns = [path("demo/", include((own, "demo"))), *everybody]
