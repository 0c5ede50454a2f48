"""The address of a database is read whole or refused in a sentence that holds no password."""

import pytest

from answerable.config.database import database, without_password

WRITE = "Write ANSWERABLE_DATABASE as sqlite:////path/to/file or postgresql://user:password@host:5432/name."


def test_a_file_is_named_by_its_whole_path():
    read = database("sqlite:////var/lib/answerable/answerable.db")
    assert (read["ENGINE"], read["NAME"]) == ("answerable.config.sqlite3", "/var/lib/answerable/answerable.db")


def test_a_server_is_read_with_what_its_address_says_and_is_given_ten_seconds_to_answer():
    read = database("postgresql://answer%40ble:p%2Fw@db.example:5433/na%20me?sslmode=require")
    assert {name: read[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "na me",
        "USER": "answer@ble",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": "10", "sslmode": "require"},
    }


def test_a_socket_and_a_patience_of_ones_own_are_given_as_options():
    read = database("postgresql:///answerable?host=/run/postgresql&connect_timeout=3")
    assert (read["HOST"], read["OPTIONS"]) == ("/run/postgresql", {"connect_timeout": "3"})


@pytest.mark.parametrize(
    ("address", "why"),
    [
        (
            "mysql://me:secret@here/name",
            f"Cannot use the database 'mysql://me@here/name': it is of no kind we know. {WRITE}",
        ),
        ("", f"Cannot use the database '': it is of no kind we know. {WRITE}"),
        ("postgresql://me:secret@here", f"Cannot use the database 'postgresql://me@here': it names none. {WRITE}"),
        ("postgresql://here/?password=secret", f"Cannot use the database 'postgresql://here/': it names none. {WRITE}"),
        ("sqlite://", f"Cannot use the database 'sqlite://': it names none. {WRITE}"),
        ("postgresql://me:se/cret@here/name", f"Cannot read the database 'postgresql://me@here/name'. {WRITE}"),
        (
            "postgresql://me:secret@here:port/name",
            f"Cannot read the database 'postgresql://me@here:port/name'. {WRITE}",
        ),
        (
            "sqlite:///answerable.db",
            "Cannot use the database 'sqlite:///answerable.db': another folder would have another one. Write the whole "
            "path of the file, behind four slashes: sqlite:////path/to/file.",
        ),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(address: str, why: str):
    with pytest.raises(ValueError) as refused:
        database(address)
    assert (str(refused.value), "secret" in str(refused.value)) == (why, False)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://me:secret@here:5432/name", "postgresql://me@here:5432/name"),
        ("postgresql://me:sec@ret@here/name", "postgresql://me@here/name"),
        ("postgresql://here/name?user=me&password=secret", "postgresql://here/name"),
        ("sqlite:////a/b.db", "sqlite:////a/b.db"),
    ],
)
def test_an_address_is_shown_without_what_is_secret_in_it(address: str, shown: str):
    assert without_password(address) == shown
