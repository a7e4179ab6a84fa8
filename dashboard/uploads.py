"""Files that are sent to the app: only of who may enter records, and of each visit so much that memory holds it."""

import re

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from dashboard.visits import VISIT, Visit

UPLOAD = re.compile(r"/+_stcore/upload_file(?:/(?P<session>[^/]*)(?:/(?P<file>[^/]*))?|$)")

MEBIBYTE = 1024 * 1024
KEPT = 60 * MEBIBYTE
"""Of one visit: three of the largest files. Streamlit keeps every file until its page is closed."""
LEAST = MEBIBYTE
"""What a file counts for at least, so that there are not many empty ones."""


class Uploads:
    """Lets files pass to Streamlit one after the other, and drops the oldest of a visit for a new one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything else on."""
        sent = UPLOAD.match(scope["path"]) if scope["type"] == "http" and scope["method"] == "PUT" else None
        if sent is None:
            await self.app(scope, receive, send)
        elif not may_send(scope[VISIT]):
            await PlainTextResponse("Forbidden", status_code=403)(scope, receive, send)
        else:
            visit: Visit = scope[VISIT]
            async with visit.sending:
                await self.app(scope, receive, send)
                note(visit, sent["session"], sent["file"] or "")


def may_send(visit: Visit) -> bool:
    """Whether somebody has a use for a file here."""
    from schemas.roles import Action

    return visit.actor.may(Action.ENTER)


def note(visit: Visit, session: str, file: str) -> None:
    """Note that a file of a visit was sent, last of all, which may be one too many."""
    kept = runtime.get_instance().uploaded_file_mgr
    visit.uploads.pop((session, file), None)
    visit.uploads[session, file] = None
    if isinstance(kept, MemoryUploadedFileManager):
        drop_oldest(visit, kept)


def drop_oldest(visit: Visit, kept: MemoryUploadedFileManager) -> None:
    """Drop the oldest files of a visit until those that stay are small enough together."""
    total = 0
    for session, file in reversed(list(visit.uploads)):
        found = kept.get_files(session, [file])
        total += sum(max(len(each.data), LEAST) for each in found)
        if total > KEPT:
            kept.remove_file(session, file)
        if total > KEPT or not found:
            del visit.uploads[session, file]
