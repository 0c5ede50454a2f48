"""Each kind of alert through the house: who is told, when, once, and nothing that was said of a customer."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from answerable.alerts import actions as told
from answerable.alerts.actions import choose, forget_alerts, notice, see, see_opened, tell, warn
from answerable.alerts.models import Alert, LastTold, Reached
from answerable.alerts.queries import all_wishes, desk_of
from answerable.contacts import actions
from answerable.contacts.models import Contact, Flood
from answerable.evidence.actions import look
from answerable.evidence.models import Look
from answerable.memos.models import Memo
from answerable.people.models import Post, Role
from tests import cast
from tests.alerts.house import MINUTE, NINE, TEAM, alerts, begun, held, manager, memos, round_at
from tests.build import at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOTHING: dict[str, Any] = {
    "ways": {},
    **dict.fromkeys(("morning_at", "warn_hours", "quiet_from", "quiet_to", "quiet_days")),
}
SAM = "sam.field@council.example"
HARM, LISTED = "A county council: somebody may come to harm", "A county council: your list for"


def danger(when: str = "Mon 2 Nov 2026 10:00", **changes: Any) -> Contact:
    return cast.received(when, **{"body": "We have no heating", **changes})


def wrote(contact: Contact, when: str, body: str = "It is still out.") -> None:
    fresh = Contact.objects.get(pk=contact.pk)
    actions.add(fresh, cast.arrival(body=body), at=at(when), now=at(when))


def unseen_of(staff: int, council: str, paths: list[str]) -> int:
    found = desk_of(staff, council, paths)
    return -1 if found is None else found.unseen


def only_alerts() -> None:
    """Let nobody have a list of the morning."""
    choose(NOTHING | {"ways": {"morning": "off"}}, path="s5", by=cast.staff("Ann Alyst", Role.ANALYST, "s5"), at=NINE)


def test_welfare_is_told_to_the_holder_or_else_to_the_nearest_officers_and_managers():
    manager(), manager("s5", "Ada Top"), cast.staff(), cast.staff("Jo Else", path="s5/customer-services/roads")
    begun()
    nobodys = danger()
    notice(NINE + HOUR)
    mine = held(when="Mon 2 Nov 2026 10:01")
    wrote(mine, "Mon 2 Nov 2026 11:00", "We have no heating")
    notice(NINE + 2 * HOUR)
    far = cast.received("Mon 2 Nov 2026 11:05", team="roads", welfare="I am in danger", channel="web", mailbox="")
    by_hand = cast.received("Mon 2 Nov 2026 11:06")
    for minute in (7, 8, 9):
        notice(at("Mon 2 Nov 2026 11:00") + minute * MINUTE)
    actions.mark_welfare(by_hand, reason="She sounded ill", by=cast.staff(), at=at("Mon 2 Nov 2026 11:10"))
    notice(NINE + 3 * HOUR)
    notice(NINE + 3 * HOUR)
    assert sorted(alerts()) == sorted(
        [
            ("Ruth Boss", "welfare", nobodys.reference),
            ("Sam Field", "welfare", nobodys.reference),
            ("Sam Field", "welfare", mine.reference),
            ("Ada Top", "welfare", far.reference),
            ("Jo Else", "welfare", far.reference),
            ("Ruth Boss", "welfare", by_hand.reference),  # and not to Sam, who said so
        ]
    )


def test_welfare_goes_at_once_at_any_hour_and_those_of_one_minute_are_one_email():
    cast.staff()
    only_alerts()
    begun()
    danger("Sat 7 Nov 2026 03:00")
    assert round_at("Sat 7 Nov 2026 03:00") == 1
    for _ in range(2):
        danger("Sat 7 Nov 2026 03:00")
    assert [round_at(at("Sat 7 Nov 2026 03:00") + timedelta(seconds=after)) for after in (5, 59, 60, 65)] == [
        0,
        0,
        1,
        0,
    ]
    assert memos() == [(SAM, HARM)] * 2
    assert Memo.objects.latest("id").body.count("/desk/contacts/") == 2


def test_a_customer_writes_and_the_holder_is_told_once_and_nobody_of_what_nobody_holds():
    sam = cast.staff()
    only_alerts()
    begun()
    mine, other = held(), cast.received("Mon 2 Nov 2026 09:00", email="kim@home.example")
    wrote(mine, "Mon 2 Nov 2026 10:00")
    wrote(other, "Mon 2 Nov 2026 10:00")
    for _ in range(3):
        notice(NINE + HOUR)
    assert alerts() == [("Sam Field", "wrote", mine.reference)]
    assert [tell(NINE + HOUR), tell(NINE + HOUR)] == [1, 0]
    assert unseen_of(sam.pk, "s5", ["s5"]) == 1


def test_a_limit_is_told_so_many_open_hours_before_and_again_when_it_is_late():
    cast.staff(), manager()
    only_alerts()
    begun()
    mine = held()  # to be answered for the first time by the end of Wednesday
    nobodys = cast.received("Mon 2 Nov 2026 09:00", email="kim@home.example")
    round_at("Wed 4 Nov 2026 12:59")
    assert alerts() == []
    round_at("Wed 4 Nov 2026 13:00")
    soon = [("Sam Field", "soon", mine.reference), ("Ruth Boss", "soon", nobodys.reference)]
    assert sorted(alerts()) == sorted(soon)
    round_at("Wed 4 Nov 2026 17:00")
    assert sorted(memos()) == [
        ("ruth.boss@council.example", "A county council: 1 alert"),
        (SAM, "A county council: 1 alert"),
    ]
    assert f"{mine.reference}, due Wednesday 4 November 2026\n" in Memo.objects.get(to=SAM).body
    round_at("Thu 5 Nov 2026 07:59")  # still a quiet hour
    assert Memo.objects.count() == 2
    round_at("Thu 5 Nov 2026 08:00")
    late = [("Sam Field", "late", mine.reference), ("Ruth Boss", "late", nobodys.reference)]
    assert sorted(alerts()) == sorted(soon + late)
    assert Memo.objects.count() == 4


def test_what_was_done_or_put_right_before_the_email_went_is_not_told():
    sam = cast.staff()
    only_alerts()
    begun()
    mine = held()
    notice(at("Wed 4 Nov 2026 19:30"))
    warn(at("Wed 4 Nov 2026 19:30"))
    assert alerts() == [("Sam Field", "soon", mine.reference)]
    actions.reply(
        mine, body="It is mended.", parts=cast.parts(), full=True, closes=True, by=sam, at=at("Wed 4 Nov 2026 20:00")
    )
    cast.everything_sent("Wed 4 Nov 2026 20:00")
    round_at("Thu 5 Nov 2026 09:00")
    assert (alerts(), memos()) == ([], [])


def test_a_limit_that_has_passed_is_not_said_to_be_near():
    cast.staff()
    only_alerts()
    begun()
    held()
    warn(at("Wed 4 Nov 2026 20:00"))
    assert [what for _, what, _ in alerts()] == ["soon"]
    assert (tell(at("Thu 5 Nov 2026 09:00")), alerts()) == (0, [])  # before its clock is looked at again


def test_what_came_less_than_the_warning_before_its_limit_is_not_warned_of():
    cast.staff()
    begun()
    mine = held()
    clock = mine.clocks.earliest("due")
    for hours, warned in ((4, 0), (5, 1)):
        limit = mine.received_at + hours * HOUR
        mine.clocks.filter(pk=clock.pk).update(due=limit, decided=limit, wake_at=limit + timedelta(seconds=1))
        assert warn(limit - MINUTE) == warned


def test_an_officer_who_writes_down_what_somebody_says_is_not_told_of_it():
    sam = cast.staff()
    begun()
    call = actions.begin(
        cast.arrival(channel="phone", body="", mailbox="", name="", email=""),
        details={},
        by=sam,
        token="t",
        at=NINE,
        now=NINE,
    )
    actions.take(call, by=sam, at=NINE)
    said = {"customer": None, "told": {"name": "Kim Lee"}, "subject": "Lamp", "body": "It is out.", "kind": "enquiry"}
    actions.describe(call, **said, by=sam, at=NINE + MINUTE)
    assert call.messages.filter(sort="from customer").exists()
    notice(NINE + 2 * MINUTE)
    assert alerts() == []


def test_a_flag_that_was_put_away_is_not_told():
    cast.staff()
    only_alerts()
    begun()
    contact = danger()
    notice(NINE + HOUR)
    flag = contact.welfare_flags.get()
    actions.settle_flags(contact, up_to=flag.pk, is_confirmed=False, reason="A song", by=cast.staff(), at=NINE + HOUR)
    assert tell(NINE + HOUR) == 0
    assert alerts() == []


def test_one_email_in_a_quarter_of_an_hour_gathers_what_came_and_welfare_does_not_wait():
    cast.staff()
    only_alerts()
    begun()
    mine = held()
    went = []
    for minute, body in ((0, "a"), (1, "b"), (14, "c"), (15, "d"), (20, "We have no heating"), (34, "e"), (35, "f")):
        when = NINE + HOUR + minute * MINUTE
        fresh = Contact.objects.get(pk=mine.pk)
        actions.add(fresh, cast.arrival(body=body), at=when, now=when)
        went.append((minute, round_at(when)))
    assert went == [(0, 1), (1, 0), (14, 0), (15, 1), (20, 1), (34, 0), (35, 1)]
    assert Alert.objects.filter(told_at=None).count() == 0


def test_nothing_of_a_customer_is_in_any_email_or_alert():
    cast.staff(), manager()
    begun()
    said = {"subject": "Zebra", "body": "Quagga: we have no heating", "name": "Okapi", "email": "tapir@gnu.example"}
    mine = held(**said)
    cast.received(welfare="Ibex", **said)
    wrote(mine, "Mon 2 Nov 2026 09:30", "Kudu")
    for when in ("Mon 2 Nov 2026 10:00", "Tue 3 Nov 2026 08:00", "Wed 4 Nov 2026 14:00", "Thu 5 Nov 2026 08:00"):
        round_at(when)
    assert {one.what for one in Alert.objects.all()} == {"welfare", "wrote", "soon", "late"}
    everything = " ".join(f"{one.subject} {one.body} {one.key}" for one in Memo.objects.exclude(to="")) + " ".join(
        str(list(Alert.objects.values()))
    )
    assert "your list" in everything
    assert mine.reference in everything
    secret = ("zebra", "quagga", "heating", "okapi", "tapir", "gnu", "ibex", "kudu")
    assert [word for word in secret if word in everything.lower()] == []


def test_a_first_start_on_an_old_house_tells_nothing_of_what_was_there():
    cast.staff(), manager()
    held()
    danger("Mon 2 Nov 2026 09:00")
    round_at("Thu 5 Nov 2026 10:00")
    only_alerts()
    assert [what for _, what, _ in alerts()] == []
    assert [subject for _, subject in memos() if not subject.startswith(LISTED)] == []
    round_at("Thu 5 Nov 2026 10:20")
    assert alerts() == []


def test_what_was_broken_long_ago_is_no_news_when_it_is_noticed():
    cast.staff()
    begun()
    held()
    assert [round_at("Mon 30 Nov 2026 07:00"), alerts()] == [0, []]


def test_a_row_that_is_written_late_under_a_lower_number_is_read_all_the_same():
    sam = cast.staff()
    begun()
    mine = held()
    wrote(mine, "Mon 2 Nov 2026 10:00")
    wrote(mine, "Mon 2 Nov 2026 10:00")
    for second in (0, 10, 20):
        notice(NINE + HOUR + timedelta(seconds=second))
    Alert.objects.filter(staff=sam).order_by("id")[0].delete()  # as if its message had not been there yet
    notice(NINE + HOUR + timedelta(seconds=50))
    assert Alert.objects.count() == 2
    notice(NINE + HOUR + 2 * MINUTE)
    notice(NINE + HOUR + 4 * MINUTE)
    Alert.objects.all().delete()
    notice(NINE + HOUR + 5 * MINUTE)
    assert Alert.objects.count() == 0


@pytest.mark.parametrize("step", ["_keep", "write_memo", "_each"])
def test_a_worker_that_is_killed_between_two_steps_doubles_nothing_and_loses_nothing(
    step: str, monkeypatch: pytest.MonkeyPatch
):
    cast.staff()
    only_alerts()
    begun()
    mine = held()
    wrote(mine, "Mon 2 Nov 2026 10:00")
    real = getattr(told, step)

    def killed(*args: Any, **kwargs: Any) -> Any:
        real(*args, **kwargs)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(told, step, killed)
        with pytest.raises(KeyboardInterrupt):
            round_at("Mon 2 Nov 2026 10:00")
    round_at("Mon 2 Nov 2026 10:01")
    assert (alerts(), memos()) == ([("Sam Field", "wrote", mine.reference)], [(SAM, "A county council: 1 alert")])


def test_who_lost_their_post_or_left_is_told_nothing_more():
    sam, ruth = cast.staff(), manager()
    only_alerts()
    begun()
    mine = held()
    wrote(mine, "Mon 2 Nov 2026 10:00")
    notice(NINE + HOUR)
    Post.objects.filter(staff=sam).update(path="s5/customer-services/roads")
    assert unseen_of(sam.pk, "s5", ["s5/customer-services/roads"]) == 0
    assert tell(NINE + HOUR) == 0
    wrote(mine, "Mon 2 Nov 2026 11:00", "We have no heating")  # of what somebody holds who cannot see it
    notice(NINE + 2 * HOUR)
    assert [name for name, _, _ in alerts()] == ["Ruth Boss"]
    ruth.is_active = False
    ruth.save()
    assert (tell(NINE + 2 * HOUR), alerts()) == (0, [])


def many_like(contact: Contact, number: int, **changes: Any) -> None:
    """Let Sam be told of so many more contacts what they were told of this one."""
    first = Alert.objects.get(staff__name="Sam Field")
    for place in range(number):
        other = Contact.objects.get(pk=contact.pk)
        other.pk, other.reference, other._state.adding = None, f"XX{place:02}-XXXX", True
        vars(other).update(changes)
        other.save()
        row = {"what": first.what, "key": f"k{place}", "at": first.at, "noticed_at": first.at}
        Alert.objects.create(staff=first.staff, council=first.council, contact=other, **row)


def test_of_many_contacts_twenty_are_named_and_the_queue_has_the_others(django_assert_max_num_queries: Any):
    cast.staff()
    only_alerts()
    begun()
    contact = danger()
    notice(NINE + HOUR)
    many_like(contact, 24)
    with django_assert_max_num_queries(30):
        assert tell(NINE + HOUR) >= 1
    body = Memo.objects.get(to=SAM).body
    assert body.count("/desk/contacts/") == 20
    assert "and 5 more; see the queue:\nhttp://testserver/s5/desk/\n" in body


def test_a_flood_is_one_line_and_what_is_in_none_another():
    cast.staff()
    only_alerts()
    begun()
    mine = held()
    wrote(mine, "Mon 2 Nov 2026 10:00")
    notice(NINE + HOUR)
    moments = {"began_at": NINE, "last_at": NINE, "is_alike": False}
    flood = Flood.objects.create(council=mine.council, by=Flood.By.ADDRESS, who="loud", **moments)
    many_like(mine, 24, flood_id=flood.pk)
    Contact.objects.filter(reference="XX23-XXXX").update(next_due=at("Tue 3 Nov 2026 23:59"))  # the last that came
    assert tell(NINE + HOUR) == 1
    memo = Memo.objects.get(to=SAM)
    assert "2 alerts" in memo.subject
    assert f"{mine.reference}, due Wednesday 4 November 2026\n" in memo.body
    assert (
        "24 contacts in one row of the queue, the first due Tuesday 3 November 2026\n"
        f"http://testserver/s5/desk/floods/{flood.pk}/\n" in memo.body
    )
    assert memo.body.count("/desk/contacts/") == 1


def test_the_questions_of_a_round_do_not_grow_with_contacts(django_assert_max_num_queries: Any):
    cast.staff(), manager()
    begun()
    many = [held(email=f"p{n}@home.example") for n in range(12)]
    for one in many:
        wrote(one, "Mon 2 Nov 2026 10:00")
    with django_assert_max_num_queries(23):
        notice(NINE + HOUR)
    with django_assert_max_num_queries(8):
        warn(at("Wed 4 Nov 2026 13:00"))
    assert Alert.objects.count() == 24
    with django_assert_max_num_queries(30):
        tell(at("Wed 4 Nov 2026 13:00"))
    with django_assert_max_num_queries(6):
        tell(at("Wed 4 Nov 2026 13:01"))


# The list of the morning


def test_the_list_comes_on_working_mornings_at_the_time_that_somebody_chose_and_once():
    sam = cast.staff()
    begun()
    held(when="Thu 5 Nov 2026 09:00")
    choose(NOTHING | {"morning_at": time(7, 30)}, by=sam, at=NINE)
    tries = ("Fri 6 Nov 2026 07:29", "Fri 6 Nov 2026 07:30", "Fri 6 Nov 2026 09:00", "Sat 7 Nov 2026 07:30")
    assert [tell(at(when)) for when in tries] == [0, 1, 0, 0]
    assert [tell(at(when)) for when in ("Mon 9 Nov 2026 11:31", "Tue 10 Nov 2026 07:30")] == [0, 1]  # too late for one
    assert [subject for _, subject in memos()] == [
        "A county council: your list for Friday 6 November 2026",
        "A county council: your list for Tuesday 10 November 2026 (1 late)",
    ]


def test_the_list_says_what_is_late_today_and_near_what_nobody_holds_and_how_the_teams_stand():
    cast.staff()
    ruth = manager("s5", "Ruth Boss")
    begun()
    late = held(when="Fri 30 Oct 2026 09:00", email="a@home.example")
    today = held(when="Mon 2 Nov 2026 09:00", email="b@home.example")
    near = held(when="Wed 4 Nov 2026 07:00", email="c@home.example")
    cast.received("Fri 30 Oct 2026 09:00", email="d@home.example")
    cast.received("Mon 2 Nov 2026 09:00", email="e@home.example", team="roads")
    round_at("Wed 4 Nov 2026 08:00")
    mine, hers = (Memo.objects.get(to=to).body for to in (SAM, ruth.email))
    desk = "http://testserver/s5/desk/"
    assert (
        f"You hold, and it is late:\n\n{late.reference}, due Tuesday 3 November 2026\n{desk}contacts/{late.reference}/"
        in mine
    )
    assert f"You hold, and it falls due today:\n\n{today.reference}, due Wednesday 4 November 2026\n" in mine
    assert f"in the next two working days:\n\n{near.reference}, due Friday 6 November 2026\n" in mine
    assert f"Nobody holds:\n- 1 in the post team, 1 of them late\n{desk}?held=nobody\n" in mine
    assert (
        "Your teams:\n"
        "- the post team: 4 open, 2 late, 1 due today; you hold 0, nobody holds 1; the oldest came on Friday 30 October"
        " 2026\n"
        "- the roads team: 1 open, 0 late, 1 due today; you hold 0, nobody holds 1; the oldest came on Monday 2 "
        f"November 2026\n{desk}day/\n"
    ) in hers


def test_who_has_nothing_to_read_is_sent_no_list():
    cast.staff()
    begun()
    assert (tell(at("Tue 3 Nov 2026 08:00")), LastTold.objects.get().morning_on) == (
        0,
        at("Tue 3 Nov 2026 08:00").date(),
    )


# Choices


def test_a_choice_of_ones_own_goes_before_that_of_the_team_and_welfare_cannot_be_turned_off():
    sam = cast.staff()
    boss = cast.staff("Ann Alyst", Role.ANALYST, "s5")
    begun()
    mine = held()
    ways = {"morning": "off", "wrote": "off"}
    choose(NOTHING | {"ways": ways}, path=TEAM, by=boss, at=NINE)
    wrote(mine, "Mon 2 Nov 2026 10:00")
    assert [round_at(f"Mon 2 Nov 2026 10:0{minute}") for minute in range(4)] == [0, 0, 0, 0]
    assert alerts() == []
    choose(NOTHING | {"ways": {"wrote": "page"}}, by=sam, at=NINE)
    wrote(mine, "Mon 2 Nov 2026 10:30")
    assert (round_at("Mon 2 Nov 2026 10:30"), alerts()) == (0, [("Sam Field", "wrote", mine.reference)])
    with pytest.raises(told.NotChosen):
        choose(NOTHING | {"ways": {"welfare": "off"}}, by=sam, at=NINE)
    with pytest.raises(told.NotChosen):
        choose(NOTHING | {"ways": {"morning": "page"}}, by=sam, at=NINE)
    wrote(mine, "Mon 2 Nov 2026 10:31", "We have no heating")
    assert round_at("Mon 2 Nov 2026 10:31") == 1


def test_the_nearer_of_two_places_goes_before_the_other_and_says_only_what_it_says():
    sam = cast.staff()
    boss = cast.staff("Ann Alyst", Role.ANALYST, "s5")
    choose(NOTHING | {"ways": {"wrote": "off", "late": "off"}, "warn_hours": 8}, path="s5", by=boss, at=NINE)
    choose(NOTHING | {"ways": {"wrote": "email"}, "warn_hours": 2}, path=TEAM, by=boss, at=NINE)
    choose(NOTHING | {"ways": {"soon": "off"}}, path="s5/customer-services/roads", by=boss, at=NINE)
    had = all_wishes().of(sam)
    assert ([had.way_of(name) for name in ("wrote", "late", "soon")], had.warn_hours) == (["email", "off", "email"], 2)


def test_what_was_turned_off_or_seen_before_the_email_went_stays_out_of_it():
    sam = cast.staff()
    only_alerts()
    begun()
    mine, when = held(), NINE + HOUR
    wrote(mine, "Mon 2 Nov 2026 10:00")
    notice(when)
    choose(NOTHING | {"ways": {"wrote": "page"}}, by=sam, at=when)
    assert (tell(when), Alert.objects.filter(told_at=None).count()) == (0, 0)
    choose(NOTHING, by=sam, at=when)
    wrote(mine, "Mon 2 Nov 2026 10:00")
    notice(when)
    newest = Alert.objects.latest("id").pk
    assert (see(sam, "s5", up_to=newest, at=when), see(sam, "s5", up_to=newest, at=when)) == (2, 0)
    assert tell(when) == 0


def test_whoever_opens_the_contact_has_seen_what_there_was_to_know_of_it_and_nobody_else_has():
    sam, ruth = cast.staff(), manager()
    only_alerts()
    begun()
    contact = danger()
    notice(NINE + HOUR)
    read = {"council": "s5", "about": contact.reference, "internet_address": ""}
    look(Look.What.READ, **read, by=sam.email, at=NINE + HOUR - MINUTE)  # before it was known
    assert see_opened(NINE + HOUR) == 0
    look(Look.What.READ, **read, by=sam.email, at=NINE + HOUR + MINUTE)
    assert [see_opened(NINE + HOUR + 2 * MINUTE) for _ in range(2)] == [1, 0]
    assert list(Alert.objects.filter(seen_at=None).values_list("staff", flat=True)) == [ruth.pk]
    tell(NINE + HOUR + 2 * MINUTE)
    assert [to for to, _ in memos()] == [ruth.email]


def test_alerts_go_when_they_were_seen_long_ago_and_with_a_contact_that_is_erased():
    sam = cast.staff()
    begun()
    mine = held()
    for _ in range(3):
        wrote(mine, "Mon 2 Nov 2026 10:00")
    notice(NINE + HOUR)
    see(sam, "s5", only=Alert.objects.earliest("id").pk, up_to=10**9, at=NINE + HOUR)
    assert forget_alerts(NINE + timedelta(days=30)) == 0
    assert forget_alerts(NINE + timedelta(days=31)) == 1
    assert forget_alerts(NINE + timedelta(days=91)) == 2
    wrote(mine, "Mon 2 Nov 2026 12:00")
    Reached.objects.all().delete()
    notice(NINE)
    Alert.objects.create(staff=sam, council_id="s5", contact=mine, what="wrote", key="k", at=NINE, noticed_at=NINE)
    Contact.objects.filter(pk=mine.pk).update(erased_at=NINE)
    assert forget_alerts(NINE) == 1
    assert Post.objects.filter(staff=sam, role=Role.OFFICER).exists()


def test_the_rows_that_a_round_reads_are_found_by_an_index():
    """With a hundred thousand contacts no round may read a table from one end to the other."""
    cast.staff(), manager()
    begun()
    mine = held()
    wrote(mine, "Mon 2 Nov 2026 10:00")
    notice(NINE + HOUR)
    with CaptureQueriesContext(connection) as asked:
        notice(NINE + HOUR)
        warn(NINE + HOUR)
        tell(NINE + HOUR)
        look(Look.What.READ, council="s5", about=mine.reference, by=SAM, internet_address="", at=NINE + HOUR)
        see_opened(NINE + HOUR)
        desk_of(mine.held_by_id or 0, "s5", [TEAM])
    plans = []
    large = (
        "contacts_contact",
        "contacts_clock",
        "contacts_message",
        "evidence_entry",
        "evidence_look",
        "alerts_alert",
    )
    with connection.cursor() as cursor:
        for one in asked.captured_queries:
            if connection.vendor == "sqlite" and one["sql"].startswith("SELECT"):
                cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}")
                plans += [row[3] for row in cursor.fetchall()]
    assert [
        plan for plan in plans if plan.split()[0] == "SCAN" and plan.split()[1] in large and "untold" not in plan
    ] == []
    assert not [plan for plan in plans if "entry_what" in plan]
