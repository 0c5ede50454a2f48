"""The key in a link to a contact's own page, as it is written and read. Nothing here asks who has one."""

import re

_IN_AN_ADDRESS = re.compile(r"(/contacts/[\w-]+/)[\w-]+")


def without_keys(text: str) -> str:
    """Return a text, such as a customer's answer that quotes a letter of ours, with no key in any address in it."""
    return _IN_AN_ADDRESS.sub(r"\1…", text)
