"""What every vendor of the roster promises, whatever it speaks: one suite over all of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from loaders import errors, vendors
from loaders.errors import FoyerError, NotListable
from loaders.port import Listing
from loaders.question import listable
from loaders.records import LISTED_KINDS, Record, Ref
from schema.edge import VIEWS
from tests.contract.cases import CASES, inquiry, opened
from tests.house import SCHEMA

FOLDER = Path(vendors.__file__).parent
READABLE = [name for name in vendors.ROSTER if not CASES[name].silent]
FAULTS: list[tuple[dict[str, Any], type[FoyerError]]] = [
    ({"kind": "status", "status": 401}, errors.CredentialsRefused),
    ({"kind": "status", "status": 403}, errors.CredentialsRefused),
    ({"kind": "status", "status": 422}, errors.InputRejected),
    ({"kind": "status", "status": 429, "retry_after": "30"}, errors.RateLimited),
    ({"kind": "status", "status": 500}, errors.VendorDown),
    ({"kind": "status", "status": 503}, errors.VendorDown),
    ({"kind": "truncated"}, errors.BadResponse),
    ({"kind": "partial"}, errors.BadResponse),
    ({"kind": "html", "status": 200}, errors.BadResponse),
    ({"kind": "empty"}, errors.BadResponse),
    ({"kind": "garbage", "size": 10_000_000}, errors.BadResponse),
    ({"kind": "reset"}, errors.Unreachable),
    ({"kind": "hang"}, errors.TimedOut),
]


def test_every_vendor_is_tried() -> None:
    """A vendor in the roster has a case here."""
    assert set(CASES) >= set(vendors.ROSTER)


@pytest.mark.parametrize("name", vendors.ROSTER)
def test_its_notes_have_their_headings(name: str) -> None:
    """What a vendor cannot do, does oddly, and does not do yet is written down beside its code."""
    notes = (FOLDER / name / "NOTES.md").read_text("utf-8")
    for heading in ("Limits", "Quirks", "Gaps", "Last checked"):
        assert f"## {heading}\n" in notes, heading


@pytest.mark.parametrize("name", vendors.ROSTER)
async def test_no_sample_holds_a_secret(name: str) -> None:
    """The documents' examples are kept as data, without anything that opens a door."""
    samples = sorted((FOLDER / name / "samples").glob("*.json"))
    assert samples
    async with opened(name) as (_, running):
        secrets = [value for value in running.vendor.credentials.values() if len(value) > 6]
    for sample in samples:
        text = sample.read_text("utf-8")
        json.loads(text)
        assert not [secret for secret in secrets if secret in text]


@pytest.mark.parametrize("name", READABLE)
async def test_a_read_brings_records_whose_ids_print_and_parse(name: str) -> None:
    """What a read brings has a global id that parses back, a moment it was read, and a type that shows it."""
    records, faults = await _read(name)
    assert records
    assert not faults
    for record in records:
        assert Ref.decode(record.ref.encode()) == record.ref
        assert record.fetched_at.tzinfo is not None
        assert record.ref.kind in VIEWS, SCHEMA
        assert record.ref.source == "tried"


@pytest.mark.parametrize("name", READABLE)
async def test_hints_change_no_record(name: str) -> None:
    """With hints dropped a read brings the same records."""
    with_hints, without = await _read(name), await _read(name, hints=False)
    assert [_told(row) for row in with_hints[0]] == [_told(row) for row in without[0]]


@pytest.mark.parametrize("name", vendors.ROSTER)
async def test_a_list_the_vendor_has_not_is_refused(name: str) -> None:
    """A source says what it can list, and lists nothing else."""
    async with opened(name) as (source, running):
        for kind in LISTED_KINDS:
            if not listable(kind, source):
                with pytest.raises(NotListable):
                    await source.gather(Listing(kind), inquiry())
        assert not running.log


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize(
    ("fault", "expected"), FAULTS, ids=lambda one: str(one.get("status", one["kind"])) if isinstance(one, dict) else ""
)
async def test_each_fault_is_the_right_error(name: str, fault: dict[str, Any], expected: type[FoyerError]) -> None:
    """Whatever a vendor answers, a read ends with the right fault, which names the source and holds no secret."""
    patience = 0.4 if fault["kind"] == "hang" else 10.0
    async with opened(name, patience=patience) as (source, running):
        running.faults.add(**fault, path=CASES[name].path)
        read = CASES[name].read
        assert read is not None
        records, faults = await read(source, inquiry())
        assert not records
        assert faults
        for one in faults:
            assert isinstance(one, expected), repr(one)
            assert isinstance(one, errors.VendorFault)
            assert (one.source, one.vendor) == ("tried", name)
            for secret in running.vendor.credentials.values():
                assert secret not in f"{one} {one!r} {one.__dict__}"
            assert "?" not in str(one)


@pytest.mark.parametrize("name", READABLE)
async def test_wrong_credentials_are_refused_by_name(name: str) -> None:
    """`check` with a wrong key says that the vendor refused the credentials."""
    async with opened(name, **{_key(name): "wrong-key-wrong-key"}) as (source, _):
        checks = await source.check(inquiry())
        assert checks
        assert all(isinstance(check.fault, errors.CredentialsRefused) for check in checks)


@pytest.mark.parametrize("name", vendors.ROSTER)
async def test_a_working_source_passes_its_check(name: str) -> None:
    """`check` against a working vendor names what works, and nothing else."""
    async with opened(name) as (source, _):
        checks = await source.check(inquiry())
        assert checks
        assert [check.fault for check in checks if check.fault is not None] == []


def _key(name: str) -> str:
    return "api_secret_key" if name == "locaboo" else "api_key"


def _told(record: Record) -> tuple[object, ...]:
    return (record.ref, getattr(record, "name", None), getattr(record, "status", None))


async def _read(name: str, *, hints: bool = True) -> tuple[list[Record], list[FoyerError]]:
    async with opened(name) as (source, _):
        read = CASES[name].read
        assert read is not None
        return await read(source, inquiry(hints=hints))
