"""The command `foyer`. Exit status 0 = fine, 1 = a fault found, 2 = wrong usage."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path
from typing import Any, Final

import uvloop

import sandbox.cli
from gateway.app import make_app
from gateway.assembly import open_keeping, open_sources
from gateway.check import check
from gateway.demo import demo
from gateway.serve import listening, stop_told
from gateway.settings import ConfigurationError, Settings, load
from gateway.unserved import refuse_unserved
from loaders.errors import StoreDown
from loaders.store.face import Store
from schema.build import build_schema

FINE: Final = 0
FAULT: Final = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    parser = _parser()
    args = parser.parse_args(arguments)
    try:
        status: int = args.run(args)
    except ConfigurationError as fault:
        sys.stderr.write(f"{fault}\n")
        return FAULT
    except OSError as fault:
        sys.stderr.write(f"foyer: {fault.strerror or fault}\n")
        return FAULT
    except KeyboardInterrupt:
        return FINE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="foyer", description="One GraphQL graph in front of five booking systems.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the gateway")
    _config(serve)
    serve.set_defaults(run=_serve)

    shown = commands.add_parser("demo", help="run sandbox vendors and the gateway in one go")
    shown.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    shown.add_argument(
        "--port", type=sandbox.cli.whole(0, 65_535), default=8000, help="the gateway's port (default: %(default)s)"
    )
    shown.add_argument(
        "--size",
        type=sandbox.cli.whole(1, sandbox.cli.MOST),
        default=300,
        help=f"bookings and events a vendor has, up to {sandbox.cli.MOST} (default: %(default)s)",
    )
    shown.set_defaults(run=_demo)

    played = commands.add_parser("sandbox", help="run the simulated vendors alone")
    sandbox.cli.add_arguments(played)
    played.set_defaults(run=_sandbox)

    checked = commands.add_parser("check", help="try the configuration, credentials and reachability of every source")
    _config(checked)
    checked.set_defaults(run=_check)

    printed = commands.add_parser("schema", help="print the graph's SDL")
    printed.set_defaults(run=_schema)
    return parser


def _config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="the configuration (default: FOYER_CONFIG, else foyer.toml)"
    )


def _settings(args: argparse.Namespace) -> Settings:
    return load(args.config, os.environ)


def _run(work: Coroutine[Any, Any, int]) -> int:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def _serve(args: argparse.Namespace) -> int:
    settings = _settings(args)
    refuse_unserved(settings)

    async def serve() -> int:
        stop = stop_told()
        schema = build_schema(introspection=settings.server.introspection)
        store = open_keeping(settings)
        app = make_app(schema, open_sources(settings), settings.server, store)
        async with listening(app, settings.server.host, settings.server.port) as url:
            names = ", ".join(source.name for source in settings.sources)
            sys.stdout.write(f"foyer answers at {url}/graphql for {names}\n")
            if settings.server.auth is None:
                sys.stdout.write("No [server.auth] is configured: whoever reaches this address may ask.\n")
            sys.stdout.flush()
            await _tell_of(store)
            await stop.wait()
        return FINE

    return _run(serve())


async def _tell_of(store: Store) -> None:
    """Say that changes are refused where the store cannot be used; questions are answered all the same."""
    try:
        await store.check()
    except StoreDown as fault:
        sys.stderr.write(f"foyer: changes are refused for now, as {fault}\n")
        sys.stderr.flush()


def _demo(args: argparse.Namespace) -> int:
    async def run() -> int:
        stop = stop_told()
        async with demo(args.host, args.port, args.size) as told:
            sys.stdout.write(told)
            sys.stdout.flush()
            await stop.wait()
        return FINE

    return _run(run())


def _sandbox(args: argparse.Namespace) -> int:
    async def run() -> int:
        await sandbox.cli.run(args)
        return FINE

    return _run(run())


def _check(args: argparse.Namespace) -> int:
    settings = _settings(args)

    async def run() -> int:
        report = await check(open_sources(settings), settings.server.request_timeout_seconds)
        sys.stdout.write("".join(f"{line}\n" for line in report.lines))
        return FINE if report.fine else FAULT

    return _run(run())


def _schema(_: argparse.Namespace) -> int:
    sys.stdout.write(f"{build_schema().as_str()}\n")
    return FINE


if __name__ == "__main__":
    sys.exit(main())
