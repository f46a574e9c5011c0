# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sahara's spark plugin on instances with a real HDFS and a real Spark: jobs, their failures, scaling.

The tests use one cluster, in this order.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sandbox.support import alive, family, proportional_mib, until
from tests.spark.conftest import Cluster
from tools.demo import counts_are_right

pytestmark = pytest.mark.slow

CANCEL = "../tests/spark/files/cancel"
LIMIT_MIB = 1536  # for three instances
DAEMONS = {"NameNode": 1, "DataNode": 2, "Master": 1, "Worker": 2}


def java_processes(cluster: Cluster) -> dict[int, str]:
    """{process id: command line} of the Java programs of the sandbox."""
    found = {}
    for pid, _ in family(set(cluster.sandbox.pids().values())):
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
        if command[0].endswith("/java"):
            found[pid] = " ".join(command)
    return found


def test_a_job_counts_words_as_python_does(cluster: Cluster) -> None:
    cluster.play("demo_spark_words")
    assert counts_are_right(cluster.folder / "counts.tsv") == ""


def test_the_same_again_changes_nothing(cluster: Cluster) -> None:
    out = cluster.play("demo_spark_cluster") + cluster.play("demo_spark_words")
    assert set(re.findall(r"changed=(\d+)", out)) == {"0"}


@pytest.mark.parametrize(
    ("arguments", "main_class", "reason"),
    [
        (["words.txt", "never"], "Missing", "Missing"),
        (["words.txt", "counts"], "WordCount", "already exists"),
    ],
    ids=["missing class", "existing output"],
)
def test_a_failed_job_names_the_file_and_shows_the_reason_in_it(
    cluster: Cluster, arguments: list[str], main_class: str, reason: str
) -> None:
    out = cluster.run_job(
        "wordcount.jar",
        "Spark",
        status=2,
        job_file=str(cluster.folder / "wordcount.jar"),
        job_configs={"edp.java.main_class": main_class},
        job_args=arguments,
        # Counting again with the same arguments would find the job that succeeded.
        job_rerun="always",
    )
    assert "spark-master-0" in out
    path = re.search(r"/tmp/spark-edp/wordcount\.jar/[\w-]+/stderr", out)
    assert path, out
    assert reason in cluster.on_master(f"cat {path[0]}")
    assert reason in out.partition("The end of its stderr:")[2]
    logs = cluster.play("job_logs", cluster_name="spark", job_name="wordcount.jar")
    assert reason in logs


def test_a_shell_job_uses_hdfs(cluster: Cluster, tmp_path: Path) -> None:
    (script := tmp_path / "list.sh").write_text("hdfs dfs -ls | hdfs dfs -put - listing\n")
    cluster.run_job("list", "Shell", job_file=str(script))
    assert "words.txt" in cluster.on_master("hdfs dfs -cat listing")


def test_a_job_is_cancelled(cluster: Cluster, tmp_path: Path) -> None:
    (script := tmp_path / "long.sh").write_text("exec sleep 600\n")
    cluster.play(CANCEL, script=str(script))


def test_the_cluster_grows_within_its_memory_and_counts_again(cluster: Cluster) -> None:
    cluster.play("scale", cluster_name="spark", node_group="worker", count=2)
    processes = java_processes(cluster)
    running = {
        name: sum(f".{name} " in command for command in processes.values()) for name in DAEMONS
    }
    assert running == DAEMONS
    assert all("-Xmx" in command for command in processes.values())
    assert sum(map(proportional_mib, processes)) < LIMIT_MIB
    cluster.play("demo_spark_words", counts="counts-2")
    assert counts_are_right(cluster.folder / "counts-2.tsv") == ""


def test_the_cluster_shrinks_without_losing_data(cluster: Cluster) -> None:
    cluster.play(
        "scale",
        cluster_name="spark",
        node_group="worker",
        count=1,
        instances_to_remove=["spark-worker-0"],
    )
    cluster.on_master("hdfs dfs -cat words.txt > read.txt && cmp words.txt read.txt")
    cluster.on_master("hdfs dfs -cat 'counts/*' > read.tsv && cmp counts.tsv read.tsv")


def test_a_deleted_cluster_leaves_no_process(cluster: Cluster) -> None:
    processes = {
        (pid, start)
        for pid, start in family(set(cluster.sandbox.pids().values()))
        if pid in java_processes(cluster)
    }
    assert processes
    cluster.play("demo_spark_teardown")
    until(lambda: alive(processes), lambda left: not left, seconds=10)


def test_faults_by_name_work_too(cluster: Cluster) -> None:
    out = cluster.play("demo_spark_cluster", status=2, cluster_name="spark-cmdfail")
    assert "this instance fails every command (simulated)" in out
