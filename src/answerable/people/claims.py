"""How far a directory is believed about somebody: what its token says of them, against what the council has told us."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Claims: TypeAlias = Mapping[str, Any]
"""What a token says, once it is known to be the directory's own and for us."""

ENTRA, GOOGLE = "entra", "google"
"""The kinds of directory whose tokens differ from the standard, as ANSWERABLE_DIRECTORY_KIND names them."""


class NotBelieved(Exception):
    """A directory is not believed about somebody. The message says to them why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What the council has told us of its directory.

    ``domains`` are what the addresses of its staff end with, in small letters. ``is_ours`` says that nobody but the
    council can write an address into it. ``second_step`` has claims and their values, such as "amr:mfa".
    """

    kind: str
    issuer: str
    domains: Collection[str]
    is_ours: bool = False
    second_step: Collection[str] = ()

    def require_council(self, claims: Claims) -> None:
        """Raise NotBelieved for somebody of another organisation that signs in under the same name as the council.

        Entra ID and Google serve everybody: there a token says of which tenant or domain its owner is.
        """
        if self.kind == ENTRA:
            is_here = claims.get("tid") == self.issuer.split("/")[-2]
        else:
            is_here = self.kind != GOOGLE or claims.get("hd") in self.domains
        if not is_here:
            raise NotBelieved(
                "The account that you signed in with is not one of the council's. Sign out there, and sign in with the "
                "account that you have from the council."
            )

    def address(self, claims: Claims) -> str:
        """Return the address somebody has for certain, in small letters. Raises NotBelieved when that is not sure.

        It is asked for once, before an account is linked: what else an address proves, see decision 50.
        """
        email = claims.get("email")
        if not isinstance(email, str) or email.count("@") != 1:
            raise NotBelieved(f"It does not say what your email address is. {_ASK}")
        email = email.lower()
        if email.partition("@")[2] not in self.domains:
            raise NotBelieved(f"It says that your email address is {email}, which is none of the council's. {_ASK}")
        if not self.is_ours and not self._says_verified(claims):
            raise NotBelieved(f"It does not say that the address {email} is surely yours. {_ASK}")
        return email

    def _says_verified(self, claims: Claims) -> bool:
        if self.kind == ENTRA:  # which says this of the domain's owner, and writes it in several ways
            return claims.get("xms_edov") in (True, "1", "true")
        return claims.get("email_verified") is True

    def has_second_step(self, claims: Claims) -> bool:
        """Tell whether the directory asked for a second factor, in one of the ways that the council believes."""
        return any(value in _values(claims.get(name)) for name, _, value in map(_parted, self.second_step))


_ASK = "Ask whoever gives people their accounts at your council."


def _parted(wanted: str) -> tuple[str, str, str]:
    return wanted.partition(":")


def _values(said: object) -> list[object]:
    return said if isinstance(said, list) else [said]
