"""The kinds of value that lead somewhere: hosts, URLs and paths of files."""

import ipaddress
import re
from collections.abc import Collection
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, SecretStr, ValidationInfo

from gateway.settings.faults import Shown
from gateway.settings.holds import Holds, only
from gateway.settings.kinds import is_text

_HOST = re.compile(r"(?=.{1,253}\Z)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(?:\.[A-Za-z0-9_-]{1,63})*\.?")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*")
_DATABASE = re.compile(r"(?:/[0-9]{0,4})?")


def is_host(text: str) -> bool:
    """Tell whether text is an IP address, without brackets, or a host's name."""
    if all(character in "0123456789." for character in text) or ":" in text:
        try:
            ipaddress.ip_address(text)
        except ValueError:
            return False
        return True
    return bool(_HOST.fullmatch(text))


def is_loopback(host: str) -> bool:
    """Tell whether only programs on this machine can reach what listens on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def _leads_somewhere(text: str, schemes: Collection[str], path: re.Pattern[str]) -> bool:
    if not (text.isascii() and text.isprintable()) or any(mark in text for mark in ' #\\"<>'):
        return False
    try:
        parts = urlsplit(text)
        port, host = parts.port, parts.hostname
    except ValueError:  # a port that is no number, a bracket never closed
        return False
    whole = parts.scheme in schemes and text.startswith(f"{parts.scheme}://") and host is not None and is_host(host)
    return whole and port != 0 and not parts.netloc.endswith(":") and bool(path.fullmatch(parts.path))


def _is_base_url(text: str) -> bool:
    return "?" not in text and _is_document_url(text)


def _is_document_url(text: str) -> bool:
    """Tell whether text is a URL that can be fetched; its query may matter, as in some identity providers' key sets."""
    return _leads_somewhere(text, ("http", "https"), _PATH) and "@" not in urlsplit(text).netloc


def _is_store_url(text: str) -> bool:
    return text == "memory://" or ("?" not in text and _leads_somewhere(text, ("redis",), _DATABASE))


def _beside(path: Path, info: ValidationInfo) -> Path:
    folder = info.context.get("folder") if isinstance(info.context, dict) else None
    return folder / path if isinstance(folder, Path) else path


Host = Annotated[str, only(is_host), Holds("a host's name or an IP address", Shown.WHOLE)]
BaseUrl = Annotated[
    str,
    only(_is_base_url),
    AfterValidator(lambda text: text.rstrip("/")),
    Holds("an http:// or https:// URL: a host, perhaps a port and a path, and nothing else", Shown.ADDRESS),
]
DocumentUrl = Annotated[
    str,
    only(_is_document_url),
    Holds("an http:// or https:// URL without user, password and fragment", Shown.ADDRESS),
]
StoreUrl = Annotated[SecretStr, only(_is_store_url), Holds('"memory://" or "redis://host:6379/0"')]
FilePath = Annotated[
    Path,
    only(lambda text: is_text(text) and text != "."),
    AfterValidator(_beside),
    Holds("the path of a file", Shown.WHOLE),
]
