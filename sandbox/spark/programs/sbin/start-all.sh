#!/bin/bash
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Starts Spark's master here, and a worker on each instance of conf/slaves.
. /opt/sandbox/software/environment.sh
. /opt/spark/conf/spark-env.sh
port=${SPARK_MASTER_PORT:-7077}
here=/opt/sandbox/software/sbin
start spark-master $here/run.sh master.Master --host "$SPARK_MASTER_IP" --port "$port" \
    --webui-port "${SPARK_MASTER_WEBUI_PORT:-8080}"
for slave in $(< /opt/spark/conf/slaves); do
    ssh "$slave" $here/start-slave.sh "spark://$SPARK_MASTER_IP:$port" &
done
wait
