"""The least that Django can serve: one word. Settings, address and application in one file."""

import os

SECRET_KEY = "nothing is signed"
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = __name__
MIDDLEWARE: list[str] = []

os.environ["DJANGO_SETTINGS_MODULE"] = __name__

from django.core.wsgi import get_wsgi_application  # noqa: E402 - after the line that says where its settings are
from django.http import HttpRequest, HttpResponse  # noqa: E402 - after the line that says where its settings are
from django.urls import path  # noqa: E402 - after the line that says where its settings are


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello", content_type="text/plain")


urlpatterns = [path("", hello)]
application = get_wsgi_application()
