"""What somebody tries with uploads: files that are none, too large ones, and ones for the session of somebody else."""

import asyncio
import datetime as dt
import re
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from dashboard import uploads
from dashboard.visits import Visit
from db.database import now
from db.sessions import Session
from schemas.roles import Role
from tests import apart
from tests.actors import ANNA
from tests.attacked import Office, asked, opened
from tests.test_websocket_attacks import session_of, signed_in

MEBIBYTE = 1024 * 1024
HOUR = dt.timedelta(hours=1)
FORM = "multipart/form-data; boundary=x"


def multipart(content: bytes) -> bytes:
    """A file as a browser sends it."""
    return b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n' + content + b"\r\n--x--\r\n"


def xsrf_token(office: Office, cookie: str) -> str:
    """What Streamlit wants to see in a cookie and in a header."""
    answer = asked(office, "/_stcore/health", cookie=cookie, Accept="*/*")
    return SimpleCookie("; ".join(answer.headers.get_all("Set-Cookie", [])))["_streamlit_xsrf"].value


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (multipart(b"a;b"), FORM, 204),
        (multipart(b"x" * (20 * MEBIBYTE + 1)), FORM, 413),
        (multipart(b"x" * (30 * MEBIBYTE)), FORM, 413),
        (b"no boundary", FORM, 400),
        (b"", "text/csv", 400),
    ],
    ids=["sound", "a byte too large", "far too large", "malformed", "empty"],
)
def test_an_oversized_or_malformed_upload_is_refused(
    office: Office, body: bytes, content_type: str, status: int
) -> None:
    cookie = signed_in(office)
    token, headers = xsrf_token(office, cookie), {"Origin": office.address, "Content_Type": content_type}

    def put(path: str, body: bytes, cookie: str, **more: str) -> int:
        return asked(office, path, "PUT", body, cookie=cookie, **headers, **more).status

    async def upload() -> tuple[int, int]:
        websocket = await opened(office, cookie, office.address)
        path, both = f"/_stcore/upload_file/{await session_of(websocket)}/file", f"{cookie}; _streamlit_xsrf={token}"
        with_token = await asyncio.to_thread(put, path, body, both, X_Xsrftoken=token)
        without = await asyncio.to_thread(put, path, b"x", cookie)
        await websocket.close()
        return with_token, without

    assert apart.run(upload()) == (status, 403)
    assert asked(office, "/account", cookie=cookie).status == 200


def send(office: Office, cookie: str, *contents: bytes) -> list[int]:
    """Open a page, send it files one after the other, and tell how each was answered."""
    both = f"{cookie}; _streamlit_xsrf={(token := xsrf_token(office, cookie))}"
    headers = {"Origin": office.address, "Content_Type": FORM, "X_Xsrftoken": token}

    async def upload() -> list[int]:
        websocket = await opened(office, cookie, office.address)
        place = f"/_stcore/upload_file/{await session_of(websocket)}"
        put = [
            await asyncio.to_thread(asked, office, f"{place}/{n}", "PUT", multipart(each), cookie=both, **headers)
            for n, each in enumerate(contents)
        ]
        await websocket.close()
        return [answer.status for answer in put]

    return apart.run(upload())


@pytest.mark.parametrize(("role", "status"), [(Role.STAFF, 204), (Role.LEAD, 204), (Role.READER, 403)])
def test_only_who_may_enter_records_sends_files(office: Office, role: Role, status: int) -> None:
    assert send(office, office.cookie(role), b"a;b") == [status]


def test_files_without_end_do_not_fill_the_memory(office: Office) -> None:
    before = memory(office)
    assert send(office, signed_in(office), *[b"x" * (19 * MEBIBYTE)] * 10) == [204] * 10
    assert memory(office) - before < 150 * MEBIBYTE


def memory(office: Office) -> int:
    """Bytes that the server has in memory."""
    (pages,) = re.findall(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{office.process.pid}/status").read_text())
    return int(pages) * 1024


def test_the_oldest_files_of_a_visit_go_and_those_that_are_gone_count_no_more() -> None:
    kept, visit = MemoryUploadedFileManager("/upload"), Visit(Session("t", ANNA, now(), now()), HOUR, HOUR)

    def put(file: str, size: int) -> None:
        kept.add_file("s", UploadedFileRec(file, file, "text/csv", b"x" * size))
        visit.uploads["s", file] = None
        uploads.drop_oldest(visit, kept)

    for number in range(70):
        put(str(number), 1)
    assert [file for _, file in visit.uploads] == list(kept.file_storage["s"]) == [str(n) for n in range(10, 70)]
    kept.remove_session_files("s")
    put("new", 59 * MEBIBYTE)
    put("newest", 2 * MEBIBYTE)
    assert list(visit.uploads) == [("s", "newest")]


def test_nobody_sends_a_file_to_the_session_of_somebody_else(office: Office) -> None:
    async def look() -> str:
        websocket = await opened(office, signed_in(office), office.address)
        session = await session_of(websocket)
        for method in ("PUT", "DELETE"):
            path = f"/_stcore/upload_file/{session}/file"
            answers = [
                await asyncio.to_thread(
                    asked, office, path, method, "x", cookie=office.cookie(role), Origin=office.address
                )
                for role in (Role.READER, Role.LEAD)
            ]
            assert [(answer.status, answer.text) for answer in answers] == [(404, "Not Found")] * 2
        await websocket.close()
        return session

    assert apart.run(look())
