"""Searches as officers make them, by eight without a pause and by eight who think, once all of it is in the index."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from random import Random
from time import perf_counter
from urllib.parse import urlencode

from answerable.contacts.models import Contact, Message
from answerable.finding.actions import index_waiting
from answerable.finding.asking import asked
from answerable.finding.queries import found, with_reference
from answerable.finding.words import words_in
from answerable.people.models import Role, Staff
from answerable.people.permissions import paths_where
from benchmarks.house_clients import Ask
from benchmarks.house_pages import first_of, measured, signed_in, warm
from benchmarks.house_place import COUNCIL
from demonstration.home import Home

_LOOKED_FOR = 40
_SECONDS = 10.0  # a hundredth of what is asked meanwhile must be some
_A_MINUTE = 60.0  # for the same reason, of those who think in between


def searches(home: Home, port: int) -> dict[str, float]:
    """Return how long the index took, and the waits of a manager's searches of each sort, an officer's, and of all."""
    rows = {"index: contacts a second": _index()}
    manager, officer = first_of(Role.MANAGER), first_of(Role.OFFICER)
    every = {name: _asks(words, manager) for name, words in _typed().items()}
    every |= {"all, of an officer": _asks([one for words in _typed().values() for one in words], officer)}
    for name, asks in every.items():
        warm(port, asks)
        rows |= measured(f"search, {name}, x8", port, cycle(asks), 8, _SECONDS)
    everything = [ask for asks in every.values() for ask in asks]
    return rows | measured("search, all, x8 a second apart", port, cycle(everything), 8, _A_MINUTE, thinks=1.0)


def _index() -> float:
    began, read = perf_counter(), 0
    while some := index_waiting():
        read += some
    return read / (perf_counter() - began)


def _typed() -> Mapping[str, Sequence[str]]:
    """Return what is typed, by its sort: numbers, names, and words of messages, seldom and often written."""
    pick = Random(1)  # the same each time, and no secret
    some = list(Contact.objects.filter(council_id=COUNCIL).exclude(customer=None).select_related("customer"))
    some = pick.sample(some, min(_LOOKED_FOR, len(some)))
    written = Message.objects.filter(contact__in=some, sort=Message.Sort.FROM_CUSTOMER).exclude(body="")
    words = [[word for word, _, _ in words_in(one.body) if len(word) > 3] for one in written]
    return {
        "number or name": [*(one.customer.phone or one.customer.name for one in some if one.customer)],
        "two words of a message": [" ".join(pick.sample(one, 2)) for one in words if len(one) > 1],
        "four words of a message": [" ".join(pick.sample(one, 4)) for one in words if len(one) > 3],
        "in quotes": [f'"{one[0]} {one[1]}"' for one in words if len(one) > 1],
    }


def _asks(typed: Sequence[str], by: Staff) -> Sequence[Ask]:
    cookie, paths = signed_in(by), paths_where(by, "see-contact")
    return [
        Ask(f"/{COUNCIL}/desk/find/?{urlencode({'words': words})}", cookie, status=_status(words, paths))
        for words in typed
        if words
    ]


def _status(words: str, paths: Sequence[str]) -> int:
    """Return what is answered: where one alone is found, whoever looks is sent to it."""
    is_one = with_reference(COUNCIL, paths, words) is not None or len(found(COUNCIL, paths, asked(words)).contacts) == 1
    return 302 if is_one else 200
