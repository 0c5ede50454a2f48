"""What the pages of residents ask: what became of a form, and whose page this is."""

from secrets import compare_digest

from answerable.channels.web.place import WEB
from answerable.contacts.models import Contact
from answerable.councils.models import Council
from answerable.inbox.models import Incoming
from answerable.inbox.queries import arrived_as


def sent_with(token: str, *, council: Council) -> Incoming | None:
    """Return what was sent with a form's token, and the contact that it went to; or None when it was not sent yet."""
    return arrived_as(WEB.name, token, council=council)


def followed(council: Council, reference: str, secret: str) -> Contact | None:
    """Return the contact whose page this is, or None when there is none such, or the secret is not its own.

    The comparison takes as long for a secret that is nearly right as for any other. Nothing says which was wrong.
    """
    found = (
        Contact.objects.filter(council=council, reference=reference.upper())
        .select_related("edition", "held_by", "team")
        .first()
    )
    if found is None or not compare_digest(found.secret.encode(), secret.encode()):
        return None
    found.council = council
    return found
