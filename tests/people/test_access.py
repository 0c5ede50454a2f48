"""Who gets past the door of a page, and what the others are told."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from answerable.evidence.models import Look
from answerable.people.access import StaffRequest, staff_may
from answerable.people.middleware import OwnStepsFirst
from answerable.people.models import Post, Role, Staff
from tests.cast import LONG_AGO, staff

pytestmark = pytest.mark.django_db


@staff_may("answer")
def answering(request: StaffRequest, council: str, reference: str = "") -> HttpResponse:
    return HttpResponse(f"{council} {reference} {request.paths}")


def asked(by: Staff | AnonymousUser, address: str = "/s5/desk/?page=2") -> HttpRequest:
    request = RequestFactory().get(address)
    request.user, request.now, request.session = by, LONG_AGO, {}
    return request


def test_somebody_who_may_is_shown_what_lies_within_their_posts():
    officer = staff(path="s5/roads")
    Post.objects.create(staff=officer, role=Role.MANAGER, path="s5/housing/repairs")
    Post.objects.create(staff=officer, role=Role.OFFICER, path="s1")
    Post.objects.create(staff=officer, role=Role.AUDITOR, path="s5")
    response = answering(asked(officer), council="s5", reference="AB12")
    assert response.content.decode() == "s5 AB12 ('s5/housing/repairs', 's5/roads')"
    look = Look.objects.get()
    assert (look.by, look.council, look.about, look.at) == (officer.email, "s5", "AB12", LONG_AGO)


def test_somebody_signed_out_is_sent_to_sign_in_and_then_back():
    assert answering(asked(AnonymousUser()), council="s5").headers["Location"] == (
        "/account/sign-in/?next=/s5/desk/%3Fpage%3D2"
    )


@pytest.mark.parametrize("council", ["s1", "nowhere", "s50", "s"])
def test_a_council_where_somebody_holds_no_post_is_not_found_whether_it_is_there_or_not(council: str):
    with pytest.raises(Http404) as refusal:
        answering(asked(staff(path="s5")), council=council)
    assert str(refusal.value) == ""


def test_a_post_without_the_permission_is_told_what_the_page_is_for():
    analyst = staff(role=Role.ANALYST, path="s5")
    Post.objects.create(staff=analyst, role=Role.OFFICER, path="s1")
    with pytest.raises(PermissionDenied) as refusal:
        answering(asked(analyst), council="s5")
    assert str(refusal.value) == (
        "You cannot open this page as Analyst at s5. It is for those who may: Log a contact, take one, write to "
        "the customer, and close it. If that is your work, ask your manager for a post that has it."
    )


def test_no_page_asks_for_a_permission_that_is_not_on_the_page_of_permissions():
    with pytest.raises(KeyError):
        staff_may("do-anything")


def test_whoever_has_no_one_time_codes_sets_them_up_before_any_page_that_needs_a_permission():
    middleware = OwnStepsFirst(lambda request: HttpResponse())
    newcomer = Staff.objects.create_user("new@council.example", name="New Comer")
    sent = middleware.process_view(asked(newcomer), answering, (), {"council": "s5"})
    assert sent is not None
    assert sent.headers["Location"] == "/account/one-time-codes/"
    assert middleware.process_view(asked(newcomer), lambda request: HttpResponse(), (), {}) is None
    assert middleware.process_view(asked(AnonymousUser()), answering, (), {"council": "s5"}) is None
