#!/bin/bash
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Stops Spark's workers and its master.
. /opt/sandbox/software/environment.sh
for slave in $(< /opt/spark/conf/slaves); do
    ssh "$slave" /opt/sandbox/software/sbin/stop-slave.sh &
done
stop spark-master
wait
