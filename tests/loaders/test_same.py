"""Who is the same customer elsewhere."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_records import AMSTERDAM, NOON

from loaders.records import CUSTOMER, SPACE, Customer, Ref, Space
from loaders.same import DIGITS, Directory, country, email_key, phone_key

TORONTO = ZoneInfo("America/Toronto")


def customer(key: str, email: str | None = None, phone: str | None = None) -> Customer:
    """Make a customer."""
    return Customer(Ref(CUSTOMER, "park", key), NOON, {}, name="Ann", email=email, phone=phone)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (" Ann@Example.COM ", "ann@example.com"),
        ("ann@example.com", "ann@example.com"),
        ("", None),
        (None, None),
        ("none", None),
        ("@", None),
        ("@example.com", None),
        ("ann@", None),
    ],
)
def test_an_address_is_compared_whatever_its_case(written: str | None, expected: str | None) -> None:
    """Blanks around it do not count; what has no @ between two parts is no address."""
    assert email_key(written) == expected


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("06-12345678", AMSTERDAM, "+31612345678"),
        ("+31 (0)6 12 34 56 78", AMSTERDAM, "+31612345678"),
        ("0031612345678", AMSTERDAM, "+31612345678"),
        ("(416) 555-0123", TORONTO, "+14165550123"),
        ("+31 6 12345678", TORONTO, "+31612345678"),
        ("020 1234567 ext. 12", AMSTERDAM, "+31201234567;ext=12"),
        ("06-12345678", ZoneInfo("UTC"), None),
        ("+31612345678", ZoneInfo("UTC"), "+31612345678"),
        ("n/a", AMSTERDAM, None),
        ("12", AMSTERDAM, None),
        ("06", ZoneInfo("Europe/Berlin"), None),
        ("", AMSTERDAM, None),
        (None, AMSTERDAM, None),
    ],
)
def test_a_number_is_compared_in_its_international_form(
    written: str | None, zone: ZoneInfo, expected: str | None
) -> None:
    """Without a country's prefix it is of the venue's country; two extensions of one number are two people."""
    assert phone_key(written, zone) == expected


def test_a_zone_tells_its_country() -> None:
    """As far as it is named after a place in one."""
    assert [country(zone) for zone in ("Europe/Amsterdam", "Europe/Berlin", "America/Toronto", "UTC", "Etc/GMT-1")] == [
        "NL",
        "DE",
        "CA",
        None,
        None,
    ]


def test_an_address_comes_before_a_number() -> None:
    """Who has the address is found, whoever has the number; only where nobody has it the number counts."""
    ann, phone = customer("1", "ann@example.com", "06 11111111"), customer("2", "bob@example.com", "06 12345678")
    directory = Directory([ann, phone], AMSTERDAM)
    assert list(directory.find("ann@example.com", "+31612345678")) == [ann]
    assert list(directory.find("nobody@example.com", "+31612345678")) == [phone]
    assert list(directory.find(None, "+31612345678")) == [phone]
    assert list(directory.find("nobody@example.com", None)) == []
    assert list(directory.find(None, None)) == []


def test_all_with_an_address_are_found_in_their_order() -> None:
    """A source may know a person twice; what is no customer is passed over."""
    twice = [customer("2", "ann@example.com"), customer("1", "Ann@example.com")]
    other = Space(Ref(SPACE, "park", "1"), NOON, {}, name="ann@example.com")
    assert list(Directory([*twice, other], AMSTERDAM).find("ann@example.com", None)) == twice


def test_names_are_never_compared() -> None:
    """Two Anns without address and number are strangers."""
    assert list(Directory([customer("1")], AMSTERDAM).find(email_key(None), phone_key(None, AMSTERDAM))) == []


numbers = st.one_of(
    st.builds(
        lambda prefix, digits, blank, tail: prefix + blank.join(digits) + tail,
        st.sampled_from(("0", "06", "+31 6", "0031", "(020) ", "+49 30/", "+1 416-", " 06", "")),
        st.lists(st.sampled_from(("1", "23", "456")), max_size=6),
        st.sampled_from(("", " ", "-", ".", "/")),
        st.sampled_from(("", "", " ext 12", "x3", " ", ")", "abc", " / 45678", "\u0661\u0662")),
    ),
    st.text(st.sampled_from("0123456789+-() .x;#*/"), max_size=14),
)


@given(st.lists(numbers, max_size=6), numbers, st.sampled_from((AMSTERDAM, TORONTO, ZoneInfo("Europe/Berlin"))))
def test_the_directory_finds_what_comparing_all_would(kept: list[str], sought: str, zone: ZoneInfo) -> None:
    """However numbers are written: filing them by their last digits loses none and adds none."""
    rows = [customer(str(number), phone=phone) for number, phone in enumerate(kept)]
    key = phone_key(sought, zone)
    expected = [row for row in rows if key is not None and phone_key(row.phone, zone) == key]
    assert list(Directory(rows, zone).find(None, key)) == expected


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_the_last_digits_are_written_alike_in_every_country(region: str) -> None:
    """In the form people use at home and in the international one: what the filing of numbers rests on."""
    for kind in (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE):
        number = phonenumbers.example_number_for_type(region, kind)
        if number is None:
            continue
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
        read = phonenumbers.parse(written, region)
        international = phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
        digits = "".join(letter for letter in written if letter.isdecimal())
        assert international[-DIGITS:] == digits[-DIGITS:]
