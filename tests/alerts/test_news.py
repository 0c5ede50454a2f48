"""What somebody asked to be told: mentions, reminders, news of what they watch, and answers from outside."""

from datetime import date

import pytest

from answerable.alerts.actions import choose, notice, see, tell, warn
from answerable.alerts.models import Alert
from answerable.asking.actions import answer_outside, ask_outside
from answerable.contacts import actions
from answerable.marks.actions import done, remind, watch, write_note
from answerable.memos.models import Memo
from answerable.people.models import Post
from tests import cast
from tests.alerts.house import MINUTE, NINE, alerts, begun, held, manager, memos
from tests.alerts.test_alerts import NOTHING, SAM, only_alerts, wrote
from tests.build import at

pytestmark = pytest.mark.django_db


def test_a_mention_is_told_once_to_whom_it_names_and_says_nothing_of_the_note():
    cast.staff(), manager()
    only_alerts()
    begun()
    mine = held()
    write_note(mine, body="@Sam Field, ask the zebra", by=manager(), at=NINE + 5 * MINUTE)
    for _ in range(2):
        notice(NINE + 5 * MINUTE)
    assert alerts() == [("Sam Field", "mention", mine.reference)]
    assert [tell(NINE + 5 * MINUTE), tell(NINE + 30 * MINUTE)] == [1, 0]
    body = Memo.objects.get(to=SAM).body
    assert ("A colleague mentions you in a note:\n\n" + mine.reference in body, "zebra" in body) == (True, False)


def test_a_reminder_is_told_when_it_is_due_and_not_once_it_is_done_or_the_post_is_lost():
    sam = cast.staff()
    only_alerts()
    begun()
    mine = held()
    first, second = (
        remind(mine, on=date(2026, 11, day), part="", why="Ring the zebra", by=sam, at=NINE) for day in (4, 5)
    )
    warn(NINE + 5 * MINUTE)
    assert alerts() == []
    choose(NOTHING | {"ways": {"soon": "off", "late": "off", "morning": "off"}}, by=sam, at=NINE)
    warn(first.due_at)
    assert alerts() == [("Sam Field", "reminder", mine.reference)]
    assert tell(at("Wed 4 Nov 2026 12:00")) == 1
    assert "zebra" not in Memo.objects.get().body
    warn(second.due_at)
    done(second)
    assert (tell(at("Thu 5 Nov 2026 12:00")), len(alerts())) == (0, 1)
    Post.objects.filter(staff=sam).delete()
    warn(at("Fri 6 Nov 2026 12:00"))
    assert len(alerts()) == 1


def test_news_of_a_watched_contact_is_one_alert_until_it_is_seen_and_never_of_ones_own_doing():
    sam, ruth = cast.staff(), manager()
    only_alerts()
    begun()
    mine = held()
    for minute in (2, 4):
        notice(NINE + minute * MINUTE)
    watch(mine, by=ruth, at=NINE + 5 * MINUTE)
    watch(mine, by=sam, at=NINE + 5 * MINUTE)
    actions.note_down(mine, body="I rang.", by=ruth, at=NINE + 6 * MINUTE)
    notice(NINE + 6 * MINUTE)
    assert alerts() == [("Sam Field", "news", mine.reference)]
    actions.note_down(mine, body="I rang again.", by=ruth, at=NINE + 7 * MINUTE)
    notice(NINE + 7 * MINUTE)
    assert len(alerts()) == 1
    see(sam, "s5", up_to=10**9, at=NINE + 7 * MINUTE)
    notice(NINE + 7 * MINUTE)
    assert Alert.objects.filter(seen_at=None).count() == 0
    actions.note_down(mine, body="Nobody is there.", by=ruth, at=NINE + 8 * MINUTE)
    notice(NINE + 8 * MINUTE)
    assert [one.staff for one in Alert.objects.filter(seen_at=None)] == [sam]
    assert (tell(NINE + 9 * MINUTE), memos()) == (0, [])  # only on the page, unless somebody chose otherwise


def test_what_the_customer_writes_is_news_for_who_watches_and_told_to_the_holder_as_such():
    sam, ruth = cast.staff(), manager()
    begun()
    mine = held()
    for one in (sam, ruth):
        watch(mine, by=one, at=NINE + 5 * MINUTE)
    wrote(mine, "Mon 2 Nov 2026 10:00")
    notice(at("Mon 2 Nov 2026 10:00"))
    assert sorted(alerts()) == [("Ruth Boss", "news", mine.reference), ("Sam Field", "wrote", mine.reference)]


def test_an_answer_from_outside_is_told_to_whoever_asked_and_says_nothing_of_it():
    sam = cast.staff()
    only_alerts()
    begun()
    mine = held()
    asked = ask_outside(
        mine,
        **{"name": "Al Moss", "email": "al@depot.example", "question": "Is the lamp ordered?"},
        **{"by_on": date(2026, 11, 5), "by": sam, "at": NINE + 5 * MINUTE},
    )
    answer_outside(asked, words="The zebra is ordered.", at=NINE + 60 * MINUTE)
    for _ in range(2):
        notice(NINE + 60 * MINUTE)
    assert alerts() == [("Sam Field", "answer", mine.reference)]
    assert tell(NINE + 60 * MINUTE) == 1
    body = Memo.objects.get(to=SAM).body
    assert [word for word in ("zebra", "Moss", "depot", "lamp") if word in body] == []
