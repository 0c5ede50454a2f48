"""What in a text may be of somebody else, for a person to look at before it is handed out. It decides nothing.

It finds too much rather than too little: a street is taken for a name.
"""

import re
from collections.abc import Collection

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Lady)\.?"
_OTHERS = re.compile(
    r"[^\s<>()\"',;:=\[\]]+@[^\s<>()\"',;:=\[\]]+\.\w+"  # an email address
    r"|(?<!\w)(?:\+\d{1,3}[ ()-]*|\(?0)\d[\d ()-]{7,}\d"  # a telephone number
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"  # a postcode
    rf"|\b{_TITLE} [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*"  # a name with a title
    r"|\b[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+"  # a name, or a street
)


def others_in(text: str, ours: Collection[str]) -> list[str]:
    """Return what may be somebody's address, number, postcode or name, each once, in the order in which it stands.

    ``ours`` are the words of those it may name: whoever it is about, and the council's own. Spaces and case make no
    difference.
    """
    known = {_bare(one) for one in ours if one}
    said = [found[0].strip(" .") for found in _OTHERS.finditer(text)]
    strange = [one for one in said if not any(_bare(one) in name or name in _bare(one) for name in known)]
    return list(dict.fromkeys(strange))


def _bare(words: str) -> str:
    return re.sub(r"[\s()-]+", "", words).casefold()
