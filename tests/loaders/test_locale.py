"""Which of several languages a text is given in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.locale import fallbacks, pick

HALL = {"nl": "Zaal", "de-AT": "Saal", "en": "Hall", "fr": ""}


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nl-BE", ("nl-BE", "nl", "en")),
        ("nl", ("nl", "en")),
        ("en", ("en",)),
        ("en-GB", ("en-GB", "en")),
        ("zh-Hant-TW", ("zh-Hant-TW", "zh-Hant", "zh", "en")),
        ("NL_be", ("nl-BE", "nl", "en")),
        ("ZH-hANT-tw", ("zh-Hant-TW", "zh-Hant", "zh", "en")),
        ("es-419", ("es-419", "es", "en")),
        ("", ("en",)),
    ],
)
def test_a_locale_falls_back_to_its_language_and_to_english(locale: str, expected: tuple[str, ...]) -> None:
    """Subtags go one by one from the end, each once, written as BCP 47 recommends however they came."""
    assert fallbacks(locale) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("nl", "Zaal"),
        ("nl-BE", "Zaal"),
        ("NL-be", "Zaal"),
        ("de-at", "Saal"),
        ("de_AT", "Saal"),
        ("de", "Hall"),
        ("fr", "Hall"),
        ("it", "Hall"),
        (None, "Zaal"),
        ("", "Zaal"),
    ],
)
def test_a_text_is_picked(locale: str | None, expected: str) -> None:
    """The locale asked for, whatever its case, its language, English; an empty text is none; no locale is the first."""
    assert pick(HALL, locale) == expected


def test_any_text_is_better_than_none() -> None:
    """Without the locale, its language or English, the first text there is."""
    assert pick({"fr": "", "da": "Sal", "pl": "Sala"}, "nl") == "Sal"
    assert pick({"fr": ""}, "fr") is None
    assert pick({}, None) is None


@given(
    st.dictionaries(st.sampled_from(("nl", "nl-BE", "en", "de")), st.sampled_from(("", "a", "b"))), st.text(max_size=8)
)
def test_a_text_is_found_whenever_there_is_one(texts: dict[str, str], locale: str) -> None:
    """Whatever is asked for, a text comes if any is not empty, and it is one of them."""
    there = [text for text in texts.values() if text]
    assert pick(texts, locale) in (there or [None])
