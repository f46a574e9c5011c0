# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A program that uses the client, for `mypy --strict`. It is only checked, not run.

mypy must report each line with `type: ignore`, and no other.
"""

# ruff: noqa: B018

from __future__ import annotations

import io

from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    APIError,
    NotFound,
)
from keystoneauth1.session import Session


def uses(session: Session, version: str) -> None:
    sahara = Client("2", session=session)
    cluster = sahara.clusters.find_unique(name="analytics")
    status: str = cluster.status
    print(status.upper(), cluster.request_id)
    cluster.sttaus  # type: ignore[attr-defined]
    cluster.count  # type: ignore[attr-defined]
    names: list[str] = [template.name for template in sahara.job_templates.list()]
    sahara.job_executions  # type: ignore[attr-defined]
    sahara.clusters.scale(1, {})  # type: ignore[arg-type]
    sahara.clusters.creat  # type: ignore[attr-defined]
    for job in sahara.jobs.iterate(cluster_id=cluster.id):
        print(job.info["status"], job.job_template_id, names)
    download = sahara.job_binaries.download("id", io.BytesIO())
    print(download.size + 1, download.sha256.upper())

    older = Client("1.1", session=session)
    size: int = older.job_binary_internals.create("name", iter([b"chunk"])).datasize
    size.upper()  # type: ignore[attr-defined]
    older.job_templates  # type: ignore[attr-defined]

    Client(version, session=session).job_executions.list()
    try:
        sahara.clusters.delete(cluster.id)
    except NotFound as error:
        print(error.request_id)
    except APIError as error:
        print(error.status + 1, (error.error_name or "").upper())
