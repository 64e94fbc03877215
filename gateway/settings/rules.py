"""What one key demands of another.

The rules look at the tree and not at finished settings: a broken rule is told beside everything else that is wrong, and
a rule about a key that is itself unusable has nothing to say.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from gateway.settings.addresses import is_host, is_loopback
from gateway.settings.faults import Fault, Place, Shown, describe, fault_at, spell, value_at
from gateway.settings.holds import did_you_mean
from gateway.settings.references import Reference


def broken_rules(tree: object, folder: Path) -> Iterator[Fault]:
    """Yield a fault for each rule that does not hold. `folder` is where relative paths start."""
    yield from _door(tree)
    yield from _port(tree)
    yield from _documents(tree, folder)
    yield from _journal(tree, folder)
    yield from _unique(tree, ("sources",), "name", Shown.WHOLE)
    yield from _unique(tree, ("server", "auth", "tokens"), "name", Shown.WHOLE)
    yield from _unique(tree, ("server", "auth", "tokens"), "token", Shown.KIND)
    yield from _tokens_sources(tree)
    yield from _venue_names(tree)


def _door(tree: object) -> Iterator[Fault]:
    """Nobody is let in unasked from outside this machine, unless the file says so."""
    auth = value_at(tree, ("server", "auth"))
    anonymous = _is_true(value_at(tree, ("server", "allow_anonymous")))
    host = value_at(tree, ("server", "host"))
    if isinstance(auth, dict) and not auth.get("tokens") and "jwt" not in auth:
        yield fault_at(tree, ("server", "auth"), "tokens or jwt; leave the table out to let everybody in")
    if auth is None and not anonymous and isinstance(host, str) and is_host(host) and not is_loopback(host):
        expected = "a loopback address, as there is neither [server.auth] nor allow_anonymous = true"
        yield fault_at(tree, ("server", "host"), expected, Shown.WHOLE)


def _port(tree: object) -> Iterator[Fault]:
    workers = value_at(tree, ("server", "workers"))
    port = value_at(tree, ("server", "port"))
    if _is_number(port, 0) and workers is not None and not _is_number(workers, 1):
        expected = "a port that all workers share; only a single worker may be given any"
        yield fault_at(tree, ("server", "port"), expected, Shown.WHOLE)


def _documents(tree: object, folder: Path) -> Iterator[Fault]:
    documents = value_at(tree, ("server", "documents"))
    if documents is None and _is_true(value_at(tree, ("server", "only_documents"))):
        yield fault_at(tree, ("server", "documents"), "the path of a file, as only_documents = true")
    if isinstance(documents, str) and not _is((folder / documents).is_file):
        yield fault_at(tree, ("server", "documents"), "the path of a file that exists", Shown.WHOLE)


def _journal(tree: object, folder: Path) -> Iterator[Fault]:
    journal = value_at(tree, ("store", "journal"))
    if isinstance(journal, str) and not _is((folder / journal).parent.is_dir):
        yield fault_at(tree, ("store", "journal"), "the path of a file in a folder that exists", Shown.WHOLE)


def _unique(tree: object, tables: Place, key: str, shown: Shown) -> Iterator[Fault]:
    first: dict[str, Place] = {}
    for place, table in _tables(tree, tables):
        held = table.get(key)
        if isinstance(held, str) and first.setdefault(held, place) != place:
            yield fault_at(tree, (*place, key), f"a {key} of its own; {spell(first[held])} has this one", shown)


def _tokens_sources(tree: object) -> Iterator[Fault]:
    sources = value_at(tree, ("sources",))
    names = [value_at(source, ("name",)) for source in sources] if isinstance(sources, list) else []
    if not names or not all(isinstance(name, str) for name in names):
        return  # which sources there are is not known
    known = ", ".join(describe(name, Shown.WHOLE) for name in dict.fromkeys(names))
    public = [name for name in names if isinstance(name, str) and not isinstance(name, Reference)]
    for place, token in _tables(tree, ("server", "auth", "tokens")):
        opened = token.get("sources")
        for position, source in enumerate(opened if isinstance(opened, list) else []):
            if isinstance(source, str) and source not in names:
                near = "" if isinstance(source, Reference) else did_you_mean(source, public)
                expected = f"the name of a source: {known}{near}"
                yield fault_at(tree, (*place, "sources", position), expected, Shown.WHOLE)


def _venue_names(tree: object) -> Iterator[Fault]:
    for place, source in _tables(tree, ("sources",)):
        names, administrations = source.get("venue_names"), source.get("administrations")
        if isinstance(names, dict) and isinstance(administrations, list):
            for name in names:
                if all(isinstance(known, str) and known != name for known in administrations):
                    expected = "nothing, as the administration is not among administrations"
                    yield fault_at(tree, (*place, "venue_names", name), expected)


def _tables(tree: object, place: Place) -> Iterator[tuple[Place, Mapping[str, object]]]:
    held = value_at(tree, place)
    for position, table in enumerate(held if isinstance(held, list) else []):
        if isinstance(table, dict):
            yield (*place, position), table


def _is_true(value: object) -> bool:
    return value is True or (isinstance(value, Reference) and value == "true")


def _is_number(value: object, number: int) -> bool:
    return (type(value) is int and value == number) or (isinstance(value, Reference) and value == str(number))


def _is(question: Callable[[], bool]) -> bool:
    try:
        return question()
    except (OSError, ValueError):  # a folder that may not be looked into, a path no system can have
        return False
