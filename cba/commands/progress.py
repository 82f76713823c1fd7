"""A progress bar for what takes long; nothing where nobody watches."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 0.7


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told how much is done, of how much; a bar appears after `PATIENCE` seconds.

    It goes to standard error, and only when that is a terminal.
    """
    from rich.console import Console
    from rich.progress import Progress

    begun = time.monotonic()
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, visible=False)

        def tell(done: int, of: int) -> None:
            late = time.monotonic() - begun > PATIENCE
            bar.update(task, completed=done, total=of, visible=late)

        yield tell
