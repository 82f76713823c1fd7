"""Files that are added to a folder, each whole or not at all; what else is there stays."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from cba.errors import InputError, Problem


def refuse_files(folder: Path, names: Iterable[str], *, force: bool) -> None:
    """Raise unless these files may be written to a folder.

    Raises:
        InputError: the folder is a symbolic link or a file, or one of the files exists and `force` is false.
    """
    if folder.is_symlink():
        raise InputError([Problem(None, str(folder), "is a symbolic link; name a real folder")])
    if folder.exists() and not folder.is_dir():
        raise InputError([Problem(None, str(folder), "is a file; name a folder")])
    for name in names:
        path = folder / name
        if path.is_symlink() or path.is_dir():
            raise InputError([Problem(None, str(path), "is no plain file; name another folder")])
        if path.exists() and not force:
            raise InputError([Problem(None, str(path), "exists already; use --force to replace it")])


def add_files(files: Mapping[str, bytes], folder: Path, *, force: bool = False) -> list[Path]:
    """Write files into a folder and return their paths.

    Args:
        files: content by name.
        folder: made when it is not there.
        force: replace files of the same name.

    Raises:
        InputError: see `refuse_files`, or the folder cannot be written.
    """
    refuse_files(folder, files, force=force)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            _write(folder / name, content)
    except OSError as error:
        raise InputError([Problem(None, str(folder), f"cannot be written: {error.strerror}")]) from None
    return [folder / name for name in files]


def _write(path: Path, content: bytes) -> None:
    """Write beside the place and move there, so that no half-written file is ever seen."""
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(draft, 0o666 & ~mask)
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise
