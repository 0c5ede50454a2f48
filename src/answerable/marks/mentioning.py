"""Whom a note mentions: an "@" and a colleague's name, or what stands before the "@" of their email address."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from answerable.people.models import Staff
from answerable.standards.words import say_list


class Unclear(ValueError):
    """A note mentions nobody, or one of several, so that it cannot be said who is to see it."""


class Named(NamedTuple):
    """A colleague whom a note mentions, and how it names them: "@ana"."""

    staff: Staff
    written: str


MOST = 50
"""How often a note mentions somebody. Each is looked for among all colleagues."""

_BEGINS = re.compile(r"(?<![\w.@+-])@(?=[^\W\d_])")
"""An "@" that is not within an address, before a letter."""
_HANDLE = re.compile(r"[\w.+-]*\w(?:@[\w.-]*\w)?")
_ENDS = r"(?![\w@]|[.+-]\w)"


def handle_of(staff: Staff) -> str:
    """Return what stands before the "@" of somebody's email address."""
    return staff.email.partition("@")[0]


def mentioned(body: str, colleagues: Sequence[Staff]) -> list[Named]:
    """Return whom a note mentions of some colleagues, each once, in its order. Raises Unclear with a sentence.

    A whole name goes before a handle, and a handle before a first name alone.
    """
    found: dict[int, Named] = {}
    for number, begins in enumerate(_BEGINS.finditer(body)):
        if number >= MOST:
            raise Unclear(f"A note mentions colleagues {MOST} times at the most. Write some of them without the @.")
        named = _named(body[begins.end() :], colleagues)
        found.setdefault(named.staff.pk, named)
    return list(found.values())


def _named(words: str, colleagues: Sequence[Staff]) -> Named:
    meant = list(_candidates(words, colleagues))
    longest = max((len(written) for _, written in meant), default=0)
    those = {staff.pk: staff for staff, written in meant if len(written) == longest}
    if not those:
        raise Unclear(_nobody(words))
    if len(those) > 1:
        raise Unclear(_several(words[:longest], list(those.values())))
    (staff,) = those.values()
    return Named(staff, f"@{words[:longest]}")


def _candidates(words: str, colleagues: Iterable[Staff]) -> Iterator[tuple[Staff, str]]:
    handle = _handle(words)
    firsts, is_known = [], False
    for one in colleagues:
        name = _at_the_start(one.name.split(), words)
        by_handle = handle.casefold() in (one.email.casefold(), handle_of(one).casefold())
        if name or by_handle:
            is_known = True
            yield one, max(name, handle if by_handle else "", key=len)
        elif one.name.split()[:1] and one.name.split()[0].casefold() == handle.casefold():
            firsts.append(one)
    if not is_known:
        yield from ((one, handle) for one in firsts)


def _handle(words: str) -> str:
    found = _HANDLE.match(words)
    return found[0] if found else ""


def _at_the_start(name: list[str], words: str) -> str:
    """Return a name as words begin with it, whatever stands between its parts, or nothing."""
    found = re.match(r"[^\S\n]{1,3}".join(map(re.escape, name)) + _ENDS, words, re.IGNORECASE) if name else None
    return found[0] if found else ""


def _nobody(words: str) -> str:
    return (
        f"“@{_handle(words)[:60]}” is no colleague who may see this contact. Give a name or what stands before the @ "
        f"of their email address, or put a space after the @ if you mean nobody."
    )


def _several(written: str, those: Sequence[Staff]) -> str:
    """Say how to name each of several, by what tells them apart."""
    handles = [handle_of(one) for one in those]
    said = handles if len(set(handles)) == len(handles) else [one.email for one in those]
    ways = [f"@{way} for {one.name}" for way, one in zip(said, those, strict=True)]
    return f"“@{written}” may be more than one colleague. Write {say_list(ways, 'or')}."
