"""Somebody signed in at the desk, at a moment the test sets, on pages that may not ask the database once a row."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client
from zeal import zeal_context

from answerable.contacts.models import Contact
from answerable.people.models import Staff
from tests import cast
from tests.build import at


class Desk:
    """What one member of staff does in a browser."""

    def __init__(self, staff: Staff, council: str, monkeypatch: pytest.MonkeyPatch) -> None:
        staff.enrolled_at = cast.LONG_AGO
        staff.save(update_fields=["enrolled_at"])
        self.staff, self.council = staff, council
        self.client = Client()
        self.client.force_login(staff)
        self._patch = monkeypatch

    def at(self, when: str) -> "Desk":
        """Let it be this moment from now on."""
        self._patch.setattr("answerable.config.clock.the_moment_it_is", lambda: at(when))
        return self

    def open(self, page: str = "", **query: str) -> Any:
        """Open a page of the desk, by its address below it. It may not ask the database once a row."""
        with zeal_context():
            return self.client.get(f"/{self.council}/desk/{page}", query)

    def contact(self, contact: Contact, **query: str) -> str:
        """Read a contact's page as text."""
        response = self.open(f"contacts/{contact.reference}/", **query)
        assert response.status_code == 200
        return text(response)

    def press(self, contact: Contact, verb: str, /, **fields: Any) -> Any:
        """Press a button on a contact's page."""
        with zeal_context():
            return self.client.post(f"/{self.council}/desk/contacts/{contact.reference}/{verb}/", fields)

    def token(self, contact: Contact, what: str) -> str:
        """Open a form to write in, and return its token."""
        page = self.open(f"contacts/{contact.reference}/", write=what).content.decode()
        return re.search(r'name="token" value="([^"]+)"', page)[1]

    def write(self, contact: Contact, what: str, /, **fields: Any) -> Any:
        """Open the form, fill it in and send it."""
        return self.press(contact, what, **filled({"token": self.token(contact, what)} | fields))


def filled(fields: dict[str, Any]) -> dict[str, str]:
    """Return fields as a browser sends them: a date as three boxes, and what is empty left empty."""
    sent = {name: value for name, value in fields.items() if not isinstance(value, date)}
    for name, value in fields.items():
        if isinstance(value, date):
            sent |= {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}
    return sent


def text(response: Any) -> str:
    """Return what a page says, without its tags, on one line."""
    page = re.sub(r"<[^>]*>", " ", response.content.decode())
    return re.sub(r"\s+([,.:])", r"\1", re.sub(r"\s+", " ", unescape(page)))
