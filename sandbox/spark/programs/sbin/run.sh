#!/bin/bash
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# run.sh CLASS ARGUMENT...: a daemon of Spark, in the foreground.
. /opt/sandbox/software/environment.sh
java 64 "org.apache.spark.deploy.$1" "${@:2}"
