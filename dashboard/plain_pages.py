"""Pages in front of Streamlit: plain HTML that works without scripts, in the reader's language."""

import functools
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from dashboard.configuration import Settings
from dashboard.middleware import chosen_language
from dashboard.office import presented
from dashboard.response_headers import PLAIN_POLICY
from dashboard.translations import Translator, msgid, translator

TEMPLATES = Path(__file__).resolve().parent / "templates"
OTHER = {"de": {"code": "en", "name": "English"}, "en": {"code": "de", "name": "Deutsch"}}
NOT_OPENED = msgid("The office could not be opened.")
HEADERS = {"Content-Security-Policy": PLAIN_POLICY}


@functools.cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def texts(request: Request, settings: Settings) -> Translator:
    """The texts in the language of who asks."""
    return translator(chosen_language(request.cookies, presented(settings).language))


def refusal(request: Request, settings: Settings, status: int, sentence: str) -> Response:
    """Why a request is not answered, as a page for whoever reads pages; ``sentence`` is a text of the catalogue."""
    t = texts(request, settings)
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(t(sentence), status_code=status)
    return page(request, settings, "told", t("That did not work"), status=status, error=t(sentence))


def page(
    request: Request, settings: Settings, template: str, title: str, *, status: int = 200, **values: Any
) -> Response:
    """A page from a template, with ``error`` (a sentence) and ``told`` (another) if they are among the values."""
    t = texts(request, settings)
    query = f"?{request.url.query}" if request.url.query else ""
    shown = {
        "t": t,
        "language": t.language,
        "other_language": OTHER[t.language],
        "office": presented(settings).office_name,
        "title": title,
        "here": f"{request.url.path}{query}",
        "error": "",
        "told": "",
    }
    html = _templates().get_template(f"{template}.html").render({**shown, **values})
    return HTMLResponse(html, status_code=status, headers=HEADERS)
