"""The addresses of this room alone, so that its tests stand without the rest of the house."""

from django.urls import include, path

urlpatterns = [path("", include("answerable.design.urls"))]
