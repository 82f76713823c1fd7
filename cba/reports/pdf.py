"""A page as PDF/UA, for archives and for readers with screen readers; needs the extra `pdf`."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from cba.errors import InputError, Problem


class PdfUnavailable(InputError):
    """WeasyPrint, which makes the PDF, is not installed or cannot start."""


def render_pdf(html: str) -> bytes:
    """Return the page as a tagged PDF (PDF/UA-1); the same page gives the same bytes.

    Title and language come from the page itself. Nothing is fetched: a page that refers to a picture or a
    style sheet elsewhere is printed without it.

    Raises:
        PdfUnavailable: WeasyPrint is missing; the message says how to get it.
    """
    try:
        weasyprint: Any = import_module("weasyprint")
    except (ImportError, OSError) as error:
        message = (
            "PDF needs WeasyPrint and its libraries: install cba with the extra 'pdf', "
            f"or leave pdf out of the formats ({error})"
        )
        raise PdfUnavailable([Problem(None, "formats", message)]) from error
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    page = weasyprint.HTML(string=html, url_fetcher=nothing)
    pdf: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_identifier(html))
    return pdf


def _identifier(html: str) -> bytes:
    """Return a file identifier that follows from the page, where a random one would change every time."""
    from hashlib import sha256

    return sha256(html.encode()).digest()[:16]
