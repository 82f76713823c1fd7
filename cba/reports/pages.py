"""What every page is made with: its template, how it looks, and users' text fenced off."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cba.reports.facts import Document
from cba.reports.language import Language, language
from cba.reports.look import PLAIN, Look
from cba.resources import data_path

if TYPE_CHECKING:
    from jinja2 import Environment

_CODE = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Page:
    """The page of a kind of document.

    Attributes:
        template: its file in `templates`.
        context: what the template shows of a document, in a language.
    """

    template: str
    context: Callable[[Language, Document], Mapping[str, Any]]

    def render(self, document: Document, language_code: str, look: Look = PLAIN) -> str:
        """Return the page as HTML.

        Args:
            document: of the kind that the page shows.
            language_code: `da` or `en`.
            look: the style of its numbers, and whose it is.

        Raises:
            InputError: the language is unknown.
        """
        lang = language(language_code, look.number_style)
        return rendered(self.template, lang, document, self.context(lang, document), look)


def rendered(
    template: str, lang: Language, document: Document, context: Mapping[str, Any], look: Look = PLAIN
) -> str:
    """Return a document's page: one HTML file without scripts, fonts or pictures from elsewhere.

    Args:
        template: its file in `templates`.
        lang: the reader's language, in the look's style of numbers.
        document: stands in the template as `d`.
        context: what else the template shows.
        look: whose the page is.
    """
    shown = {"d": document, "lang": lang, **look.context(), **context}
    return environment(lang.code, lang.number_style).get_template(template).render(shown)


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
    found.filters["coded"] = _coded
    found.filters["basename"] = _basename
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


def _is_weblink(url: str | None) -> bool:
    return bool(url) and str(url).lower().startswith(("http://", "https://"))


def _basename(path: str) -> str:
    """Return a file's name, with what follows it: the folder that it lay in says nothing to a reader."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _coded(text: str) -> Any:
    """Return a text with what stands between backticks as code: what to type, or a key of a file."""
    from markupsafe import Markup, escape

    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))


def _user(lang: Language, texts: Mapping[str, str] | str | None) -> Any:
    """Return a user's text fenced off, so that its writing direction and language stay its own."""
    from markupsafe import Markup

    text, other = lang.marked(texts)
    if other:
        return Markup('<bdi lang="{}">{}</bdi>').format(other, text)
    return Markup("<bdi>{}</bdi>").format(text)
