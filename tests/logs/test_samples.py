"""Which clocks of a log are shown with their whole working: those from which most is learnt."""

import pytest

from answerable.charters import charter_of
from answerable.logs.samples import Samples
from answerable.standards.facts import Contact, Fact
from answerable.standards.judging.clock import judge_all
from tests.build import at

NOW = at("Mon 1 Feb 2027 09:00")
CHRISTMAS, AUTUMN = "Fri 18 Dec 2026 18:30", "Mon 2 Nov 2026 10:00"


def titles(*contacts: Contact, council: str = "s5") -> list[str]:
    charter = charter_of(council)
    samples = Samples(charter)
    for contact in contacts:
        samples.look_at(contact.id, judge_all(contact, charter=charter, now=NOW))
    return [sample.title for sample in samples.told()]


def email(id: str, received: str, replied: str | None = None, kind: str = "enquiry") -> Contact:
    facts = [Fact("received", at(received))]
    facts += [Fact("replied", at(replied), {"owner": "A", "contact": "01632 960001"})] if replied else []
    return Contact.of(id, "email", {kind}, facts)


KEPT, LATE = email("a", CHRISTMAS, "Tue 29 Dec 2026 10:00"), email("b", CHRISTMAS, "Mon 4 Jan 2027 10:00")


def test_the_first_kept_and_the_first_broken_that_cross_a_day_off_are_told():
    assert titles(LATE, KEPT, email("c", CHRISTMAS), email("d", CHRISTMAS, "Tue 29 Dec 2026 11:00")) == [
        "b and S5-24: broken",
        "a and S5-24: kept",
    ]


def test_days_without_a_day_off_teach_nothing_that_a_weekend_does_not():
    assert titles(email("a", AUTUMN, "Thu 5 Nov 2026 10:00"), email("b", AUTUMN)) == []


def test_what_the_law_asks_is_not_the_council_s_own():
    assert titles(email("a", "Wed 2 Dec 2026 10:00", "Tue 29 Dec 2026 10:00", "eir")) == []


@pytest.mark.parametrize("contact", [KEPT, LATE], ids=["kept", "broken"])
def test_the_working_is_that_of_the_promise(contact: Contact):
    charter = charter_of("s5")
    samples = Samples(charter)
    samples.look_at(contact.id, judge_all(contact, charter=charter, now=NOW))
    (sample,) = samples.told()
    assert "Friday 25 December 2026" in sample.working
    assert "Christmas Day" in sample.working
