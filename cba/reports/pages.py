"""What every page is made with: the templates, the one style sheet, and users' text fenced off."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cba.reports.language import Language, language
from cba.resources import data_path

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache
def environment(code: str, number_style: str = "folketing") -> Environment:
    """Return the templates of one language: everything is escaped, nothing undefined is passed over."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    lang = language(code, number_style)
    found = Environment(
        loader=FileSystemLoader(data_path("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=_compiled(),
    )
    found.install_gettext_translations(lang.catalogue, newstyle=True)  # type: ignore[attr-defined]
    found.filters["user"] = lambda texts: _user(lang, texts)
    found.filters["plain"] = lang.text
    found.tests["weblink"] = _is_weblink
    found.filters["weblink"] = _is_weblink
    return found


@lru_cache
def _compiled() -> Any:
    """Return a memory of compiled templates: they are the same in every language, and compiling is dear."""
    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

    class Memory(BytecodeCache):
        def __init__(self) -> None:
            self._code: dict[tuple[str, str], bytes] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            found = self._code.get((bucket.key, bucket.checksum))
            if found is not None:
                bucket.bytecode_from_string(found)

        def dump_bytecode(self, bucket: Bucket) -> None:
            self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()

    return Memory()


def style() -> Any:
    """Return the style sheet, which stands in the page itself."""
    from markupsafe import Markup

    return Markup((data_path("templates") / "style.css").read_text(encoding="utf-8"))


def _is_weblink(url: str | None) -> bool:
    return bool(url) and str(url).lower().startswith(("http://", "https://"))


def _user(lang: Language, texts: Mapping[str, str] | str | None) -> Any:
    """Return a user's text fenced off, so that its writing direction and language stay its own."""
    from markupsafe import Markup

    text, other = lang.marked(texts)
    if other:
        return Markup('<bdi lang="{}">{}</bdi>').format(other, text)
    return Markup("<bdi>{}</bdi>").format(text)
