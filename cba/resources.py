"""Where the toolkit's own data files are: the same from a checkout, an editable install and a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data_path(folder: str) -> Path:
    """Return the folder `models`, `scenarios` or `templates` that belongs to this installation.

    A wheel carries them inside the package; in a checkout they are its neighbours.
    """
    inside = _PACKAGE / folder
    return inside if inside.is_dir() else _PACKAGE.parent / folder
