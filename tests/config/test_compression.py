"""Pages travel compressed, and how long one is on its way tells nobody what is in it."""

import gzip
import re

import pytest
from django.test import Client

from tests import cast

pytestmark = pytest.mark.django_db

GZIP = Client(headers={"accept-encoding": "gzip, br"})


def test_a_page_is_a_fifth_of_its_size_for_who_can_read_it_so_and_the_same_for_others():
    cast.council()
    packed, plain = GZIP.get("/s5/promises/"), Client().get("/s5/promises/")
    assert (packed.headers["Content-Encoding"], "Content-Encoding" in plain.headers) == ("gzip", False)
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in (packed, plain))
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) * 5 < len(plain.content)


def test_the_token_of_a_form_and_the_length_of_its_page_are_others_each_time():
    cast.council()
    client = Client(headers={"accept-encoding": "gzip"}, enforce_csrf_checks=True)
    pages = [client.get("/s5/contacts/").content for _ in range(12)]
    tokens = {re.findall(rb'name="csrfmiddlewaretoken" value="(\w+)"', gzip.decompress(page))[0] for page in pages}
    assert (len(tokens), len({len(page) for page in pages}) > 3) == (12, True)
