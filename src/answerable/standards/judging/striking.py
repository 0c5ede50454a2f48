"""What becomes of a clock that was broken when something was struck out afterwards."""

from collections.abc import Callable
from datetime import datetime

from answerable.standards.facts import Contact
from answerable.standards.judging.outcome import CORRECTED, Clock, ClockKey, State
from answerable.standards.vocabulary.standing import STRUCK


def with_corrected(
    clocks: list[Clock], contact: Contact, judged: Callable[[Contact, datetime], list[Clock]]
) -> list[Clock]:
    """Say of each clock that was broken until something was struck out, and is not now, what struck it.

    One that is not owed at all any more comes last, and is left out of the figures, which count it as corrected.
    """
    was: dict[ClockKey, Clock] = {}
    for strike in contact.noted:
        if strike.what == STRUCK:
            before = judged(contact.before(strike), strike.at)
            late = (one for one in before if one.state is State.BROKEN and one.decided < strike.at)
            was |= {one.key: one._replace(corrected=strike) for one in late}
    found = []
    for clock in clocks:
        broken = was.pop(clock.key, clock)
        found.append(clock if clock.state is State.BROKEN else clock._replace(corrected=broken.corrected))
    return [*found, *(one._replace(state=State.EXCLUDED, reason=CORRECTED, aside=None) for one in was.values())]
