"""An include is a hint: switched off, every answer stays the same, only the number of calls changes."""

from __future__ import annotations

import pytest

from tests.house import house
from tests.stories.test_stories import BLOCK, STORIES

TEXTS = {path.stem: path.read_text("utf-8") for path in STORIES}
QUESTIONS = {name: dict(BLOCK.findall(text))["graphql"] for name, text in TEXTS.items() if "mutation" not in text}
"""What the stories ask; what they change is another matter."""


@pytest.mark.parametrize("name", QUESTIONS)
async def test_hints_change_no_answer(name: str) -> None:
    """Each story's question is answered the same, whether relations may come along or not."""
    answers = []
    for hints in (True, False):
        async with house(size=120, hints=hints) as running:
            answers.append(await running.ask(QUESTIONS[name]))
    assert answers[0] == answers[1]
    assert "errors" not in answers[0]
