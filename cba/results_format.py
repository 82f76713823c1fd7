"""The version of what `results.json` holds; a file that says another is not read."""

from __future__ import annotations

FORMAT = 1
