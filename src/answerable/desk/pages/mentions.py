"""The words of a note, with the colleagues marked whom it mentions."""

import re
from collections.abc import Iterable

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from answerable.marks.queries import MentionShown


def with_mentions(words: str, mentions: Iterable[MentionShown]) -> SafeString:
    """Return words as they were written, escaped, and marked where they name a colleague, who is told by their name."""
    named = {one.written: one.name for one in mentions}
    longest_first = sorted(named, key=len, reverse=True)
    pieces = re.split(rf"(?<![\w.@+-])({'|'.join(map(re.escape, longest_first))})", words)
    return mark_safe("".join(_mark(one, named[one]) if one in named else escape(one) for one in pieces))


def _mark(written: str, name: str) -> str:
    is_name = written.lstrip("@").casefold() == name.casefold()
    return format_html('<mark class="mention">{}</mark>{}', written, "" if is_name else f" ({name})")
