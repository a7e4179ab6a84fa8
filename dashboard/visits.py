"""Who is signed in right now: sessions in memory, so that a request or a message costs no query.

This process owns the database, so the revision tells of every change of an account. A watcher looks once a second
whether it has moved on, and asks for all sessions at once.
"""

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from dashboard.configuration import Settings
from dashboard.office import office

if TYPE_CHECKING:  # at run time they would load pandera before the first page is served
    from db.sessions import Limits, Session
    from schemas.roles import Actor

VISIT = "buero.visit"
"""Where the scope of a request behind the gate holds its visit."""
WATCH_SECONDS = 1.0
FOLLOW_ROUNDS = 10
"""Rounds of the watcher after which it asks for all sessions though nothing seems to have changed."""
STORE_ROUNDS = 60
"""Between two writes of when sessions were last used; a crash forgets as much."""

log = logging.getLogger("buero")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


class Visit:
    """One session in memory, with its open pages."""

    def __init__(self, session: "Session", idle: dt.timedelta, whole: dt.timedelta) -> None:
        """``idle`` and ``whole`` limit it."""
        self.token, self.actor = session.token, session.actor
        self._idle, self._until = idle, session.began_at + whole
        self.seen_at = self.stored_at = session.seen_at
        self.ended = False
        self.pages: dict[object, Callable[[], Awaitable[None]]] = {}
        """What closes each open page."""
        self.sessions: set[str] = set()
        """Ids of Streamlit's sessions that began under this visit; nobody else may resume one."""
        self.files: set[str] = set()
        """Addresses of files that were made for it."""
        self.uploads: dict[tuple[str, str], None] = {}
        """Files that were sent under it, by session and id, the oldest first."""
        self.sending = asyncio.Lock()
        """Held while one is being sent."""

    @property
    def over(self) -> bool:
        """Whether it has ended or its time is up."""
        now = _now()
        return self.ended or now > self._until or now > self.seen_at + self._idle

    def use(self) -> None:
        """Something was done."""
        self.seen_at = _now()

    def rests(self, seconds: float) -> bool:
        """Whether nothing was noted for some seconds."""
        return (_now() - self.seen_at).total_seconds() > seconds


class Visits:
    """The visits of one server."""

    def __init__(self, settings: Settings) -> None:
        self.idle = dt.timedelta(minutes=settings.session_idle_minutes)
        self.whole = dt.timedelta(hours=settings.session_hours)
        self._visits: dict[str, Visit] = {}
        self._by_session: dict[str, Visit] = {}
        self._closing: set[asyncio.Future[None]] = set()

    @property
    def limits(self) -> "Limits":
        """How long sessions last."""
        from db.sessions import Limits

        return Limits(self.idle, self.whole)

    def known(self, token: str) -> Visit | None:
        """The visit of a token, if it is in memory and not over. Costs no query, may be asked from any thread."""
        from db.tokens import hashed_token

        visit = self._visits.get(hashed_token(token))
        return None if visit is None or visit.over else visit

    def of_session(self, session: str, token: Callable[[], str]) -> Visit | None:
        """The visit that one of Streamlit's sessions belongs to, if it is not over.

        ``token`` is asked at its first run: a session stays with its visit, and cookies take a while to read.
        """
        visit = self._by_session.get(session)
        if visit is None:
            visit = self.known(token())
            if visit is not None and session:
                visit.sessions.add(session)
                self._by_session[session] = visit
        return None if visit is None or visit.over else visit

    async def admit(self, token: str | None) -> Visit | None:
        """The visit of a token, None if it opens nothing. The office must be open."""
        from db import sessions
        from db.tokens import hashed_token

        if not token or not sessions.is_ours(office().database, token):
            return None
        key = hashed_token(token)
        visit = self._visits.get(key)
        if visit is None:
            found = await asyncio.to_thread(sessions.living, office().database, [key], self.limits)
            if key not in found:
                return None
            visit = self._visits.setdefault(key, Visit(found[key], self.idle, self.whole))
        if visit.over:
            self._end(visit)
            return None
        return visit

    async def sign_out(self, visit: Visit) -> None:
        """End a session."""
        from db import sessions

        await asyncio.to_thread(sessions.end, office().database, visit.token)
        self._end(visit)

    async def sign_out_everywhere(self, actor: "Actor") -> None:
        """End all sessions of a person."""
        from db import sessions

        await asyncio.to_thread(sessions.end_all, office().database, actor.id, by=actor)
        self.end_all(actor.id)

    def end_all(self, account_id: str) -> None:
        """Let go of all sessions of an account, which the database has ended."""
        for visit in [visit for visit in self._visits.values() if visit.actor.id == account_id]:
            self._end(visit)

    async def watch(self) -> None:
        """Until cancelled: end what is over, follow changes of accounts, store when sessions were used."""
        seen, round_ = -1, 0
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            round_ += 1
            try:
                self._end_over()
                revision = office().database.revision
                if revision != seen or round_ % FOLLOW_ROUNDS == 0:
                    await self._follow()
                    seen = revision
                if round_ % STORE_ROUNDS == 0:
                    await asyncio.to_thread(self.store)
            except Exception:
                log.exception("sessions can't be watched")

    def store(self) -> None:
        """Store when sessions were last used, so that a restart does not end or lengthen them."""
        from db import sessions

        used = [visit for visit in list(self._visits.values()) if visit.seen_at != visit.stored_at]
        if used:
            seen = {visit.token: visit.seen_at for visit in used}
            sessions.note_seen(office().database, seen, self.limits)
            for visit in used:
                visit.stored_at = seen[visit.token]

    async def _follow(self) -> None:
        """End the visits whose sessions the database no longer has; give the others their persons as they are now."""
        from db import sessions

        asked = dict(self._visits)
        if not asked:
            return
        found = await asyncio.to_thread(sessions.living, office().database, list(asked))
        for token, visit in asked.items():
            if token in found:
                visit.actor = found[token].actor
            else:
                self._end(visit)

    def _end_over(self) -> None:
        for visit in [visit for visit in self._visits.values() if visit.over]:
            self._end(visit)

    def _end(self, visit: Visit) -> None:
        """Forget a visit and close its pages."""
        visit.ended = True
        self._visits.pop(visit.token, None)
        for session in list(visit.sessions):
            self._by_session.pop(session, None)
        for close in list(visit.pages.values()):
            task = asyncio.ensure_future(close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)
