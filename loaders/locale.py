"""Texts a vendor has in several languages."""

from __future__ import annotations

from collections.abc import Mapping


def fallbacks(locale: str) -> tuple[str, ...]:
    """Give the locales a text is looked for in: the one asked for, what is left as its subtags go, English.

    They are written as BCP 47 recommends, `nl-BE`, however the one asked for is.
    """
    language, *further = locale.replace("_", "-").split("-")
    subtags = [language.lower(), *(_written(subtag) for subtag in further)]
    shorter = ("-".join(subtags[:count]) for count in range(len(subtags), 0, -1))
    return tuple(dict.fromkeys((*filter(None, shorter), "en")))


def pick(texts: Mapping[str, str], locale: str | None) -> str | None:
    """Pick a text.

    Args:
        texts: locale → text, the most wanted locale first.
        locale: the locale asked for, whatever its case; None for the first that has a text.

    """
    if locale:
        known = {key.replace("_", "-").casefold(): text for key, text in texts.items() if text}
        for one in fallbacks(locale):
            if one.casefold() in known:
                return known[one.casefold()]
    return next((text for text in texts.values() if text), None)


def _written(subtag: str) -> str:
    """Write a subtag: regions, of two letters, large; scripts, of four, with a large first letter; others small."""
    small = subtag.lower()
    return {2: small.upper(), 4: small.title()}.get(len(subtag), small)
