"""The command `foyer sandbox`: every vendor on a port of its own, until it is stopped."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Final

from sandbox import VENDORS
from sandbox.server import start

MOST: Final = 50_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's flags."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port",
        type=whole(0, 65_535),
        default=0,
        metavar="BASE",
        help="port of the first vendor, the next one has the next; 0 takes free ports (default: %(default)s)",
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same data (default: %(default)s)")
    parser.add_argument(
        "--size",
        type=whole(1, MOST),
        default=300,
        help=f"bookings, and events, that each vendor has, up to {MOST} (default: %(default)s)",
    )
    parser.add_argument(
        "--vendors",
        nargs="+",
        choices=tuple(VENDORS),
        default=list(VENDORS),
        metavar="VENDOR",
        help=f"any of {', '.join(VENDORS)} (default: all)",
    )


async def run(args: argparse.Namespace) -> None:
    """Start the vendors, print a line for each, and serve until cancelled.

    The credentials printed open nothing but the sandbox.
    """
    async with AsyncExitStack() as stack:
        for place, name in enumerate(args.vendors):
            port = args.port + place if args.port else 0
            running = await start(name, seed=args.seed, size=args.size, host=args.host, port=port)
            stack.push_async_callback(running.stop)
            credentials = " ".join(f"{key}={_one_line(value)}" for key, value in running.vendor.credentials.items())
            sys.stdout.write(f"{name}  {running.url}  {credentials}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


def _one_line(value: str) -> str:
    """Write a credential of several lines, such as a PEM key, as TOML would in one."""
    return value.replace("\n", "\\n")


def whole(least: int, most: int) -> Callable[[str], int]:
    """Make what reads a flag's whole number between two."""

    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} to {most}")
        return int(text)

    return read
