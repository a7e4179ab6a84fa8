"""Open pages: websockets under a visit, with what may come through them and which files they were told of."""

import asyncio
from contextvars import ContextVar
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.visits import Visit

if TYPE_CHECKING:
    from streamlit.proto.BackMsg_pb2 import BackMsg

SIGN_IN = "/sign-in"
ENDED = 4401
REST_SECONDS = 20.0
"""A session that was used so short ago need not be told that it is used."""
LARGEST_MESSAGE = 2_000_000
"""Bytes of a message from a browser: of a form with all its notes there come some thousand. Files come another way."""

ASKED = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"})
OPERATIONS = frozenset({"deferred_file", "dataframe_chunk"})
"""What pages of the app ask Streamlit for. It knows more: to empty caches, to tell of its machine, to write files."""

asking: ContextVar[Visit | None] = ContextVar("asking", default=None)
"""The visit whose page has asked for what is done right now; None where scripts run, which know their session."""


class OpenPage:
    """A websocket under a visit: it ends when the visit does, and what comes through it keeps the visit alive."""

    def __init__(self, visit: Visit, send: Send) -> None:
        self._visit, self._send = visit, send
        self._accepted = False
        self._running: asyncio.Future[None] | None = None
        self._awaited: set[str] = set()
        """Requests for files that are not answered yet."""

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        """Let the app serve the page until either side or the gate closes it."""

        async def received() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or self._passes(message):
                    return message

        asking.set(self._visit)  # this task serves nothing else
        self._running = asyncio.ensure_future(app(scope, received, self._sent))
        self._visit.pages[self] = self.close
        try:
            await self._running
        except asyncio.CancelledError:
            self._running.cancel()
            if not self._visit.ended:
                raise
        finally:
            self._visit.pages.pop(self, None)

    def _passes(self, message: Message) -> bool:
        """Whether a message is for Streamlit; what can't be read is for it to refuse."""
        sent = read(message)
        if sent is None:
            return True
        if self._visit.rests(REST_SECONDS) and was_done(sent):
            self._visit.use()
        if not is_asked_for(sent):
            return False
        if sent.backend_operation_request.HasField("deferred_file"):
            self._awaited.add(sent.backend_operation_request.request_id)
        return True

    async def _sent(self, message: Message) -> None:
        if self._visit.ended:
            return
        self._accepted = self._accepted or message["type"] == "websocket.accept"
        if self._awaited and message.get("bytes"):
            self._note_file(message["bytes"])
        await self._send(message)

    def _note_file(self, data: bytes) -> None:
        """If it is the answer to a request for a file, the visit may fetch the file."""
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

        answer = ForwardMsg.FromString(data).backend_operation_response
        if answer.request_id in self._awaited:
            self._awaited.remove(answer.request_id)
            self._visit.files.add(answer.deferred_file.url)

    async def close(self) -> None:
        """Send the browser to the sign-in page, and end what runs for it."""
        try:
            if self._accepted:
                await self._send({"type": "websocket.send", "bytes": _redirect()})
            await self._send({"type": "websocket.close", "code": ENDED})
        except RuntimeError:
            pass  # the browser was faster
        finally:
            if self._running:
                self._running.cancel()


def read(message: Message) -> "BackMsg | None":
    """What a browser sends to Streamlit, None if it is nothing of the kind."""
    from google.protobuf.message import DecodeError
    from streamlit.proto.BackMsg_pb2 import BackMsg

    sent = BackMsg()
    try:
        sent.ParseFromString(message.get("bytes") or b"")
    except DecodeError:
        return None
    return sent


def is_asked_for(sent: "BackMsg") -> bool:
    """Whether a page of the app sends such messages."""
    kind = sent.WhichOneof("type")
    return kind in ASKED and (
        kind != "backend_operation_request" or sent.backend_operation_request.WhichOneof("payload") in OPERATIONS
    )


def was_done(sent: "BackMsg") -> bool:
    """Whether a message comes from something that a person did, and not from a page that looks again."""
    return sent.WhichOneof("type") == "rerun_script" and not sent.rerun_script.is_auto_rerun


def _redirect() -> bytes:
    """What makes Streamlit's page go to the sign-in page."""
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    message = ForwardMsg()
    message.auth_redirect.url = f"{SIGN_IN}?ended"
    return bytes(message.SerializeToString())
