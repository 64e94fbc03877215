"""Documents are parsed, validated and measured once, and kept within a bound."""

from __future__ import annotations

from graphql import DocumentNode, GraphQLError, parse

from loaders.batch import Loaders
from loaders.inquiry import Deadline, Inquiry
from schema.context import Context
from schema.known import MOST_MEASURES, Known, Remembered
from schema.measure import measure
from tests.house import SCHEMA

GRAPH = SCHEMA._schema  # noqa: SLF001  # strawberry offers no public way to graphql-core's


def test_a_text_is_parsed_once_while_there_is_room() -> None:
    """What was asked for least recently makes room; what is longer than all of it is not kept."""
    parsed: list[str] = []

    def read(text: str, tokens: int) -> DocumentNode:
        parsed.append(text)
        return parse(text, max_tokens=tokens)

    remembered = Remembered(most=20)
    for text in ("{ a }", "{ b }", "{ c }", "{ a }", "{ d }", "{ e }"):
        assert remembered.get(text, 9, read).document.loc is not None
    assert parsed == ["{ a }", "{ b }", "{ c }", "{ d }", "{ e }"]
    parsed.clear()
    for text in ("{ a }", "{ b }", "{ long_long_long_long }", "{ a }"):
        remembered.get(text, 9, read)
    assert parsed == ["{ b }", "{ long_long_long_long }", "{ a }"]


def test_a_document_is_validated_once() -> None:
    """The faults found the first time are those told every time."""
    found: list[DocumentNode] = []

    def validate(document: DocumentNode) -> list[GraphQLError]:
        found.append(document)
        return [GraphQLError("so it is")]

    known = Known(parse("{ a }"))
    assert [[fault.message for fault in known.faults(validate)] for _ in range(3)] == [["so it is"]] * 3
    assert found == [known.document]


def test_a_document_is_measured_once_for_what_decides_its_size() -> None:
    """Variables that change no size make no other measure; those that do are told apart, within a bound."""
    known = Known(parse("query ($n: Int, $s: String) { bookings(first: $n, filter: { search: $s }) { nodes { id } } }"))
    first = known.measured(GRAPH, None, {"n": 3, "s": "x"})
    assert known.measured(GRAPH, None, {"n": 3, "s": "y"}) is first
    costs = [known.measured(GRAPH, None, {"n": n}) for n in range(MOST_MEASURES + 5)]
    assert [size.cost for size in costs if size is not None] == [min(n, 100) for n in range(MOST_MEASURES + 5)]
    again = known.measured(GRAPH, None, {"n": 3, "s": "x"})
    assert again == first == measure(GRAPH, known.document, None, (("n", 3),))


async def test_a_known_document_is_not_validated_again() -> None:
    """What a trusted document was told to be at the start holds: it is neither parsed nor validated again."""
    known = Known(parse("{ __typename nowhere }"))
    assert known.faults(lambda _: []) == []
    inquiry = Inquiry(Deadline.after(60))
    context = Context({}, inquiry, Loaders({}, inquiry), trusted=known)
    answer = await SCHEMA.execute("{ what is no document", context_value=context)
    assert (answer.data, answer.errors) == ({"__typename": "Query"}, None)
