"""The people of the crash test: they write emails and fill in forms, and remember what they were told."""

import re
import smtplib
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from http.client import HTTPException
from http.cookiejar import CookieJar
from threading import Event, Thread
from time import monotonic

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TOKEN = re.compile(r'name="token" value="([^"]+)"')
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "about": {"kind": "enquiry"},
    "message": {"message": "The lamp is out."},
    "danger": {"danger": "no"},
    "reach": {"name": "Robin Reed"},
    "needs": {},
}


def address_of(mark: str) -> str:
    """Return the address of the one resident who writes one message."""
    return f"{mark}@home.example"


class Residents(Thread):
    """Writes one message after another, each with a mark of its own, until told to stop; then ``accepted`` is complete.

    ``write`` sends the message with one mark, and returns once it was told that the council has it.
    """

    def __init__(self, name: str, write: Callable[[str], None], pause: float) -> None:
        super().__init__(name=name, daemon=True)
        self.accepted: list[str] = []
        self.problem: BaseException | None = None
        self._write, self._pause, self._stopping = write, pause, Event()

    def run(self) -> None:
        """Write until told to stop."""
        try:
            while not self._stopping.wait(self._pause):
                mark = f"{self.name}-{len(self.accepted) + 1}"
                self._write(mark)
                self.accepted.append(mark)
        except BaseException as error:
            self.problem = error

    def finish(self) -> list[str]:
        """Let the message in hand be told of, and return all marks. Raises what went wrong."""
        self._stopping.set()
        self.join(60)
        if self.problem is not None:
            raise self.problem
        assert not self.is_alive(), f"{self.name} is still waiting to hear that a message was taken in"
        return self.accepted


def emailing(port: int, council: str) -> Callable[[str], None]:
    """Return how to send an email to the council; it is the mail server that says that it was taken in."""

    def write(mark: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = address_of(mark), council, mark
        message["Message-ID"] = f"<{address_of(mark)}>"
        message.set_content("The lamp is out.")
        # Named, so that nobody looks up what this machine is called.
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost", timeout=30) as line:
            line.send_message(message)

    return write


def filling_in(origin: str) -> Callable[[str], None]:
    """Return how to fill in the form, a page at a time, pressing each button again for as long as nothing answers."""

    def write(mark: str) -> None:
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        page, address = answer(browser, f"{origin}/s5/contact/")
        for step, given in ANSWERS.items():
            more = {"subject": mark} if step == "message" else {"email": address_of(mark)} if step == "reach" else {}
            page, address = answer(browser, f"{origin}/s5/contact/{step}/", {**given, **more, **hidden(page, CSRF)})
        send = {**hidden(page, CSRF), "token": hidden(page, TOKEN)["token"]}
        page, address = answer(browser, f"{origin}/s5/contact/check/", send)
        assert address.endswith("/sent/"), f"{mark} was not taken in: {address}\n{page[:2000]}"

    return write


def hidden(page: str, field: re.Pattern[str]) -> dict[str, str]:
    """Return a hidden field of a page."""
    found = field.search(page)
    assert found is not None, f"There is no {field.pattern} on this page:\n{page[:2000]}"
    return {"csrfmiddlewaretoken" if field is CSRF else "token": found[1]}


def answer(
    browser: urllib.request.OpenerDirector, address: str, given: Mapping[str, str] | None = None
) -> tuple[str, str]:
    """Return the page that answers a request and its address; a browser's user presses again when nothing comes."""
    data = None if given is None else urllib.parse.urlencode(given).encode()
    ends = monotonic() + 60
    while True:
        try:
            with browser.open(address, data, timeout=20) as response:
                return response.read().decode(), response.url
        except (OSError, HTTPException):
            if monotonic() > ends:
                raise
            Event().wait(0.05)
