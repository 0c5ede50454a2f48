"""What every command shares: exit codes that mean something, and errors that say what to do next."""

import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from answerable.logs.errors import LineError
from answerable.standards.reading.file_table import CharterError
from answerable.standards.time.calendar import CannotCount

FOUND_WRONG, WRONG_USE, CANNOT_COUNT, STOPPED, READER_GONE = 1, 2, 3, 130, 141


def exit_codes(one: str = "", three: str = "") -> str:
    """Return the end of a command's help: what each exit code means; ``one`` and ``three`` where it can end so."""
    codes = {
        0: "all is well",
        1: one,
        2: "wrong use: the message says what to write",
        3: three,
        130: "stopped with Ctrl-C",
    }
    lines = [f"  {code:<4} {meaning}" for code, meaning in codes.items() if meaning]
    return "\b\nExit codes:\n" + "\n".join(lines)


class House(click.Group):
    """The front door: turns every way a command can end into its exit code, and no failure into a traceback."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and leave with its exit code, which is the number it returns."""
        try:
            code = super().main(args, prog_name or self.name, complete_var, standalone_mode=False, **extra)
        except click.Abort:
            say("Stopped.")
            code = STOPPED
        except click.ClickException as error:
            error.show()
            code = error.exit_code
        except (CannotCount, CharterError, LineError) as error:
            say(f"Error: {error}")
            code = CANNOT_COUNT if isinstance(error, CannotCount) else FOUND_WRONG
        if not standalone_mode:
            return code
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; when whoever reads our output has gone away, stop without a word."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return READER_GONE
        return code


class Cannot(click.ClickException):
    """Something was asked that cannot be done. The message says why and what to do next."""

    exit_code = WRONG_USE


def say(message: str) -> None:
    """Say something on standard error, beside the output."""
    click.echo(message, err=True)
