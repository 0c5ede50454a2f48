"""Verifying the record: each seal with the public key, and each row with the seal that was put on it.

Everything is read in turn and let go, so that a record of any size fits in memory: of each row one bit is remembered.
Nothing is written, and nothing that a row says of itself is believed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from answerable.evidence.anchoring import Anchor
from answerable.evidence.keys import PublicKeys, has_signed
from answerable.evidence.models import Deletion, Seal, Unsealed
from answerable.evidence.sealed import Sealed, sorts
from answerable.evidence.words import Worded

LATE = timedelta(days=1)
"""How long after it was written a row may be sealed, where the seals went on meanwhile and nothing waited."""

_AT_ONCE = 2_000
"""How many rows are looked at together."""


class Fault(NamedTuple):
    """Something that is not as it was: which sort of row, its key, whom or what it is about, and what is wrong."""

    sort: str
    key: str
    about: str
    problem: str


class _Leaf(NamedTuple):
    """What a seal says of one row, and whether that row was written long before it."""

    sort: str
    key: str
    digest: str
    seal: int
    older_than: datetime | None


class Verification:
    """Goes through the record once: ``faults`` gives what is wrong, and then the counts say how much was looked at."""

    def __init__(self, keys: PublicKeys, anchors: Iterable[Anchor] = (), *, now: datetime) -> None:
        self.rows: Counter[str] = Counter()
        self.seals = 0
        self.waiting = 0
        self._keys, self._now = keys, now
        self._anchors = {anchor.number: anchor.digest for anchor in anchors}
        self._sorts = sorts()
        self._seen = {sort: _Keys() for sort in self._sorts}
        self._newest: Seal | None = None
        self._forgotten: dict[str, bool] = {}

    def faults(self) -> Iterator[Fault]:
        """Give everything that is wrong, as it is found."""
        leaves: list[_Leaf] = []
        for seal in self._chain():
            yield from self._of_seal(seal)
            leaves += self._leaves(seal)
            self._newest = seal
            if len(leaves) >= _AT_ONCE:
                yield from self._of_rows(leaves)
                leaves = []
        yield from self._of_rows(leaves)
        yield from self._of_the_end()
        yield from self._never_sealed()

    def _chain(self) -> Iterator[Seal]:
        return Seal.objects.order_by("number").iterator(chunk_size=10)

    def _of_seal(self, seal: Seal) -> Iterator[Fault]:
        """Look at a seal alone, and at how it follows the one before."""
        self.seals += 1
        before = self._newest
        if seal.number != (before.number + 1 if before else 1):
            yield _of(seal, f"the seals between it and number {before.number if before else 0} are gone")
        if seal.previous != (before.digest if before else ""):
            yield _of(seal, "it does not follow the seal before it")
        if seal.digest != seal.worked_out():
            yield _of(seal, "what it was put on, or its moment, was changed")
        key = self._keys.get(seal.key)
        if key is not None and not has_signed(key, seal.digest, seal.signature):
            yield _of(seal, "it was not signed with the key that it names")
        outside = self._anchors.pop(seal.number, seal.digest)
        if outside != seal.digest:
            yield _of(seal, "another seal of this number was written down outside")

    def _leaves(self, seal: Seal) -> Iterator[_Leaf]:
        """Give what a seal says of each row. Where the seal before left nothing waiting, no row is much older."""
        before = self._newest
        older_than = before.at - LATE if before is not None and before.left == 0 else None
        for line in seal.leaves.splitlines():
            sort, key, digest = [*line.split(" "), "", ""][:3]
            yield _Leaf(sort, key, digest, seal.number, older_than)

    def _of_rows(self, leaves: Iterable[_Leaf]) -> Iterator[Fault]:
        """Look at the rows that some seals were put on."""
        by_sort: dict[str, dict[str, _Leaf]] = {}
        for leaf in leaves:
            if leaf.sort not in self._sorts:
                yield Fault(leaf.sort, leaf.key, "", f"seal {leaf.seal} is on a sort of row that this program has not")
                continue
            by_sort.setdefault(leaf.sort, {}).setdefault(leaf.key, leaf)
            if not self._seen[leaf.sort].add(leaf.key):
                yield Fault(leaf.sort, leaf.key, "", f"it was sealed before, and again by seal {leaf.seal}")
        for sort, wanted in by_sort.items():
            missing = dict(wanted)
            for row in self._sorts[sort].found(wanted):
                leaf = missing.pop(str(row.pk))
                self.rows[sort] += 1
                yield from self._of_row(row, leaf)
            for leaf in missing.values():
                yield Fault(sort, leaf.key, "", f"it is gone, and was there when seal {leaf.seal} was put on it")

    def _of_row(self, row: Sealed, leaf: _Leaf) -> Iterator[Fault]:
        problems = [] if row.leaf() == leaf.digest else [f"it was changed after seal {leaf.seal} was put on it"]
        written_at = row.written_at()
        if written_at is not None and leaf.older_than is not None and written_at < leaf.older_than:
            problems.append(
                f"it says it was written on {written_at:%Y-%m-%d %H:%M} UTC, and was not there to be sealed until "
                f"seal {leaf.seal}"
            )
        problems += filter(None, [row.fault(), self._words(row)])
        for problem in problems:
            yield Fault(leaf.sort, leaf.key, row.concerns(), problem)

    def _words(self, row: Sealed) -> str:
        """Say so when words are not those that were written, unless they were erased and a deletion says why."""
        if not isinstance(row, Worded) or row.words_fit:
            return ""
        if not row.is_erased:
            return "its words are not those that it was written with"
        about = row.concerns()
        if about not in self._forgotten:
            self._forgotten = {about: Deletion.objects.filter(reference=about).exists()}
        return "" if self._forgotten[about] else "its words are missing, and no deletion says why"

    def _of_the_end(self) -> Iterator[Fault]:
        """See that somebody who has the key vouches for the whole, and that nothing was cut off."""
        if self._newest is not None and self._newest.key not in self._keys:
            yield _of(
                self._newest, f"it is the newest, and was signed with a key that is not known: {self._newest.key}"
            )
        if self._anchors:
            last = max(self._anchors)
            yield Fault("seal", str(last), "", "it was written down outside, and it and all after it are gone")

    def _never_sealed(self) -> Iterator[Fault]:
        """Look at the rows that no seal was put on: those written lately wait for one, and others nobody let in."""
        for sort, model in self._sorts.items():
            seen, never = self._seen[sort], []
            for key in model._default_manager.order_by("pk").values_list("pk", flat=True).iterator():
                if str(key) not in seen:
                    never.append(str(key))
                if len(never) >= _AT_ONCE:
                    yield from self._of_unsealed(sort, never)
                    never = []
            yield from self._of_unsealed(sort, never)

    def _of_unsealed(self, sort: str, keys: list[str]) -> Iterator[Fault]:
        if not keys:
            return
        waiting = set(Unsealed.objects.filter(sort=sort, key__in=keys).values_list("key", flat=True))
        meanwhile = self._sealed_meanwhile(sort)
        for row in self._sorts[sort].found(keys):
            key = str(row.pk)
            if key not in waiting | meanwhile:
                yield Fault(sort, key, row.concerns(), "no seal is on it, and it does not wait for one")
                continue
            self.waiting += 1
            if key in waiting and self._waits_long(row):
                yield Fault(sort, key, row.concerns(), "no seal is on it, and by its moment there should be one")

    def _sealed_meanwhile(self, sort: str) -> set[str]:
        """Return the rows of a sort that were sealed since this began: seals are made while it goes on."""
        newer = Seal.objects.filter(number__gt=self._newest.number if self._newest else 0)
        lines = (line.split(" ") for seal in newer.iterator() for line in seal.leaves.splitlines())
        return {key for of, key, _ in lines if of == sort}

    def _waits_long(self, row: Sealed) -> bool:
        written_at, newest = row.written_at(), self._newest
        if newest is None or newest.left or written_at is None or not row.is_settled(self._now):
            return False
        return written_at < newest.at - LATE


class _Keys:
    """The keys of rows that were seen: of those that are numbers a bit each, of others themselves."""

    def __init__(self) -> None:
        self._bits = bytearray()
        self._others: set[str] = set()

    def add(self, key: str) -> bool:
        """Remember a key, and tell whether it is new."""
        is_new = key not in self
        if key.isascii() and key.isdigit() and len(key) < _DIGITS:
            place, bit = divmod(int(key), 8)
            self._bits.extend(bytes(max(0, place + 1 - len(self._bits))))
            self._bits[place] |= 1 << bit
        else:
            self._others.add(key)
        return is_new

    def __contains__(self, key: str) -> bool:
        if key.isascii() and key.isdigit() and len(key) < _DIGITS:
            place, bit = divmod(int(key), 8)
            return place < len(self._bits) and bool(self._bits[place] & (1 << bit))
        return key in self._others


_DIGITS = 10
"""A number with so many digits is kept as it is: whoever writes one into a seal shall not fill the memory."""


def _of(seal: Seal, problem: str) -> Fault:
    return Fault("seal", str(seal.number), "", problem)
