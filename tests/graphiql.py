"""The GraphiQL page as tests look at it: where its parts are, and what they show."""

from __future__ import annotations

import json
from typing import Final

QUERY_EDITOR: Final = ".graphiql-query-editor .view-lines"
HEADERS_EDITOR: Final = ".graphiql-editor-tool .graphiql-editor:not(.hidden)"
RESPONSE: Final = ".result-window .view-lines"
RUN: Final = ".graphiql-execute-button"
CALLS: Final = ".vendor-calls"


def shows(selector: str, text: str) -> str:
    """Give a condition for the browser: an element is there and its text, as a person reads it, contains `text`."""
    shown = f"document.querySelector({json.dumps(selector)})?.innerText.replace(/\\s+/g, ' ')"  # lines may be wrapped
    return f"{shown}?.includes({json.dumps(text)})"
