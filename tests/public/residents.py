"""A resident at the pages, without a browser: fills in the form, and reads what a page says."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from answerable.config import clock
from answerable.contacts.keys import digest_of, in_groups
from answerable.contacts.models import Contact, PageKey

ANSWERS: dict[str, dict[str, Any]] = {
    "about": {"kind": "enquiry"},
    "message": {"subject": "Street lamp", "message": "The street lamp is out."},
    "danger": {"danger": "no"},
    "reach": {"name": "Robin Reed", "email": "robin@home.example"},
    "needs": {},
}


def address(step: str, council: str = "s5") -> str:
    """Return the address of one question."""
    return f"/{council}/contact/" if step == "about" else f"/{council}/contact/{step}/"


def answer(client: Client, council: str = "s5", **changes: dict[str, Any]) -> None:
    """Answer every question; ``changes`` are other answers, by step."""
    for step, given in ANSWERS.items():
        response = client.post(address(step, council), changes.get(step, given))
        assert response.status_code == 302, words(response)


def token(client: Client, where: str = "/s5/contact/check/") -> str:
    """Return the token of the form that a page shows."""
    found = re.search(r'name="token" value="([^"]+)"', client.get(where).content.decode())
    assert found is not None
    return found[1]


def send(client: Client, council: str = "s5", **changes: dict[str, Any]) -> Any:
    """Answer every question and press the button, and return the page that follows."""
    answer(client, council, **changes)
    where = f"/{council}/contact/check/"
    return client.post(where, {"token": token(client, where)}, follow=True)


def page_of(contact: Contact) -> str:
    """Return the address of a contact's own page, with a key to it that is the same each time."""
    return f"/{contact.council_id}/contacts/{contact.reference}/{key_of(contact)}/"


def a_page_of(contact: Contact) -> str:
    """Return how the address of a contact's own page begins, whatever the key."""
    return f"/{contact.council_id}/contacts/{contact.reference}/"


def opens(client: Client, where: str) -> str:
    """Open a page, and return its main heading."""
    response = client.get(where)
    assert response.status_code == 200, words(response)
    return heading(response)


def key_of(contact: Contact) -> str:
    """Return a key that opens a contact's own page: the same each time, unlike any that we make."""
    key = in_groups(f"TEST-{contact.reference}-0000")
    kept = {"made_at": contact.received_at, "ends_at": contact.received_at + timedelta(days=730)}
    PageKey.objects.get_or_create(contact=contact, digest=digest_of(contact.reference, key), defaults=kept)
    return key


def words(response: Any) -> str:
    """Return what a page says, with single spaces."""
    html = re.sub(r"<(script|head)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def heading(response: Any) -> str:
    """Return the main heading of a page."""
    found = re.search(r"<h1.*?</h1>", response.content.decode(), flags=re.DOTALL)
    assert found is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def stands(response: Any) -> str:
    """Return the sentence under "Where it stands" on a contact's own page."""
    found = re.search(r"Where it stands</h2>\s*<p[^>]*>(.*?)</p>", response.content.decode(), flags=re.DOTALL)
    assert found is not None
    return " ".join(unescape(found[1]).split())


def begins(response: Any) -> str:
    """Return what a contact's own page says before "Where it stands"."""
    said = words(response)
    return said[said.index("Your reference") : said.index("Where it stands")]


def problems(response: Any) -> list[str]:
    """Return the lines of a page's error summary."""
    summary = re.search(r'<div class="govuk-error-summary".*?</ul>', response.content.decode(), flags=re.DOTALL)
    found = re.findall(r"<li>(.*?)</li>", summary[0], flags=re.DOTALL) if summary else []
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in found]


def the_clock_says(when: datetime, patch: pytest.MonkeyPatch) -> None:
    """Let every request be made at one moment."""
    patch.setattr(clock, "the_moment_it_is", lambda: when)
