"""What somebody tries with uploads: files that are none, too large ones, and ones for the session of somebody else."""

import asyncio
from http.cookies import SimpleCookie

import pytest

from schemas.roles import Role
from tests import apart
from tests.attacked import Office, asked, opened
from tests.test_websocket_attacks import session_of, signed_in

MEBIBYTE = 1024 * 1024
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
