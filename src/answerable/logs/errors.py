"""What is wrong with one line of a log, said kindly, and the nearest word to a misspelt one."""

from collections.abc import Iterable

from answerable.standards.words import nearest, say_list


class LineError(ValueError):
    """A line cannot be judged. The message says why and what to do; whoever reads the log adds the line's number.

    Where several lines were read as one, ``since`` is the first of them.
    """

    def __init__(self, message: str, *, since: int | None = None) -> None:
        self.since = since
        super().__init__(message)


def unknown(word: object, thing: str, vocabulary: Iterable[str]) -> LineError:
    """Refuse a word that is not in a vocabulary, and suggest the nearest that is."""
    known = list(vocabulary)
    near = nearest(word, known) if isinstance(word, str) else None
    remedy = f"Did you mean '{near}'?" if near else f"Use {say_list(known, 'or')}."
    said = f"'{word}'" if isinstance(word, str) else repr(word)
    return LineError(f"{said} is not a {thing}. {remedy}")
