"""Forms of the plain pages as they are sent: small, in one encoding, nothing else."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from dashboard.translations import msgid

LARGEST = 16 * 1024
MOST_FIELDS = 10
ENCODING = "application/x-www-form-urlencoded"


class FormRefused(Exception):
    """What was sent is no form of ours."""

    def __init__(self, status: int, sentence: str) -> None:
        """``status`` is of the answer, ``sentence`` its text."""
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


async def sent_form(request: Request) -> dict[str, str]:
    """The fields of a form; one that is sent twice counts once, the last.

    Raises:
        FormRefused: it is too large, malformed or in another encoding.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != ENCODING:
        raise FormRefused(415, msgid("A form is expected."))
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise FormRefused(413, msgid("The form is too large."))
    try:
        fields = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS, encoding="utf-8"
        )
    except ValueError as error:
        raise FormRefused(400, msgid("The form is malformed.")) from error
    return dict(fields)
