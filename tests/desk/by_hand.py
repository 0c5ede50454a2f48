"""What staff do at the desk by hand: log a contact, begin a call or a visit, tap, and note what happened."""

from typing import Any

from answerable.contacts.models import Contact
from tests.desk.sitting import Desk, carried, filled


def logged(desk: Desk, way: str, who: str = "new", /, **fields: Any) -> Any:
    """Fill in the form of a new contact, as it begins but for some fields, and send it."""
    address = f"/{desk.council}/desk/new/{way}/?who={who}"
    return desk.client.post(address, filled(_changed(desk.client.get(address), {"name": "Lee Wood", **fields})))


def noted(desk: Desk, contact: Contact, what: str, **fields: Any) -> Any:
    """Open the form by which a fact is noted, change some of what it holds, and send it."""
    page = desk.open(f"contacts/{contact.reference}/happened/{what}/")
    return desk.happened(contact, what, **filled(_changed(page, fields)))


def begun(desk: Desk, way: str, when: str) -> Contact:
    """Press the button at the top of the desk by which a call or a visit begins."""
    token = carried(desk.at(when).open().content.decode())["token"]
    done = desk.client.post(f"/{desk.council}/desk/new/{way}/now/", {"token": token})
    contact = Contact.objects.order_by("-id")[0]
    assert done["Location"] == f"/{desk.council}/desk/#run-{contact.reference}"
    return contact


def row_of(desk: Desk, contact: Contact) -> Any:
    """Return the row of what goes on as the desk shows it, or None where it does not go on."""
    return next((row for row in desk.open().context["running"] if row.reference == contact.reference), None)


def tapped(desk: Desk, contact: Contact, name: str, when: str, **fields: Any) -> Any:
    """Press a button of a row at a moment, and fill in what it asks for."""
    row = row_of(desk.at(when), contact)
    return desk.press(contact, f"tap/{name}", drawn=str(row.drawn if row else 0), **filled(fields))


def _changed(page: Any, fields: dict[str, Any]) -> dict[str, Any]:
    form = page.context["form"]
    start = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {
        name: value for name, value in ({**start, "subject": "Bins", **fields}).items() if value not in (None, False)
    }
