"""The document of a table's plan: the head of a results document, and `allocation`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cba import __version__
from cba.allocation.document import allocation_block
from cba.allocation.results import Answer
from cba.allocation.table import Table
from cba.document import created
from cba.loading import fingerprint
from cba.results_format import FORMAT


def table_document(path: Path, table: Table, found: Answer) -> dict[str, Any]:
    """Return the document that results.json holds for a table of options."""
    return {
        "format": FORMAT,
        "engine": {"version": __version__},
        "created": created(),
        "table": {"path": str(path), "sha256": fingerprint(path)},
        "seed": found.problem.seed,
        "allocation": allocation_block(found),
        "warnings": [
            {"where": str(path), "message": f"the column '{name}' is not used; is --limit {name}=… meant?"}
            for name in table.ignored
        ],
    }
