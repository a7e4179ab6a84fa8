"""Headers on every answer that tell browsers what the pages may do, and what others may do with them."""

import base64
import functools
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
BEHIND_TLS = {"Strict-Transport-Security": "max-age=31536000"}

PLAIN_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""The content security policy of pages without scripts."""

INLINE_SCRIPT = re.compile(rb"(?s)<script>(.*?)</script>")


class ResponseHeaders:
    """Adds the headers to whatever answers; an answer that sets one of them itself keeps its own."""

    def __init__(self, app: ASGIApp, address: str = "") -> None:
        """``address`` is the one that browsers use, if it is set."""
        self.app, self.address = app, address

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with headers on the way back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        ours = wanted(behind_tls(scope, self.address))

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message.setdefault("headers", []))
                for name, value in ours.items():
                    headers.setdefault(name, value)
                if headers.get("Content-Type", "").startswith("text/html"):
                    headers["Cache-Control"] = "no-store"  # Streamlit's would let it be kept
            await send(message)

        await self.app(scope, receive, sent)


def behind_tls(scope: Scope, address: str) -> bool:
    """Whether the browser came through TLS, which ends at a proxy. Whoever says so wrongly harms nobody else."""
    forwarded = Headers(scope=scope).get("x-forwarded-proto", "")
    return "https" in (scope["scheme"], forwarded.strip()) or address.startswith("https://")


@functools.cache
def wanted(secured: bool) -> Mapping[str, str]:
    """The headers of an answer."""
    return {**ALWAYS, "Content-Security-Policy": app_policy(), **(BEHIND_TLS if secured else {})}


@functools.cache
def app_policy() -> str:
    """The content security policy of Streamlit's page: nothing from elsewhere, no script in the page but its own."""
    scripts = " ".join(["'self'", *_inline_scripts()])
    return (
        f"default-src 'self'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; connect-src 'self'; object-src 'none'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )


def _inline_scripts() -> list[str]:
    """The hashes of the scripts that stand in Streamlit's page itself."""
    import streamlit

    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_bytes()
    hashes = [base64.b64encode(hashlib.sha256(script).digest()).decode() for script in INLINE_SCRIPT.findall(page)]
    return [f"'sha256-{each}'" for each in hashes]
