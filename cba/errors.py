"""Problems that know where they stand, and the one printer for them.

An error message is a user interface: it says where, what was found, what is allowed and the nearest right
name. All problems of all files are gathered and reported at once.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

MOST_PRINTED = 50


@dataclass(frozen=True, slots=True)
class Source:
    """A text that was read: its name as the user gave it and its lines."""

    name: str
    lines: tuple[str, ...] = field(default=(), repr=False, compare=False)

    def line(self, number: int) -> str:
        """Return line `number` (from 1), or an empty string where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a source; lines and columns count from 1."""

    source: Source
    line: int
    column: int

    def __str__(self) -> str:
        """Return `file:line:col`, the form that editors and terminals make clickable."""
        return f"{self.source.name}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, repr=False)
class Problem:
    """One thing that is wrong (or, as a warning, doubtful) and where.

    Attributes:
        where: the position, or None where there is no file (a command-line option).
        path: the place in the structure, such as `interventions[2].effects[0].fade`; may be empty.
        message: what is allowed and what was found.
        lacking: whether something is missing; it may be so only because it could not be read elsewhere.
    """

    where: Position | None
    path: str
    message: str
    lacking: bool = field(default=False, compare=False)

    def __repr__(self) -> str:
        """Return the headline, for notebooks."""
        return f"<{self.headline()}>"

    def headline(self) -> str:
        """Return the one-line form `file:line:col: path: message`."""
        return _shown(": ".join(part for part in (str(self.where or ""), self.path, self.message) if part))

    def __str__(self) -> str:
        """Return the headline with the source line and a caret under the spot."""
        text = _shown(self.where.source.line(self.where.line)) if self.where else ""
        if not self.where or not text.strip():
            return self.headline()
        shown, column = _window(text, self.where.column)
        gutter = f"{self.where.line:>5} | "
        blank = "".join("\t" if c == "\t" else " " for c in shown[: column - 1])
        return f"{self.headline()}\n{gutter}{shown}\n{'':>5} | {blank}^"


def _shown(text: str) -> str:
    """Replace control characters one for one: what a file says must not steer the terminal."""
    return "".join(c if c.isprintable() or c == "\t" else "·" for c in text)


def _window(text: str, column: int, width: int = 160) -> tuple[str, int]:
    """Cut a very long line to the part around the column."""
    if len(text) <= width:
        return text, column
    start = max(0, column - width // 2)
    return text[start : start + width], column - start


class InputError(Exception):
    """Bad input: everything that is wrong with it, in reading order.

    Attributes:
        problems: the problems, without repeats, sorted by file, line and column.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Gather the problems."""
        self.problems: list[Problem] = sorted(dict.fromkeys(problems), key=_reading_order)
        super().__init__(str(self))

    def __str__(self) -> str:
        """Return all problems as text, at most fifty of them."""
        shown = [str(problem) for problem in self.problems[:MOST_PRINTED]]
        if len(self.problems) > MOST_PRINTED:
            shown.append(f"… and {len(self.problems) - MOST_PRINTED} more")
        return "\n".join(shown)


def _reading_order(problem: Problem) -> tuple[str, int, int]:
    where = problem.where
    return (where.source.name, where.line, where.column) if where else ("", 0, 0)


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known names nearest to `name`, best first; upper and lower case count the same."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=most, cutoff=0.6)
    return [by_folded[candidate] for candidate in close]


def unknown(what: str, name: str, known: Sequence[str] | Iterable[str]) -> str:
    """Return the message for a name that does not exist, with the nearest right names.

    Args:
        what: what kind of name it is, such as `price`.
        name: the name found.
        known: all names that are allowed.
    """
    names = list(known)
    close = nearest(name, names)
    if close:
        return f"unknown {what} '{name}'; did you mean {' or '.join(f'{c!r}' for c in close)}?"
    if 0 < len(names) <= 20:
        return f"unknown {what} '{name}'; allowed: {', '.join(names)}"
    return f"unknown {what} '{name}'"
