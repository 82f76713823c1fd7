"""Numbers, dates and words as a Danish authority prints them, and the same in English.

Danish follows the Folketing's style: 1.234.567,8; 10 pct.; 2 mio. kr.; 2025-priser. The European Union's
style is there on request: 1 234 567,8; 10 %; 2 mio. DKK. Units are tied to their number with U+00A0, and
minus is U+2212. All prose lives in `templates/` under English message ids; the
catalogue `templates/locale/<language>/messages.po` turns them into the other language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from gettext import NullTranslations

from cba.errors import InputError, Problem, unknown
from cba.resources import data_path

NBSP, MINUS = "\u00a0", "\u2212"
LANGUAGES = ("da", "en")
NUMBER_STYLES = ("folketing", "eu")
_LOCALES = {"da": "da_DK", "en": "en_GB"}
_GROUPS = {"da": ".", "en": ","}
_CURRENCY_WORDS = {
    "da": {"": "kr.", "thousand": "1.000 kr.", "million": "mio. kr.", "billion": "mia. kr."},
    "en": {"": "DKK", "thousand": "DKK thousand", "million": "DKK million", "billion": "DKK billion"},
}
_EU_CURRENCY_WORDS = {
    "da": {"": "DKK", "thousand": f"1{NBSP}000 DKK", "million": "mio. DKK", "billion": "mia. DKK"},
    "en": _CURRENCY_WORDS["en"],
}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MILLIONS = 10_000_000
"""From here on a chart counts in millions."""
_POWERS = {"": 0, "thousand": 3, "million": 6, "billion": 9}


def N_(message: str) -> str:  # noqa: N802
    """Mark a message id for translation where it is only looked up later."""
    return message


_NUMBERS = (
    N_("one"), N_("two"), N_("three"), N_("four"), N_("five"),
    N_("six"), N_("seven"), N_("eight"), N_("nine"), N_("ten"),
)  # fmt: skip


@dataclass(frozen=True)
class Scale:
    """One unit for all amounts of a table.

    Attributes:
        name: "", "thousand", "million" or "billion".
        label: the unit in words, such as `1.000 kr.`.
    """

    name: str
    label: str


@dataclass(frozen=True)
class Language:
    """How one language writes.

    Attributes:
        code: `da` or `en`.
        catalogue: the translations of the message ids.
        number_style: of `NUMBER_STYLES`.
    """

    code: str
    catalogue: NullTranslations
    number_style: str = "folketing"

    def say(self, message: str, **values: object) -> str:
        """Return the message in this language with its `%(name)s` places filled in."""
        return _one_stop(self.catalogue.gettext(message) % values)

    def count(self, one: str, many: str, number: float, **values: object) -> str:
        """Return the singular or plural message; `%(number)s` is the number, printed without decimals."""
        chosen = self.catalogue.ngettext(one, many, 1 if number == 1 else 2)
        return _one_stop(chosen % ({"number": self.number(number)} | values))

    def text(self, texts: Mapping[str, str] | str | None) -> str:
        """Return the user's text in this language, else in the first one there is."""
        return self.marked(texts)[0]

    def marked(self, texts: Mapping[str, str] | str | None) -> tuple[str, str | None]:
        """Return the user's text and, where it is in another language than this, that language's code."""
        if texts is None or isinstance(texts, str):
            return _clean(texts or ""), None
        if texts.get(self.code):
            return _clean(texts[self.code]), None
        code = next((c for c in sorted(texts) if texts[c]), None)
        return (_clean(texts[code]), code) if code else ("", None)

    def number(self, value: float | None, decimals: int = 0) -> str:
        """Return a number with thousands grouped, rounded half up; None is said in words."""
        if value is None:
            return self.say("not defined")
        return self._signed(_rounded(value, decimals), decimals)

    def trimmed(self, value: float | None, decimals: int) -> str:
        """Return a number with at most so many decimals and no closing zeros."""
        if value is None:
            return self.number(None)
        rounded = _rounded(value, decimals)
        return self._signed(rounded, _decimals(rounded))

    def about(self, value: float | None) -> str:
        """Return a count with at most two significant digits, such as `160` or `2,4`."""
        if value is None:
            return self.number(None)
        rounded = _significant(value)
        return self._signed(rounded, _decimals(rounded))

    def number_word(self, value: int) -> str:
        """Return a count up to ten in words, a larger one in digits."""
        return self.say(_NUMBERS[value - 1]) if 1 <= value <= len(_NUMBERS) else self.number(value)

    def percent(self, share: float | None, decimals: int = 0, *, plus: bool = False) -> str:
        """Return a share (0.1) as `10 pct.` or `10%`; `plus` prints the sign of a rise too."""
        if share is None:
            return self.number(None)
        rounded = _rounded(share * 100, decimals)
        shown = self._signed(rounded, _decimals(rounded)) + self._percent_sign
        return f"+{shown}" if plus and rounded > 0 else shown

    def chance(self, probability: float) -> str:
        """Return a probability in whole per cent that never says 0 or 100 unless it is exactly that."""
        if 0 < probability < 0.005:
            return self.say("less than %(share)s", share=self.percent(0.01))
        if 0.995 < probability < 1:
            return self.say("more than %(share)s", share=self.percent(0.99))
        return self.percent(probability)

    def headline(self, value: float | None, *, plus: bool = False) -> str:
        """Return an amount with at most two significant digits: `12 mio. kr.` or `DKK 12 million`.

        Args:
            value: kroner.
            plus: print the sign of a gain too, for changes.
        """
        if value is None:
            return self.number(None)
        rounded = _significant(value) if abs(value) >= 10 else _rounded(value, 0)
        size = abs(rounded)
        scale = "billion" if size >= 10**9 else "million" if size >= 10**6 else ""
        shown = self._with_unit(rounded.scaleb(-_POWERS[scale]), scale)
        return f"+{shown}" if plus and rounded > 0 else shown

    def kroner(self, value: float) -> str:
        """Return an amount to the krone: `1.234.567 kr.` or `DKK 1,234,567`."""
        return self._with_unit(_rounded(value, 0), "")

    def kroner_pattern(self, number: str) -> str:
        """Return an amount without a sign whose number is already printed."""
        return self._united(number, "")

    def percent_pattern(self, number: str) -> str:
        """Return a share whose number is already printed."""
        return number + self._percent_sign

    def scale(self, amounts: Iterable[float | None]) -> Scale:
        """Return the unit in which a table of these amounts is read most easily."""
        largest = max((abs(a) for a in amounts if a is not None), default=0.0)
        name = "" if largest < 100_000 else "thousand" if largest < 10**10 else "million"
        return Scale(name, self._currency_words[name].replace(" ", NBSP))

    def scaled(self, value: float | None, scale: Scale) -> str:
        """Return an amount in a table's unit, without the unit."""
        return self.number(None if value is None else value / 10 ** _POWERS[scale.name])

    def axis(self, amounts: Iterable[float | None]) -> Scale:
        """Return the unit of a chart's axis, where short numbers matter most."""
        known = [amount for amount in amounts if amount is not None]
        largest = max((abs(amount) for amount in known), default=0.0)
        if largest < _MILLIONS:
            return self.scale(known)
        return Scale("million", self._currency_words["million"].replace(" ", NBSP))

    def marked_off(self, value: float, scale: Scale) -> str:
        """Return an amount in a chart's unit: millions with at most one decimal."""
        if scale.name != "million":
            return self.scaled(value, scale)
        return self.trimmed(value / 10 ** _POWERS[scale.name], 1)

    def day(self, timestamp: str) -> str:
        """Return an ISO timestamp as a date: `25. november 2026`."""
        from babel.dates import format_date

        moment = datetime.fromisoformat(timestamp).date() if timestamp else date.min
        pattern = "d. MMMM yyyy" if self.code == "da" else "d MMMM yyyy"
        return format_date(moment, pattern, locale=_LOCALES[self.code])

    def span(self, first: int, last: int) -> str:
        """Return years as `2026–2035`, or one year."""
        return str(first) if first == last else f"{first}\u2013{last}"

    def listed(self, parts: Iterable[str]) -> str:
        """Return `a, b og c`."""
        items = list(parts)
        if len(items) < 2:
            return "".join(items)
        return self.say("%(first)s and %(last)s", first=", ".join(items[:-1]), last=items[-1])

    @property
    def group(self) -> str:
        """What stands between groups of three digits."""
        return NBSP if self.number_style == "eu" else _GROUPS[self.code]

    @property
    def _percent_sign(self) -> str:
        if self.number_style == "eu":
            return f"{NBSP}%"
        return f"{NBSP}pct." if self.code == "da" else "%"

    @property
    def _currency_words(self) -> Mapping[str, str]:
        return (_EU_CURRENCY_WORDS if self.number_style == "eu" else _CURRENCY_WORDS)[self.code]

    def _with_unit(self, number: Decimal, scale: str) -> str:
        shown = self._united(self._signed(abs(number), _decimals(number)), scale)
        return MINUS + shown if number < 0 else shown

    def _united(self, number: str, scale: str) -> str:
        words = self._currency_words[scale].replace(" ", NBSP)
        if self.code == "da":
            return f"{number}{NBSP}{words}"
        currency, _, power = words.partition(NBSP)
        return f"{currency}{NBSP}{number}" + (f"{NBSP}{power}" if power else "")

    def _signed(self, number: Decimal, decimals: int) -> str:
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        shown = format_decimal(abs(number), format=pattern, locale=_LOCALES[self.code])
        return (MINUS if number < 0 else "") + shown.replace(_GROUPS[self.code], self.group)


class _EuStyle(NullTranslations):
    """A catalogue whose own per cent signs, kroner and thousands are those of the European Union's style."""

    def __init__(self, catalogue: NullTranslations) -> None:
        super().__init__()
        self._plain = catalogue

    def gettext(self, message: str) -> str:
        return _eu(self._plain.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return _eu(self._plain.ngettext(msgid1, msgid2, n))


def _eu(text: str) -> str:
    """Put `DKK`, spaces between thousands, and `%` tied to its number (doubled: the text is a pattern)."""
    text = re.sub(r"(?<=\d)[ \u00a0]?(pct\.|%%)", f"{NBSP}%%", text).replace("pct.", "%%")
    return re.sub(r"(?<=\d)[.,](?=\d{3}\b)", NBSP, re.sub(r"\bkr\.", "DKK", text))


def _one_stop(sentence: str) -> str:
    """Let the full stop of an abbreviation (`2 mio. kr.`) end the sentence too."""
    return sentence.replace("kr..", "kr.").replace("pct..", "pct.")


def _clean(text: str) -> str:
    """Drop characters that neither a page nor a workbook can hold: controls and lone surrogates."""
    return _UNPRINTABLE.sub("", text)


def _rounded(value: float, decimals: int) -> Decimal:
    """Round half up as people do; the result is never minus zero."""
    exact = Decimal(repr(float(value)))
    if not exact.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def _significant(value: float, digits: int = 2) -> Decimal:
    exact = Decimal(repr(float(value)))
    return _rounded(value, digits - 1 - exact.adjusted()) if exact else Decimal(0)


def _decimals(number: Decimal) -> int:
    """Return how many decimals are needed to print the number without closing zeros."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@lru_cache
def language(code: str, number_style: str = "folketing") -> Language:
    """Return one of the languages of `LANGUAGES`, with numbers in one of `NUMBER_STYLES`.

    Raises:
        InputError: the language or the style is unknown.
    """
    if code not in LANGUAGES:
        raise InputError([Problem(None, "language", unknown("language", code, LANGUAGES))])
    if number_style not in NUMBER_STYLES:
        raise InputError([Problem(None, "number style", unknown("style", number_style, NUMBER_STYLES))])
    catalogue = _catalogue(code)
    return Language(code, _EuStyle(catalogue) if number_style == "eu" else catalogue, number_style)


@lru_cache
def _catalogue(code: str) -> NullTranslations:
    """Read the .po file; babel compiles it in memory, so no binary file needs to be kept in step."""
    path = data_path("templates") / "locale" / code / "messages.po"
    if not path.is_file():
        return NullTranslations()
    from io import BytesIO

    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.support import Translations

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    return Translations(fp=compiled)
