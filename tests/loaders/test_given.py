"""What can be wrong with what was given: where it stands, and a sentence that quotes no more than it must."""

from __future__ import annotations

import pytest

from loaders.errors import Blame
from loaders.given import count_faults, email_faults, quoted, text_faults

AT = ("contact", "email")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("x", '"x"'),
        ("x" * 41, f'"{"x" * 40}…"'),
        ("a\nb\x00", '"a?b?"'),
        ("half \ud83d", '"half ?"'),
        (15, "15"),
        (None, "None"),
        (["x"], "['x']"),
    ],
)
def test_what_is_quoted_is_short_and_printable(value: object, shown: str) -> None:
    """At most 40 characters are quoted, and none that a log or a terminal would stumble over."""
    assert quoted(value) == shown


@pytest.mark.parametrize("value", [None, "", "x" * 255, "two\nlines\tand a tab", "Ünïcödé 🏕️"])
def test_texts_that_are_fine(value: str | None) -> None:
    """Nothing, an empty text, line breaks and every letter there is may be given."""
    assert list(text_faults(value, AT)) == []


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("x" * 256, "expected at most 255 characters, not 256"),
        ("a\x00", "expected text without control characters or half characters"),
        ("half \ud83d", "expected text without control characters or half characters"),
    ],
)
def test_texts_that_cannot_be_sent(value: str, sentence: str) -> None:
    """A text that is too long, or that no JSON can hold, is blamed at its place."""
    assert list(text_faults(value, AT)) == [Blame(AT, sentence)]


def test_a_text_may_be_needed() -> None:
    """Where a text is needed, one of blanks is none; one that was not given is for the caller to miss."""
    assert [blame.message for blame in text_faults(" \t", AT, needed=True)] == ["expected a text that is not blank"]
    assert list(text_faults(None, AT, needed=True)) == []


@pytest.mark.parametrize(
    "value", [None, "", "jo@example.org", "jo.a+b@sub.example.org", "jö@exämple.org", "jo@localhost"]
)
def test_addresses_that_are_fine(value: str | None) -> None:
    """An address has a name and a host; an empty one takes the address away."""
    assert list(email_faults(value, AT)) == []


@pytest.mark.parametrize("value", ["jo", "@x.nl", "jo@", "jo@x..nl", "jo@x.nl.", "a b@x.nl", "jo@x@y.nl", "jo@.nl"])
def test_addresses_that_are_none(value: str) -> None:
    """What cannot be an address is blamed, and quoted."""
    (blame,) = email_faults(value, AT)
    assert blame == Blame(AT, f'expected an e-mail address, like jo@example.org, not "{value}"')


def test_counts_have_a_least() -> None:
    """A number of things is none, or that least or more."""
    assert list(count_faults(None, AT)) == list(count_faults(0, AT)) == list(count_faults(1, AT, least=1)) == []
    assert list(count_faults(0, AT, least=1)) == [Blame(AT, "expected 1 or more, not 0")]
