#!/bin/bash
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# start-slave.sh MASTER: starts Spark's worker on this instance.
. /opt/sandbox/software/environment.sh
. /opt/spark/conf/spark-env.sh
start spark-worker /opt/sandbox/software/sbin/run.sh worker.Worker --host "$(cat /etc/hostname)" \
    --cores "${SPARK_WORKER_CORES:-1}" --memory "${SPARK_WORKER_MEMORY:-512m}" \
    --port "${SPARK_WORKER_PORT:-7078}" --webui-port "${SPARK_WORKER_WEBUI_PORT:-8081}" \
    --work-dir /tmp/spark-work "$1"
