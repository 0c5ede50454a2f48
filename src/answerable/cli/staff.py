"""`answerable staff`: hires the first people of a deployment, gives and ends posts, and helps who cannot sign in."""

import sys
from typing import TYPE_CHECKING

import click

from answerable.cli import options
from answerable.cli.house import Cannot, exit_codes
from answerable.cli.running import deployment
from answerable.cli.telling import counted, write_json, write_table
from answerable.config.clock import the_moment_it_is

if TYPE_CHECKING:  # only these commands need the rooms with tables, and only once they are called
    from answerable.people.models import Staff

ROLES = ("officer", "manager", "analyst", "administrator", "auditor")
EPILOG = exit_codes()
HIRE_EPILOG = f"""\b
Example:
  answerable staff hire sam.field@council.example --name "Sam Field" \\
      --phone "01632 960 010" --role officer --at s5/roads/post

{exit_codes()}
"""


def _filled(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("It is empty. Write what residents are given.", ctx, param)
    return value.strip()


email = click.argument("email")
role = click.option("--role", type=options.Word(ROLES, "ROLE"), required=True, help=f"One of {', '.join(ROLES)}.")
place = click.option("--at", "path", metavar="PATH", required=True, help="A council, service or team: s5/roads/post.")
password_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")


@click.group(short_help="Hire staff, give and end posts, reset how they sign in.")
def staff() -> None:
    """Look after who works here. EMAIL is the address that somebody signs in with.

    A post is a role at a place, such as officer at s5/roads; it holds there and below. Each command is recorded.
    """


@staff.command(epilog=HIRE_EPILOG)
@email
@click.option("--name", required=True, callback=_filled, help="The name that residents are given.")
@click.option("--phone", required=True, callback=_filled, help="The number at which residents reach them.")
@role
@place
@password_stdin
def hire(email: str, name: str, phone: str, role: str, path: str, password_stdin: bool) -> None:
    """Add somebody, and give them their first post. Their first password is asked for twice."""
    password = _password(password_stdin)  # before anything is held up in the database
    with deployment():
        from answerable.councils.queries import place_at
        from answerable.people import actions
        from answerable.people.models import Role

        place_at(path)
        now = the_moment_it_is()
        post = actions.take_on(
            email, name=name, phone=phone, password=password, role=Role(role), path=path, by=None, at=now
        )
    click.echo(f"{post.staff} is hired. {post}.")
    _tell_how_to_sign_in(post.staff)


@staff.command(epilog=EPILOG)
@email
@role
@place
def appoint(email: str, role: str, path: str) -> None:
    """Give somebody another post. They keep those that they hold."""
    with deployment():
        from answerable.councils.queries import place_at
        from answerable.people import actions
        from answerable.people.models import Role
        from answerable.people.queries import signing_in_with

        place_at(path)
        found = signing_in_with(email)
        actions.appoint(found, role=Role(role), path=path, by=None, at=the_moment_it_is())
    _tell_posts(found)


@staff.command(epilog=EPILOG)
@email
@role
@place
def dismiss(email: str, role: str, path: str) -> None:
    """End a post, from the next page on. Their account stays: see leave."""
    with deployment():
        from answerable.people import actions
        from answerable.people.models import Role
        from answerable.people.queries import signing_in_with

        found = signing_in_with(email)
        actions.dismiss(found, role=Role(role), path=path, by=None, at=the_moment_it_is())
    _tell_posts(found)


@staff.command(epilog=EPILOG)
@email
def leave(email: str) -> None:
    """Close the account of somebody who has left. What they did stays under their name."""
    with deployment():
        from answerable.people import actions
        from answerable.people.queries import signing_in_with

        found = signing_in_with(email)
        actions.deactivate(found, by=None, at=the_moment_it_is())
        open_contacts = found.held.filter(closed_at=None).count()
    click.echo(f"{found} can no longer sign in.")
    if open_contacts:
        click.echo(f"They hold {counted(open_contacts, 'open contact')}: a manager gives them back, at the desk.")


@staff.command(epilog=EPILOG)
@email
@password_stdin
def reset(email: str, password_stdin: bool) -> None:
    """Give somebody another password, and let them set up their one-time codes again.

    It is for who lost their telephone and their recovery codes. Make sure that it is they who ask. The telephone and
    the codes that they had stop working, and every session of theirs ends.
    """
    password = _password(password_stdin)  # before anything is held up in the database
    with deployment():
        from answerable.people import actions
        from answerable.people.queries import signing_in_with

        found = signing_in_with(email)
        actions.unenrol(found, password=password, by=None, at=the_moment_it_is())
    click.echo(f"{found} begins again.")
    _tell_how_to_sign_in(found)


@staff.command(epilog=EPILOG)
@email
def unlink(email: str) -> None:
    """Let the council's directory say anew who somebody is, by their address.

    It is for who has another account there than when they first signed in by it. Make sure that it is they who ask.
    Every session of theirs ends.
    """
    with deployment():
        from answerable.people import actions
        from answerable.people.queries import signing_in_with

        found = signing_in_with(email)
        actions.unlink(found, by=None, at=the_moment_it_is())
    click.echo(f"{found} is linked with whom the directory says has {found.email}, the next time they sign in by it.")


@staff.command("list", epilog=EPILOG)
@click.option("--council", metavar="KEY", help="Only those with a post there.")
@options.as_json
def list_(council: str | None, as_json: bool) -> None:
    """Show who works here, their posts, and whether they can sign in."""
    with deployment():
        from answerable.councils.queries import place_at
        from answerable.people.queries import employed

        if council is not None:
            place_at(council)
        found = [
            (one.name, one.email, [str(post) for post in one.posts.all()], _state(one)) for one in employed(council)
        ]
    if as_json:
        write_json([dict(zip(("name", "email", "posts", "signs_in"), row, strict=True)) for row in found])
    else:
        rows = [(name, email, "\n".join(posts), state) for name, email, posts, state in found]
        write_table(["Name", "Email", "Posts", "Signs in"], rows)


def _state(staff: "Staff") -> str:
    if not staff.is_active:
        return "account closed"
    return "with one-time codes" if staff.enrolled_at else "codes not set up yet"


def _password(from_stdin: bool) -> str:
    if not from_stdin:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt="The same again"))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise Cannot("There is no password on standard input. Write it there, on the first line.")
    return password


def _tell_how_to_sign_in(staff: "Staff") -> None:
    from django.conf import settings
    from django.urls import reverse

    from answerable.people.passwords import GIVEN_FOR

    click.echo(
        f"They sign in as {staff.email} at {settings.ORIGIN}{reverse('account_login')} within {GIVEN_FOR.days} days, "
        f"choose a password of their own and set up their one-time codes."
    )


def _tell_posts(staff: "Staff") -> None:
    posts = ", ".join(map(str, staff.held_posts)) or "no post"
    click.echo(f"{staff} now holds: {posts}.")
