"""A folder that appears whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cba.errors import InputError, Problem

_RESULT = re.compile(
    r"(results|compare)\.(json|xlsx)|draws\.(npz|parquet)|factsheet\.[a-z]{2}\.(html|pdf)"
    r"|(policy|eu-grant|eu-appraisal|foundation|outcome-contract)\.[a-z]{2}\.(html|pdf|xlsx)"
    r"|(sensitivity|voi|acceptability|comparison|diff|review|gaps)(\.[a-z]{2})?\.(json|html|csv|xlsx)"
)


def refuse_existing(folder: Path, *, force: bool) -> None:
    """Raise unless results may be written to a folder.

    Raises:
        InputError: the folder is a symbolic link, a file or the working folder, or holds something and
            `force` is false.
    """
    if folder.is_symlink():
        raise InputError([Problem(None, str(folder), "is a symbolic link; name a real folder")])
    if folder.exists() and not folder.is_dir():
        raise InputError([Problem(None, str(folder), "is a file; name a folder")])
    if folder.resolve() in (Path.cwd(), *Path.cwd().parents):
        raise InputError([Problem(None, str(folder), "is the folder you stand in or above it; name another")])
    if folder.is_dir() and not force and any(folder.iterdir()):
        raise InputError([Problem(None, str(folder), "exists already; use --force to replace it")])


@contextmanager
def replaced_folder(folder: Path, *, force: bool = False) -> Iterator[Path]:
    """Give an empty folder to write into; it takes the place of `folder` when the block ends well.

    A crash leaves the old folder as it was and no half-written one. Earlier results in it are replaced; what
    else was there, such as notes, stays.

    Args:
        folder: where the results shall be; its parents are made.
        force: replace a folder that holds something.

    Raises:
        InputError: see `refuse_existing`.
    """
    refuse_existing(folder, force=force)
    parent = folder.absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=parent))
    except OSError as error:
        raise InputError([Problem(None, str(folder), f"cannot be written: {error.strerror}")]) from None
    try:
        draft.chmod(0o777 & ~_umask())
        yield draft
        _keep_others(folder, draft)
        _swap(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _keep_others(folder: Path, draft: Path) -> None:
    """Carry over what is in the old folder and is not an earlier result."""
    for path in folder.rglob("*") if folder.is_dir() else ():
        here = draft / path.relative_to(folder)
        if path.is_dir() and not path.is_symlink():
            continue
        if here.exists() or _RESULT.fullmatch(path.name):
            continue
        here.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, here, follow_symlinks=False)
        except OSError:
            shutil.copy2(path, here, follow_symlinks=False)


def _swap(draft: Path, folder: Path) -> None:
    """Move the old folder aside, the new one in, and only then delete the old one."""
    if not folder.exists():
        draft.rename(folder)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}.old.", dir=folder.absolute().parent))
    old = aside / folder.name
    folder.rename(old)
    try:
        draft.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
