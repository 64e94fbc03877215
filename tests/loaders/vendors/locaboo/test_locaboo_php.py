"""What PHP makes of values on their way to JSON is undone, each oddity in one place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from loaders.vendors.locaboo import php
from loaders.vendors.locaboo.wire import values


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ([], {}),
        ("", {}),
        (None, {}),
        ({"48": "Halle"}, {"48": "Halle"}),
        (["a", "b"], {"0": "a", "1": "b"}),
    ],
)
def test_a_map_may_come_as_a_list(sent: object, meant: object) -> None:
    """A map without entries is an empty list, and one whose keys count from nought is a list."""
    assert php.mapping(sent) == meant


@pytest.mark.parametrize(
    ("sent", "meant"),
    [([], []), (None, []), ([1, 2], [1, 2]), ({"39518": "a", "39519": "b"}, ["a", "b"])],
)
def test_a_list_may_come_as_a_map(sent: object, meant: object) -> None:
    """Of a map from ids to things, the things are the list."""
    assert php.rows(sent) == meant


def test_one_object_may_stand_where_a_list_should() -> None:
    """An object with the member that every row has is the one row; a map of rows is several."""
    one = {"resource_id": 47, "instances": []}
    assert php.rows_or_one(one, "resource_id") == [one]
    assert php.rows_or_one({"a": one, "b": one}, "resource_id") == [one, one]
    assert php.rows_or_one([one], "resource_id") == [one]


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("10.149", "10.149"),
        (10.149, "10.149"),
        (2.371, "2.371"),
        ("12.50", "12.50"),
        (0, "0"),
        ("0", "0"),
        ("34", "34"),
        (19, "19"),
        ("-3.5", "-3.5"),
        (1e-5, "0.00001"),
        (" 7 ", "7"),
    ],
)
def test_numbers_are_exact_whether_they_come_as_numbers_or_texts(sent: object, meant: str) -> None:
    """Three places stay three, nought stays nought, and nothing is rounded."""
    assert str(php.number(sent)) == meant


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_an_empty_text_is_no_number_no_text_and_no_id(nothing: object) -> None:
    """Where the vendor has nothing it writes an empty text."""
    assert [php.number(nothing), php.whole(nothing), php.flag(nothing), php.text(nothing)] == [None] * 4
    assert php.optional_key(nothing) is None


@pytest.mark.parametrize("sent", [True, "12,50", "1e5", "NaN", "Infinity", "0x10", [], {}, "1 000", "\u0661"])
def test_what_is_no_number_is_refused(sent: object) -> None:
    """What could mean two things, or nothing, means nothing."""
    with pytest.raises(ValueError, match="a number is expected"):
        php.number(sent)


def test_counts_and_flags() -> None:
    """A count is whole and fits 32 bits; a flag is 0 or 1 in whatever shape."""
    assert [php.whole("3"), php.whole(16), php.whole("4.0")] == [3, 16, 4]
    assert [php.flag(sent) for sent in (1, "0", True)] == [True, False, True]
    for broken in ("4.5", 2**31):
        with pytest.raises(ValueError, match="whole"):
            php.whole(broken)
    with pytest.raises(ValueError, match="0 or 1"):
        php.flag(2)


@pytest.mark.parametrize(("sent", "meant"), [(41, "41"), ("21749", "21749"), (2**53 + 1, "9007199254740993")])
def test_ids_are_texts_whether_they_come_as_numbers_or_texts(sent: object, meant: str) -> None:
    """A customer's id is a text in a booking and a number in the list: they are the same."""
    assert php.key(sent) == meant


def test_nought_is_no_id() -> None:
    """A group 0, a customer 0 are none; where an id must be, that is refused."""
    assert [php.optional_key(0), php.optional_key("0")] == [None, None]
    for broken in (0, "", None, True, 1.5, []):
        with pytest.raises(ValueError, match="an id is expected"):
            php.key(broken)


def test_texts() -> None:
    """A number is shown as it is written, a yes as PHP writes it, a no and blanks are nothing."""
    assert [php.text(sent) for sent in (5, True, False, "  ")] == ["5", "1", None, None]
    assert php.trimmed("New MF field ") == "New MF field"
    assert php.texts(["A", "", None, 3]) == ("A", "3")
    with pytest.raises(ValueError, match="a text is expected"):
        php.text([])


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        (
            "https://app.locaboo/files/location/51/thumb_Buzz Aldrin on the moon_HD.jpg",
            "https://app.locaboo/files/location/51/thumb_Buzz%20Aldrin%20on%20the%20moon_HD.jpg",
        ),
        ("https://host/a%20b?c=d&e#f", "https://host/a%20b?c=d&e#f"),
        ("https://host/Größe.jpg", "https://host/Gr%C3%B6%C3%9Fe.jpg"),
        ("Invoice_77.pdf", "Invoice_77.pdf"),
        ("", None),
    ],
)
def test_addresses_are_encoded(sent: object, meant: object) -> None:
    """Blanks and letters that may not stand in an address are encoded; what is encoded stays so."""
    assert php.address(sent) == meant


BERLIN_SUMMER = dt.timezone(dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("read", "sent", "meant"),
    [
        (values.day, "2020-07-06", dt.date(2020, 7, 6)),
        (values.minute, "2023-10-11 23:59", dt.datetime(2023, 10, 11, 23, 59)),  # noqa: DTZ001  # a wall clock
        (values.german_day, "12.04.2022", dt.date(2022, 4, 12)),
        (values.german_minute, "21.05.2022 21:38", dt.datetime(2022, 5, 21, 21, 38)),  # noqa: DTZ001  # a wall clock
        (values.clock, "06:28", "06:28"),
        (values.stamp, "2015-05-13T14:49:41+02:00", dt.datetime(2015, 5, 13, 14, 49, 41, tzinfo=BERLIN_SUMMER)),
    ],
)
def test_each_way_to_write_when_is_understood(read: Any, sent: str, meant: object) -> None:
    """The document's own dates and times mean what they say."""
    assert read(sent) == meant


@pytest.mark.parametrize(
    ("read", "sent"),
    [
        (read, sent)
        for read, good in (
            (values.day, "2020-07-06"),
            (values.minute, "2023-10-11 11:00"),
            (values.german_day, "12.04.2022"),
            (values.german_minute, "21.05.2022 21:38"),
            (values.clock, "06:28"),
            (values.stamp, "2015-05-13T14:49:41+02:00"),
        )
        for sent in (
            "2020-07-06", "2023-10-11 11:00", "12.04.2022", "21.05.2022 21:38", "06:28", "2015-05-13T14:49:41+02:00",
            "04/12/2022", "20200706", "2020-W28-1", "31.02.2022", "2022-13-01", "0000-00-00", "9999-12-31", "24:00",
            "2015-05-13T14:49:41", 1589000000, True, [],
        )
        if sent != good
    ],
)  # fmt: skip
def test_no_way_to_write_when_is_taken_for_another(read: Any, sent: object) -> None:
    """Each endpoint has its own way, and anything else is refused: 12.04.2022 is never the fourth of December."""
    with pytest.raises(ValueError, match=r"expected|is out of range|must be in|Invalid|month"):
        read(sent)
