"""Where it is: in words, or an address that is looked up by its postcode in the council's own list."""

from collections.abc import Mapping
from typing import Any

from django import forms

from answerable.councils.addresses import postcodes_meant, spaced, with_postcode
from answerable.councils.queries import addresses_at, has_addresses
from answerable.public.adding_files import WhatTheySayWithFiles

NONE_OF_THESE = "none of these"
FIND = "find"
"""What the button that looks a postcode up sends."""


class WhatAndWhere(WhatTheySayWithFiles):
    """What they have to say, what shows it, and where it is.

    Where a council has given its addresses, a postcode brings a list of them, from which one may be chosen. The button
    that looks it up sends all that was typed, of which nothing else is found fault with yet.
    """

    def __init__(self, *args: Any, council: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.looks_up = has_addresses(council)
        typed = str(self["postcode"].value() or "") if self.looks_up else ""
        self.addresses = addresses_at(council, typed)
        self.is_asked = FIND in self.data
        if not self.looks_up:
            del self.fields["postcode"]
        del self.fields["address"]
        if self.addresses:
            self.fields["address"] = _choice(self.addresses)
            if self.is_asked:
                self.fields["address"].widget.attrs["autofocus"] = "autofocus"

    def clean(self) -> dict[str, Any]:
        """Say what is wrong with a postcode that has no list; ask for a choice where nothing else says where it is."""
        given = super().clean()
        if self.is_asked:
            for name in self.errors.keys() - {"postcode", "added"}:
                del self.errors[name]
        typed, says_nothing = given.get("postcode", ""), not given.get("place") and "place" not in self.errors
        if self.looks_up and not self.addresses and "postcode" in given and (self.is_asked or (typed and says_nothing)):
            self.add_error("postcode", _why_not_found(typed))
        if self.addresses and not self.is_asked and says_nothing and given.get("address") == "":
            self.add_error("address", "Choose the address, or “None of these”")
        return given

    @property
    def found(self) -> str:
        """Say how many addresses were found, where somebody has just looked for some."""
        if not self.is_asked or not self.addresses or self.errors:
            return ""
        return "1 address found" if len(self.addresses) == 1 else f"{len(self.addresses)} addresses found"


def _choice(addresses: list[str]) -> forms.ChoiceField:
    many = "1 address: choose it" if len(addresses) == 1 else f"{len(addresses)} addresses: choose one"
    none = (NONE_OF_THESE, "None of these: I write it myself")
    return forms.ChoiceField(
        label="Address",
        choices=[("", many), *((one, one) for one in addresses), none],
        required=False,
        error_messages={"invalid_choice": "Choose the address from this list, or “None of these”"},
    )


def _why_not_found(typed: str) -> str:
    instead = "write where it is in the box above"
    meant = postcodes_meant(typed)
    if meant:
        return f"We have no address for {spaced(meant[0])}. Check the postcode, or empty it and {instead}"
    if not typed:
        return f"Enter a postcode, such as S6 2AB, or {instead}"
    return f"Enter the whole postcode, such as S6 2AB, or empty it and {instead}"


def say_place(given: Mapping[str, Any]) -> str:
    """Say where it is in one line: the address that was chosen and the words, or the words with the postcode."""
    words, postcode, address = (str(given[name]) for name in ("place", "postcode", "address"))
    if address and address != NONE_OF_THESE:
        return f"{address}. {words}" if words else address
    code = next(iter(postcodes_meant(postcode)), "")
    if words and code:
        return with_postcode(words, code)
    return ", ".join(part for part in (words, spaced(code) if code else postcode) if part)
