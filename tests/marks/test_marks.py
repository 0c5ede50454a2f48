"""What a contact is marked with, and what others ask of it."""

from datetime import date, datetime
from typing import Any

import pytest
from django.utils.timezone import localtime

from answerable.contacts import actions as contacts
from answerable.contacts.actions.deciding import NotSaid
from answerable.contacts.actions.noting import Erased
from answerable.contacts.models import Contact, Message
from answerable.evidence.models import Entry
from answerable.marks import actions
from answerable.marks.models import Mention, Reminder, Tag, TagWord, Watch
from answerable.marks.queries import all_for, marks_for, mentions_after, reminder_of, reminders_due, watchers
from answerable.people.models import Post, Role, Staff
from tests import cast
from tests.build import at

pytestmark = pytest.mark.django_db

NOW = at("Mon 2 Nov 2026 10:00")
POST = "s5/customer-services/post"


def tagged(contact: Contact, *names: str) -> list[str]:
    for name in names:
        actions.add_tag(contact, name=name, by=cast.staff(), at=NOW)
    return sorted(Tag.objects.filter(contact=contact).values_list("word__name", flat=True))


def reminded(contact: Contact, on: date = date(2026, 11, 9), part: str = "", **given: Any) -> Reminder:
    return actions.remind(contact, **{"on": on, "part": part, "why": "Ring", "by": cast.staff(), "at": NOW} | given)


def waits(staff: Staff, path: str = POST, now: datetime = NOW) -> int:
    return marks_for(staff.pk, "s5", [path], now=now).waits


# Tags


def test_a_tag_is_kept_once_as_it_is_meant_and_recorded_in_words_that_can_be_erased():
    contact = cast.received()
    assert tagged(contact, "Road Works ", "#road-works", "Mill-Lane-2") == ["mill-lane-2", "road-works"]
    assert [(one.what, one.details, one.words) for one in Entry.objects.filter(about=contact.reference)][-2:] == [
        ("added a tag", {}, {"tag": "road-works"}),
        ("added a tag", {}, {"tag": "mill-lane-2"}),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("  # ", "Enter a tag"),
        ("a" * 31, "A tag must be 30 characters or fewer"),
        ("road_works", "“road_works” cannot be a tag. Use letters, figures and single hyphens, such as road-works"),
        ("a--b", "cannot be a tag"),
        ("-a", "cannot be a tag"),
        ("robin@home.example", "cannot be a tag"),
        ("Robin Reed", "“robin-reed” may tell who somebody is. A tag says what a matter is about, and never of whom"),
        ("robin", "“robin” may tell who somebody is"),
        ("01632-960100", "may tell who somebody is"),
        ("012-345", "may tell who somebody is"),
    ],
)
def test_what_cannot_be_a_tag_is_refused_with_a_sentence(typed: str, said: str):
    contact = cast.received()
    with pytest.raises(NotSaid) as problem:
        tagged(contact, typed)
    assert (problem.value.about, said in str(problem.value)) == ("tag", True)
    assert TagWord.objects.count() == 0


def test_of_ten_tags_one_is_taken_away_before_another_is_added():
    contact = cast.received()
    tagged(contact, *(f"t{n}" for n in range(10)))
    tagged(contact, "t3")  # it is there already
    with pytest.raises(NotSaid, match=r"10 tags are the most that a contact has. Take one away first"):
        tagged(contact, "more")
    assert actions.take_tag_away(contact, name="t3", by=cast.staff(), at=NOW)
    assert "more" in tagged(contact, "more")


def test_a_word_is_offered_for_as_long_as_a_contact_has_it():
    one, other = cast.received(), cast.received(email="kim@home.example")
    tagged(one, "flood")
    tagged(other, "flood")
    sam = cast.staff()
    assert marks_for(sam.pk, "s5", [POST], now=NOW, words=True).words == ["flood"]
    assert actions.take_tag_away(one, name="flood", by=sam, at=NOW)
    assert TagWord.objects.count() == 1
    assert actions.take_tag_away(other, name="flood", by=sam, at=NOW)
    assert not actions.take_tag_away(other, name="flood", by=sam, at=NOW)
    assert (TagWord.objects.count(), marks_for(sam.pk, "s5", [POST], now=NOW, words=True).words) == (0, [])
    assert Entry.objects.filter(what="took away a tag").count() == 2
    assert Entry.objects.filter(what="took away a tag").first().words == {"tag": "flood"}  # type: ignore[union-attr]


def test_each_council_has_words_of_its_own():
    tagged(cast.received(), "flood")
    tagged(cast.received(key="s1"), "flood")
    assert TagWord.objects.count() == 2
    assert marks_for(cast.staff().pk, "s1", ["s1"], now=NOW, words=True).words == ["flood"]


# Mentions


def test_a_mention_waits_for_a_colleague_until_they_look():
    contact, ana = cast.received(), cast.staff("Ana Ruiz")
    given = {"contact": contact, "body": "@Ana Ruiz and @ana.ruiz: see this", "by": cast.staff(), "at": NOW}
    message, named = actions.write_note(**given)
    assert (message.sort, named, Mention.objects.get().written) == (Message.Sort.NOTE, [ana], "@Ana Ruiz")
    assert (waits(ana), waits(cast.staff())) == (1, 0)
    shown = marks_for(ana.pk, "s5", [POST], now=NOW, contact=contact.pk)
    assert (shown.waits, shown.is_news, [tuple(one) for one in shown.mentions[message.pk]]) == (
        0,  # they are looking at it
        True,
        [("@Ana Ruiz", "Ana Ruiz")],
    )
    actions.looked(contact, by=ana, at=NOW)
    assert (waits(ana), all_for(ana.pk, "s5", [POST]).mentions) == (0, [])
    assert marks_for(ana.pk, "s5", [POST], now=NOW, contact=contact.pk).is_news is False


def test_only_who_may_see_a_contact_is_mentioned_and_an_unclear_note_is_not_written():
    contact = cast.received()
    cast.staff("Ana Ruiz", path="s5/customer-services/roads")
    cast.staff("Bo Bell", role=Role.ANALYST)
    cast.staff("Cy Lee", path="s1")
    gone = cast.staff("Di Gone")
    gone.is_active = False
    gone.save()
    for name in ("ana.ruiz", "Bo Bell", "cy.lee", "Di Gone"):
        with pytest.raises(NotSaid, match="is no colleague who may see this contact") as problem:
            actions.write_note(contact, body=f"@{name}: see", by=cast.staff(), at=NOW)
        assert problem.value.about == "body"
    assert (contact.messages.filter(sort=Message.Sort.NOTE).count(), Mention.objects.count()) == (0, 0)
    actions.write_note(contact, body="Nobody", by=cast.staff(), at=NOW)


# Watching


def test_what_others_do_with_a_watched_contact_is_news_until_one_looks():
    contact, sam, ana = cast.received(), cast.staff(), cast.staff("Ana Ruiz")
    actions.watch(contact, by=ana, at=NOW)
    actions.watch(contact, by=ana, at=NOW)
    assert (Watch.objects.count(), waits(ana)) == (1, 0)
    contacts.note_down(contact, body="Mine", by=ana, at=NOW)
    assert waits(ana) == 0
    early = contacts.note_down(contact, body="By email", by=None, at=at("Mon 2 Nov 2026 09:30"))  # and logged since
    assert waits(ana) == 1
    assert [(one.message, one.fact) for one in all_for(ana.pk, "s5", [POST]).watched] == [(early, None)]
    actions.looked(contact, by=ana, at=NOW)
    assert waits(ana) == 0
    contacts.move(contact, to=cast.team_of(team="roads"), reason="Theirs", by=sam, at=NOW)
    assert (waits(ana), all_for(ana.pk, "s5", [POST]).watched, watchers([contact.pk])) == (0, [], [])
    ((_, message, fact),) = all_for(ana.pk, "s5", ["s5"]).watched
    assert (waits(ana, "s5"), message, fact and fact.what) == (1, None, "moved")
    actions.stop_watching(contact, by=ana)
    assert waits(ana, "s5") == 0


# Reminders


@pytest.mark.parametrize(
    ("on", "part", "due"),
    [
        (date(2026, 11, 2), "", "Mon 2 Nov 2026 00:00"),
        (date(2027, 6, 1), "morning", "Tue 1 Jun 2027 09:00"),
        (date(2028, 11, 2), "afternoon", "Thu 2 Nov 2028 13:00"),
    ],
)
def test_somebody_is_reminded_from_a_moment_of_a_day_by_the_clock_of_london(on: date, part: str, due: str):
    assert localtime(reminded(cast.received(), on, part).due_at) == at(due)


@pytest.mark.parametrize(
    ("given", "about", "said"),
    [
        ({"on": date(2026, 11, 1)}, "on", "Sunday 1 November 2026 has passed. Give today or a later day"),
        ({"on": date(2028, 11, 3)}, "on", "is too far off. Give a day until Thursday 2 November 2028"),
        ({"on": date(9999, 12, 31)}, "on", "is too far off"),
        ({"why": "  "}, "why", "Say in 100 characters or fewer why you want to be reminded"),
        ({"why": "a" * 101}, "why", "Say in 100 characters or fewer"),
    ],
)
def test_nobody_is_reminded_of_what_has_passed_is_too_far_off_or_says_nothing(given: Any, about: str, said: str):
    contact = cast.received()
    with pytest.raises(NotSaid) as problem:
        reminded(contact, **given)
    assert (problem.value.about, said in str(problem.value)) == (about, True)


def test_two_years_from_a_leap_day_is_a_day():
    contact, leap = cast.received(), at("Tue 29 Feb 2028 09:00")
    with pytest.raises(NotSaid, match="until Thursday 28 February 2030"):
        reminded(contact, date(2030, 3, 1), at=leap)


def test_a_reminder_is_ones_own_is_there_once_at_a_moment_and_is_put_off_or_done():
    contact, sam, ana = cast.received(), cast.staff(), cast.staff("Ana Ruiz")
    mine = reminded(contact)
    with pytest.raises(NotSaid, match="You are reminded of this contact then already"):
        reminded(contact)
    later = reminded(contact, part="morning")
    reminded(contact, by=ana)
    with pytest.raises(NotSaid, match="then already"):
        actions.put_off(mine, on=date(2026, 11, 9), part="morning", why="Ring", at=NOW)
    due = at("Mon 9 Nov 2026 00:00")
    early = at("Sun 8 Nov 2026 23:59")
    assert (waits(sam, now=early), waits(sam, now=due), waits(sam, "s5/customer-services/roads", due)) == (0, 2, 0)
    assert (reminder_of(sam.pk, [POST], mine.pk), reminder_of(ana.pk, [POST], mine.pk)) == (mine, None)
    assert actions.put_off(mine, on=date(2026, 11, 10), part="", why=" Ring  them", at=NOW)
    assert [(one.due_at, one.why) for one in all_for(sam.pk, "s5", [POST]).reminders] == [
        (at("Mon 9 Nov 2026 09:00"), "Ring"),
        (at("Tue 10 Nov 2026 00:00"), "Ring them"),
    ]
    assert actions.put_off(mine, on=date(2026, 11, 10), part="", why="Ring them", at=NOW)  # nothing is different
    assert (actions.done(later), actions.done(later)) == (True, False)
    assert not actions.put_off(later, on=date(2026, 11, 12), part="", why="Ring", at=NOW)


def test_reminders_of_what_one_may_not_see_any_more_are_counted_and_not_shown():
    contact, sam = cast.received(), cast.staff()
    reminded(contact)
    there = all_for(sam.pk, "s5", [POST])
    assert (len(there.reminders), there.hidden) == (1, 0)
    contacts.move(contact, to=cast.team_of(team="roads"), reason="Theirs", by=sam, at=NOW)
    there = all_for(sam.pk, "s5", [POST])
    assert (there.reminders, there.hidden) == ([], 1)
    assert all_for(sam.pk, "s1", ["s1"]).hidden == 0


# What others ask


def test_others_are_told_what_is_there_for_whom_by_a_key_that_stays():
    contact, sam, ana = cast.received(), cast.staff(), cast.staff("Ana Ruiz")
    for n in range(3):
        actions.write_note(contact, body=f"@ana.ruiz {n}", by=sam, at=NOW)
    actions.watch(contact, by=ana, at=NOW)
    reminder = reminded(contact)
    first, second, third = mentions_after(0, limit=9)
    assert mentions_after(first.id, limit=1) == [second]
    assert (first.key, first.staff, first.contact, first.council, first.reference, first.at) == (
        *(f"mention {first.id}", ana.pk, contact.pk, "s5", contact.reference, NOW),
    )
    assert mentions_after(third.id, limit=9) == []
    due = at("Mon 9 Nov 2026 00:00")
    assert reminders_due(at("Sun 8 Nov 2026 23:59")) == []
    ((key, staff),) = [(one.key, one.staff) for one in reminders_due(due)]
    assert (key, staff) == (reminder.key, sam.pk)
    actions.put_off(reminder, on=date(2026, 11, 10), part="", why="Ring", at=due)
    assert [one.key == key for one in reminders_due(at("Tue 10 Nov 2026 00:00"))] == [False]
    ((watching,), nobody) = watchers([contact.pk, 0]), watchers([])
    assert (watching.staff, watching.at, nobody) == (ana.pk, NOW, [])


@pytest.mark.parametrize("why", ["left", "no post", "another team", "a team beside", "an analyst"])
def test_others_are_told_nothing_for_who_may_not_see_it_any_more(why: str):
    contact, ana = cast.received(), cast.staff("Ana Ruiz", path="s5/customer-services")
    actions.write_note(contact, body="@ana.ruiz", by=cast.staff(), at=NOW)
    actions.watch(contact, by=ana, at=NOW)
    reminded(contact, by=ana)

    def told() -> list[int]:
        return [
            len(mentions_after(0, limit=9)),
            len(reminders_due(at("Mon 9 Nov 2026 09:00"))),
            len(watchers([contact.pk])),
        ]

    assert told() == [1, 1, 1]
    posts = Post.objects.filter(staff=ana)
    match why:
        case "left":
            Staff.objects.filter(pk=ana.pk).update(is_active=False)
        case "no post":
            posts.delete()
        case "another team":
            posts.update(path="s5/customer-services/roads")
        case "a team beside":
            posts.update(path="s5/customer-services/po")
        case "an analyst":
            posts.update(role=Role.ANALYST)
    assert told() == [0, 0, 0]


def test_nothing_is_marked_where_what_was_written_is_erased():
    contact = cast.received()
    Contact.objects.update(erased_at=NOW)
    for act in (tagged, reminded):
        with pytest.raises(Erased):
            act(contact, "roads") if act is tagged else act(contact)
    with pytest.raises(Erased):
        actions.watch(contact, by=cast.staff(), at=NOW)
