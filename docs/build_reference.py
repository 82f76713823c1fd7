"""Write docs/reference.md from the docstrings of the modules that a notebook imports.

python docs/build_reference.py           # write it
python docs/build_reference.py --check   # say whether it is current; exit status 1 when it is not
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import griffe

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference.md"

MODULES = {
    "Scenarios and results": [
        "cba.linking",
        "cba.appraisal",
        "cba.result",
        "cba.trace",
        "cba.errors",
    ],
    "What they are made from": [
        "cba.inputs",
        "cba.interventions",
        "cba.effects",
        "cba.model",
        "cba.registers",
        "cba.places",
        "cba.pooling",
        "cba.money",
    ],
    "How sure": [
        "cba.uncertainty.simulation",
        "cba.uncertainty.outlook",
        "cba.uncertainty.sweep",
        "cba.uncertainty.options",
        "cba.uncertainty.acceptability",
        "cba.uncertainty.sensitivity",
        "cba.uncertainty.knowing",
        "cba.uncertainty.value_of_information",
        "cba.uncertainty.local_trial",
    ],
    "Side by side, and what changed": [
        "cba.runs",
        "cba.earlier",
        "cba.comparing.members",
        "cba.comparing.robustness",
        "cba.comparing.document",
        "cba.comparing.across",
        "cba.difference.document",
        "cba.difference.attribution",
        "cba.difference.shapley",
    ],
    "A second pair of eyes": [
        "cba.review.checklist",
        "cba.review.findings",
        "cba.review.signature",
        "cba.gaps.gap",
        "cba.gaps.scenario_gaps",
        "cba.gaps.register_gaps",
    ],
    "Reports": ["cba.document", "cba.reports.folder"],
}

HEAD = """\
# Reference of the Python library

Made from the docstrings by `python docs/build_reference.py`; a test keeps it current. Examples are in
[python.md](python.md). Names that begin with an underscore, and modules that are not here, may change without
notice.

`import cba` gives the names used most: {names}.
"""


def main() -> int:
    """Write the page, or check it."""
    text = page()
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


def page() -> str:
    """Return the page."""
    package = griffe.load("cba", search_paths=[ROOT], allow_inspection=False, docstring_parser="google")
    exported = ", ".join(f"`cba.{name}`" for name in sorted(map(str, package.exports or [])))
    lines = [HEAD.format(names=exported)]
    for part, modules in MODULES.items():
        lines.append(f"## {part}\n")
        for path in modules:
            lines += _module(package[path.removeprefix("cba.")])
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip("\n") + "\n"


def _module(module: griffe.Object) -> Iterator[str]:
    yield f"### `{module.path}`\n"
    yield from _sections(module)
    for member in _public(module):
        if member.is_attribute:
            yield f"- `{member.name}`: {_one_line(member)}"
    yield ""
    for member in _public(module):
        if member.is_class or member.is_function:
            yield from _documented(member, "####")


def _public(owner: griffe.Object) -> Iterator[griffe.Object]:
    """Yield what is defined here, has a docstring and no underscore, in the order of the file."""
    found = [
        m for m in owner.members.values() if not m.is_alias and not m.name.startswith("_") and m.docstring
    ]
    for member in sorted(found, key=lambda member: member.lineno or 0):
        assert isinstance(member, griffe.Object)
        yield member


def _documented(member: griffe.Object, level: str) -> Iterator[str]:
    yield f"{level} `{_signature(member)}`\n"
    yield from _sections(member)
    for inner in _public(member) if member.is_class else ():
        if "property" in inner.labels or inner.is_attribute:
            yield f"- `{inner.name}`: {_one_line(inner)}"
        elif inner.is_function:
            yield f"- `{_signature(inner)}`: {_one_line(inner)}"
    yield ""


def _signature(member: griffe.Object) -> str:
    if not isinstance(member, griffe.Function):
        return f"class {member.name}"
    parts, star = [], False
    for parameter in member.parameters:
        if parameter.name == "self":
            continue
        if parameter.kind is griffe.ParameterKind.keyword_only and not star:
            parts.append("*")
            star = True
        default = f" = {parameter.default}" if parameter.default is not None else ""
        parts.append(f"{parameter.name}: {parameter.annotation}{default}")
    return f"{member.name}({', '.join(parts)}) -> {member.returns}"


def _one_line(member: griffe.Object) -> str:
    assert member.docstring
    return " ".join(member.docstring.value.split("\n\n")[0].split())


def _sections(member: griffe.Object) -> Iterator[str]:
    """Yield the docstring's text, then arguments, attributes, results and errors as lists."""
    if not member.docstring:
        return
    for section in member.docstring.parse("google"):
        kind = section.kind.value
        if kind == "text":
            yield f"{section.value}\n"
        elif kind in ("parameters", "attributes", "raises"):
            title = {"parameters": "Arguments", "attributes": "Attributes", "raises": "Raises"}[kind]
            yield f"{title}:\n"
            for item in section.value:
                name = item.annotation if kind == "raises" else item.name
                yield f"- `{name}`: {' '.join(item.description.split())}"
            yield ""
        elif kind == "returns":
            said = " ".join(" ".join(item.description.split()) for item in section.value)
            yield f"Returns: {said}\n"


if __name__ == "__main__":
    sys.exit(main())
