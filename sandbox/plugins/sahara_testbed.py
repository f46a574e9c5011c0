# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sahara's fake plugin, with jobs that take time, can fail and can be killed.

Jobs of the original fake plugin are SUCCEEDED at once. Here, the configs of the job decide
(`{"job_configs": {"configs": {...}}}`):

  tb.seconds   how many seconds the job is RUNNING     (default 3)
  tb.status    its final status                        (default SUCCEEDED)
  tb.start     "fail": the job cannot be started
  tb.cancel    "never": cancelling the job has no effect
  tb.stderr    the error output of the job, which is on the first instance of the cluster like that of a Spark job
"""

from __future__ import annotations

import time
from typing import ClassVar

from sahara import conductor, context
from sahara.plugins.fake import edp_engine, plugin
from sahara.service.edp import job_utils
from sahara.utils import cluster as clusters
from sahara.utils import edp, remote


def _configs(job_execution) -> dict:
    return (job_execution.job_configs or {}).get("configs") or {}


class TestbedJobEngine(edp_engine.FakeJobEngine):
    """Runs nothing. The status of a job follows from its configs and from the clock."""

    # While Sahara cancels a job, it may request the status and store the answer.
    killed: ClassVar[set[str]] = set()

    def __init__(self, cluster):
        self.cluster = cluster

    def run_job(self, job_execution):
        configs = _configs(job_execution)
        if configs.get("tb.start") == "fail":
            raise RuntimeError('tb.start is "fail"')
        extra = {"tb_started": str(time.time())}
        identity = f"tb-{job_execution.id[:8]}"
        if "tb.stderr" in configs:
            identity = self._written(job_execution, configs["tb.stderr"])
        return identity, edp.JOB_STATUS_RUNNING, extra

    def _written(self, job_execution, text):
        """Write the output where Sahara's engine for Spark and Shell jobs writes it. Returns an id like that engine's."""
        master = clusters.get_instances(self.cluster)[0]
        job = conductor.API.job_get(context.ctx(), job_execution.job_id)
        folder = job_utils.create_workflow_dir(master, "/tmp/spark-edp", job, job_execution.id)
        with remote.get_remote(master) as connection:
            connection.write_file_to(f"{folder}/stderr", text)
        return f"4711@{master.id}"

    run_scheduled_job = run_job

    def get_job_status(self, job_execution):
        if job_execution.info["status"] != edp.JOB_STATUS_RUNNING:
            return None
        if job_execution.id in self.killed:
            return {"status": edp.JOB_STATUS_KILLED}
        configs = _configs(job_execution)
        elapsed = time.time() - float(job_execution.extra["tb_started"])
        if elapsed < float(configs.get("tb.seconds", 3)):
            return {"status": edp.JOB_STATUS_RUNNING}
        return {"status": configs.get("tb.status", edp.JOB_STATUS_SUCCEEDED)}

    def cancel_job(self, job_execution):
        if _configs(job_execution).get("tb.cancel") == "never":
            return None
        self.killed.add(job_execution.id)
        return {"status": edp.JOB_STATUS_KILLED}

    def suspend_job(self, job_execution):
        return {"status": edp.JOB_STATUS_SUSPENDED}


class TestbedPlugin(plugin.FakePluginProvider):
    """The plugin `testbed`, version 0.1."""

    def get_title(self):
        return "Testbed Plugin"

    def get_description(self):
        return "The fake plugin, with jobs that take time, can fail and can be killed."

    def get_edp_engine(self, cluster, job_type):
        if job_type in TestbedJobEngine.get_supported_job_types():
            return TestbedJobEngine(cluster)
        return None
