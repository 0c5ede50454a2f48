"""`answerable completion`: the script that lets a shell finish words for you."""

import click
from click.shell_completion import get_completion_class

from answerable.cli.house import exit_codes

EPILOG = f"""\b
To have it in every new shell:
  bash   answerable completion bash >> ~/.bashrc
  zsh    answerable completion zsh >> ~/.zshrc
  fish   answerable completion fish > ~/.config/fish/completions/answerable.fish

Then open a new shell, type `answerable due --` and press Tab.

{exit_codes()}
"""


@click.command(epilog=EPILOG, short_help="Let your shell finish words for you.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print the script with which a shell completes commands, options, councils and promises."""
    complete = get_completion_class(shell)
    assert complete is not None, "click knows these three shells"
    click.echo(complete(ctx.find_root().command, {}, "answerable", "_ANSWERABLE_COMPLETE").source())
    return 0
