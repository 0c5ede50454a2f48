"""Addresses of the demonstration's own pages, which stand under "demo" and only on a demonstration."""

from django.urls import path

from answerable.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.newcomer, name="newcomer"),
    path("email/", views.write, name="write"),
    path("inbox/", views.letters, name="inbox"),
]
