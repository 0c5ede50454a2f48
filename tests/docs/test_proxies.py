"""The files for nginx and Caddy in the docs are those that work: each real one, with its file, before the real pages.

Only what a test must have otherwise is changed in a file: its ports, its name, its certificate and where its logs go.
"""

import gzip
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from answerable.config.clock import the_moment_it_is
from answerable.files.choosing import LARGEST_BODY

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FILES = ROOT / "docs" / "how-to" / "run-it-for-real"
ANSWERABLE = str(Path(sys.executable).parent / "answerable")
NAME, NAME_IN_FILES = "contact.s5.example", "contact.example.gov.uk"
HERE = "127.0.0.1"
PATH = f"{os.environ['PATH']}:/usr/sbin"  # which only root has on its path

PREPARE = """
import django; django.setup()
from tests import cast
contact = cast.received()
from answerable.contacts.actions import make_key
print(contact.reference, make_key(contact, at=contact.received_at))
"""


class Site(NamedTuple):
    """The pages as they run, where, and one contact on them."""

    folder: Path
    port: int
    page: str
    environment: Mapping[str, str]


class Proxy(NamedTuple):
    """What stands in front of them, by its ports for HTTP and HTTPS, and its own log."""

    http: int
    https: int
    certificate: Path
    folder: Path


def free_ports(count: int) -> list[int]:
    """Return ports of this machine that nobody listens on."""
    probes = [socket.create_server((HERE, 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@contextmanager
def running(command: list[str], port: int, log: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Run a server until it is no longer needed; it is there once it takes connections."""
    with log.open("wb") as said:
        program = shutil.which(command[0], path=PATH) or command[0]
        process = subprocess.Popen(
            [program, *command[1:]], env=dict(environment), stdout=said, stderr=said, cwd=log.parent
        )
    try:
        latest = time.monotonic() + 60
        while True:
            assert process.poll() is None and time.monotonic() < latest, log.read_text()
            try:
                socket.create_connection((HERE, port), timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Site]:
    """A deployment of its own with one council and one contact, as `answerable web` serves it."""
    folder = tmp_path_factory.mktemp("site")
    (port,) = free_ports(1)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANSWERABLE_", "DJANGO_"))}
    environment = kept | {
        "ANSWERABLE_SECRET_KEY": "for a test alone, which keeps nobody's secrets",
        "ANSWERABLE_ORIGIN": f"https://{NAME}",
        "ANSWERABLE_HOME": str(folder),
    }
    shutil.copy(migrated, folder / "answerable.db")
    subprocess.run([ANSWERABLE, "migrate"], env=environment, check=True, capture_output=True)
    settings = {"DJANGO_SETTINGS_MODULE": "answerable.config.settings"}
    made = subprocess.run(
        [sys.executable, "-c", PREPARE],
        env=environment | settings,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    reference, secret = made.stdout.split()
    with running([ANSWERABLE, "web", "--bind", f"{HERE}:{port}"], port, folder / "web.log", environment):
        yield Site(folder, port, f"/s5/contacts/{reference}/{secret}/", environment)


def certify(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for our name, signed by itself, and return where it and its key are."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = the_moment_it_is()
    made = (
        x509.CertificateBuilder(subject_name=subject, issuer_name=subject, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))
    return certificate, secret


def changed(text: str, *changes: tuple[str, str, int]) -> str:
    """Return a file with some words in place of others, each of which must stand in it as often as is said."""
    for old, new, times in changes:
        assert text.count(old) == times, f"'{old}' stands there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def nginx(site: Site, folder: Path, http: int, https: int) -> list[str]:
    """Write nginx's files, and return the command that runs it with them."""
    certificate, key = certify(folder)
    ours = changed(
        (FILES / "nginx.conf").read_text(encoding="utf-8"),
        ("    listen [::]:80;\n", "", 1),  # not every machine has the newer kind of address
        ("    listen [::]:443 ssl http2;\n", "", 1),
        ("listen 80;", f"listen {HERE}:{http};", 1),
        ("listen 443 ", f"listen {HERE}:{https} ", 1),
        (f"/etc/letsencrypt/live/{NAME_IN_FILES}/fullchain.pem", str(certificate), 1),
        (f"/etc/letsencrypt/live/{NAME_IN_FILES}/privkey.pem", str(key), 1),
        ("/var/log/nginx/answerable.log", str(folder / "access.log"), 2),
        ("/var/log/nginx/error.log", str(folder / "error.log"), 1),
        ("http://127.0.0.1:8000", f"http://{HERE}:{site.port}", 1),
        ("/var/www/html", str(folder), 1),
    ).replace(NAME_IN_FILES, NAME)
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # As Debian's own nginx.conf has it, that into which ours is put.
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.geteuid() == 0 else ''}\npid {folder}/pid;\ndaemon off;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\ngzip on;\nssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;\n{temporary}{ours}\n}}\n",
        encoding="utf-8",
    )
    return ["nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")]


def caddy(site: Site, folder: Path, http: int, https: int) -> list[str]:
    """Write Caddy's file, and return the command that runs it."""
    certificate, key = certify(folder)
    ours = changed(
        (FILES / "Caddyfile").read_text(encoding="utf-8"),
        (f"\n{NAME_IN_FILES} {{\n", f"\n{NAME} {{\n\ttls {certificate} {key}\n", 1),
        ("127.0.0.1:8000", f"{HERE}:{site.port}", 1),
        (
            "\n{\n",
            f"\n{{\n\thttp_port {http}\n\thttps_port {https}\n\tadmin off\n\tstorage file_system {folder}/storage\n",
            1,
        ),
    )
    (folder / "Caddyfile").write_text(ours, encoding="utf-8")
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


PROXIES: Mapping[str, Callable[[Site, Path, int, int], list[str]]] = {"nginx": nginx, "caddy": caddy}


@contextmanager
def standing_before(site: Site, name: str, folder: Path) -> Iterator[Proxy]:
    """Run one of them before the pages."""
    if shutil.which(name, path=PATH) is None:
        why = (
            f"NO {name.upper()}: its file in {FILES.relative_to(ROOT)} was NOT tried. Install Debian's package {name}."
        )
        (pytest.fail if os.environ.get("CI") else pytest.skip)(why)
    http, https = free_ports(2)
    environment = {
        **os.environ,
        "PATH": PATH,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    with running(PROXIES[name](site, folder, http, https), https, folder / "said.log", environment):
        yield Proxy(http, https, folder / "certificate.pem", folder)


@pytest.fixture(scope="module", params=PROXIES)
def proxy(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """One of them, for all these tests."""
    with standing_before(site, request.param, tmp_path_factory.mktemp(request.param)) as proxy:
        yield proxy


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def ask(
    proxy: Proxy, path: str, *, https: bool = True, method: str = "GET", body: bytes | None = None, **headers: str
) -> Answer:
    """Ask for a page by our name, or by the one in ``host``, over a line whose certificate is checked."""
    line = socket.create_connection((HERE, proxy.https if https else proxy.http), timeout=60)
    if https:
        trusting = ssl.create_default_context(cafile=str(proxy.certificate))
        line = trusting.wrap_socket(line, server_hostname=NAME)
    connection = HTTPConnection(NAME)
    connection.sock = line
    given = {"Host": NAME} | {name.replace("_", "-").title(): value for name, value in headers.items()}
    try:
        connection.request(method, path, body, given)
        answer: HTTPResponse = connection.getresponse()
        return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def test_a_page_comes_over_tls_and_says_that_it_always_will(proxy: Proxy):
    answer = ask(proxy, "/s5/")
    assert (answer.status, b"<h1" in answer.content) == (200, True)
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_an_old_tls_is_refused(proxy: Proxy):
    old = ssl.create_default_context(cafile=str(proxy.certificate))
    with pytest.warns(DeprecationWarning):
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with socket.create_connection((HERE, proxy.https), timeout=60) as line, pytest.raises(ssl.SSLError):
        old.wrap_socket(line, server_hostname=NAME)


def test_pages_and_sheets_are_compressed_once_and_are_the_same(proxy: Proxy):
    sheet = re.findall(rb'href="(/static/design/govuk\.\w+\.css)"', ask(proxy, "/s5/").content)[0].decode()
    for path in ("/s5/promises/", sheet):
        plain, packed = ask(proxy, path), ask(proxy, path, accept_encoding="gzip")
        assert (packed.headers.get("content-encoding"), plain.headers.get("content-encoding")) == ("gzip", None)
        assert gzip.decompress(packed.content) == plain.content
        assert len(packed.content) * 4 < len(plain.content)


def test_http_leads_to_the_same_page_over_https(proxy: Proxy):
    answer = ask(proxy, "/s5/promises/?a=b", https=False)
    assert answer.status in (301, 308)
    # To 443; where the ports are those of a test, Caddy names its own.
    assert answer.headers["location"].replace(f":{proxy.https}/", "/") == f"https://{NAME}/s5/promises/?a=b"


@pytest.mark.parametrize("host", ["other.example", "192.0.2.1", f"{NAME}.other.example"])
def test_another_name_is_refused(proxy: Proxy, host: str):
    answer = ask(proxy, "/s5/", host=host)
    assert (answer.status, answer.content.strip()) == (400, b"This site has another name.")


def test_each_refusal_is_at_most_one_line_of_our_log(proxy: Proxy, site: Site):
    log = site.folder / "web.log"
    before = log.read_text(encoding="utf-8").count("\n")
    ask(proxy, "/s5/", host="other.example")
    assert log.read_text(encoding="utf-8").count("\n") - before <= 1


def where_from(site: Site) -> str:
    """Return from where the last failed sign-in is said to have come."""
    asking = (
        "import django; django.setup()\nfrom answerable.people.models import FailedSignIn\n"
        "print(FailedSignIn.objects.order_by('-last_at')[0].internet_address)"
    )
    environment = {**site.environment, "DJANGO_SETTINGS_MODULE": "answerable.config.settings"}
    run = subprocess.run([sys.executable, "-c", asking], env=environment, check=True, capture_output=True, text=True)
    return run.stdout.strip()


def visited(proxy: Proxy, path: str) -> tuple[str, Mapping[str, str]]:
    """Open a page with a form, and return the form's token and what a browser would send along with it."""
    page = ask(proxy, path)
    token = re.findall(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.content)[0].decode()
    return token, {
        "cookie": page.headers["set-cookie"].partition(";")[0],
        "origin": f"https://{NAME}",
        "content_type": "application/x-www-form-urlencoded",
    }


def test_what_a_caller_says_of_where_they_are_is_not_believed(proxy: Proxy, site: Site):
    token, sent = visited(proxy, "/account/sign-in/")
    body = f"csrfmiddlewaretoken={token}&login=nobody@s5.example&password=wrong".encode()
    claimed = {"x_forwarded_for": "198.51.100.6", "x_forwarded_proto": "http"}
    answer = ask(proxy, "/account/sign-in/", method="POST", body=body, **sent, **claimed)
    # Not 301: what was said of the way it came was not believed either.
    assert (answer.status, where_from(site)) == (200, HERE)


def test_a_page_about_one_contact_keeps_its_headers_and_its_secret(proxy: Proxy, site: Site):
    answer = ask(proxy, site.page, accept_encoding="gzip")
    kept = ("cache-control", "referrer-policy", "x-robots-tag", "x-frame-options", "x-content-type-options")
    assert (answer.status, {name: answer.headers[name] for name in kept}) == (
        200,
        {
            "cache-control": "private, no-store",
            "referrer-policy": "no-referrer",
            "x-robots-tag": "noindex, nofollow",
            "x-frame-options": "DENY",
            "x-content-type-options": "nosniff",
        },
    )
    secret = site.page.rstrip("/").rpartition("/")[2]
    logs = {file.name: file.read_text(encoding="utf-8", errors="replace") for file in proxy.folder.glob("*.log")}
    assert [name for name, text in logs.items() if secret in text] == []


def test_a_search_of_the_desk_leaves_no_names_in_a_log(proxy: Proxy):
    assert ask(proxy, "/s5/desk/find/?words=Robin+Reed").status == 302
    logs = [file.read_text(encoding="utf-8", errors="replace") for file in proxy.folder.glob("*.log")]
    assert [text for text in logs if "Robin" in text] == []


@pytest.mark.parametrize("name", PROXIES)
def test_while_the_pages_are_away_no_log_gets_an_address_with_a_secret(name: str, site: Site, tmp_path: Path):
    (nobody,) = free_ports(1)
    with standing_before(site._replace(port=nobody), name, tmp_path) as proxy:
        assert ask(proxy, site.page).status == 502
    assert not any(site.page in file.read_text(encoding="utf-8") for file in tmp_path.glob("*.log"))


@pytest.mark.parametrize("length", [2_700_000, 46_000_000])
def test_a_form_that_is_too_long_is_refused_and_its_beginning_is_not_taken_for_the_whole(proxy: Proxy, length: int):
    """Words can be 2.5 MiB, which the program holds; a form with its files can be 43 MiB, and no proxy passes more."""
    token, sent = visited(proxy, "/s5/contacts/")
    body = f"csrfmiddlewaretoken={token}&reference=x&secret=".encode() + b"x" * length
    # The program answers 400 and hangs up on the rest, of which a proxy that still sends it makes a 502.
    is_nginx = "nginx" in proxy.folder.name
    refused = (413,) if is_nginx and length > LARGEST_BODY else (400, 502) if is_nginx else (413, 502, 400)
    answer = ask(proxy, "/s5/contacts/", method="POST", body=body, **sent)
    assert answer.status in refused
    assert answer.status != 413 or b"Files can be 40 MB together, and 20 MB each." in answer.content
    longest = ask(proxy, "/s5/contacts/", method="POST", body=body[:2_621_440], **sent)
    assert (longest.status, b"govuk-error-summary" in longest.content) == (200, True)


def test_a_probe_is_told_the_truth_through_it_too(proxy: Proxy):
    answer = ask(proxy, "/health/")
    assert (answer.status, b"No worker has gone round yet" in answer.content) == (503, True)


def test_many_who_send_their_forms_slowly_keep_nobody_waiting(proxy: Proxy):
    _, sent = visited(proxy, "/s5/contacts/")
    begun = (
        f"POST /s5/contacts/ HTTP/1.1\r\nHost: {NAME}\r\nCookie: {sent['cookie']}\r\nOrigin: {sent['origin']}\r\n"
        f"Content-Type: {sent['content_type']}\r\nContent-Length: 100000\r\n\r\nmessage="
    ).encode()
    trusting = ssl.create_default_context(cafile=str(proxy.certificate))
    lines = []
    try:
        for _ in range(40):  # several times as many as the pages have threads
            line = trusting.wrap_socket(socket.create_connection((HERE, proxy.https)), server_hostname=NAME)
            line.sendall(begun)
            lines.append(line)
        time.sleep(1)  # for those to be passed on which are
        began = time.monotonic()
        assert (ask(proxy, "/s5/").status, time.monotonic() - began < 10) == (200, True)
    finally:
        for line in lines:
            line.close()
