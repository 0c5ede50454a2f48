"""Which services the form offers, and which of their teams takes what it brings: as the file says, and on screen."""

from pathlib import Path
from typing import Any

import pytest

from answerable.councils.actions import ChangedOnScreen, NotSettled, add_service, change_settings, establish
from answerable.councils.models import Council, Service, Team
from answerable.councils.queries import offered_services, takes_forms_of
from answerable.councils.reading import FormPlan, Plan, read_council
from answerable.councils.settings import as_seen
from answerable.evidence.models import Entry
from answerable.people.models import Role, Staff
from answerable.standards.reading.file_table import CharterError
from tests import cast
from tests.councils.test_actions import NOW, PLAN
from tests.councils.test_reading import FILE, written

pytestmark = pytest.mark.django_db

SAID = 'takes_forms = "roads"\npublic_title = "Bins  and\\nstreets"\npublic_hint = "Missed bins"\n'
OFFERED = FILE.replace('name = "Streets"\n', f'name = "Streets"\n{SAID}')
IN_FORM = PLAN._replace(in_form={"customer-services": FormPlan("post", "Anything else", "Whatever it is")})


def test_a_file_says_which_team_takes_what_the_form_brings_and_what_residents_read(tmp_path: Path):
    plan, _ = read_council(written(tmp_path, OFFERED))
    without, _ = read_council(written(tmp_path))
    assert without.in_form == {}
    assert plan == without._replace(in_form={"streets": FormPlan("roads", "Bins and streets", "Missed bins")})


@pytest.mark.parametrize(
    ("was", "now", "refusal"),
    [
        ('takes_forms = "roads"', 'takes_forms = "parks"', "line 18: 'takes_forms' does not know 'parks'. Use roads."),
        ('takes_forms = "roads"', "takes_forms = true", "line 18: 'takes_forms' cannot be True."),
        ("Missed bins", "m" * 151, "line 20: 'public_hint' has 151 characters, and there is room for 150."),
        ("public_hint", "public_hints", "line 20: 'public_hints' is not a key of this table."),
    ],
)
def test_what_the_form_could_not_offer_is_refused_with_its_line(tmp_path: Path, was: str, now: str, refusal: str):
    assert was in OFFERED
    with pytest.raises(CharterError) as refused:
        read_council(written(tmp_path, OFFERED.replace(was, now, 1)))
    assert refusal in str(refused.value)


def test_the_team_of_another_service_is_refused(tmp_path: Path):
    homes = '[[services]]\nkey = "homes"\nname = "Homes"\ntakes_forms = "roads"\n\n'
    with pytest.raises(CharterError, match="'takes_forms' does not know 'roads'"):
        read_council(written(tmp_path, FILE.replace("[[teams]]", f"{homes}[[teams]]", 1)))


def established(plan: Plan = PLAN, **given: Any) -> list[str]:
    return establish(plan, by=None, at=NOW, **given)


def offers() -> list[tuple[str, str, Team | None]]:
    return [(one.title, one.public_hint, takes_forms_of(one.council, one.key)) for one in offered_services("s5")]


def test_a_service_is_offered_from_the_first_and_its_line_says_nothing_more():
    assert "takes_forms" not in " ".join(established(IN_FORM))
    assert offers() == [("Anything else", "Whatever it is", Team.objects.get(key="post"))]
    assert established(IN_FORM) == []


def test_what_the_file_changes_of_the_form_is_said():
    established()
    assert offers() == []
    assert established(IN_FORM) == [
        "service s5/customer-services: public_title was '' and is now 'Anything else'",
        "service s5/customer-services: public_hint was '' and is now 'Whatever it is'",
        "service s5/customer-services: takes_forms was nobody and is now 's5/customer-services/post'",
    ]
    assert established() == [
        "service s5/customer-services: public_title was 'Anything else' and is now ''",
        "service s5/customer-services: public_hint was 'Whatever it is' and is now ''",
        "service s5/customer-services: takes_forms was 's5/customer-services/post' and is now nobody",
    ]
    assert offers() == []


def test_a_team_that_takes_forms_can_be_taken_away_by_the_file_with_its_service_or_without():
    established(IN_FORM)
    roads = PLAN.teams[1]
    box = PLAN.mailboxes[0]._replace(team="customer-services/roads")
    only = IN_FORM._replace(teams=(roads,), mailboxes=(box,), in_form={"customer-services": FormPlan("roads")})
    assert "team s5/customer-services/post is taken away" in established(only)
    assert offers() == [("Customer services", "", Team.objects.get())]
    streets = only._replace(
        services={"streets": "Streets"},
        teams=(roads._replace(service="streets"),),
        mailboxes=(box._replace(team="streets/roads"),),
        in_form={},
    )
    assert "service s5/customer-services is taken away" in established(streets)
    assert offers() == []


@pytest.fixture
def ada() -> Staff:
    established()
    return cast.staff("Ada Min", Role.ADMINISTRATOR, "s5")


def change(place: Any, ada: Staff, **wanted: Any) -> list[str]:
    return change_settings(Council.objects.get(key="s5"), place, wanted=wanted, seen=as_seen(place), by=ada, at=NOW)


def test_on_screen_a_service_is_offered_recorded_and_the_file_asks_before_it_writes_over_it(ada: Staff):
    service, post = Service.objects.get(), Team.objects.get(key="post")
    assert change(service, ada, takes_forms=post, public_title="Anything") == ["takes_forms", "public_title"]
    said = [entry.details for entry in Entry.objects.filter(what="changed a setting").order_by("id")]
    of = "service s5/customer-services"
    assert said == [
        {"setting": f"{of}: takes_forms", "was": "", "now": "s5/customer-services/post"},
        {"setting": f"{of}: public_title", "was": "", "now": "Anything"},
    ]
    assert offers() == [("Anything", "", post)]
    with pytest.raises(ChangedOnScreen, match="takes_forms was 's5/customer-services/post' and is now nobody"):
        established()
    assert offers() == [("Anything", "", post)]
    service.refresh_from_db()
    change(service, ada, takes_forms=None)
    assert offers() == []


def test_a_team_of_another_service_cannot_take_what_the_form_brings_and_any_of_its_own_can(ada: Staff):
    service, roads = Service.objects.get(), Team.objects.get(key="roads")
    parks = add_service(service.council, name="Parks", by=ada, at=NOW)
    with pytest.raises(NotSettled, match="Choose a team of Parks") as refused:
        change(parks, ada, takes_forms=roads)
    assert (refused.value.about, offers()) == ("takes_forms", [])
    assert not roads.mailboxes.exists()
    change(service, ada, takes_forms=roads)
    assert [team for *_, team in offers()] == [roads]


def test_a_new_service_is_not_offered_and_its_record_says_its_name_alone(ada: Staff):
    add_service(Council.objects.get(), name="Parks", by=ada, at=NOW)
    assert Entry.objects.get(what="added a setting").details == {"setting": "service s5/parks", "now": "name: Parks"}
    assert offers() == []


def test_services_are_offered_by_what_residents_read_and_none_of_another_council(ada: Staff):
    council, post = Council.objects.get(), Team.objects.get(key="post")
    for key, title in (("zoo", "animals"), ("arts", ""), ("bins", "Waste")):
        Service.objects.create(council=council, key=key, name=key.title(), public_title=title, takes_forms=post)
    cast.council("s1")
    Service.objects.filter(council_id="s1").update(takes_forms=cast.team_of("s1"))
    assert [one.title for one in offered_services("s5")] == ["animals", "Arts", "Waste"]
    assert takes_forms_of(council, "customer-services") is None
