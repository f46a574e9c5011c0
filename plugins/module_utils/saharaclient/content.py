# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Content of any length, which is sent and received in pieces."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import IO, Any, NamedTuple, Union

CHUNK_BYTES = 256 * 1024

# What can be sent: bytes, a file that is open in binary mode, or chunks of bytes.
Content = Union[bytes, bytearray, memoryview, IO[bytes], Iterable[bytes]]
# Where a download goes: a path, or a file that is open in binary mode.
Target = Union[str, "os.PathLike[str]", IO[bytes]]


class Download(NamedTuple):
    """What a download wrote. size: in bytes. sha256: its checksum, in hexadecimal digits.

    Sahara has no checksums of its own: compare this one with that of the uploaded file.
    request_id: of the request, to search for in Sahara's log.
    """

    size: int
    sha256: str
    request_id: str = ""


@contextmanager
def rewindable(content: Content | None) -> Iterator[tuple[bytes | IO[bytes] | None, int]]:
    """The content in a form that can be sent twice, and its start.

    What can be read only once, such as a pipe or a generator, is first written to a temporary
    file. Sahara does not accept a body of unknown length (Sahara 19: utils/api.py request_data).
    """
    source: Any = content
    if source is None or isinstance(source, (bytes, bytearray, memoryview)):
        yield source if source is None else bytes(source), 0
    elif hasattr(source, "read") and source.seekable():
        yield source, source.tell()
    else:
        chunks = iter(partial(source.read, CHUNK_BYTES), b"") if hasattr(source, "read") else source
        with tempfile.TemporaryFile() as spool:
            spool.writelines(chunks)
            yield (spool, spool.seek(0)) if spool.tell() else (b"", 0)


def sha256_of(content: bytes | IO[bytes] | None, start: int) -> str:
    """The checksum of content from `rewindable`, which is rewound afterwards."""
    if content is None or isinstance(content, bytes):
        return hashlib.sha256(content or b"").hexdigest()
    found = hashlib.sha256()
    for chunk in iter(partial(content.read, CHUNK_BYTES), b""):
        found.update(chunk)
    content.seek(start)
    return found.hexdigest()


class Sink:
    """Takes the body of a download, from its start after each repetition.

    file: seekable. error: why writing to it failed, which is not a failure of the connection.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._start = file.tell()
        self._sha256 = hashlib.sha256()
        self.size = 0
        self.error: OSError | None = None

    def restart(self) -> None:
        """Forget what was written so far."""
        with self._noting_errors():
            self._file.seek(self._start)
            self._file.truncate()
        self._sha256 = hashlib.sha256()
        self.size = 0

    def write(self, chunk: bytes) -> None:
        with self._noting_errors():
            self._file.write(chunk)
        self._sha256.update(chunk)
        self.size += len(chunk)

    @contextmanager
    def _noting_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.error = error
            raise

    def download(self, request_id: str) -> Download:
        """What was written."""
        return Download(self.size, self._sha256.hexdigest(), request_id)


@contextmanager
def sink_for(target: Target) -> Iterator[Sink]:
    """A sink whose content is in the target when the context ends without an error.

    Until then, a path keeps its old content, if any, and nothing is written to a file that cannot
    be rewound, such as a pipe. Other files are written to directly, from their current position.
    Raises OSError if the target cannot be written to.
    """
    if isinstance(target, (str, os.PathLike)):
        part = f"{os.fspath(target)}.part"
        try:
            with open(part, "wb") as file:
                yield Sink(file)
            os.replace(part, target)
        finally:
            with suppress(FileNotFoundError):
                os.remove(part)
    elif target.seekable():
        yield Sink(target)
    else:
        with tempfile.TemporaryFile() as spool:
            yield Sink(spool)
            spool.seek(0)
            shutil.copyfileobj(spool, target, CHUNK_BYTES)
