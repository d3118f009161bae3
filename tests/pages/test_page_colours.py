"""The design system's colours: legible on both papers, and told apart by readers who are colour-blind."""

from __future__ import annotations

import itertools
import math
import re
from operator import mul

import pytest

from tests.pages.scripted_site import WEB

Colour = tuple[float, float, float]
Matrix = tuple[Colour, Colour, Colour]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear sRGB.
VISION: dict[str, Matrix] = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}
APART = 12  # CIE76 difference; 2.3 is the smallest that is seen


def themes() -> dict[str, dict[str, str]]:
    """The custom properties of the light theme and of the dark one, which changes some."""
    css = (WEB / "styles" / "tokens.css").read_text("utf-8")
    light, dark = css.split("@media screen and (prefers-color-scheme: dark)")
    declared = r"(--[a-z0-9-]+): (#[0-9a-f]{6});"
    return {
        "light": dict(re.findall(declared, light)),
        "dark": dict(re.findall(declared, light)) | dict(re.findall(declared, dark)),
    }


def linear(colour: str) -> Colour:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return expanded(red), expanded(green), expanded(blue)


def expanded(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """The WCAG 2 contrast ratio."""
    dark, light = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (linear(one), linear(other))
    )
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, vision: Matrix) -> Colour:
    """CIE L*a*b* (D65) of a colour as this vision sees it."""
    seen = [min(1, max(0, sum(map(mul, row, linear(colour))))) for row in vision]
    x = (0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047
    y = 0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]
    z = (0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_4_5_to_1(theme: str) -> None:
    colours = themes()[theme]
    for paper in ("--paper", "--paper-raised"):
        for ink in ("--ink", "--ink-soft", "--accent", "--warning"):
            assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
    assert contrast(colours["--accent-ink"], colours["--accent"]) >= 4.5
    for number in range(1, 9):
        assert contrast(colours["--cloth-ink"], colours[f"--cloth-{number}"]) >= 4.5, number


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_have_3_to_1(theme: str) -> None:
    colours = themes()[theme]
    marks = [f"--hue-{number}" for number in range(1, 9)]
    for mark in (*marks, "--hue-other", "--rule-strong"):
        assert contrast(colours[mark], colours["--paper"]) >= 3, mark


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_eight_hues_stay_apart(theme: str, vision: str) -> None:
    colours = themes()[theme]
    seen = [lab(colours[f"--hue-{number}"], VISION[vision]) for number in range(1, 9)]
    assert min(math.dist(one, other) for one, other in itertools.combinations(seen, 2)) >= APART
