"""The command `foyer`. Exit status 0 = fine, 1 = a fault found, 2 = wrong usage."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from socket import socket
from typing import Any, Final

import uvloop

import sandbox.cli
from gateway.assembly import open_sources
from gateway.check import check
from gateway.demo import demo
from gateway.explain import Unsound, Usage, explain, read_asked
from gateway.explain_text import as_json, as_text
from gateway.manifest import read_manifest
from gateway.reload import Configuration
from gateway.serve import STOPS, State, Word, serve, told_by_signals
from gateway.settings import ConfigurationError, Settings, load
from gateway.sockets import listen, url
from gateway.workers import Parent
from schema.build import build_schema

FINE: Final = 0
FAULT: Final = 1
WRONG: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status."""
    parser = _parser()
    args = parser.parse_args(arguments)
    return _told_why(partial(args.run, args))


def _told_why(run: Callable[..., int], *given: object) -> int:
    """Run a command and give its exit status; what keeps it from running is told in a line each."""
    try:
        return run(*given)
    except (ConfigurationError, Unsound) as fault:
        sys.stderr.write(f"{fault}\n")
        return FAULT
    except Usage as fault:
        sys.stderr.write(f"foyer: {fault}\n")
        return WRONG
    except OSError as fault:
        sys.stderr.write(f"foyer: {fault.strerror or fault}\n")
        return FAULT
    except KeyboardInterrupt:
        return FINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="foyer", description="One GraphQL graph in front of five booking systems.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the gateway")
    _config(serve)
    serve.add_argument(
        "--documents", type=Path, metavar="FILE", help="trusted documents, in place of those the configuration names"
    )
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

    explained = commands.add_parser("explain", help="tell the vendor calls a query may need, without making them")
    explained.add_argument("file", type=Path, metavar="FILE", help="the query, as GraphQL")
    explained.add_argument("--operation", metavar="NAME", help="which, where the file holds several")
    explained.add_argument("--variables", metavar="JSON", help="the operation's variables")
    explained.add_argument("--run", action="store_true", dest="ask", help="ask it, and tell the calls that took")
    explained.add_argument("--json", action="store_true", help="tell it for a program")
    _config(explained)
    explained.set_defaults(run=_explain)

    printed = commands.add_parser("schema", help="print the graph's SDL")
    printed.set_defaults(run=_schema)
    return parser


def _config(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--config", type=Path, metavar="FILE", help="the configuration (default: FOYER_CONFIG, else foyer.toml)"
    )


def _settings(args: argparse.Namespace) -> Settings:
    return load(args.config, os.environ, getattr(args, "documents", None))


def _run(work: Coroutine[Any, Any, int]) -> int:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def _serve(args: argparse.Namespace) -> int:
    configuration = Configuration(args.config, os.environ, args.documents)
    server = configuration.settings.server
    sockets = listen(server.host, server.port)
    at = url(server.host, sockets)

    def begun() -> None:
        names = ", ".join(source.name for source in configuration.settings.sources)
        sys.stdout.write(f"foyer answers at {at}/graphql for {names}\n")
        if server.auth is None:
            sys.stdout.write("No [server.auth] is configured: whoever reaches this address may ask.\n")
        if server.workers > 1 and configuration.settings.store.url.get_secret_value().startswith("memory:"):
            sys.stdout.write(
                f"Each of the {server.workers} workers makes at most its share of the calls a vendor allows.\n"
            )
        sys.stdout.flush()

    if server.workers > 1:
        work = partial(_told_why, partial(_work, configuration, sockets))
        return Parent(configuration, sockets, work, begun).run()

    async def alone() -> int:
        words = told_by_signals({**dict.fromkeys(STOPS, Word.STOP), signal.SIGHUP: Word.RELOAD})
        started = False

        def say(state: State) -> None:
            nonlocal started
            if state is State.READY and not started:
                started = True
                begun()

        await serve(configuration, sockets, words, say, watch=True)
        return FINE

    return _run(alone())


def _work(configuration: Configuration, sockets: Sequence[socket], say: Callable[[State], None], lifeline: int) -> int:
    async def work() -> int:
        words = told_by_signals({signal.SIGTERM: Word.STOP, signal.SIGHUP: Word.RELOAD}, again_ends=False)
        loop = asyncio.get_running_loop()

        def orphaned() -> None:
            loop.remove_reader(lifeline)
            words.put_nowait(Word.STOP)

        loop.add_reader(lifeline, orphaned)
        await serve(configuration, sockets, words, say, watch=False)
        return FINE

    return _run(work())


def _demo(args: argparse.Namespace) -> int:
    async def run() -> int:
        stop = told_by_signals(dict.fromkeys(STOPS, Word.STOP))
        async with demo(args.host, args.port, args.size) as told:
            sys.stdout.write(told)
            sys.stdout.flush()
            await stop.get()
        return FINE

    return _run(run())


def _sandbox(args: argparse.Namespace) -> int:
    async def run() -> int:
        await sandbox.cli.run(args)
        return FINE

    return _run(run())


def _check(args: argparse.Namespace) -> int:
    settings = _settings(args)
    if settings.server.documents is not None:
        read_manifest(settings.server.documents, build_schema())

    async def run() -> int:
        report = await check(open_sources(settings), settings.server.request_timeout_seconds)
        sys.stdout.write("".join(f"{line}\n" for line in report.lines))
        return FINE if report.fine else FAULT

    return _run(run())


def _explain(args: argparse.Namespace) -> int:
    asked = read_asked(args.file, args.operation, args.variables)
    settings = _settings(args)

    async def run() -> int:
        told = await explain(args.file, asked, settings, run=args.ask)
        sys.stdout.write(as_json(told) if args.json else as_text(told))
        return FINE if told.fine else FAULT

    return _run(run())


def _schema(_: argparse.Namespace) -> int:
    sys.stdout.write(f"{build_schema().as_str()}\n")
    return FINE


if __name__ == "__main__":
    sys.exit(main())
