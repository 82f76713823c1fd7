"""From positioned values back to YAML: what a scenario says after all overlays, as one file."""

from __future__ import annotations

from typing import Any

import yaml

from cba.errors import Position, Source
from cba.reading.composing import number
from cba.reading.positions import Mapping, Number, Sequence

_WIDTH = 100
_NOWHERE = Position(Source(""), 1, 1)


def to_yaml(value: Any) -> str:
    """Return YAML that reads back as the same values; numbers as they were written."""
    text: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH, default_flow_style=None
    )
    return text


class _Dumper(yaml.SafeDumper):
    """Writes the values of a file that was read."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write everything out; aliases are counted when a file is read."""
        return True


class Written(str):
    """A number as it is to be written, such as `12 %`."""

    __slots__ = ()


def _written(dumper: yaml.SafeDumper, value: Written) -> yaml.Node:
    return _plain(dumper, str(value))


def _number(dumper: yaml.SafeDumper, value: Number) -> yaml.Node:
    return _plain(dumper, value.written)


def _plain(dumper: Any, text: str) -> yaml.Node:
    # the tag that the text resolves to by itself, so that no tag is written
    node: yaml.Node = dumper.represent_scalar(dumper.resolve(yaml.ScalarNode, text, (True, False)), text)
    return node


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    # a text that reads as a number, such as a title "15 %", needs its quotation marks
    style = '"' if number(value, _NOWHERE) is not None else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Number, _number)
_Dumper.add_representer(Written, _written)
_Dumper.add_representer(Mapping, lambda dumper, value: dumper.represent_dict(value.items()))
_Dumper.add_representer(Sequence, lambda dumper, value: dumper.represent_list(value))
