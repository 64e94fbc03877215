"""What is no JSON:API document is refused, in one sentence; nothing a vendor sends breaks the reader."""

from __future__ import annotations

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.errors import BadResponse
from loaders.jsonapi.document import ResourceObject, read


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "oceanside sent an empty answer where a JSON:API document was expected"),
        (b" \r\n", "oceanside sent an empty answer where a JSON:API document was expected"),
        (b"\xef\xbb\xbf", "oceanside sent an empty answer where a JSON:API document was expected"),
        (b"\n<!doctype html>", "oceanside sent a web page or XML where a JSON:API document was expected"),
        (b"secret", "oceanside sent an answer that is not JSON, or was cut short"),
        (b'{"data": [{"id": "1"', "oceanside sent an answer that is not JSON, or was cut short"),
        (b'{"data": [NaN]}', "oceanside sent an answer that is not JSON, or was cut short"),
        (b'{"data": ["\xff"]}', "oceanside sent an answer that is not JSON, or was cut short"),
        (b"[" * 100_000, "oceanside sent an answer that is not JSON, or was cut short"),
        (b"[1" * 100_000, "oceanside sent an answer that is not JSON, or was cut short"),
        (b"[]", "oceanside sent JSON that is not an object where a JSON:API document was expected"),
        (b'"x"', "oceanside sent JSON that is not an object where a JSON:API document was expected"),
        (b"{}", "oceanside sent a JSON:API document without data"),
        (b'{"meta": {}}', "oceanside sent a JSON:API document without data"),
        (b'{"data": "x"}', "oceanside sent a JSON:API document whose data is neither a resource nor a list"),
        (b'{"errors": [{"title": "x"}]}', "oceanside sent errors in an answer whose status says success"),
        (b'{"data": [], "errors": [{}]}', "oceanside sent errors in an answer whose status says success"),
    ],
)
def test_what_is_no_document_is_refused(body: bytes, sentence: str) -> None:
    """What is no document is one fault with one plain sentence, without a word of the body."""
    with pytest.raises(BadResponse) as caught:
        read(body, source="oceanside", vendor="event_temple")
    assert str(caught.value) == sentence
    assert (caught.value.source, caught.value.vendor) == ("oceanside", "event_temple")
    assert caught.value.__cause__ is None


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    """Whatever comes, the reader gives a document or the one fault it promises."""
    try:
        read(body, source="oceanside", vendor="event_temple")
    except BadResponse:
        return


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("id", "type", "attributes", "relationships", "links", "data", "next", "href")),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(
    st.fixed_dictionaries({"data": JSON}, optional={"included": JSON, "links": JSON, "meta": JSON, "errors": JSON}),
)
def test_no_shape_breaks_the_reader(document: dict[str, object]) -> None:
    """Whatever is put where, the reader gives a document or the one fault it promises."""
    try:
        found = read(orjson.dumps(document, option=orjson.OPT_PASSTHROUGH_SUBCLASS), source="s", vendor="v")
    except (BadResponse, orjson.JSONEncodeError):
        return
    assert all(row.identifier.type and row.identifier.id for row in found.rows if isinstance(row, ResourceObject))
