# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Jinja test: whether check mode has predicted the real run."""

from __future__ import annotations

# Values that only the server knows, after the real run.
UNKNOWN = frozenset(
    ("id", "project_id", "created_at", "updated_at", "status", "status_description")
    + ("info", "provision_progress", "health", "min_disk", "min_ram", "instances")
    + ("start_time", "end_time", "engine_job_id", "return_code", "data_source_urls", "log")
)


def predicts(predicted, real, key):
    """Whether a result of check mode predicts that of the real run: the same change, diff and object."""
    return (
        predicted["changed"] == real["changed"]
        and predicted["diff"] == real["diff"]
        and known(predicted[key]) == known(real[key])
        and (predicted[key] is None or predicted[key].keys() <= real[key].keys())
    )


def known(value):
    """The value without what only the server knows, at any depth."""
    if isinstance(value, dict):
        return {name: known(item) for name, item in value.items() if name not in UNKNOWN}
    if isinstance(value, list):
        return [known(item) for item in value]
    return value


class TestModule:
    def tests(self):
        return {"prediction_of": predicts}
