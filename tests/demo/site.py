"""The addresses of a demonstration: its own pages, and everybody's."""

from django.urls import include, path

from answerable.config.urls import urlpatterns as everybody

urlpatterns = [path("demo/", include("answerable.demo.urls")), *everybody]
