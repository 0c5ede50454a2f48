"""Nobody but the proxy is believed about a caller, and what cannot be read is refused in a line, whatever it is."""

import io
import logging
import socket
import sys
import time
from typing import Any

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from answerable.config.entrance import BelieveOnlyTheProxy, only_what_comes_in_time
from answerable.config.logs import WhereOursIsTheFault
from answerable.config.wsgi import application
from answerable.people.models import FailedSignIn
from tests import cast

CLAIMED, CALLER = "198.51.100.6", "203.0.113.9"


def where_from(forwarded_for: str, **extra: str) -> str:
    """Return where a failed sign-in is said to have come from."""
    given = {"login": "nobody@council.example", "password": "a wrong one"}
    answer = Client().post("/account/sign-in/", given, HTTP_X_FORWARDED_FOR=forwarded_for, **extra)
    assert answer.status_code == 200
    return FailedSignIn.objects.get().internet_address


@pytest.mark.django_db
@pytest.mark.parametrize("proxy", ["127.0.0.1", "::1", "::ffff:127.0.0.1", ""])
def test_our_proxy_is_believed_when_it_says_for_whom_it_asks(proxy: str):
    assert where_from(CLAIMED, REMOTE_ADDR=proxy) == CLAIMED


@pytest.mark.django_db
def test_what_a_caller_told_our_proxy_is_not_believed():
    assert where_from(f"{CLAIMED}, {CALLER}", REMOTE_ADDR="127.0.0.1") == CALLER


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("caller", "said"), [(CALLER, CALLER), ("::ffff:203.0.113.9", "::ffff:cb00:7109"), ("127.0.0.2", "127.0.0.2")]
)
def test_nobody_else_is_believed(caller: str, said: str):
    assert where_from(CLAIMED, REMOTE_ADDR=caller) == said


@pytest.mark.django_db
def test_a_proxy_on_another_machine_is_believed_where_the_settings_name_it(settings: Any):
    settings.PROXIES = ["203.0.113.0/24"]
    assert where_from(CLAIMED, REMOTE_ADDR=CALLER) == CLAIMED


@pytest.mark.parametrize(("caller", "status"), [("127.0.0.1", 404), (CALLER, 301)])
def test_nobody_but_the_proxy_says_that_a_page_was_asked_for_over_https(caller: str, status: int, settings: Any):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["contact.s5.example"]
    client = Client(headers={"host": "contact.s5.example", "x-forwarded-proto": "https"}, REMOTE_ADDR=caller)
    assert client.get("/brand/nothing").status_code == status


@pytest.mark.parametrize("host", ["other.example", "192.0.2.1", "a b", "", "[::1", "testserver:x", "testserver\0"])
@pytest.mark.parametrize("is_https", [True, False])
def test_another_name_is_refused_in_a_line_without_a_traceback(
    host: str, is_https: bool, settings: Any, caplog: pytest.LogCaptureFixture
):
    settings.SECURE_SSL_REDIRECT = True
    for path in ("/", "/s5/", "/account/sign-in/"):
        caplog.clear()
        answer = Client(headers={"host": host}, raise_request_exception=False).get(path, secure=is_https)
        assert (answer.status_code, answer.content) == (400, b"This site has another name.\n")
        lines = [WhereOursIsTheFault().format(record) for record in caplog.records]
        assert (len(lines), "".join(lines).count("\n")) == (1, 0)


def asked(
    content_type: str, body: bytes = b"a=b", query: str = "", path: str = "/account/sign-in/"
) -> tuple[str, bytes]:
    """Return the status and content of an answer to a request as a web server hands it over."""
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
    }
    status: list[str] = []
    content = b"".join(application(environ, lambda line, headers, *_: status.append(line)))
    return status[0][:3], content


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    "content_type",
    [
        f"{FORM}; charset=undefined",
        f"{FORM}; charset=base64",
        f"{FORM}; charset=rot13",
        f"{FORM}; charset=punycode",
        f"{FORM}; charset=utf-16",
        f"{FORM}; charset=utf-7",
        f"{FORM}; charset=latin-1",
        f"{FORM}; charset=\0",
        "multipart/form-data; boundary*=x''%ff",
        "multipart/form-data; boundary*=\0''x",
        "text/html; a*=b'c'd",
        f"{FORM}; charset*=foo''%00",
    ],
)
def test_letters_that_no_page_of_ours_sends_are_refused(content_type: str, caplog: pytest.LogCaptureFixture):
    assert asked(content_type) == ("400", b"We could not read what was sent.\n")
    (record,) = caplog.records
    assert (record.levelname, record.exc_info, len(record.getMessage()) < 250) == ("WARNING", None, True)


@pytest.mark.any_database  # it is about what was sent, of which the database hears nothing
@pytest.mark.django_db
@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=UTF-8", f"{FORM}; charset=unknown", "text/plain", ""])
def test_what_can_be_read_comes_in_and_is_judged_as_any_other(content_type: str):
    assert asked(content_type)[0] == "403"  # for want of a token


def test_more_fields_than_any_form_has_are_refused_although_no_request_can_be_made_of_them():
    many = "&".join("a=b" for _ in range(1001))
    assert asked(f"{FORM}; charset=utf-8", query=many) == ("400", b"We could not read what was sent.\n")


@pytest.mark.any_database  # it is about what was sent, of which the database hears nothing
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=", b"--x"),
        ("multipart/form-data; boundary=\xff", b"--x"),
        (FORM, b"&".join(b"a=b" for _ in range(1001))),
        (FORM, b"a=" + b"x" * 3_000_000),
    ],
)
def test_a_form_that_cannot_be_taken_apart_is_answered_with_a_page(client: Client, content_type: str, body: bytes):
    cast.council()
    answer = client.generic("POST", "/s5/contacts/", body, content_type)
    assert (answer.status_code, "We could not read what was sent" in answer.content.decode()) == (400, True)


def record(level: int, name: str) -> str:
    """Return what is written of an error."""
    try:
        raise BadRequest("no")
    except BadRequest:
        made = logging.LogRecord(name, level, __file__, 1, "Refused %s", ("x",), sys.exc_info())
    return WhereOursIsTheFault("%(levelname)s %(name)s: %(message)s").format(made)


def test_a_fault_of_ours_is_shown_with_its_place_and_a_callers_is_not():
    assert record(logging.WARNING, "django.request") == "WARNING django.request: Refused x"
    assert record(logging.ERROR, "django.security.DisallowedHost") == "ERROR django.security.DisallowedHost: Refused x"
    first, *more = record(logging.ERROR, "django.request").splitlines()
    assert (first, more[0]) == ("ERROR django.request: Refused x", "Traceback (most recent call last):")


@pytest.mark.any_database  # it is about what was sent, of which the database hears nothing
@pytest.mark.django_db
@pytest.mark.parametrize(
    "content_type",
    ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\xff", FORM],
)
@pytest.mark.parametrize(("path", "status"), [("/s5/nothing/", 404), ("/s9/a/b/", 404), ("/s5/contact/", 400)])
def test_what_is_no_form_is_refused_where_there_is_a_page_and_not_looked_at_where_there_is_none(
    path: str, status: int, content_type: str
):
    cast.council()
    client = Client(enforce_csrf_checks=True)
    client.get("/s5/contact/")
    body = b"--b\r\nX\r\n" if content_type != FORM else b"&".join(b"a=b" for _ in range(1001))
    assert client.generic("POST", path, body, content_type).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/\N{GRINNING FACE}", "/s5/caf\N{LATIN SMALL LETTER E WITH ACUTE}/", "/s5/\ufffd/"])
def test_an_address_in_any_letters_is_no_page_and_no_fault(path: str):
    assert asked("", path=path.encode().decode("latin-1"))[0] == "404"


def caller(remote: str, forwarded: str = "") -> str:
    """Return whom a request is taken to come from."""
    seen: list[str] = []
    request = RequestFactory().get(
        "/", REMOTE_ADDR=remote, **({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {})
    )

    def page(asked: Any) -> HttpResponse:
        seen.append(asked.caller)
        return HttpResponse()

    BelieveOnlyTheProxy(page)(request)
    return seen[0]


@pytest.mark.parametrize(
    ("remote", "forwarded", "said"),
    [
        (CALLER, "", CALLER),
        (CALLER, CLAIMED, CALLER),
        ("127.0.0.1", CLAIMED, CLAIMED),
        ("127.0.0.1", f"{CLAIMED}, {CALLER}", CALLER),
        ("127.0.0.1", f"{CLAIMED},{CALLER}, 127.0.0.1", CALLER),
        ("127.0.0.1", "", ""),
        ("", "", ""),
        ("127.0.0.1", "rubbish", ""),
        ("127.0.0.1", f"{CALLER}, rubbish", ""),
        ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "", "2001:db8:1:2::/64"),
        (f"::ffff:{CALLER}", "", CALLER),
    ],
)
def test_who_calls_is_whom_our_own_proxy_was_reached_by(remote: str, forwarded: str, said: str):
    assert caller(remote, forwarded) == said


def sent(begun: bytes, announced: int, *, hangs_up: bool) -> tuple[Any, float]:
    """Send the beginning of a form, and return what the program makes of it, and after how many seconds."""
    ours, theirs = socket.socketpair()

    def program(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        try:
            return [environ["wsgi.input"].read(announced)]
        except BadRequest as refused:
            return [type(refused).__name__.encode()]

    with ours, theirs, ours.makefile("rb") as body:
        theirs.sendall(begun)
        if hangs_up:
            theirs.shutdown(socket.SHUT_WR)
        began = time.monotonic()
        environ = {"gunicorn.socket": ours, "wsgi.input": body, "CONTENT_LENGTH": str(announced)}
        return only_what_comes_in_time(program)(environ, lambda *_: None), time.monotonic() - began


def test_what_comes_in_time_is_read_and_what_ends_early_or_never_comes_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("answerable.config.entrance.SLOWEST", 0.3)
    assert sent(b"message=x", 9, hangs_up=False)[0] == [b"message=x"]
    early, at_once = sent(b"message=", 9, hangs_up=True)
    slow, seconds = sent(b"message=", 9, hangs_up=False)
    assert (early, at_once < 0.3, slow, 0.2 < seconds < 10) == ([b"BadRequest"], True, [b"BadRequest"], True)
