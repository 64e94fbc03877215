"""Asking a vendor over HTTP: `send(Ask) -> Reply` and the layers that wrap it."""
