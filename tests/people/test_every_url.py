"""Every address of the site, opened by everybody: nobody, each role, a colleague of another team, and a stranger.

What a page of the desk answers follows from the permission that stands in front of its view. A new address needs a line
in ``PAGES``, or the first test fails.
"""

from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.timezone import localdate

from answerable.asking.models import OutsideLink, OutsideQuestion
from answerable.asking.queries import digest_of_link
from answerable.contacts.models import NEVER, Contact, Flood, Outgoing
from answerable.councils.models import Council, Mailbox
from answerable.evidence.actions import look, record
from answerable.evidence.models import Look
from answerable.figures.actions import count
from answerable.files.actions import put_down
from answerable.files.models import KeptFile
from answerable.inbox.models import Incoming
from answerable.people.models import Post, Role, Staff
from answerable.people.permissions import PERMISSIONS, Permission
from answerable.texts.models import StandardText
from tests.cast import LONG_AGO, PASSWORD, council, received, staff
from tests.desk.sitting import just_signed_in
from tests.once import standing
from tests.public.residents import key_of

pytestmark = pytest.mark.slow

HERE, TEAM, COLLEAGUES = "s5", "s5/customer-services/post", "s5/customer-services/roads"

# What an address answers, in a word.
OPENS, NOT_FOUND, REFUSED = "opens", "not found", "refused"
SIGN_IN, SET_UP, BOTH_AGAIN = "sign in first", "set up codes first", "both steps again"


class Page(NamedTuple):
    """What has to be known of an address to open it, and who may when no permission says so.

    ``of_contact`` is for a page of the desk about one contact, or one colleague: for another team it is not there.
    ``is_own`` is for what somebody made for themselves: for everybody else it is not there.
    ``by_secret`` is for a resident's page about one contact: whoever has its address may read it.
    """

    nobody: str = OPENS
    staff: str = OPENS
    method: str = "get"
    data: Mapping[str, str] = {}
    of_contact: bool = False
    by_secret: bool = False
    is_own: bool = False


SIGNED_IN = Page(nobody=SIGN_IN)
BY_PERMISSION = Page(nobody=SIGN_IN, staff="as its permission says")
OF_CONTACT = BY_PERMISSION._replace(of_contact=True)
THEIR_OWN = BY_PERMISSION._replace(is_own=True)
DONE_TO_CONTACT = OF_CONTACT._replace(method="post")
BY_SECRET = Page(by_secret=True)

PAGES = {
    "account": SIGNED_IN,
    "permissions": SIGNED_IN,
    "account_login": Page(),
    "mfa_authenticate": SIGNED_IN,
    "mfa_login_webauthn": SIGNED_IN,
    "directory_sign_in": Page(nobody=NOT_FOUND, staff=NOT_FOUND, method="post"),  # in these tests there is none
    "directory_back": Page(nobody=NOT_FOUND, staff=NOT_FOUND),
    "account_logout": SIGNED_IN,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "sessions": SIGNED_IN,
    "unsent": SIGNED_IN,  # and opens nothing but what is kept for whoever asks
    "one_time_codes": Page(nobody=SIGN_IN, staff=BOTH_AGAIN),
    "passkeys": Page(nobody=SIGN_IN, staff=BOTH_AGAIN),
    "add_passkey": Page(nobody=SIGN_IN, staff=BOTH_AGAIN),
    "recovery_codes": Page(nobody=SIGN_IN, staff=BOTH_AGAIN),
    "design:brand": Page(),
    "lines": Page(nobody="405", staff="405"),  # lines are sent to it, and signed
    "health": Page(nobody="503", staff="503"),  # in these tests no worker goes round
    "desk:queue": BY_PERMISSION,
    "desk:find": BY_PERMISSION._replace(data={"words": "Secret"}),
    "desk:new": BY_PERMISSION,
    "desk:log": BY_PERMISSION._replace(data={"words": "Secret"}),
    "desk:start": BY_PERMISSION._replace(method="post"),
    "desk:about": OF_CONTACT._replace(data={"words": "Secret"}),
    "desk:tap": OF_CONTACT,
    "desk:mail": BY_PERMISSION,
    "desk:record": BY_PERMISSION,
    "desk:record-csv": BY_PERMISSION,
    "desk:looks": BY_PERMISSION,
    "desk:looks-csv": BY_PERMISSION,
    "desk:count": BY_PERMISSION,
    "desk:mine": BY_PERMISSION,
    "desk:my-looks": BY_PERMISSION,
    "desk:signed-in": BY_PERMISSION,
    "desk:sign-out": BY_PERMISSION._replace(method="post", data={"staff": "0"}),
    "desk:failed-sign-ins": BY_PERMISSION,
    "desk:flood": OF_CONTACT,
    "desk:flood-aside": DONE_TO_CONTACT,
    "desk:flood-back": DONE_TO_CONTACT,
    "desk:flood-singly": DONE_TO_CONTACT,
    "desk:flood-agree": DONE_TO_CONTACT,
    "desk:flood-refuse": DONE_TO_CONTACT,
    "desk:contact": OF_CONTACT,
    "desk:customer": OF_CONTACT,
    "desk:email": OF_CONTACT,
    "desk:reply": DONE_TO_CONTACT,
    "desk:reply-draft": DONE_TO_CONTACT,
    "desk:acknowledge": DONE_TO_CONTACT,
    "desk:acknowledge-draft": DONE_TO_CONTACT,
    "desk:call": DONE_TO_CONTACT,
    "desk:call-draft": DONE_TO_CONTACT,
    "desk:ask": DONE_TO_CONTACT,
    "desk:ask-draft": DONE_TO_CONTACT,
    "desk:hold": DONE_TO_CONTACT,
    "desk:hold-draft": DONE_TO_CONTACT,
    "desk:take": DONE_TO_CONTACT,
    "desk:reopen": DONE_TO_CONTACT,
    "desk:give-back": DONE_TO_CONTACT,
    "desk:note": DONE_TO_CONTACT,
    "desk:attachment": OF_CONTACT,
    "desk:file": OF_CONTACT,
    "desk:picture": OF_CONTACT,
    "desk:tag": DONE_TO_CONTACT,
    "desk:take-tag-away": DONE_TO_CONTACT,
    "desk:watch": DONE_TO_CONTACT,
    "desk:stop-watching": DONE_TO_CONTACT,
    "desk:remind": OF_CONTACT,
    "desk:welfare": DONE_TO_CONTACT,
    "desk:words": DONE_TO_CONTACT,
    "desk:move": DONE_TO_CONTACT,
    "desk:strike": OF_CONTACT,
    "desk:split": DONE_TO_CONTACT,
    "desk:join": DONE_TO_CONTACT,
    "desk:part": DONE_TO_CONTACT,
    "desk:together": DONE_TO_CONTACT,
    "desk:assign": DONE_TO_CONTACT,
    "desk:saved-views": BY_PERMISSION,
    "desk:remove-view": BY_PERMISSION._replace(method="post", data={"view": "0"}),
    "desk:several": BY_PERMISSION._replace(method="post", data={"what": "take"}),
    "desk:day": BY_PERMISSION,
    "desk:hand-over": BY_PERMISSION,
    "desk:call-off": BY_PERMISSION._replace(method="post", data={"planned": "0"}),
    "desk:alerts-seen": BY_PERMISSION._replace(method="post", data={"alert": "0"}),
    "desk:choose-alerts": BY_PERMISSION,
    "desk:alert-places": BY_PERMISSION,
    "desk:alert-place": OF_CONTACT,
    "desk:for-me": BY_PERMISSION,
    "desk:put-off": THEIR_OWN,
    "desk:reminded": THEIR_OWN._replace(method="post"),
    "desk:asked": BY_PERMISSION,
    "desk:ask-outside": OF_CONTACT,
    "desk:ask-outside-again": OF_CONTACT,
    "desk:take-back": OF_CONTACT,
    "desk:texts": BY_PERMISSION,
    "desk:new-text": BY_PERMISSION,
    "desk:text": OF_CONTACT,
    "desk:retire-text": DONE_TO_CONTACT,
    "desk:staff": BY_PERMISSION,
    "desk:hire": BY_PERMISSION,
    "desk:colleague": OF_CONTACT,
    "desk:details": OF_CONTACT,
    "desk:give-post": OF_CONTACT,
    "desk:end-post": OF_CONTACT,
    "desk:leave": OF_CONTACT,
    "desk:away": OF_CONTACT,
    "desk:settings": BY_PERMISSION,
    "desk:reach": BY_PERMISSION,
    "desk:urgent-numbers": BY_PERMISSION,
    "desk:new-service": BY_PERMISSION,
    "desk:service": BY_PERMISSION,
    "desk:new-team": BY_PERMISSION,
    "desk:team": BY_PERMISSION,
    "desk:new-mailbox": BY_PERMISSION,
    "desk:mailbox": BY_PERMISSION,
    "desk:kinds": DONE_TO_CONTACT,
    "desk:happened": OF_CONTACT,
    "desk:close": DONE_TO_CONTACT,
    "desk:end-links": DONE_TO_CONTACT,
    "desk:agree": DONE_TO_CONTACT,
    "desk:retention": BY_PERMISSION,
    "desk:kept": OF_CONTACT,
    "desk:hold-back": DONE_TO_CONTACT,
    "desk:lift": DONE_TO_CONTACT,
    "desk:hand-out": DONE_TO_CONTACT,
    "desk:erase": DONE_TO_CONTACT,
    "desk:correct": OF_CONTACT,
    "desk:refuse": DONE_TO_CONTACT,
    "public:councils": Page(),
    "public:home": Page(),
    "public:contact": Page(),
    "public:check": Page(),
    "public:kept": Page(),
    "public:step": Page(),
    "public:find": Page(),
    "public:page": BY_SECRET,
    "public:sent": BY_SECRET,
    "public:add": BY_SECRET,
    "public:wrong": BY_SECRET,
    "public:not_answered": BY_SECRET,
    "public:not_done": BY_SECRET,
    "public:emails": BY_SECRET,
    "public:confirm": BY_SECRET,
    "public:file": BY_SECRET,
    "public:asked": BY_SECRET,
    "public:new_link": Page(),
    "public:promises": Page(),
    "public:promise": Page(),
    "public:promises_csv": Page(),
    "public:promises_json": Page(),
    "public:counts": Page(),
    "public:recount": Page(),
    "public:count": Page(),
    "public:count_csv": Page(),
    "public:count_json": Page(),
    "public:count_clocks": Page(),
    "public:accessibility": Page(),
    "public:privacy": Page(),
}


OF_ACCOUNTS = {name for name in PAGES if ":" not in name} - {"health"}


class Address(NamedTuple):
    """One pattern of the URLconf."""

    name: str
    view: Callable[..., Any]
    arguments: frozenset[str]


def addresses(
    patterns: list[URLPattern | URLResolver], prefix: str = "", arguments: frozenset[str] = frozenset()
) -> Iterator[Address]:
    """Walk a URLconf, with all that is included in it."""
    for pattern in patterns:
        named = arguments | pattern.pattern.regex.groupindex.keys()
        if isinstance(pattern, URLResolver):
            inside = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, inside, named)
        else:
            yield Address(f"{prefix}{pattern.name}", pattern.callback, named)


ADDRESSES = {address.name: address for address in addresses(get_resolver().url_patterns)}


class Visitor(NamedTuple):
    """Somebody who tries every page: their posts, and whether they have set up their one-time codes."""

    posts: tuple[tuple[Role, str], ...]
    is_enrolled: bool = True


VISITORS = {
    **{f"{role} of the council": Visitor(((role, HERE),)) for role in Role},
    "officer of the team": Visitor(((Role.OFFICER, TEAM),)),
    "colleague of another team": Visitor(tuple((role, COLLEAGUES) for role in Role)),
    "stranger": Visitor(tuple((role, "s1") for role in Role)),
    "newcomer": Visitor(((Role.MANAGER, HERE),), is_enrolled=False),
}
EVERYTHING = "everything"
"""Who has every role of the council."""


def expected(page: Page, permission: Permission | None) -> dict[str, str]:
    """Say what each visitor is answered, from the one page of permissions."""
    if permission is None:
        return {"nobody": page.nobody} | dict.fromkeys(VISITORS, page.staff)
    return {"nobody": SIGN_IN} | {name: by_permission(page, permission, visitor) for name, visitor in VISITORS.items()}


def by_permission(page: Page, permission: Permission, visitor: Visitor) -> str:
    """Say what one visitor with posts is answered."""
    if not visitor.is_enrolled:
        return SET_UP
    here = [(role, path) for role, path in visitor.posts if path.partition("/")[0] == HERE]
    if not here:
        return NOT_FOUND
    reach = [path for role, path in here if permission.is_given(role, path)]
    if not reach:
        return REFUSED
    if page.is_own:
        return NOT_FOUND
    return OPENS if not page.of_contact or set(reach) & {HERE, TEAM} else NOT_FOUND


def answered(response: Any) -> str:
    """Say in a word what a response is."""
    to = response.headers.get("Location", "")
    for name, word in (
        ("account_login", SIGN_IN),
        ("one_time_codes", SET_UP),
        ("account_reauthenticate", BOTH_AGAIN),
    ):
        if to.partition("?")[0] == reverse(name):
            return word
    words = {200: OPENS, 302: OPENS, 422: OPENS, 403: REFUSED, 404: NOT_FOUND}
    return words.get(response.status_code, str(response.status_code))


LEAKS = ("A secret subject", "A secret letter", "Secret Sender", "secret@home.example")


class Town(NamedTuple):
    """What stands behind every address: a value for each argument, and who tries it.

    ``sessions`` are the cookies of each visitor, and of one who has every role: as they are, and as they are where
    somebody has given their password just before.
    """

    samples: dict[str, str]
    sessions: dict[tuple[str, bool], str]

    def client(self, who: str, *, is_fresh: bool) -> Client:
        """Return the browser of somebody."""
        client = Client()
        client.cookies["sessionid"] = self.sessions[who, is_fresh]
        return client


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Build the town once for all the tests of this file, none of which leaves anything behind."""
    everybody = {**VISITORS, EVERYTHING: Visitor(tuple((role, HERE) for role in Role))}
    with standing(django_db_blocker):
        yield Town(made_samples(), {key: it for who, one in everybody.items() for key, it in signed_in(who, one)})


@pytest.fixture
def samples(town: Town) -> dict[str, str]:
    """Return a value for every argument of every address."""
    return town.samples


def made_samples() -> dict[str, str]:
    """Make a contact for the team, with what others must not see, and return a value for every argument.

    Its email could not be read and our answer to it could not be sent, so that it is on the page of mail as well.
    """
    council("s1")
    subject, body, name, email = LEAKS
    contact, another = (received(subject=subject, body=body, name=name, email=email) for _ in range(2))
    record("took", about=contact.reference, at=contact.received_at)
    who = {"by": "sam@council.example", "internet_address": "", "at": contact.received_at}
    look(Look.What.READ, council=HERE, about=contact.reference, **who)
    look(Look.What.SEARCHED, council=HERE, asked_for=name, **who)
    Outgoing.objects.update(state=Outgoing.State.FAILED, problem="The mailbox is full.")
    incoming = Incoming.objects.create(
        channel="email",
        mailbox=Mailbox.objects.get(council_id=HERE),
        council_id=HERE,
        raw=f"From: {name} <{email}>\r\nSubject: {subject}\r\nContent-Type: text/x-log\r\n\r\n{body}".encode(),
        arrived_at=contact.received_at,
        kept_at=contact.received_at,
        try_at=contact.received_at,
        state=Incoming.State.UNREADABLE,
        problem="It has no end.",
        contact=contact,
    )
    KeptFile.objects.create(
        **{"id": incoming.pk, "message": contact.messages.exclude(sort="from customer")[0], "name": f"{body}.jpg"},
        **{"digest": put_down("", f"\xff\xd8\xff {name}".encode("latin-1")).digest, "size": 1, "kind": "jpeg"},
        **{"scan": "not scanned", "added_at": contact.received_at, "try_at": contact.received_at},
    )
    StandardText.objects.create(
        **{"id": incoming.pk, "path": TEAM, "title": "Lamps", "words": "We come.", "owner": staff()},
        **{"review_on": localdate(contact.received_at), "changed_at": contact.received_at},
    )
    flood = Flood.objects.create(
        **{"id": incoming.pk, "council_id": HERE, "by": "address", "who": "x", "is_alike": True},
        **{"began_at": contact.received_at, "last_at": contact.received_at},
    )
    Contact.objects.filter(id=another.id).update(flood=flood)
    asked = OutsideQuestion.objects.create(
        **{"id": incoming.pk, "contact": contact, "question": contact.messages.all()[0], "name": "Jo Bright"},
        **{"email": "jo@depot.example", "by_on": localdate(contact.received_at), "ends_at": NEVER},
    )
    key = key_of(contact)
    OutsideLink.objects.create(question=asked, digest=digest_of_link(key), made_at=contact.received_at)
    today = localdate(contact.received_at)
    colleague = staff("Una Found")
    return {
        "council": HERE,
        "count": str(count(Council.objects.get(key=HERE), first_on=today, last_on=today, at=contact.received_at).id),
        "reference": contact.reference,
        "what": "clarification_asked",
        "way": "phone",
        "key": key,
        "id": str(incoming.pk),
        "number": "0",
        "service": str(contact.team.service_id),
        "team": str(contact.team.pk),
        "mailbox": str(incoming.mailbox_id),
        "who": str(colleague.pk),
        "post": str(colleague.posts.get().pk),
        "name": "about",
        "promise": "S5-25",
        "place": TEAM,
        "colour": "1d70b8",
    }


def signed_in(name: str, visitor: Visitor) -> Iterator[tuple[tuple[str, bool], str]]:
    """Hire a visitor, who signs in twice, and give the cookie of each, with whether the password was just given."""
    enrolled_at = LONG_AGO if visitor.is_enrolled else None
    email = f"{name.replace(' ', '.')}@council.example"
    staff = Staff.objects.create_user(email, PASSWORD, name=name, enrolled_at=enrolled_at)
    Post.objects.bulk_create(Post(staff=staff, role=role, path=path) for role, path in visitor.posts)
    for is_fresh in (False, True):
        client = Client()
        client.force_login(staff)
        if is_fresh:
            just_signed_in(client)
        yield (name, is_fresh), client.cookies["sessionid"].value


def opened(client: Client, page: Page, address: str) -> Any:
    """Open a page, and undo what that did."""
    with transaction.atomic():
        response = getattr(client, page.method)(address, page.data)
        transaction.set_rollback(True)
    return response


def said_by(response: Any) -> str:
    """Return all that a response says, with nothing escaped, be it a page or a file."""
    return unescape(b"".join(response).decode(errors="replace"))


def may_there(name: str, permission: str) -> bool:
    """Tell whether a visitor has a permission where the contact is."""
    visitor = VISITORS.get(name, Visitor(()))
    roles = PERMISSIONS[permission].roles
    return visitor.is_enrolled and any(role in roles and path in (HERE, TEAM) for role, path in visitor.posts)


def hidden_from(name: str, reference: str) -> tuple[str, ...]:
    """Return what no page of the desk may show a visitor: what was written, and even that somebody wrote."""
    return (
        *(() if may_there(name, "see-contact") else LEAKS),
        *(() if may_there(name, "see-queue") else (reference,)),
    )


OF_A_TEAM = ("desk:looks-csv", "desk:record-csv")
"""What these ask the database for somebody who may see a part alone, no other test asks PostgreSQL."""


def on_any(name: str) -> Any:
    """Return a page that is tried on one database: this is about permissions, and the last test opens it on both."""
    return pytest.param(name, marks=pytest.mark.any_database)


def test_every_address_has_a_line_here():
    assert sorted(ADDRESSES) == sorted(PAGES)


def test_every_page_of_the_desk_says_which_permission_it_needs():
    desk = {name for name in ADDRESSES if name.startswith("desk:")}
    assert {name for name, address in ADDRESSES.items() if hasattr(address.view, "permission")} == desk


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name if name in OF_A_TEAM else on_any(name) for name in sorted(PAGES)])
def test_a_page_opens_to_those_it_is_for_and_shows_the_others_nothing(name: str, town: Town):
    page, address, samples = PAGES[name], ADDRESSES[name], town.samples
    at = reverse(name, kwargs={key: samples[key] for key in address.arguments})
    clients = {"nobody": Client()} | {who: town.client(who, is_fresh=name.startswith("desk:")) for who in VISITORS}
    responses = {who: opened(client, page, at) for who, client in clients.items()}
    assert {who: answered(response) for who, response in responses.items()} == expected(
        page, getattr(address.view, "permission", None)
    )
    if name.startswith("desk:") or name in OF_ACCOUNTS:
        assert {response.headers["Cache-Control"] for response in responses.values()} == {"no-store"}
    said = {who: said_by(response) for who, response in responses.items()}
    leaks = [
        (who, words)
        for who in responses
        for words in hidden_from(who, samples["reference"])
        if words in said[who] and not page.by_secret
    ]
    assert leaks == []


@pytest.mark.any_database  # it is about words; test_follow.py tries on both how a secret is found
@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.by_secret])
def test_a_residents_page_opens_to_nobody_by_another_secret(name: str, samples: dict[str, str]):
    wrong = samples | {"key": "A" * len(samples["key"])}
    response = Client().get(reverse(name, kwargs={key: wrong[key] for key in ADDRESSES[name].arguments}))
    assert answered(response) == NOT_FOUND
    assert [words for words in LEAKS if words in unescape(response.content.decode())] == []


LISTS_ONLY = {"desk:queue", "desk:several", "desk:start"}
"""Shows, or leads to, what waits, to those whose work it is, many at once: to note each of them would say nothing."""


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({name for name in PAGES if name.startswith("desk:")} - LISTS_ONLY))
def test_nobody_sees_anything_of_a_contact_without_a_row_that_says_so(name: str, town: Town):
    samples = town.samples
    is_about_one = "reference" in ADDRESSES[name].arguments
    address = reverse(name, kwargs={key: samples[key] for key in ADDRESSES[name].arguments})
    client = town.client(EVERYTHING, is_fresh=True)
    for method in ("get", "post"):
        with transaction.atomic():
            response = getattr(client, method)(address, PAGES[name].data, follow=True)
            page = said_by(response)
            is_shown = response.status_code == 200 and (is_about_one or any(words in page for words in LEAKS))
            looks = Look.objects.filter(council=HERE, by="everything@council.example")
            is_kept = (looks.filter(about=samples["reference"]) if is_about_one else looks).exists()
            transaction.set_rollback(True)
        assert is_kept or not is_shown
        assert is_shown or method == "post" or response.status_code == 405 or not is_about_one
