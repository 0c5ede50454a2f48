"""The browser is told to run and load only our own files."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from answerable.design.security import ContentSecurityPolicy

pytestmark = pytest.mark.urls("tests.design.urls")


def test_every_answer_carries_the_policy():
    answer = ContentSecurityPolicy(lambda request: HttpResponse())(HttpRequest())
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def test_the_site_sends_it_even_with_a_page_that_is_not_there():
    assert "default-src 'self'" in Client().get("/brand/nothing").headers["Content-Security-Policy"]
