"""What the pages of residents ask: what became of a form, and whose page this is."""

from collections.abc import Iterable
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


def followed_as_typed(council: str, references: Iterable[str], code: str) -> Contact | None:
    """Return the contact of a council, by its key, that somebody means who typed its reference and code; or None.

    In a code that is typed, spaces and case do not matter, and what looks alike is alike: l, I and 1, and O and 0. That
    leaves more than 100 of its 128 bits to guess.
    """
    meant = Contact.objects.filter(council_id=council, reference__in=list(references))
    return next((one for one in meant if compare_digest(_as_typed(one.secret), _as_typed(code))), None)


def _as_typed(code: str) -> bytes:
    return "".join(code.split()).lower().translate(_ALIKE).rstrip(".,").encode()


_ALIKE = str.maketrans("i10\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}", "llo---")
