# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The option ``dest`` of info modules: writes the content of one object to a file on the host of the task."""

from __future__ import annotations

import os
import tempfile
from typing import IO, Any, NamedTuple

from ....saharaclient.texts import printable, shortened
from ...cloud.kinds import JOB_BINARY_INTERNAL, Kind
from ...cloud.ledger import UNKNOWN
from ...cloud.vocabulary import OLDER
from ...engine.checks import Refused
from ...engine.contracts import State, Task
from ...fields.field import Options
from ...fields.value import Value
from ..local_file import LocalFile, file_errors, wanted_attributes
from ..names import OBJECT_NAME_FORM
from .content import FORESEEN_CHECKSUM, INTERNAL, internal_id
from .edp import older_api
from .urls import scheme_of

DOWNLOAD_OPTIONS: Options = {
    "dest": {"type": "path"},
    "mode": {"type": "raw", "default": "0600"},
    "owner": {"type": "str"},
    "group": {"type": "str"},
}


# The keys of the result's download, and of the difference in the file.
DOWNLOAD_VALUES = (
    Value("path", "The path of the file.", "/srv/jobs/wordcount.jar"),
    Value("checksum", "The SHA-256 checksum of the content.",
          "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    Value("size", "The size of the content, in bytes.", 1834, type="int"),
    Value("mode", "The permissions of the file.", "0600"),
)  # fmt: skip
FILE_DIFF_VALUES = (
    Value("before", "The checksum, mode, owner and group before the change, as far as they change.", {}, type="dict"),
    Value("after", "The same after the change.", {"mode": "0600"}, type="dict"),
)  # fmt: skip


class Content(NamedTuple):
    """What a download has written, or would write; None if only a real run can know it."""

    checksum: str | None
    size: int | None


def with_download(task: Task, kind: Kind, result: dict[str, Any]) -> dict[str, Any]:
    """The result of an info task, and of the download that its option ``dest`` asks for."""
    if not task.params.get("dest"):
        return result
    return {**result, **ContentDownload(task, kind).run(result[kind.plural])}


class ContentDownload:
    """The download of one object to the file that the options describe."""

    def __init__(self, task: Task, kind: Kind):
        self.task = task
        self.kind = kind
        self.attributes = wanted_attributes(task.params)

    def run(self, found: list[State]) -> dict[str, Any]:
        item = self.only(found)
        if item is None:
            return {"changed": True, "download": None, "diff": {"before": {}, "after": {}}}
        file = LocalFile(target_path(self.task.params["dest"], item))
        before = file.state()
        content = self.predicted(item) if self.task.check_mode else self.written(item, file, before)
        after = {**before, **self.attributes, **known(checksum=content.checksum)}
        shown = {"path": str(file.path), "mode": after["mode"], **known(**content._asdict())}
        return {
            "changed": before != after or content.checksum is None,
            "download": shown,
            "diff": difference(before, after),
        }

    def only(self, found: list[State]) -> State | None:
        """The object to download. None if an earlier task may create it, which this task cannot see in check mode."""
        if len(found) > 1:
            ids = shortened([str(item["id"]) for item in found])
            raise Refused(
                f"{len(found)} {self.kind.nouns} match, but 'dest' takes the content of one: {ids}. "
                "Set 'id'."
            )
        if not found:
            self.task.missing(f"no {self.kind.noun} matches, so there is nothing to download")
            self.task.raise_problems()
        return found[0] if found else None

    def written(self, item: State, file: LocalFile, before: State) -> Content:
        """Download the content, and change the file if it differs."""
        with file.successor() as successor:
            content = self.download(item, successor, str(file.path))
            if content.checksum != before.get("checksum"):
                file.replace(successor, self.attributes)
            elif not self.attributes.items() <= before.items():
                file.set_attributes(self.attributes)
            else:
                return content
        self.task.note_write()
        return content

    def predicted(self, item: State) -> Content:
        """The content as it will be. It is read, because nothing else says what it is."""
        foreseen = self.foreseen(item)
        if foreseen or UNKNOWN in str(item["id"]):
            return Content(foreseen, None)
        with tempfile.TemporaryFile() as scratch:
            return self.download(item, scratch, tempfile.gettempdir())

    def foreseen(self, item: State) -> str | None:
        """The checksum of content that earlier tasks of a run in check mode would upload."""
        if self.task.cloud.ledger is None:
            return None
        state = planned_state(self.kind, self.task, str(item["id"]))
        if not state.get(FORESEEN_CHECKSUM) and scheme_of(str(item.get("url"))) == INTERNAL:
            state = planned_state(JOB_BINARY_INTERNAL, self.task, internal_id(item["url"]))
        checksum = state.get(FORESEEN_CHECKSUM)
        return checksum and str(checksum).rpartition(":")[2]

    def download(self, item: State, target: IO[bytes], where: str) -> Content:
        """Only API v1.1 returns content: v2 of Sahara 19 answers every such request with an error."""
        with older_api(f"The content of a {self.kind.noun}"), file_errors("write", where):
            received = self.kind.manager_of(self.task.cloud, OLDER).download(item["id"], target)
        return Content(received.sha256, received.size)


def planned_state(kind: Kind, task: Task, identity: str) -> State:
    return dict(kind.manager_of(task.cloud).get(identity).to_dict())


def target_path(dest: str, item: State) -> str:
    """The path of the file. In a directory, it has the name of the object, unless that could be a path."""
    name = str(item["name"])
    if not os.path.isdir(dest):
        return dest
    if not OBJECT_NAME_FORM.fits(name):
        raise Refused(
            f"'{printable(name, 100)}' is not a safe file name. Set 'dest' to the path of a file."
        )
    return os.path.join(dest, name)


def known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def difference(before: State, after: State) -> dict[str, dict[str, Any]]:
    names = [name for name in after if before.get(name) != after[name]]
    return {
        "before": {name: before[name] for name in names if name in before},
        "after": {name: after[name] for name in names},
    }
