"""Texts a vendor has in several languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def fallbacks(locale: str) -> tuple[str, ...]:
    """Give the locales a text is looked for in: the one asked for, its base language, English."""
    base = locale.partition("-")[0]
    return tuple(dict.fromkeys((locale, base, "en")))


def pick(texts: Mapping[str, str], locale: str | None) -> str | None:
    """Pick a text.

    Args:
        texts: locale → text, the most wanted locale first.
        locale: the locale asked for; None for the first that has a text.

    """
    order: Sequence[str] = (*(fallbacks(locale) if locale else ()), *texts)
    return next((texts[one] for one in order if texts.get(one)), None)
