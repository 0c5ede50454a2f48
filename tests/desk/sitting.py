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
        just_signed_in(self.client)
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

    def happened(self, contact: Contact, what: str, /, **fields: Any) -> Any:
        """Send the form of what happened, see what that does to each clock, and note it."""
        shown = self.press(contact, f"happened/{what}", **fields)
        seen = carried(shown.content.decode()).get("seen") if shown.status_code == 200 else None
        return self.press(contact, f"happened/{what}", **fields, seen=seen) if seen else shown

    def hidden(self, contact: Contact, what: str) -> dict[str, str]:
        """Open a form to write in, and return what it carries out of sight."""
        return carried(self.open(f"contacts/{contact.reference}/", write=what).content.decode())

    def write(self, contact: Contact, what: str, /, **fields: Any) -> Any:
        """Open the form, fill it in, read the letter through, and send it."""
        return self.send(contact, what, **filled(self.hidden(contact, what) | fields))

    def send(self, contact: Contact, what: str, /, *, then: str = "", **fields: Any) -> Any:
        """Send what was typed, by the page on which it is read through: every point in it is ticked as answered.

        ``then`` is what the button that is pressed there says besides.
        """
        read = self.press(contact, what, **fields)
        page = read.content.decode()
        if read.status_code != 200 or 'name="step" value="send"' not in page:
            return read
        ticks = [unescape(value) for value in re.findall(r'name="answered"[^>]* value="([^"]*)"', page)]
        return self.press(contact, what, **carried(page), answered=ticks, **({"then": then} if then else {}))


def just_signed_in(client: Client) -> None:
    """Let somebody have given their password just before any moment of a test."""
    session = client.session
    session["signed_in_at"] = at("Fri 1 Jan 2100 00:00").isoformat()
    session.save()


def carried(page: str) -> dict[str, str]:
    """Return the fields of a page that are out of sight, but for its safety."""
    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', page)
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


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
