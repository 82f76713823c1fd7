"""A page as PDF/UA, for archives and for readers with screen readers; needs the extra `pdf`."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from typing import Any

from cba.errors import InputError, Problem
from cba.garbage import without_garbage_collection

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class PdfUnavailable(InputError):
    """WeasyPrint, which makes the PDF, is not installed or cannot start."""


def render_pdf(html: str) -> bytes:
    """Return the page as a tagged PDF (PDF/UA-1); the same page gives the same bytes.

    Title and language come from the page itself. Nothing is fetched: a page that refers to a picture or a
    style sheet elsewhere is printed without it.

    Raises:
        PdfUnavailable: WeasyPrint is missing; the message says how to get it.
    """
    weasyprint = engine()
    page, style = _apart(html)
    with without_garbage_collection():
        read = weasyprint.HTML(string=page, url_fetcher=_nothing(weasyprint))
        pdf: bytes = read.write_pdf(
            stylesheets=[_parsed(style)], pdf_variant="pdf/ua-1", pdf_identifier=_identifier(html)
        )
    return pdf


def engine() -> Any:
    """Return WeasyPrint.

    Raises:
        PdfUnavailable: it is missing.
    """
    try:
        return import_module("weasyprint")
    except (ImportError, OSError) as error:
        message = (
            "PDF needs WeasyPrint and its libraries: install cba with the extra 'pdf', "
            f"or leave pdf out of the formats ({error})"
        )
        raise PdfUnavailable([Problem(None, "formats", message)]) from error


def _apart(html: str) -> tuple[str, str]:
    """Return the page without the style sheet in its head, and the style sheet."""
    head, end, rest = html.partition("</head>")
    return _STYLE.sub("", head) + end + rest, "\n".join(_STYLE.findall(head))


@lru_cache(maxsize=4)
def _parsed(style: str) -> Any:
    """Return the style sheet that all papers of a sender share, parsed once: that takes as long as a page."""
    weasyprint = engine()
    return weasyprint.CSS(string=style, url_fetcher=_nothing(weasyprint))


def _nothing(weasyprint: Any) -> Any:
    return weasyprint.urls.URLFetcher(allowed_protocols=())


def _identifier(html: str) -> bytes:
    """Return a file identifier that follows from the page, where a random one would change every time."""
    from hashlib import sha256

    return sha256(html.encode()).digest()[:16]
