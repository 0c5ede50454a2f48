"""Standard texts are kept with an owner and a day of review, changed, retired, and offered where they are for."""

from datetime import date
from typing import Any

import pytest

from answerable.evidence.models import Entry
from answerable.people.models import Role, Staff
from answerable.texts.actions import TextNotKept, change_text, retire_text, write_text
from answerable.texts.models import StandardText
from answerable.texts.queries import texts_for, texts_usable, texts_within, to_review
from tests import cast
from tests.build import at

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

NOW, LATER = at("Mon 2 Nov 2026 09:00"), at("Mon 1 Mar 2027 09:00")
TEAM = "s5/customer-services/post"


def boss() -> Staff:
    cast.council()
    return cast.staff("Ruth Boss", Role.MANAGER, "s5")


def text(**changes: Any) -> StandardText:
    who = boss()
    given = {"path": "s5", "title": "Lamps", "words": "Dear {name}, it is mended.", "owner": who}
    return write_text(**{**given, "review_on": date(2027, 2, 1), "by": who, "at": NOW} | changes)


def change(one: StandardText, **changes: Any) -> None:
    given = {"title": one.title, "words": one.words, "owner": one.owner, "review_on": one.review_on}
    change_text(one, **{**given, "seen": one.changed_at, "by": one.owner, "at": LATER} | changes)


def test_a_contact_is_offered_the_texts_of_its_team_service_and_council_and_of_nobody_else():
    for n, path in enumerate(("s5", "s5/customer-services", TEAM, "s5/customer-services/roads", "s5/customer")):
        text(path=path, title=f"Text {n}")
    cast.council("s1")
    text(path="s1", title="Of another council", owner=cast.staff("A N Other", Role.MANAGER, "s1"))
    assert [one.title for one in texts_for(TEAM)] == ["Text 0", "Text 1", "Text 2"]
    assert [one.title for one in texts_for("s5")] == ["Text 0"]
    assert [one.title for one in texts_within(["s5/customer-services"])] == ["Text 1", "Text 2", "Text 3"]
    assert [one.title for one in texts_usable([TEAM])] == ["Text 0", "Text 1", "Text 2"]
    assert [one.title for one in texts_usable(["s5/customer-services"])] == ["Text 0", "Text 1", "Text 2", "Text 3"]
    assert list(texts_usable([])) == []


def test_each_change_is_in_the_record_with_its_words():
    one = text()
    change(one, words="It was mended.", review_on=date(2027, 9, 1))
    one.refresh_from_db()
    assert retire_text(one, by=one.owner, at=LATER) is True
    assert retire_text(one, by=one.owner, at=LATER) is False
    who = {"path": "s5", "owner": "ruth.boss@council.example"}
    found = Entry.objects.filter(about=one.reference).order_by("id").values_list("what", "by", "words", "details")
    assert list(found) == [
        (
            "wrote a text",
            "ruth.boss@council.example",
            {"title": "Lamps", "words": "Dear {name}, it is mended."},
            {**who, "review_on": "2027-02-01"},
        ),
        (
            "changed a text",
            "ruth.boss@council.example",
            {"title": "Lamps", "words": "It was mended."},
            {**who, "review_on": "2027-09-01"},
        ),
        ("retired a text", "ruth.boss@council.example", {"title": "Lamps"}, {}),
    ]
    assert texts_for(TEAM) == []


@pytest.mark.parametrize(
    ("wrong", "about", "problem"),
    [
        ({"title": " "}, "title", "Cannot keep a text without a title."),
        ({"words": " "}, "words", "Cannot keep a text without words."),
        ({"words": "Dear {nmae}"}, "words", "There is no field “{nmae}”. Did you mean “{name}”? There are"),
        ({"review_on": date(2026, 11, 1)}, "review_on", "The day of the review has passed. Give today or a later day."),
        ({"owner": None}, "owner", "Sam Field may not keep texts for that place, so cannot own one. Choose another."),
    ],
)
def test_a_text_that_cannot_be_right_is_not_kept(wrong: dict[str, Any], about: str, problem: str):
    wrong = wrong if "owner" not in wrong else {"owner": cast.staff()}
    one = text(title="Another")
    for act in (lambda: text(**wrong), lambda: change(one, at=NOW, **wrong)):
        with pytest.raises(TextNotKept) as found:
            act()
        assert (found.value.about, str(found.value)[: len(problem)]) == (about, problem)
    assert [(one.title, one.words) for one in StandardText.objects.all()] == [("Another", "Dear {name}, it is mended.")]
    assert Entry.objects.filter(what__endswith="a text").count() == 1


def test_a_title_is_at_one_place_once_until_it_is_retired():
    one, other = text(), text(title="Bins")
    text(path=TEAM)
    for act in (text, lambda: change(other, title="Lamps", at=NOW)):
        with pytest.raises(TextNotKept, match="There is a text “Lamps” here already"):
            act()
    retire_text(one, by=one.owner, at=NOW)
    text()
    with pytest.raises(TextNotKept, match="“Lamps” was retired meanwhile"):
        change(one)


def test_what_a_colleague_has_changed_meanwhile_is_not_written_over():
    one = text()
    change(one, words="First.", review_on=date(2027, 9, 1))
    with pytest.raises(TextNotKept, match="“Lamps” was changed meanwhile"):
        change(one, words="Second.")
    one.refresh_from_db()
    assert one.words == "First."


def test_the_owner_is_told_of_what_is_past_its_review_from_the_day_after():
    one = text()
    text(title="Later", review_on=date(2027, 6, 1))
    retire_text(text(title="Gone"), by=one.owner, at=NOW)
    assert [to_review(one.owner, "s5", today=day) for day in (date(2027, 2, 1), date(2027, 2, 2))] == [0, 1]
    assert to_review(one.owner, "s1", today=date(2027, 2, 2)) == 0
    assert to_review(cast.staff(), "s5", today=date(2027, 2, 2)) == 0
    assert one.said_past(date(2027, 2, 1)) == ""
    assert one.said_past(date(2027, 2, 2)) == (
        "“Lamps” should have been reviewed by Monday 1 February 2027. Check that it is still true."
    )
