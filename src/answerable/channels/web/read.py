"""What somebody sent from the council's pages: how it is kept, and what it means. It asks nobody anything."""

import json
from dataclasses import asdict, dataclass

NOT_SURE = "not sure"
"""What a form carries of somebody who is not sure which service it is about: no key of a service has a space in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody answered on the form. Only the kind and the message are always there (S2-17).

    ``service`` is the key of the service that they said it is about: none where they were not sure, or were not asked.
    ``files`` are the digests of the files that were sent along, which are held under the form's token.
    """

    kind: str
    message: str
    subject: str = ""
    place: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    needs: str = ""
    welfare: str = ""
    files: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FromItsPage:
    """What somebody wrote on the page of a contact: more about it, or that something went wrong with it.

    Where they say that our answer is none, or that it was not done, ``disputes`` is the fact that this is.
    """

    reference: str
    message: str
    is_complaint: bool = False
    disputes: str = ""
    files: str = ""


_PAGES: dict[str, type[Answers] | type[FromItsPage]] = {"form": Answers, "contact": FromItsPage}


def raw_of(sent: Answers | FromItsPage) -> bytes:
    """Return what was sent as it is kept: JSON, with the page that it was sent from."""
    page = next(name for name, kind in _PAGES.items() if isinstance(sent, kind))
    return json.dumps({"page": page, **asdict(sent)}, ensure_ascii=False).encode()


def read(raw: bytes) -> Answers | FromItsPage:
    """Return what was sent. Raises ValueError, KeyError or TypeError for what is not of our keeping."""
    said = json.loads(raw)
    return _PAGES[said.pop("page")](**said)
