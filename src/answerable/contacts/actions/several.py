"""One thing done to several contacts: to each by itself, under its own lock and by its own rules."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from answerable.contacts.actions.writing import AlreadyWritten
from answerable.contacts.models import Contact, Proposal


class Several(NamedTuple):
    """What became of it: the references of those it was done to, and of the others why not, or why not yet."""

    done: tuple[str, ...]
    not_done: tuple[tuple[str, str], ...]


def each(contacts: Iterable[Contact], act: Callable[[Contact], object]) -> Several:
    """Do one thing to each contact, each in the transaction of its own action. What was done to one stays done.

    What was answered from the same form before counts as done, and is not done twice.
    """
    done, not_done = [], []
    for contact in contacts:
        try:
            what = act(contact)
        except AlreadyWritten:
            done.append(contact.reference)
        except ValueError as problem:
            not_done.append((contact.reference, str(problem)))
        else:
            if isinstance(what, Proposal):
                not_done.append((contact.reference, "A limit had passed, so it waits for a second person."))
            else:
                done.append(contact.reference)
    return Several(tuple(done), tuple(not_done))
