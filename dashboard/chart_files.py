"""Charts as files: what the screen draws, on white paper, as SVG and PNG."""

import functools
import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import altair as alt

HERE = Path(__file__).resolve().parent
FONTS = HERE / "static"
FONT = "Atkinson Hyperlegible Next"
WIDTH = 640
"""Pixels of a screen: 17 cm of paper, in the size of the text around it."""

LAST_LABEL = 20
"""Pixels at the right: the name of the last column is wider than the column."""

PRINT_DPI, SCREEN_DPI = 300, 96

KEPT = 16
"""Drawings that are kept: those of a report go into several of its files."""


@functools.cache
def _theme() -> Mapping[str, Any]:
    """The light side of the theme."""
    with (HERE / ".streamlit" / "config.toml").open("rb") as file:
        light: Mapping[str, Any] = tomllib.load(file)["theme"]["light"]
    return light


def specification(chart: alt.LayerChart) -> dict[str, Any]:
    """The chart with its data, as wide as a page, in the colours of the screen's light side, as plain JSON."""
    printed = chart.copy(deep=False)
    printed.width, printed.usermeta = WIDTH, alt.Undefined
    printed.autosize = alt.AutoSizeParams(type="fit-x", contains="padding")
    printed.padding = {"left": 5, "top": 5, "right": LAST_LABEL, "bottom": 5}
    drawn: dict[str, Any] = printed.to_dict(validate=False)
    drawn["config"] = drawn.get("config", {}) | _looks()
    plain: dict[str, Any] = json.loads(json.dumps(drawn))
    return plain


def _looks() -> dict[str, Any]:
    """What Streamlit's theme does on screen."""
    theme = _theme()
    ink, line, colours = theme["textColor"], theme["borderColor"], theme["chartSequentialColors"]
    grid = theme["dataframeBorderColor"]
    text = {"labelColor": ink, "titleColor": ink, "labelFontSize": 12, "titleFontSize": 12}
    return {
        "font": FONT,
        "background": "#ffffff",
        "axis": {**text, "domainColor": line, "tickColor": line, "gridColor": grid, "aria": False},
        "legend": {**text, "aria": False},
        "text": {"fontSize": 12, "color": ink},
        "view": {"stroke": None},
        "range": {"category": theme["chartCategoricalColors"], "heatmap": colours, "ramp": colours},
    }


def svg(specification: Mapping[str, Any]) -> bytes:
    """A chart as a drawing; its texts are text in the program's font."""
    return _svg(json.dumps(specification))


@functools.lru_cache(KEPT)
def _svg(told: str) -> bytes:
    drawn: str = _converter().vegalite_to_svg(told, allowed_base_urls=[])
    return drawn.encode()


def png(specification: Mapping[str, Any]) -> bytes:
    """A chart as a picture that is sharp on paper."""
    return _png(json.dumps(specification))


@functools.lru_cache(KEPT)
def _png(told: str) -> bytes:
    scale = 72 / SCREEN_DPI  # the library takes a pixel for a point
    return bytes(_converter().vegalite_to_png(told, ppi=PRINT_DPI, scale=scale, allowed_base_urls=[]))


@functools.cache
def _converter() -> Any:
    """The library, which knows the program's font and reads nothing from the network."""
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


Draw: TypeAlias = Callable[[Mapping[str, Any]], bytes]

FORMATS: Mapping[str, Draw] = {"svg": svg, "png": png}
"""How a chart becomes a file, by the ending of its name."""
