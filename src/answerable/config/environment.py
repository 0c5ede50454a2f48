"""What differs from one deployment to the next: each setting once, with what it is for and what it may be.

All are read from the environment. The settings, ``answerable doctor`` and the reference page are made from this list.
It uses the standard library only, so that a wrong setting is refused before the web framework is loaded.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import NamedTuple, TypeAlias
from urllib.parse import SplitResult, urlsplit

from answerable.config.database import database, without_password

PREFIX = "ANSWERABLE_"

LETTERS, DIFFERENT = 40, 10
"""The shortest key, and how many of its characters must differ: below what the command in its sentence makes."""

Given: TypeAlias = Mapping[str, str]
"""The text of each setting by its name; of those left out, what holds then."""


class WrongSettings(ValueError):
    """Some settings cannot be used. The message says of each why, and what to write, a line each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One setting: what it is for, and what holds when it is left out, both as sentences of the reference page.

    ``default`` is what holds then, which may follow from settings that stand before this one. ``problem`` says why a
    text cannot be used and what to write, or nothing. ``shown`` is the text as anybody may read it.
    """

    name: str
    meaning: str
    left_out: str
    example: str
    default: Callable[[Given], str] = lambda given: ""
    problem: Callable[[str, Given], str] = lambda text, given: ""
    shown: Callable[[str], str] = str


class Finding(NamedTuple):
    """One thing that was looked at before anything starts: what it is, how it is now, and what is wrong with it.

    ``problem`` is empty where nothing is. One that does not ``stop`` is a warning.
    """

    name: str
    now: str
    problem: str = ""
    stops: bool = True


def read(environment: Given) -> Given:
    """Return the text of every setting. Raises WrongSettings when one cannot be used."""
    wrong = [finding.problem for finding in findings(environment) if finding.problem]
    if wrong:
        raise WrongSettings("\n".join(wrong))
    return _given(environment)


def findings(environment: Given) -> list[Finding]:
    """Look at every setting of an environment, and at names that look like one and are none."""
    given = _given(environment)
    looked_at = [_look(setting, given, is_left_out=setting.name not in environment) for setting in SETTINGS]
    return [*looked_at, *_unknown(environment)]


def _given(environment: Given) -> Given:
    given: dict[str, str] = {}
    for setting in SETTINGS:  # in their order, since what is left out may follow from those before
        text = environment.get(setting.name)
        given[setting.name] = setting.default(given) if text is None else text.strip()
    return given


def _look(setting: Variable, given: Given, *, is_left_out: bool) -> Finding:
    text = given[setting.name]
    now = setting.left_out.replace("`", "") if is_left_out else setting.shown(text) or "empty"
    return Finding(setting.name, now, setting.problem(text, given))


def parts(text: str) -> list[str]:
    """Return what a setting lists, with commas between."""
    return [part.strip() for part in text.split(",")] if text.strip() else []


def _unknown(environment: Given) -> Iterator[Finding]:
    known = [setting.name for setting in SETTINGS]
    for name in sorted(environment):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name.removeprefix(PREFIX), [one.removeprefix(PREFIX) for one in known], n=1)
            remedy = f"Did you mean {PREFIX}{near[0]}?" if near else f"Take it away. There are {', '.join(known)}."
            yield Finding(name, "given", f"{name} is no setting. {remedy}")


def _one_of(name: str, *choices: str) -> Callable[[str, Given], str]:
    def problem(text: str, given: Given) -> str:
        return "" if text in choices else f"{name} cannot be '{text}'. Write {' or '.join(choices)}, or leave it out."

    return problem


def _clamd_problem(text: str, given: Given) -> str:
    host, _, port = text.rpartition(":")
    if not text or text.startswith("/") or (host and port.isascii() and port.isdigit() and int(port) < 65_536):
        return ""
    return (
        f"ANSWERABLE_CLAMD cannot be '{text}'. Write the path of clamd's socket, such as /run/clamav/clamd.ctl, or a "
        f"name and a port, such as 127.0.0.1:3310."
    )


_MAKE_A_KEY = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


def _key_problem(text: str, given: Given) -> str:
    if not text:
        return f"ANSWERABLE_SECRET_KEY is missing: without it nobody's session can be trusted. {_MAKE_A_KEY}"
    if _is_repeated(text) or text.startswith("django-insecure-"):
        return f"ANSWERABLE_SECRET_KEY can be guessed: it says one thing again and again, or is Django's. {_MAKE_A_KEY}"
    if len(text) < LETTERS or len(set(text)) < DIFFERENT:
        return (
            f"ANSWERABLE_SECRET_KEY can be guessed: it has {len(text)} characters, {len(set(text))} of them different. "
            f"It needs {LETTERS}, of which {DIFFERENT} differ. {_MAKE_A_KEY}"
        )
    return ""


def _is_repeated(text: str) -> bool:
    return len(text) >= LETTERS and len(set(text)) >= DIFFERENT and text in (text + text)[1:-1]


def _former_keys_problem(text: str, given: Given) -> str:
    if given["ANSWERABLE_SECRET_KEY"] in parts(text):
        return "ANSWERABLE_FORMER_KEYS holds the key of ANSWERABLE_SECRET_KEY. Write there only those of before."
    if "" in parts(text):
        return "ANSWERABLE_FORMER_KEYS holds an empty key. Write the keys of before, with commas between."
    return ""


def _origin_problem(text: str, given: Given) -> str:
    example = "Write the address that residents see, such as https://contact.example.gov.uk"
    if not text:
        return f"ANSWERABLE_ORIGIN is missing: links in letters begin with it. {example}."
    parts = _split(text)
    allowed = ("https", "http") if given["ANSWERABLE_HTTPS"] == "off" else ("https",)
    if parts is None or parts.scheme not in allowed or not parts.hostname:
        return f"ANSWERABLE_ORIGIN cannot be '{text}': it must begin with https:// and a name. {example}."
    if parts.path.rstrip("/") or parts.query or parts.fragment or parts.username is not None:
        return f"ANSWERABLE_ORIGIN cannot be '{text}': it must be a name alone. {example}, with nothing behind it."
    return ""


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        _ = parts.port  # it is read only now, and may be no number
    except ValueError:
        return None
    return parts


def _host(origin: str) -> str:
    """Return the name in an address, in small letters; nothing where there is none that can be read."""
    parts = _split(origin)
    return (parts and parts.hostname) or ""


_A_HOST = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\]", re.IGNORECASE)


def _hosts_problem(text: str, given: Given) -> str:
    hosts, seen = parts(text), _host(given["ANSWERABLE_ORIGIN"])
    example = "Write names with commas between, such as contact.example.gov.uk"
    wrong = [host for host in hosts if not _A_HOST.fullmatch(host)]
    if wrong:
        return f"ANSWERABLE_HOSTS cannot hold '{wrong[0]}'. {example}, without https:// and without a port."
    if not seen:
        return ""  # that is said of ANSWERABLE_ORIGIN, from which this follows
    if not hosts:
        return f"ANSWERABLE_HOSTS is empty, so the site would answer nobody. {example}, or leave it out."
    if seen not in [host.strip("[]").lower() for host in hosts]:
        return f"ANSWERABLE_HOSTS lacks {seen}, which is in ANSWERABLE_ORIGIN: links in letters would not open. Add it."
    return ""


def _database_problem(text: str, given: Given) -> str:
    try:
        database(text)
    except ValueError as error:
        return str(error)
    return ""


def _a_number(name: str, least: int, most: int) -> Callable[[str, Given], str]:
    def problem(text: str, given: Given) -> str:
        if text.isascii() and text.isdigit() and least <= int(text[:9]) <= most:
            return ""
        return f"{name} cannot be '{text}'. Write a whole number from {least} to {most}, or leave it out."

    return problem


def _proxies_problem(text: str, given: Given) -> str:
    for part in parts(text):
        try:
            ip_network(part)
        except ValueError:
            return (
                f"ANSWERABLE_PROXIES cannot hold '{part}'. Write the addresses from which the proxy reaches us, with "
                f"commas between, such as 127.0.0.1 or 10.0.0.0/24."
            )
    return ""


_DIRECTORIES = {
    "login.microsoftonline.com": "entra",
    "login.microsoftonline.us": "entra",
    "accounts.google.com": "google",
}
"""What kind of directory answers under a name that is one company's; under any other there may be any."""

_A_TENANT = re.compile(r"/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/v2\.0")
_A_DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?", re.IGNORECASE)
_A_CLAIM = re.compile(r"[a-z_]+:[^\s,]+")
_ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


def _issuer_problem(text: str, given: Given) -> str:
    if not text:
        return ""
    example = "Write what your directory calls itself, as https://login.example.gov.uk/realms/council"
    parts = _split(text)
    if parts is None or not parts.hostname or parts.query or parts.fragment or parts.username is not None:
        return f"ANSWERABLE_DIRECTORY_ISSUER cannot be '{text}'. {example}, with nothing behind it."
    is_here = given["ANSWERABLE_HTTPS"] == "off" and parts.hostname in _ON_THIS_MACHINE
    if parts.scheme != "https" and not (is_here and parts.scheme == "http"):
        return f"ANSWERABLE_DIRECTORY_ISSUER cannot be '{text}': it must begin with https://. {example}."
    return ""


def _kind_of_directory(given: Given) -> str:
    return _DIRECTORIES.get(_host(given["ANSWERABLE_DIRECTORY_ISSUER"]), "standard")


def _kind_problem(text: str, given: Given) -> str:
    issuer, of_its_name = given["ANSWERABLE_DIRECTORY_ISSUER"], _kind_of_directory(given)
    if text not in ("entra", "google", "standard") or of_its_name not in ("standard", text):
        right = "entra, google or standard" if of_its_name == "standard" else of_its_name
        return f"ANSWERABLE_DIRECTORY_KIND cannot be '{text}'. Write {right}, or leave it out."
    if text == "entra" and not _A_TENANT.fullmatch(urlsplit(issuer).path if _split(issuer) else ""):
        return (
            f"ANSWERABLE_DIRECTORY_ISSUER cannot be '{issuer}' for Entra ID: it must end with the id of your own "
            f"tenant, in small letters, and /v2.0. Neither common nor organizations is anybody's own."
        )
    return ""


def _with_a_directory(name: str, what: str) -> Callable[[str, Given], str]:
    """Ask for a setting where there is a directory, and refuse it where there is none."""

    def problem(text: str, given: Given) -> str:
        if given["ANSWERABLE_DIRECTORY_ISSUER"] and not text:
            return f"{name} is missing, and ANSWERABLE_DIRECTORY_ISSUER needs it. Write {what}."
        return _only_with_a_directory(name, text, given)

    return problem


def _only_with_a_directory(name: str, text: str, given: Given) -> str:
    if not text or given["ANSWERABLE_DIRECTORY_ISSUER"]:
        return ""
    return f"{name} is of no use without ANSWERABLE_DIRECTORY_ISSUER. Give both, or neither."


def _domains_problem(text: str, given: Given) -> str:
    name, example = "ANSWERABLE_DIRECTORY_DOMAINS", "what your addresses end with, such as example.gov.uk"
    wrong = [part for part in parts(text) if not _A_DOMAIN.fullmatch(part)]
    if wrong:
        return f"{name} cannot hold '{wrong[0]}'. Write {example}, with commas between."
    return _with_a_directory(name, example)(text, given)


def _addresses_problem(text: str, given: Given) -> str:
    if text == "ours" and given["ANSWERABLE_DIRECTORY_KIND"] == "google":
        return (
            "ANSWERABLE_DIRECTORY_ADDRESSES cannot be 'ours' for Google, whose issuer is everybody's. Write verified, "
            "or leave it out."
        )
    return _one_of("ANSWERABLE_DIRECTORY_ADDRESSES", "verified", "ours")(text, given)


def _second_step_problem(text: str, given: Given) -> str:
    wrong = [part for part in parts(text) if not _A_CLAIM.fullmatch(part)]
    if wrong:
        return (
            f"ANSWERABLE_DIRECTORY_SECOND_STEP cannot hold '{wrong[0]}'. Write a claim and its value, such as amr:mfa, "
            f"with commas between."
        )
    return _only_with_a_directory("ANSWERABLE_DIRECTORY_SECOND_STEP", text, given)


def _password_only_problem(text: str, given: Given) -> str:
    if text and not _AN_ADDRESS.fullmatch(text):
        return f"ANSWERABLE_PASSWORD_ONLY_FOR cannot be '{text}'. Write the address of one account, or leave it out."
    return _only_with_a_directory("ANSWERABLE_PASSWORD_ONLY_FOR", text, given)


def _anchor_to_problem(text: str, given: Given) -> str:
    if text and not _AN_ADDRESS.fullmatch(text):
        return f"ANSWERABLE_ANCHOR_TO cannot be '{text}'. Write one email address, or leave it out."
    return ""


_AN_ADDRESS = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+")


SETTINGS = (
    Variable(
        name="ANSWERABLE_SECRET_KEY",
        meaning="Signs the sessions of staff, and encrypts their second factors. "
        f"At least {LETTERS} random characters, told to nobody.",
        left_out="nothing starts",
        example="what `python3 -c 'import secrets; print(secrets.token_urlsafe(50))'` prints",
        problem=_key_problem,
        shown=lambda text: f"{len(text)} characters" if text else "",
    ),
    Variable(
        name="ANSWERABLE_FORMER_KEYS",
        meaning="Secret keys that held before, with commas between. What was made with one stays good as long as it is "
        "here: see [Change the secret key](../how-to/run-it-for-real.md#change-the-secret-key).",
        left_out="what was made with another key is good no longer",
        example="what stood in `ANSWERABLE_SECRET_KEY`",
        problem=_former_keys_problem,
        shown=lambda text: f"{len(parts(text))} keys" if parts(text) else "",
    ),
    Variable(
        name="ANSWERABLE_HTTPS",
        meaning="`off` only where nobody but this machine reaches the pages, and no proxy speaks HTTPS.",
        left_out="on",
        example="`off`",
        default=lambda given: "on",
        problem=_one_of("ANSWERABLE_HTTPS", "on", "off"),
    ),
    Variable(
        name="ANSWERABLE_BANNER",
        meaning="What stands above every page of a deployment that is not the real one: a trial, a training.",
        left_out="there is no banner",
        example="`This is for training. Nothing here is real.`",
    ),
    Variable(
        name="ANSWERABLE_ORIGIN",
        meaning="The address that residents see. Links in letters begin with it.",
        left_out="nothing starts",
        example="`https://contact.example.gov.uk`",
        problem=_origin_problem,
    ),
    Variable(
        name="ANSWERABLE_HOSTS",
        meaning="The names that the site answers to, with commas between. Any other is refused.",
        left_out="the name in `ANSWERABLE_ORIGIN`",
        example="`contact.example.gov.uk,www.contact.example.gov.uk`",
        default=lambda given: _host(given["ANSWERABLE_ORIGIN"]),
        problem=_hosts_problem,
    ),
    Variable(
        name="ANSWERABLE_PROXIES",
        meaning="The addresses from which the proxy reaches us. Nobody else is believed about who asks, and whether "
        "over HTTPS.",
        left_out="this machine, `127.0.0.1,::1`",
        example="`10.0.0.5`",
        default=lambda given: "127.0.0.1,::1",
        problem=_proxies_problem,
    ),
    Variable(
        name="ANSWERABLE_IDLE_MINUTES",
        meaning="After how many minutes without doing anything staff are signed out. Drafts are kept.",
        left_out="30",
        example="`15`",
        default=lambda given: "30",
        problem=_a_number("ANSWERABLE_IDLE_MINUTES", 5, 720),
    ),
    Variable(
        name="ANSWERABLE_SESSION_HOURS",
        meaning="After how many hours staff have to sign in again, whatever they do.",
        left_out="12",
        example="`8`",
        default=lambda given: "12",
        problem=_a_number("ANSWERABLE_SESSION_HOURS", 1, 24),
    ),
    Variable(
        name="ANSWERABLE_HOME",
        meaning="The folder for this deployment's files. Nobody but the program's user should read it.",
        left_out="the current folder",
        example="`/var/lib/answerable`",
        default=lambda given: ".",
    ),
    Variable(
        name="ANSWERABLE_DATABASE",
        meaning="Where everything is kept: `sqlite:////path/to/file` or `postgresql://user:password@host:5432/name`.",
        left_out="the file `answerable.db` in `ANSWERABLE_HOME`",
        example="`postgresql://answerable:a-long-password@db.example.gov.uk/answerable`",
        default=lambda given: f"sqlite:///{(Path(given['ANSWERABLE_HOME']) / 'answerable.db').resolve()}",
        problem=_database_problem,
        shown=without_password,
    ),
    Variable(
        name="ANSWERABLE_SEAL_KEY",
        meaning="The file of the key that signs the seals of the record, which `answerable migrate` makes. Nobody but "
        "the program's user may read it; keep a copy elsewhere, and none with those of the database. The public keys "
        "lie beside it, with `.pub` behind the name: see [Verify the record](../how-to/verify-the-record.md).",
        left_out="the file `seal-key.pem` in `ANSWERABLE_HOME`",
        example="`/etc/answerable/seal-key.pem`",
        default=lambda given: f"{(Path(given['ANSWERABLE_HOME']) / 'seal-key.pem').resolve()}",
    ),
    Variable(
        name="ANSWERABLE_ANCHOR",
        meaning="A file to which a line about each seal is added, best on a disk that whoever looks after the database "
        "cannot change: by it, seals that were cut off are missed.",
        left_out="nothing is written outside, and seals cut off at the end are not missed",
        example="`/mnt/audit/answerable-anchor.jsonl`",
    ),
    Variable(
        name="ANSWERABLE_ANCHOR_TO",
        meaning="An address outside to which the newest seal is sent once a day, from the first mailbox of "
        "`ANSWERABLE_MAIL`.",
        left_out="it is sent to nobody",
        example="`audit@example.gov.uk`",
        problem=_anchor_to_problem,
    ),
    Variable(
        name="ANSWERABLE_MAIL",
        meaning="The file with the mailboxes' servers and passwords: see "
        "[Connect a mailbox](../how-to/connect-a-mailbox.md).",
        left_out="no mail is fetched or sent",
        example="`/etc/answerable/mail.toml`",
    ),
    Variable(
        name="ANSWERABLE_BREACHED",
        meaning="A file of the SHA-1 hashes of stolen passwords in their order, as Have I Been Pwned gives it out. "
        "None of them can be chosen. It is read where it lies, and nothing is asked of anybody.",
        left_out="Django's list of common passwords alone",
        example="`/var/lib/pwned/pwnedpasswords.txt`",
    ),
    Variable(
        name="ANSWERABLE_DELETIONS",
        meaning="The file that says which contacts were erased, by their references alone. It outlives the database: "
        "after a copy was brought back, `answerable retention --again` erases them there too. See [Keep no longer than "
        "needed](../how-to/keep-no-longer-than-needed.md).",
        left_out="the file `deletions.jsonl` in `ANSWERABLE_HOME`",
        example="`/var/lib/answerable-deletions/deletions.jsonl`",
        default=lambda given: f"{(Path(given['ANSWERABLE_HOME']) / 'deletions.jsonl').resolve()}",
    ),
    Variable(
        name="ANSWERABLE_FILES",
        meaning="The folder of files that came or went with messages. It is backed up together with the database: see "
        "[Back it up](../how-to/run-it-for-real.md#back-it-up).",
        left_out="the folder `files` in `ANSWERABLE_HOME`",
        example="`/srv/answerable-files`",
        default=lambda given: f"{(Path(given['ANSWERABLE_HOME']) / 'files').resolve()}",
    ),
    Variable(
        name="ANSWERABLE_CLAMD",
        meaning="Where ClamAV's `clamd` listens, which scans files for viruses: the path of its socket, or a name and "
        "a port. See [Scan files for viruses](../how-to/scan-files.md).",
        left_out="files are marked as not scanned",
        example="`/run/clamav/clamd.ctl` or `127.0.0.1:3310`",
        problem=_clamd_problem,
    ),
    Variable(
        name="ANSWERABLE_EMAIL_MEGABYTES",
        meaning="How many MB of files go with one email to a customer. What is over it is had by a link to the "
        "customer's own page. Many mail servers refuse emails of 25 MB, which are some 18 of files.",
        left_out="10",
        example="`5`",
        default=lambda given: "10",
        problem=_a_number("ANSWERABLE_EMAIL_MEGABYTES", 0, 100),
    ),
    Variable(
        name="ANSWERABLE_PRINT",
        meaning="The folder into which letters are written that go on paper: see "
        "[Print letters](../how-to/print-letters.md).",
        left_out="nothing goes on paper",
        example="`/var/spool/answerable`",
    ),
    Variable(
        name="ANSWERABLE_CHECKS",
        meaning="`off`: our own ways in are not tried, and promises about them have no figure.",
        left_out="on, they are tried",
        example="`off`",
        default=lambda given: "on",
        problem=_one_of("ANSWERABLE_CHECKS", "on", "off"),
    ),
    Variable(
        name="ANSWERABLE_DIRECTORY_ISSUER",
        meaning="What the council's directory calls itself, letter by letter, where staff sign in by it (OpenID "
        "Connect): see [Sign in with your directory](../how-to/sign-in-with-your-directory.md).",
        left_out="staff sign in here, with a password or a passkey",
        example="`https://login.example.gov.uk/realms/council`",
        problem=_issuer_problem,
    ),
    Variable(
        name="ANSWERABLE_DIRECTORY_KIND",
        meaning="How the directory says whom it stands for: `entra`, `google`, or `standard` for Keycloak and all "
        "others.",
        left_out="what the name in `ANSWERABLE_DIRECTORY_ISSUER` is, and else `standard`",
        example="`entra`",
        default=_kind_of_directory,
        problem=_kind_problem,
    ),
    Variable(
        name="ANSWERABLE_DIRECTORY_CLIENT",
        meaning="What the directory calls Answerable: its client id.",
        left_out="nothing starts, where there is a directory",
        example="`answerable`",
        problem=_with_a_directory("ANSWERABLE_DIRECTORY_CLIENT", "the client id that the directory gave you"),
    ),
    Variable(
        name="ANSWERABLE_DIRECTORY_SECRET",
        meaning="The file with the client's secret, alone. Nobody but the program's user should read it.",
        left_out="nothing starts, where there is a directory",
        example="`/etc/answerable/directory-secret`",
        problem=_with_a_directory("ANSWERABLE_DIRECTORY_SECRET", "the path of the file that holds the client's secret"),
    ),
    Variable(
        name="ANSWERABLE_DIRECTORY_NAME",
        meaning="What staff call the directory. It stands on the button: “Sign in with your council account”.",
        left_out="your council account",
        example="`your Borough account`",
        default=lambda given: "your council account",
    ),
    Variable(
        name="ANSWERABLE_DIRECTORY_DOMAINS",
        meaning="What the addresses of staff end with, with commas between. The directory is believed about no other.",
        left_out="nothing starts, where there is a directory",
        example="`example.gov.uk,schools.example.gov.uk`",
        problem=_domains_problem,
    ),
    Variable(
        name="ANSWERABLE_DIRECTORY_ADDRESSES",
        meaning="`ours`: nobody but the council can write an address into its directory, so each is believed the first "
        "time somebody comes by it. `verified`: only those that the directory itself says are.",
        left_out="verified",
        example="`ours`",
        default=lambda given: "verified",
        problem=_addresses_problem,
    ),
    Variable(
        name="ANSWERABLE_DIRECTORY_SECOND_STEP",
        meaning="How the directory says that it asked for a second factor: a claim and its value, with commas between. "
        "Whoever comes with one of them is asked for none here.",
        left_out="everybody is asked for a code or a passkey here too",
        example="`amr:mfa,amr:hwk`",
        problem=_second_step_problem,
    ),
    Variable(
        name="ANSWERABLE_PASSWORD_ONLY_FOR",
        meaning="The address of the one account that may sign in with a password, for a day on which the directory is "
        "away. All others sign in by the directory, or with a passkey.",
        left_out="everybody may",
        example="`duty.manager@example.gov.uk`",
        problem=_password_only_problem,
    ),
)
