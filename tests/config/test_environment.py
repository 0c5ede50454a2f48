"""Every setting is looked at before anything starts: what is wrong is said in a sentence, with what to write."""

import pytest

from answerable.config.environment import SETTINGS, Finding, WrongSettings, findings, parts, read

KEY = "Zk3-vPq8sT_w1XyB5nR7uLcD2eFgH4jK6mA9oQ0i"  # 40 characters, all different
GOOD = {"ANSWERABLE_SECRET_KEY": KEY, "ANSWERABLE_ORIGIN": "https://contact.s5.example"}
MAKE = "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"


def wrong(**changes: str) -> list[str]:
    """Return what is said of an environment that is good but for some settings."""
    environment = GOOD | {f"ANSWERABLE_{name}": text for name, text in changes.items()}
    return [finding.problem for finding in findings(environment) if finding.problem]


def test_two_settings_are_enough_and_the_rest_follows():
    assert read({**GOOD, "PATH": "/bin", "ANSWERABLE_HOME": "/srv/a"}) == {
        **GOOD,
        "ANSWERABLE_FORMER_KEYS": "",
        "ANSWERABLE_HTTPS": "on",
        "ANSWERABLE_BANNER": "",
        "ANSWERABLE_HOSTS": "contact.s5.example",
        "ANSWERABLE_PROXIES": "127.0.0.1,::1",
        "ANSWERABLE_EMAIL_MEGABYTES": "10",
        "ANSWERABLE_IDLE_MINUTES": "30",
        "ANSWERABLE_SESSION_HOURS": "12",
        "ANSWERABLE_HOME": "/srv/a",
        "ANSWERABLE_DATABASE": "sqlite:////srv/a/answerable.db",
        "ANSWERABLE_SEAL_KEY": "/srv/a/seal-key.pem",
        "ANSWERABLE_ANCHOR": "",
        "ANSWERABLE_ANCHOR_TO": "",
        "ANSWERABLE_MAIL": "",
        "ANSWERABLE_BREACHED": "",
        "ANSWERABLE_DELETIONS": "/srv/a/deletions.jsonl",
        "ANSWERABLE_FILES": "/srv/a/files",
        "ANSWERABLE_CLAMD": "",
        "ANSWERABLE_PRINT": "",
        "ANSWERABLE_CHECKS": "on",
        "ANSWERABLE_DIRECTORY_ISSUER": "",
        "ANSWERABLE_DIRECTORY_KIND": "standard",
        "ANSWERABLE_DIRECTORY_CLIENT": "",
        "ANSWERABLE_DIRECTORY_SECRET": "",
        "ANSWERABLE_DIRECTORY_NAME": "your council account",
        "ANSWERABLE_DIRECTORY_DOMAINS": "",
        "ANSWERABLE_DIRECTORY_ADDRESSES": "verified",
        "ANSWERABLE_DIRECTORY_SECOND_STEP": "",
        "ANSWERABLE_PASSWORD_ONLY_FOR": "",
    }


def test_what_is_wrong_is_all_said_at_once():
    with pytest.raises(WrongSettings) as refused:
        read({"ANSWERABLE_CHECKS": "no", "ANSWERABLE_HOST": "x"})
    assert str(refused.value).splitlines() == [
        f"ANSWERABLE_SECRET_KEY is missing: without it nobody's session can be trusted. {MAKE}",
        "ANSWERABLE_ORIGIN is missing: links in letters begin with it. Write the address that residents see, such as "
        "https://contact.example.gov.uk.",
        "ANSWERABLE_CHECKS cannot be 'no'. Write on or off, or leave it out.",
        "ANSWERABLE_HOST is no setting. Did you mean ANSWERABLE_HOSTS?",
    ]


@pytest.mark.parametrize(
    ("key", "characters", "different"),
    [("a", 1, 1), ("a" * 60, 60, 1), ("abcdefghi" * 6, 54, 9), (KEY[:39], 39, 39)],
)
def test_a_key_that_can_be_guessed_is_refused_and_not_shown(key: str, characters: int, different: int):
    assert wrong(SECRET_KEY=key) == [
        f"ANSWERABLE_SECRET_KEY can be guessed: it has {characters} characters, {different} of them different. "
        f"It needs 40, of which 10 differ. {MAKE}"
    ]
    assert findings({**GOOD, "ANSWERABLE_SECRET_KEY": key})[0].now == f"{characters} characters"


@pytest.mark.parametrize("key", ["abcdefghij" * 4, f"django-insecure-{KEY}"])
def test_a_key_that_repeats_itself_or_stands_in_djangos_examples_is_refused(key: str):
    assert wrong(SECRET_KEY=key) == [
        f"ANSWERABLE_SECRET_KEY can be guessed: it says one thing again and again, or is Django's. {MAKE}"
    ]


def test_former_keys_are_counted_and_not_shown_and_the_key_of_now_is_none_of_them():
    (finding,) = (one for one in findings({**GOOD, "ANSWERABLE_FORMER_KEYS": "a,b"}) if "FORMER" in one.name)
    assert finding == Finding("ANSWERABLE_FORMER_KEYS", "2 keys")
    assert wrong(FORMER_KEYS=f"a,{KEY}") == [
        "ANSWERABLE_FORMER_KEYS holds the key of ANSWERABLE_SECRET_KEY. Write there only those of before."
    ]
    assert wrong(FORMER_KEYS="a,,b") == [
        "ANSWERABLE_FORMER_KEYS holds an empty key. Write the keys of before, with commas between."
    ]


@pytest.mark.parametrize("key", [KEY, "abcdefghij" * 3 + "abcdefghia"])
def test_a_key_as_long_and_as_mixed_as_it_must_be_is_taken(key: str):
    assert wrong(SECRET_KEY=key) == []


@pytest.mark.parametrize(
    ("origin", "why"),
    [
        ("http://contact.s5.example", "it must begin with https:// and a name"),
        ("contact.s5.example", "it must begin with https:// and a name"),
        ("https://", "it must begin with https:// and a name"),
        ("https://[contact", "it must begin with https:// and a name"),
        ("https://contact.s5.example:port", "it must begin with https:// and a name"),
        ("https://contact.s5.example/s5", "it must be a name alone"),
        ("https://contact.s5.example?a=b", "it must be a name alone"),
        ("https://contact.s5.example#a", "it must be a name alone"),
        ("https://me@contact.s5.example", "it must be a name alone"),
    ],
)
def test_an_origin_that_is_no_address_with_https_is_refused(origin: str, why: str):
    (said,) = wrong(ORIGIN=origin)
    assert said.startswith(f"ANSWERABLE_ORIGIN cannot be '{origin}': {why}. Write the address that residents see")


def test_on_a_laptop_an_origin_may_do_without_https():
    assert wrong(ORIGIN="http://127.0.0.1:8000", HTTPS="off") == []
    assert len(wrong(ORIGIN="ftp://127.0.0.1:8000", HTTPS="off")) == 1


@pytest.mark.parametrize(
    ("hosts", "said"),
    [
        (
            "other.example",
            "ANSWERABLE_HOSTS lacks contact.s5.example, which is in ANSWERABLE_ORIGIN: links in letters would not "
            "open. Add it.",
        ),
        (
            "",
            "ANSWERABLE_HOSTS is empty, so the site would answer nobody. Write names with commas between, such as "
            "contact.example.gov.uk, or leave it out.",
        ),
        *(
            (
                f"contact.s5.example,{one}",
                f"ANSWERABLE_HOSTS cannot hold '{one}'. Write names with commas between, such as "
                f"contact.example.gov.uk, without https:// and without a port.",
            )
            for one in ("https://b.example", "b.example:443", "*", ".example", "a b", "b.example/", "")
        ),
    ],
)
def test_hosts_are_names_and_one_of_them_is_the_origins(hosts: str, said: str):
    assert wrong(HOSTS=hosts) == [said]


@pytest.mark.parametrize(
    ("hosts", "origin"),
    [
        ("contact.s5.example", "https://CONTACT.s5.example:8443/"),
        (" CONTACT.s5.example , 192.0.2.7", "https://contact.s5.example"),
        ("[2001:db8::1]", "https://[2001:db8::1]"),
    ],
)
def test_hosts_that_hold_the_origins_name_are_taken(hosts: str, origin: str):
    assert wrong(HOSTS=hosts, ORIGIN=origin) == []


def test_a_list_of_names_is_read_without_the_spaces_around_them():
    assert parts(" a.example , b.example") == ["a.example", "b.example"]
    assert parts(" ") == []


def test_a_proxy_is_an_address_or_a_network():
    assert wrong(PROXIES="127.0.0.1, ::1,10.0.0.0/24") == []
    assert wrong(PROXIES="127.0.0.1,nginx") == [
        "ANSWERABLE_PROXIES cannot hold 'nginx'. Write the addresses from which the proxy reaches us, with commas "
        "between, such as 127.0.0.1 or 10.0.0.0/24."
    ]


def test_a_scanner_is_a_socket_or_a_name_and_a_port():
    for text in ("", "/run/clamav/clamd.ctl", "127.0.0.1:3310", "scanner.example:3310"):
        assert wrong(CLAMD=text) == []
    for text in ("clamd", ":3310", "scanner:", "scanner:x", "scanner:65536", "run/clamd.ctl"):
        assert wrong(CLAMD=text) == [
            f"ANSWERABLE_CLAMD cannot be '{text}'. Write the path of clamd's socket, such as /run/clamav/clamd.ctl, or "
            f"a name and a port, such as 127.0.0.1:3310."
        ]


@pytest.mark.parametrize("text", ["4", "721", "", "-5", "x", "1e2", "²", "9" * 5000])
def test_minutes_are_a_whole_number_within_bounds(text: str):
    assert wrong(IDLE_MINUTES=text) == [
        f"ANSWERABLE_IDLE_MINUTES cannot be '{text}'. Write a whole number from 5 to 720, or leave it out."
    ]
    assert wrong(IDLE_MINUTES="5", SESSION_HOURS="24") == []


def test_a_database_that_cannot_be_one_is_refused_and_its_password_is_shown_nowhere():
    environment = {**GOOD, "ANSWERABLE_DATABASE": "postgresql://answerable:secret@db.example"}
    (finding,) = (finding for finding in findings(environment) if finding.name == "ANSWERABLE_DATABASE")
    assert finding == Finding(
        "ANSWERABLE_DATABASE",
        "postgresql://answerable@db.example",
        "Cannot use the database 'postgresql://answerable@db.example': it names none. Write ANSWERABLE_DATABASE as "
        "sqlite:////path/to/file or postgresql://user:password@host:5432/name.",
    )


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("ANSWERABLE_DATBASE", "Did you mean ANSWERABLE_DATABASE?"),
        ("ANSWERABLE_SECRET", "Did you mean ANSWERABLE_SECRET_KEY?"),
        ("ANSWERABLE_X", f"Take it away. There are {', '.join(setting.name for setting in SETTINGS)}."),
    ],
)
def test_a_name_that_is_no_setting_is_refused_with_the_nearest_that_is(name: str, remedy: str):
    assert [finding for finding in findings({**GOOD, name: "x"}) if finding.problem] == [
        Finding(name, "given", f"{name} is no setting. {remedy}")
    ]


def test_what_is_left_out_is_said_in_words():
    assert findings(GOOD)[5].now == "the name in ANSWERABLE_ORIGIN"
    (mail,) = (one for one in findings({**GOOD, "ANSWERABLE_MAIL": ""}) if one.name == "ANSWERABLE_MAIL")
    assert mail.now == "empty"


@pytest.mark.parametrize("text", ["audit", "audit@", "a@b.example, c@d.example", "A <a@b.example>"])
def test_the_newest_seal_is_sent_to_one_address_or_to_nobody(text: str):
    assert wrong(ANCHOR_TO=text) == [
        f"ANSWERABLE_ANCHOR_TO cannot be '{text}'. Write one email address, or leave it out."
    ]
    assert wrong(ANCHOR_TO="audit@council.example") == []


TENANT = "11111111-2222-4333-8444-555555555555"
DIRECTORY = {
    "DIRECTORY_ISSUER": f"https://login.microsoftonline.com/{TENANT}/v2.0",
    "DIRECTORY_CLIENT": "answerable",
    "DIRECTORY_SECRET": "/etc/answerable/directory-secret",
    "DIRECTORY_DOMAINS": "example.gov.uk, Schools.Example.gov.uk",
}
ISSUER = "Write what your directory calls itself, as https://login.example.gov.uk/realms/council"


@pytest.mark.parametrize(
    ("issuer", "kind"),
    [
        (DIRECTORY["DIRECTORY_ISSUER"], "entra"),
        (f"https://login.microsoftonline.us/{TENANT}/v2.0", "entra"),
        ("https://accounts.google.com", "google"),
        ("https://login.example.gov.uk/realms/council", "standard"),
    ],
)
def test_what_kind_a_directory_is_follows_from_its_name(issuer: str, kind: str):
    given = read(
        GOOD | {f"ANSWERABLE_{name}": text for name, text in (DIRECTORY | {"DIRECTORY_ISSUER": issuer}).items()}
    )
    assert given["ANSWERABLE_DIRECTORY_KIND"] == kind


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        (
            {"DIRECTORY_ISSUER": "http://login.example.gov.uk"},
            [
                f"ANSWERABLE_DIRECTORY_ISSUER cannot be 'http://login.example.gov.uk': it must begin with "
                f"https://. {ISSUER}."
            ],
        ),
        (
            {"DIRECTORY_ISSUER": "http://127.0.0.1:8080"},
            [f"ANSWERABLE_DIRECTORY_ISSUER cannot be 'http://127.0.0.1:8080': it must begin with https://. {ISSUER}."],
        ),
        ({"DIRECTORY_ISSUER": "http://127.0.0.1:8080", "HTTPS": "off"}, []),
        (
            {"DIRECTORY_ISSUER": "http://login.example.gov.uk", "HTTPS": "off"},
            [
                f"ANSWERABLE_DIRECTORY_ISSUER cannot be 'http://login.example.gov.uk': it must begin with "
                f"https://. {ISSUER}."
            ],
        ),
        *(
            (
                {"DIRECTORY_ISSUER": wrong},
                [f"ANSWERABLE_DIRECTORY_ISSUER cannot be '{wrong}'. {ISSUER}, with nothing behind it."],
            )
            for wrong in (
                "login",
                "https://a:b@login.example.gov.uk",
                "https://login.example.gov.uk/?x=1",
                "https://a:b",
            )
        ),
        *(
            (
                {"DIRECTORY_ISSUER": f"https://login.microsoftonline.com/{tenant}"},
                [
                    f"ANSWERABLE_DIRECTORY_ISSUER cannot be 'https://login.microsoftonline.com/{tenant}' for "
                    "Entra ID: it "
                    "must end with the id of your own tenant, in small letters, and /v2.0. Neither common nor "
                    "organizations is anybody's own."
                ],
            )
            for tenant in ("common/v2.0", "organizations/v2.0", "example.gov.uk/v2.0", TENANT, f"{TENANT}/v2.0/")
        ),
        (
            {"DIRECTORY_KIND": "standard"},
            ["ANSWERABLE_DIRECTORY_KIND cannot be 'standard'. Write entra, or leave it out."],
        ),
        (
            {"DIRECTORY_ISSUER": "https://a.example", "DIRECTORY_KIND": "okta"},
            ["ANSWERABLE_DIRECTORY_KIND cannot be 'okta'. Write entra, google or standard, or leave it out."],
        ),
        (
            {"DIRECTORY_CLIENT": ""},
            [
                "ANSWERABLE_DIRECTORY_CLIENT is missing, and ANSWERABLE_DIRECTORY_ISSUER needs it. Write the "
                "client id that "
                "the directory gave you."
            ],
        ),
        (
            {"DIRECTORY_SECRET": ""},
            [
                "ANSWERABLE_DIRECTORY_SECRET is missing, and ANSWERABLE_DIRECTORY_ISSUER needs it. Write the "
                "path of the "
                "file that holds the client's secret."
            ],
        ),
        (
            {"DIRECTORY_DOMAINS": ""},
            [
                "ANSWERABLE_DIRECTORY_DOMAINS is missing, and ANSWERABLE_DIRECTORY_ISSUER needs it. Write what your "
                "addresses end with, such as example.gov.uk."
            ],
        ),
        (
            {"DIRECTORY_DOMAINS": "example.gov.uk,@other"},
            [
                "ANSWERABLE_DIRECTORY_DOMAINS cannot hold '@other'. Write what your addresses end with, such as "
                "example.gov.uk, with commas between."
            ],
        ),
        ({"DIRECTORY_ADDRESSES": "ours"}, []),
        (
            {"DIRECTORY_ADDRESSES": "all"},
            ["ANSWERABLE_DIRECTORY_ADDRESSES cannot be 'all'. Write verified or ours, or leave it out."],
        ),
        (
            {"DIRECTORY_ISSUER": "https://accounts.google.com", "DIRECTORY_ADDRESSES": "ours"},
            [
                "ANSWERABLE_DIRECTORY_ADDRESSES cannot be 'ours' for Google, whose issuer is everybody's. Write "
                "verified, "
                "or leave it out."
            ],
        ),
        ({"DIRECTORY_SECOND_STEP": "amr:mfa, acr:urn:two"}, []),
        (
            {"DIRECTORY_SECOND_STEP": "mfa"},
            [
                "ANSWERABLE_DIRECTORY_SECOND_STEP cannot hold 'mfa'. Write a claim and its value, such as "
                "amr:mfa, with "
                "commas between."
            ],
        ),
        ({"PASSWORD_ONLY_FOR": "duty@example.gov.uk"}, []),
        (
            {"PASSWORD_ONLY_FOR": "duty"},
            ["ANSWERABLE_PASSWORD_ONLY_FOR cannot be 'duty'. Write the address of one account, or leave it out."],
        ),
    ],
)
def test_a_directory_that_could_let_strangers_in_is_refused(changes: dict[str, str], problems: list[str]):
    assert wrong(**(DIRECTORY | changes)) == problems


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("DIRECTORY_CLIENT", "answerable"),
        ("DIRECTORY_SECRET", "/etc/secret"),
        ("DIRECTORY_DOMAINS", "example.gov.uk"),
        ("DIRECTORY_SECOND_STEP", "amr:mfa"),
        ("PASSWORD_ONLY_FOR", "duty@example.gov.uk"),
    ],
)
def test_what_is_for_a_directory_is_of_no_use_without_one(name: str, text: str):
    assert wrong(**{name: text}) == [
        f"ANSWERABLE_{name} is of no use without ANSWERABLE_DIRECTORY_ISSUER. Give both, or neither."
    ]
