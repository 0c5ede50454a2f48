"""What in a text may be of somebody else, for a person to look at before it is handed out. It decides nothing.

It finds too much rather than too little: a street is taken for a name.
"""

import re
from collections.abc import Collection

_ADDRESS = re.compile(r"[^\s<>()\"',;:=\[\]]+@[^\s<>()\"',;:=\[\]]+\.\w+")
_NUMBER = re.compile(r"(?<!\w)(?:\+\d{1,3}[ ()-]*|\(?0)\d[\d ()-]{7,}\d")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Lady)\.? [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*")
_NAMED = re.compile(r"\b[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)+")


def others_in(text: str, ours: Collection[str]) -> list[str]:
    """Return what may be somebody's address, number, postcode or name, each once, in the order in which it stands.

    ``ours`` are the words of those it may name: whoever it is about, and the council's own. Spaces and case make no
    difference.
    """
    known = {_bare(one) for one in ours if one}
    found = [found for kind in (_ADDRESS, _NUMBER, _POSTCODE, _TITLED, _NAMED) for found in kind.finditer(text)]
    said = [one[0].strip(" .") for one in sorted(found, key=lambda one: one.start())]
    strange = [one for one in said if not any(_bare(one) in name or name in _bare(one) for name in known)]
    return list(dict.fromkeys(strange))


def _bare(words: str) -> str:
    return re.sub(r"[\s()-]+", "", words).casefold()
