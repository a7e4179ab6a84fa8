"""Which requests our own pages answer, and which go on to Streamlit."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.configuration import Settings
from dashboard.gate import answers, is_page
from dashboard.plain_pages import page, texts
from dashboard.visits import VISIT


class Own:
    """Sends requests for our own pages to them, everything else to Streamlit."""

    def __init__(self, app: ASGIApp, entrance: Starlette, settings: Settings) -> None:
        self.app, self.entrance, self.settings = app, entrance, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Choose by the path."""
        if scope["type"] == "http":
            if answers(self.entrance.routes, scope):
                await self.entrance(scope, receive, send)
                return
            if _begins(scope):
                query = scope["query_string"].decode("latin-1")
                await RedirectResponse(f"/?{query}" if query else "/")(scope, receive, send)
                return
            if _leads_nowhere(scope):
                t = texts(Request(scope), self.settings)
                lost = page(Request(scope), self.settings, "lost", t("There is no such page"), status=404)
                await lost(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _begins(scope: Scope) -> bool:
    """Whether somebody goes to the start page of their role by its name, which Streamlit does not know of it then."""
    from dashboard.navigation import screens_of

    if VISIT not in scope or not is_page(scope):
        return False
    return bool(scope["path"].strip("/") == screens_of(scope[VISIT].actor.role)[0].name)


def _leads_nowhere(scope: Scope) -> bool:
    """Whether somebody goes to what is no page for their role. Streamlit would say so in English."""
    from dashboard.navigation import screens_of

    if VISIT not in scope or not is_page(scope):
        return False
    return scope["path"].strip("/") not in {"", *(screen.name for screen in screens_of(scope[VISIT].actor.role))}
