"""How the server listens: at one address of this machine, and to requests of bounded size."""

import errno
import os
import socket

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dashboard.gate import LARGEST_HEADERS
from dashboard.sentences import Sentence, Stopped
from dashboard.system_errors import explained
from dashboard.translations import msgid


class NotServed(Stopped):
    """The application can't be served; the sentence says why."""


class BoundedHeaders(HttpToolsProtocol):
    """Closes a connection whose headers do not end. The parser would keep them all, of whoever asks."""

    _kept: int | None = None
    """Bytes since the request began, None once its headers are whole."""

    def data_received(self, data: bytes) -> None:
        """Parse what has come."""
        super().data_received(data)
        if self._kept is not None:
            self._kept += len(data)
            if self._kept > LARGEST_HEADERS * 2:
                self.transport.close()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._kept = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Its headers are whole."""
        self._kept = None
        super().on_headers_complete()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, bound here so that a port in use is one sentence."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except (OSError, OverflowError) as error:
        missing = Sentence("There is no address {host} with port {port} on this machine.", host=host, port=port)
        raise NotServed(missing) from error
    if os.name != "nt":  # there it would let two processes listen at one port
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(place)
    except OSError as error:
        listening.close()
        why = Sentence("it is reserved") if error.errno == errno.EACCES else explained(error)
        refused = msgid("The port {port} of {host} can't be used: {why}. Choose another with --port.")
        raise NotServed(Sentence(refused, port=port, host=host, why=why)) from error
    return listening


def address(listening: socket.socket) -> str:
    """Where a browser finds a listening socket."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
