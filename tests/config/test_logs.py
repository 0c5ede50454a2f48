"""No key to a resident's page stands in a log: after a mistyped link, an expired form, or in the log of requests."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.test import Client, RequestFactory
from gunicorn.config import Config

from answerable.config import web
from answerable.config.logs import WhereOursIsTheFault, WithoutKeys, without_addresses
from tests import cast
from tests.public.residents import key_of, page_of

KEY = "7K3Q-92MX-4T8V-0ABC"


@pytest.mark.django_db
def test_a_mistyped_link_and_an_expired_form_leave_no_key_in_the_log(caplog: pytest.LogCaptureFixture):
    contact = cast.received(channel="web", email="")
    key, where = key_of(contact), page_of(contact)
    browser = Client(enforce_csrf_checks=True)
    mistyped = [f"{where[:-1]}x/y/", where.replace("/contacts/", "/contact/"), f"{where}ad/", f"/s5/contacts/{key} /"]
    assert [browser.get(one).status_code for one in mistyped] == [404] * len(mistyped)
    assert browser.post(f"{where}add/", {"message": "x"}).status_code == 403
    lines = [WhereOursIsTheFault("%(name)s: %(message)s").format(record) for record in caplog.records]
    assert len(lines) >= 4
    assert [line for line in lines if key in line] == []
    assert "django.request: Not Found: /s5/contacts/…" in lines


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"GET /s5/contacts/EQPF-99AQ/{KEY}/ HTTP/1.1", "GET /s5/contacts/…"),
        (f"https://council.example/S5/CONTACTS/EQPF-99AQ/{KEY}/", "https://council.example/S5/CONTACTS/…"),
        ("GET /s5/desk/contacts/EQPF-99AQ/reply/ HTTP/1.1", "GET /s5/desk/contacts/EQPF-99AQ/reply/ HTTP/1.1"),
        ('File "/lib/answerable/contacts/keys.py", line 3', 'File "/lib/answerable/contacts/keys.py", line 3'),
        (f"A /contacts/x/{KEY}\nB", "A /contacts/…\nB"),
    ],
)
def test_what_is_left_of_an_address_in_a_log(said: str, kept: str):
    assert without_addresses(said) == kept


def test_the_log_of_requests_and_what_gunicorn_says_of_a_fault_have_no_key(tmp_path: Path):
    where, file = f"/s5/contacts/EQPF-99AQ/{KEY}/", tmp_path / "log"
    config = Config()
    config.set("accesslog", str(file))
    config.set("errorlog", str(file))
    log = WithoutKeys(config)
    environ = RequestFactory().get(where, HTTP_REFERER=f"https://council.example{where}add/").environ
    environ |= {"RAW_URI": where, "SERVER_PROTOCOL": "HTTP/1.1"}
    answer = SimpleNamespace(status="200 OK", sent=10, headers=[])
    asked = SimpleNamespace(headers=[("REFERER", f"https://council.example{where}")])
    log.access(answer, asked, environ, timedelta(seconds=1))
    log.exception("Error handling request %s", where)
    said = file.read_text(encoding="utf-8")
    assert re.findall('GET [^"]*|Error .*', said) == ["GET /s5/contacts/…", "Error handling request /s5/contacts/…"]
    assert KEY not in said
    command = web.command("127.0.0.1:8000")
    assert command[command.index("--logger-class") + 1] == f"{WithoutKeys.__module__}.{WithoutKeys.__name__}"
