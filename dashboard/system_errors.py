"""What the operating system refuses, in words of ours: its own are English, or of a language of its choice."""

import errno
from collections.abc import Mapping

from dashboard.sentences import Sentence

REASONS: Mapping[int, Sentence] = {
    errno.ENOENT: Sentence("the file or its folder does not exist"),
    errno.ENOTDIR: Sentence("the file or its folder does not exist"),
    errno.EACCES: Sentence("permission is missing"),
    errno.EPERM: Sentence("permission is missing"),
    errno.EROFS: Sentence("permission is missing"),
    errno.EISDIR: Sentence("it is a folder"),
    errno.ENOSPC: Sentence("there is no space left on the disk"),
    errno.EDQUOT: Sentence("there is no space left on the disk"),
    errno.EADDRINUSE: Sentence("it is in use already"),
}


def explained(error: OSError) -> Sentence:
    """Why something was refused, as a phrase; with the system's number where there are no words for it."""
    number = error.errno or 0
    return REASONS.get(number) or Sentence("error {number} of the operating system", number=number)
