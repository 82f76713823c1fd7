"""The `cba` command: finds each subcommand when it is used, and turns errors into messages and exit statuses.

Exit statuses: 0 done; 1 the program's own fault; 2 bad input; 3 no feasible plan.
"""

from __future__ import annotations

import importlib
import os
import sys

import click

from cba import __version__
from cba.errors import InputError, nearest

COMMANDS = (
    "run",
    "allocate",
    "report",
    "sensitivity",
    "voi",
    "acceptability",
    "compare",
    "diff",
    "review",
    "gaps",
    "check",
    "explain",
    "follow",
    "goals",
    "catalogue",
    "registers",
    "test",
    "schema",
    "new",
    "excel",
)
ISSUES = "Please report it with the scenario file; set CBA_DEBUG=1 to see the details."


class LazyGroup(click.Group):
    """A group that imports a subcommand's module only when that subcommand is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the subcommands in the order of a first use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a subcommand."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"cba.commands.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest subcommand when there is none of that name."""
        close = nearest(args[0], COMMANDS) if args and args[0] not in COMMANDS else []
        if close:
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{close[0]}'?")
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="cba")
def cli() -> None:
    """What prevention is worth, to whom, and how sure that is.

    Begin with `cba new my-project`, then `cba run my-project/scenario.yaml --out result`.
    """


def main() -> None:
    """Run the command line and exit with its status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(cli.main(prog_name="cba", standalone_mode=False) or 0)
    except InputError as error:
        _say(str(error))
        count = len(error.problems)
        _say(f"\n{count} problem{'s' if count != 1 else ''}; nothing was written.")
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _say("Interrupted; nothing was written.")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("CBA_DEBUG"):
            raise
        _say(f"cba failed, and the fault is its own: {type(error).__name__}: {error}\n{ISSUES}")
        sys.exit(1)


def _say(text: str) -> None:
    click.echo(text, err=True)
