"""A visitor without a browser: what Streamlit's page sends and receives over its websocket, and nothing drawn."""

import asyncio
import http.client
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from dashboard.form_element import OF_THE_FORM
from schemas.roles import Role
from tests import signing_in

PATIENCE_SECONDS = 60
LARGEST_MESSAGE = 200 * 2**20

Value = tuple[str, Any]
"""Which field of a widget's state holds its value, and the value."""


def _text(widget: Any) -> Value:
    return "string_value", widget.value if widget.set_value else widget.default


def _days(widget: Any) -> Value:
    return "string_array_value", list(widget.value if widget.set_value else widget.default)


def _number(widget: Any) -> Value | None:
    if widget.set_value:
        return ("double_value", widget.value) if widget.HasField("value") else None
    return ("double_value", widget.default) if widget.HasField("default") else None


def _taps(widget: Any) -> Value:
    chosen = widget.raw_values if widget.set_value else [widget.options[place].content for place in widget.default]
    return "string_array_value", list(chosen)


def _picks(widget: Any) -> Value:
    chosen = widget.raw_values if widget.set_value else [widget.options[place] for place in widget.default]
    return "string_array_value", list(chosen)


def _tick(widget: Any) -> Value:
    return "bool_value", widget.value if widget.set_value else widget.default


HELD: Mapping[str, Callable[[Any], Value | None]] = {
    "text_input": _text,
    "text_area": _text,
    "date_input": _days,
    "number_input": _number,
    "button_group": _taps,
    "multiselect": _picks,
    "checkbox": _tick,
}
"""What a widget sends before anybody has touched it, by kind of element."""


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget as it arrived."""

    id: str
    element: Any
    fragment: str
    """The fragment that a change runs; empty: the whole page."""


@dataclass(slots=True)
class Form:
    """An entry form (``dashboard/elements/form.js``) as it arrived last."""

    id: str
    fragment: str
    data: dict[str, Any]


@dataclass(slots=True)
class Run:
    """What came of one run of the page or of a fragment."""

    successes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    charts: int = 0
    messages: int = 0
    bytes: int = 0
    shown: set[str] = field(default_factory=set, repr=False)
    """Ids of the widgets that arrived."""
    fragments: set[str] = field(default_factory=set, repr=False)
    """The fragments that ran, a click can run others than its own; the empty one is the page around them."""


class Visitor:
    """One open page: ``async with Visitor(address, "consultations") as visitor``."""

    def __init__(self, address: str, page: str = "", role: Role = Role.LEAD, query: str = "") -> None:
        """``page`` is its name in the address, the empty one the start page, ``query`` what follows it; ``role`` is of
        who opens it."""
        self.address, self.page, self.role, self.query = address, page, role, query
        self.widgets: dict[str, Widget] = {}
        """By key."""
        self.form: Form | None = None
        self._page = ""
        """Id of the element through which the form tells the page as a whole."""
        self._values: dict[str, Value | None] = {}
        self._places: dict[str, str] = {}
        self._polled = ""
        self._script = ""
        self._cached: dict[str, ForwardMsg] = {}
        self._connection: ClientConnection | None = None

    async def __aenter__(self) -> "Visitor":
        """Open the page as a browser does: the HTML with its cookies, then the websocket."""
        cookies = await asyncio.to_thread(_cookies, self.address, self.role)
        place = urlsplit(self.address).netloc
        self._connection = await connect(
            f"ws://{place}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": cookies},
            origin=Origin(self.address),
            compression=None,
            max_size=LARGEST_MESSAGE,
            open_timeout=PATIENCE_SECONDS,
            proxy=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the page."""
        if self._connection is not None:
            await self._connection.close()

    async def rerun(self) -> Run:
        """Run the whole page as it stands."""
        return await self._run()

    async def change(self, key: str, value: Value) -> Run:
        """Give a widget a value: its fragment runs, or the whole page."""
        widget = self.widgets[key]
        self._values[widget.id] = value
        return await self._run(fragment=widget.fragment)

    async def tell(self, event: str, answers: Mapping[str, str | list[str]]) -> Run:
        """What the form tells when somebody has typed (``typed``) or presses the button (``save``)."""
        assert self.form is not None, "the page has no form"
        told = {"entry": self.form.data["entry"], "stamp": time.time_ns(), "values": answers}
        element, fragment = (self.form.id, self.form.fragment) if event in OF_THE_FORM else (self._page, "")
        trigger = f"$$STREAMLIT_INTERNAL_KEY_{element}__events"
        state = WidgetState(id=trigger, json_trigger_value=json.dumps([{"event": event, "value": told}]))
        return await self._run(trigger=state, fragment=fragment)

    async def poll(self) -> Run:
        """Run the fragment that the page asked to be run again and again."""
        return await self._run(fragment=self._polled, automatic=True)

    async def _run(self, *, fragment: str = "", trigger: WidgetState | None = None, automatic: bool = False) -> Run:
        assert self._connection is not None, "the page is not open"
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash, state.fragment_id, state.is_auto_rerun = self._script, fragment, automatic
        state.page_name, state.query_string = "" if self._script else self.page, self.query
        state.cached_message_hashes.extend(self._cached)
        state.widget_states.widgets.extend(_states(self._values))
        if trigger is not None:
            state.widget_states.widgets.append(trigger)
        state.context_info.timezone, state.context_info.locale = "Europe/Berlin", "de-DE"
        state.context_info.url = f"{self.address}/{self.page}"
        await self._connection.send(message.SerializeToString())
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._receive(self._connection, fragment)

    async def _receive(self, connection: ClientConnection, fragment: str) -> Run:
        run = Run()
        while True:
            data = await connection.recv()
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            run.messages, run.bytes = run.messages + 1, run.bytes + len(data)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    self._forget_gone(run, fragment)
                    return run
            elif kind == "new_session":
                self._script = message.new_session.page_script_hash
            elif kind == "navigation":
                self._script = message.navigation.page_script_hash
            elif kind == "auto_rerun":
                self._polled = message.auto_rerun.fragment_id
            elif kind == "ref_hash":
                self._take(self._cached[message.ref_hash], run)
            elif kind == "delta":
                if message.metadata.cacheable:
                    self._cached[message.hash] = message
                self._take(message, run)

    def _take(self, message: ForwardMsg, run: Run) -> None:
        run.fragments.add(message.delta.fragment_id)
        element = message.delta.new_element
        kind = str(element.WhichOneof("type"))
        if kind == "alert":
            told = {element.alert.SUCCESS: run.successes, element.alert.ERROR: run.errors}.get(element.alert.format)
            if told is not None:
                told.append(element.alert.body)
        elif kind == "exception":
            run.errors.append(element.exception.message)
        elif kind == "bidi_component":
            self._take_form(element.bidi_component, message.delta.fragment_id, run)
        elif kind == "vega_lite_chart":
            run.charts += 1
        elif kind in HELD:
            widget = getattr(element, kind)
            run.shown.add(widget.id)
            self._show(kind, widget, message.delta.fragment_id)

    def _take_form(self, element: Any, fragment: str, run: Run) -> None:
        data = json.loads(element.json)
        if "page" in data:
            self._page = element.id
            return
        self.form = Form(element.id, fragment, data)
        if self.form.data["alert"]:
            run.errors.append(self.form.data["alert"])
        if self.form.data["saved"]:
            run.successes.append(self.form.data["saved"]["sentence"])

    def _forget_gone(self, run: Run, fragment: str) -> None:
        """Drop the widgets that what ran has not shown again, as the browser does."""
        ran = {fragment, *run.fragments}
        gone = {
            widget_id
            for widget_id, place in self._places.items()
            if widget_id not in run.shown and ("" in ran or place in ran)
        }
        for widget_id in gone:
            del self._places[widget_id]
            self._values.pop(widget_id, None)
        self.widgets = {key: widget for key, widget in self.widgets.items() if widget.id not in gone}

    def _show(self, kind: str, widget: Any, fragment: str) -> None:
        self.widgets[_key(widget.id)] = Widget(widget.id, widget, fragment)
        self._places[widget.id] = fragment
        if kind in HELD and (widget.id not in self._values or widget.set_value):
            self._values[widget.id] = HELD[kind](widget)


def _key(widget_id: str) -> str:
    """``day`` of ``$$ID-<hash>-day``."""
    return widget_id.split("-", 2)[-1]


def _states(values: Mapping[str, Value | None]) -> Iterable[WidgetState]:
    for widget_id, value in values.items():
        if value is None:
            continue
        name, content = value
        state = WidgetState(id=widget_id)
        if isinstance(content, list):
            getattr(state, name).data.extend(content)
        else:
            setattr(state, name, content)
        yield state


def _cookies(address: str, role: Role) -> str:
    """A session's cookie and those that the page sets, as the header that brings them back."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)
    try:
        session = signing_in.cookie(address, role)
        connection.request("GET", "/", headers={"Accept": "text/html", "Cookie": session})
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status
        jar = SimpleCookie()
        for line in response.headers.get_all("Set-Cookie") or []:
            jar.load(line)
    finally:
        connection.close()
    return "; ".join([session, *(f"{name}={morsel.value}" for name, morsel in jar.items())])
