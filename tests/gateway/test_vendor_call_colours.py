"""The colours of the panel that draws vendor calls: told apart by everybody, on both backgrounds."""

from __future__ import annotations

import itertools
import math
import re
from operator import mul
from typing import Final

import pytest

from gateway.graphiql import page as graphiql

STYLE: Final = (graphiql.BUILT.parent / "src" / "calls.css").read_text("utf-8")
PAIRS: Final = re.findall(r"--colour-\d: light-dark\((#\w{6}), (#\w{6})\)", STYLE)
BACKGROUNDS: Final = {0: "#ffffff", 1: "#212a3b"}  # GraphiQL's --color-base, light and dark

# Machado, Oliveira and Fernandes 2009, severity 1: what linear red, green and blue become to those who lack a cone.
SEEN_BY: Final = {
    "everybody else": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopes": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopes": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopes": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour: str) -> list[float]:
    """Read #rrggbb as linear red, green and blue, 0 to 1."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]


def luminance(colour: str) -> float:
    """Give how bright a colour is, 0 to 1, as WCAG counts it."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lab(colour: str, who: str) -> tuple[float, float, float]:
    """Give a colour as somebody sees it, in CIE L*a*b*, where distances are differences."""
    rgb = [min(1.0, max(0.0, sum(map(mul, row, linear(colour))))) for row in SEEN_BY[who]]
    x = 0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2]
    y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]
    z = 0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2]
    a, b, c = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x / 0.9505, y, z / 1.089))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


@pytest.mark.parametrize("scheme", BACKGROUNDS)
@pytest.mark.parametrize("who", SEEN_BY)
def test_no_two_sources_look_alike(who: str, scheme: int) -> None:
    """Any two colours are at least 25 apart in L*a*b*, ten times what is just noticed, whatever cone is lacking."""
    colours = [pair[scheme] for pair in PAIRS]
    assert len(colours) == 5
    apart = {(a, b): math.dist(lab(a, who), lab(b, who)) for a, b in itertools.combinations(colours, 2)}
    assert min(apart.values()) >= 25, apart


@pytest.mark.parametrize("scheme", BACKGROUNDS)
def test_every_colour_stands_out(scheme: int) -> None:
    """Each colour has the contrast of 3 to 1 with the background that WCAG wants of graphics."""
    behind = luminance(BACKGROUNDS[scheme])
    for pair in PAIRS:
        darker, lighter = sorted((luminance(pair[scheme]), behind))
        assert (lighter + 0.05) / (darker + 0.05) >= 3, pair
