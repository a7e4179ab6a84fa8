"""The theme is readable in both its sides, for colour-blind readers too, and complete without the network."""

import itertools
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit import config

DASHBOARD = Path(__file__).parent.parent / "dashboard"
SETTINGS: dict[str, Any] = tomllib.loads((DASHBOARD / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
THEME: dict[str, Any] = SETTINGS["theme"]
SIDES = ("light", "dark")

TEXT, CONTROL = 4.5, 3.0
"""Contrasts that WCAG 2.1 AA asks for: 1.4.3 for text, 1.4.11 for controls and graphics."""

COLOUR_VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}
"""What is left of a colour in linear RGB (Machado, Oliveira and Fernandes 2009, severity 1)."""


def linear(colour: str) -> Any:
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    dark, light = sorted(float(linear(colour) @ [0.2126, 0.7152, 0.0722]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def perceived(colour: str, vision: str) -> Any:
    """The colour in OKLab, times 100."""
    cones = np.array([[0.41222, 0.53633, 0.05145], [0.2119, 0.68070, 0.1074], [0.0883, 0.28172, 0.62998]])
    opponents = np.array([[0.21045, 0.79362, -0.00407], [1.978, -2.42859, 0.45059], [0.0259, 0.78277, -0.80868]])
    return 100 * opponents @ np.cbrt(np.clip(cones @ (COLOUR_VISION[vision] @ linear(colour)), 0, None))


def surfaces(side: str) -> list[str]:
    theme = THEME[side]
    return [theme[name] for name in ("backgroundColor", "secondaryBackgroundColor")]


@pytest.mark.parametrize("side", SIDES)
def test_text_stands_out_from_every_surface(side: str) -> None:
    theme = THEME[side]
    colours = {name: colour for name, colour in theme.items() if name.endswith("TextColor") or name == "textColor"}
    colours["linkColor"] = theme["linkColor"]
    faint = [
        (name, surface)
        for (name, colour), surface in itertools.product(colours.items(), surfaces(side))
        if contrast(colour, surface) < TEXT
    ]
    assert not faint


@pytest.mark.parametrize("side", SIDES)
def test_borders_and_the_primary_colour_of_controls_stand_out(side: str) -> None:
    theme = THEME[side]
    for surface in surfaces(side):
        assert contrast(theme["primaryColor"], surface) >= CONTROL
        assert contrast(theme["borderColor"], surface) >= CONTROL
        assert contrast(theme["sidebar"]["borderColor"], surface) >= CONTROL


@pytest.mark.parametrize("side", SIDES)
def test_a_primary_button_can_be_read(side: str) -> None:
    """Streamlit writes in white on the primary colour, on either side."""
    assert contrast(THEME[side]["primaryColor"], "#ffffff") >= TEXT


@pytest.mark.parametrize("side", SIDES)
def test_chart_colours_stand_out_from_the_page(side: str) -> None:
    page = THEME[side]["backgroundColor"]
    assert min(contrast(colour, page) for colour in THEME[side]["chartCategoricalColors"]) >= CONTROL


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("vision", COLOUR_VISION)
def test_chart_colours_can_be_told_apart_whatever_colours_a_reader_sees(side: str, vision: str) -> None:
    """The seven topics and "not stated" among the first eight; Okabe and Ito's own eight colours come to 7.6."""
    colours = THEME[side]["chartCategoricalColors"]
    distances = {
        pair: float(np.linalg.norm(perceived(pair[0], vision) - perceived(pair[1], vision)))
        for pair in itertools.combinations(colours[:8], 2)
    }
    assert min(distances.values()) >= 7, min(distances, key=lambda pair: distances[pair])


@pytest.mark.parametrize("side", SIDES)
def test_numbers_can_be_read_on_every_step_of_the_heat_map(side: str) -> None:
    theme = THEME[side]
    assert len(theme["chartSequentialColors"]) == 10, "Streamlit takes exactly ten"
    assert min(contrast(theme["textColor"], colour) for colour in theme["chartSequentialColors"]) >= TEXT


def _options(settings: dict[str, Any], path: str = "") -> list[str]:
    return [
        option
        for name, value in settings.items()
        for option in (_options(value, f"{path}{name}.") if isinstance(value, dict) else [path + name])
    ]


def test_streamlit_knows_every_option() -> None:
    unknown = set(_options(SETTINGS)) - set(config._config_options_template)
    assert not unknown


def test_fonts_come_with_their_licence_and_nothing_is_loaded_from_elsewhere() -> None:
    for face in THEME["fontFaces"]:
        file = DASHBOARD / "static" / Path(face["url"]).name
        assert face["url"] == f"app/static/{file.name}"
        assert file.read_bytes()[:4] == b"wOF2"
    assert "SIL OPEN FONT LICENSE" in (DASHBOARD / "static" / "atkinson-hyperlegible-next-OFL.txt").read_text()
    assert "://" not in (DASHBOARD / ".streamlit" / "config.toml").read_text(encoding="utf-8")


def test_the_pages_in_front_of_the_app_have_its_colours_and_fonts() -> None:
    style = (DASHBOARD / "templates" / "entrance.css").read_text(encoding="utf-8")
    colours = {colour for side in SIDES for colour in THEME[side].values() if isinstance(colour, str)}
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", style)) - colours == {"#ffffff"}
    fonts = re.findall(r'url\("/(app/static/[^"]+)"\)', style)
    assert set(fonts) <= {face["url"] for face in THEME["fontFaces"]}
    assert len(fonts) == 2
