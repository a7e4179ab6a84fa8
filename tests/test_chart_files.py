"""Charts as files: the same drawing as on screen, on white paper, in the program's font."""

import struct
import xml.etree.ElementTree as ET

from dashboard import chart_files
from db.report_content import Chart, ReportContent


def named(report: ReportContent, name: str) -> Chart:
    return next(chart for chart in report.charts if chart.name == name)


def texts(svg: bytes) -> list[str]:
    return [text for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text") for text in node.itertext()]


def test_a_drawing_has_its_texts_as_text_in_the_shipped_font_and_german(report: ReportContent) -> None:
    svg = chart_files.svg(named(report, "settings_by_month").specification)
    told = texts(svg)
    assert {"Hausbesuch", "März", "100\xa0%"} <= set(told)
    families = {node.get("font-family") for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")}
    assert families == {chart_files.FONT}


def test_the_colours_are_those_of_the_light_side(report: ReportContent) -> None:
    svg = chart_files.svg(named(report, "consultations_by_topic").specification).decode()
    light = chart_files._theme()
    assert light["chartCategoricalColors"][1] in svg
    assert 'fill="#ffffff"' in svg or 'fill="white"' in svg
    assert light["textColor"] in svg


def test_a_picture_is_as_wide_as_a_page_at_300_dots_an_inch(report: ReportContent) -> None:
    png = chart_files.png(named(report, "consultations_by_topic").specification)
    width, _ = struct.unpack(">II", png[16:24])
    assert abs(width - chart_files.WIDTH * 300 / 96) <= 2 * 300 / 96
    place = png.index(b"pHYs") + 4
    assert abs(struct.unpack(">I", png[place : place + 4])[0] * 0.0254 - 300) < 1


def test_the_same_chart_gives_the_same_bytes(report: ReportContent) -> None:
    specification = named(report, "home_visits_by_week").specification
    first = {ending: made(specification) for ending, made in chart_files.FORMATS.items()}
    chart_files._svg.cache_clear()
    chart_files._png.cache_clear()
    assert {ending: made(specification) for ending, made in chart_files.FORMATS.items()} == first
