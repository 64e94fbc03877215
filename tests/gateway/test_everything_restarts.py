"""Two workers, one Redis, a vendor that throttles, and everything is killed or restarted in turn under load."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from sandbox.server import start
from tests.redis_server import Server
from tests.serving import Load, serving

QUESTION = """{ bookings(first: 20, orderBy: { field: CREATED_AT }) {
  nodes { reference status customer { name } } sources { status error { code } } } }"""


def _config(vendor: str, redis: str, port: int, *, fresh: int) -> str:
    return f"""
        [server]
        port = {port}
        workers = 2

        [store]
        url = "{redis}"

        [[sources]]
        name = "park"
        vendor = "booking_experts"
        base_url = "{vendor}"
        time_zone = "Europe/Amsterdam"
        administrations = ["1"]
        credentials = {{ api_key = "env:BE_KEY" }}
        cache = {{ fresh = {fresh}, stale = 3600 }}
    """


async def test_nothing_is_lost_and_no_window_exceeded(tmp_path: Path, unused_tcp_port: int) -> None:
    """The store, a worker, the configuration and then every worker: no question fails but those a killed one held.

    The vendor throttles as its document says, and never has to.
    """
    redis = Server(tmp_path)
    redis.start()
    try:
        async with await start("booking_experts", size=40) as vendor:
            path = tmp_path / "foyer.toml"
            path.write_text(_config(vendor.url, redis.url, unused_tcp_port, fresh=2))
            keys = {"BE_KEY": vendor.vendor.credentials["api_key"]}
            async with (
                serving(path, keys) as foyer,
                Load(foyer.url, keeping=10, connecting=10, question=QUESTION) as load,
            ):
                await load.more(200)
                redis.kill()
                await load.more(400)
                redis.start()
                await load.more(400)
                assert load.failed == {}

                before = foyer.workers()
                killed = min(before)
                first = min(load.asking)
                os.kill(killed, signal.SIGKILL)
                await load.until(lambda: killed not in foyer.workers())
                held = set(range(first, load.asked + 1))  # while it dies, the kernel still hands it connections
                await load.until(lambda: len(foyer.workers() - before) == 1)
                path.write_text(_config(vendor.url, redis.url, unused_tcp_port, fresh=3))
                foyer.process.send_signal(signal.SIGHUP)
                await load.more(300)
                for worker in foyer.workers():
                    os.kill(worker, signal.SIGTERM)
                    await load.until(lambda gone=worker: gone not in foyer.workers())
                await load.more(200)
                assert load.failed.keys() <= held, load.failed
            assert all(call.status != 429 for call in vendor.log)
            assert 0 < len(vendor.log) <= 100
    finally:
        redis.kill()
