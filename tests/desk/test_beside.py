"""Two officers on one contact see each other."""

from typing import Any

import pytest

from answerable.contacts import actions
from answerable.people.models import Role
from tests import cast
from tests.build import at
from tests.desk.sitting import Desk, filled, text

pytestmark = pytest.mark.django_db


def others(desk: Desk, contact: Any) -> list[str]:
    return desk.open(f"contacts/{contact.reference}/", write="reply").context["others_here"]


def test_who_opened_a_contact_lately_is_told_to_whoever_opens_it_next_for_half_an_hour(sam: Desk, desk_of: Any):
    contact, other = cast.received("Mon 2 Nov 2026 09:00"), cast.received("Mon 2 Nov 2026 09:00")
    priya = desk_of("Priya Shah")
    assert others(sam.at("Tue 3 Nov 2026 10:31"), contact) == []
    assert others(sam, contact) == []
    assert others(priya.at("Tue 3 Nov 2026 10:35"), contact) == ["Sam Field had this open at 3 Nov, 10:31."]
    assert others(sam, contact) == ["Priya Shah had this open at 3 Nov, 10:35."]
    assert others(priya, other) == []
    assert others(priya.at("Tue 3 Nov 2026 11:05"), contact) == ["Sam Field had this open at 3 Nov, 10:35."]
    assert others(priya.at("Tue 3 Nov 2026 11:05:01"), contact) == []
    assert "Sam Field had this open at 3 Nov, 10:35." in priya.at("Tue 3 Nov 2026 11:00").contact(contact)


def test_who_reads_and_may_not_answer_there_is_not_told_of(sam: Desk, desk_of: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    auditor = desk_of("Ada Quill", role=Role.AUDITOR, path="s5").at("Tue 3 Nov 2026 10:31")
    assert auditor.open(f"contacts/{contact.reference}/").status_code == 200
    assert others(sam, contact) == []


def test_who_writes_is_told_once_and_whoever_types_is_told_as_their_words_are_kept(sam: Desk, desk_of: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    priya = desk_of("Priya Shah").at("Tue 3 Nov 2026 10:00")
    mine = filled(priya.hidden(contact, "reply") | {"body": "We mend it.", "quietly": "yes"})
    assert priya.press(contact, "reply/draft", **mine).status_code == 204
    theirs = filled(sam.at("Tue 3 Nov 2026 10:05").hidden(contact, "reply") | {"body": "I see.", "quietly": "yes"})
    said = "Priya Shah has begun to write (reply, 3 Nov, 10:00). Speak to them before you write."
    assert others(sam, contact) == [said]
    assert sam.press(contact, "reply/draft", **theirs).json() == {"others": [said]}
    assert priya.press(contact, "reply/draft", **mine).json() == {
        "others": ["Sam Field has begun to write (reply, 3 Nov, 10:05). Speak to them before you write."]
    }


def test_whoever_comes_second_sees_the_answer_that_closed_the_matter_above_their_own(sam: Desk, desk_of: Any):
    contact = cast.received("Mon 2 Nov 2026 09:00")
    fields = {"ending": "ends", "body": "I will mend it.", **cast.parts(by_when="")}
    hidden = sam.at("Tue 3 Nov 2026 10:00").hidden(contact, "reply")
    actions.reply(
        contact,
        body="It is mended already.",
        parts=cast.parts(),
        full=True,
        closes=True,
        by=desk_of("Priya Shah").staff,
        at=at("Tue 3 Nov 2026 10:01"),
    )
    said = text(sam.press(contact, "reply", **filled(hidden | fields)))
    assert "it is closed. Open it again first." in said
    above = said.index("New since you began to write Reply · Priya Shah · 3 Nov, 10:01")
    assert said.index("It is mended already.", above) < said.index("I will mend it.", above)
