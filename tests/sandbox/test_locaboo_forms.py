"""Parameters with brackets, as PHP reads them."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.locaboo.forms import nested


@pytest.mark.parametrize(
    ("pairs", "form"),
    [
        ([("a", "1"), ("a", "2")], {"a": "2"}),
        ([("a[]", "1"), ("a[]", "2")], {"a": {"0": "1", "1": "2"}}),
        ([("a[5]", "1"), ("a[]", "2"), ("a[x]", "3"), ("a[]", "4")], {"a": {"5": "1", "6": "2", "x": "3", "7": "4"}}),
        ([("parts[48][]", "49"), ("parts[48][]", "50")], {"parts": {"48": {"0": "49", "1": "50"}}}),
        (
            [("inventory[48][1317][checked]", "on"), ("inventory[48][1317][quantity]", "1")],
            {"inventory": {"48": {"1317": {"checked": "on", "quantity": "1"}}}},
        ),
        ([("a[][x]", "1"), ("a[][x]", "2")], {"a": {"0": {"x": "1"}, "1": {"x": "2"}}}),
        ([("a", "1"), ("a[b]", "2")], {"a": {"b": "2"}}),
        ([("a[b]", "1"), ("a", "2")], {"a": "2"}),
        ([("a.b c", "1")], {"a_b_c": "1"}),
        ([("a[b", "1")], {"a_b": "1"}),
        ([("a[b]c", "1")], {"a": {"b": "1"}}),
        ([("a[b][c", "1")], {"a": {"b": "1"}}),
        ([("[a]", "1"), ("", "2"), (" x", "3")], {"x": "3"}),
        ([("a[99999999999999999999999]", "1"), ("a[]", "2")], {"a": {"99999999999999999999999": "1", "0": "2"}}),
    ],
)  # fmt: skip
def test_brackets_make_maps(pairs: list[tuple[str, str]], form: dict[str, Any]) -> None:
    """Names with brackets become maps of maps, empty brackets the next free index, and the last of a name wins."""
    assert nested(pairs) == form
