# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# The first process in an instance's namespaces. It turns the instance's directory into the root,
# prints its process id, and then waits until the process that started it ends.
#
# Usage (inside new user, mount, UTS and PID namespaces): bash root.sh ROOT HOSTNAME PYTHON [SOURCE TARGET]...
# PYTHON is a directory to mount at the same path, or "".
# Each SOURCE is a directory to mount, read-only, at the path TARGET of the instance.
set -euo pipefail
root=$1 name=$2 python=$3
shift 3
PATH=/usr/sbin:/usr/bin:/sbin:/bin

# The id of this process outside of the namespaces: /proc is still the machine's.
read -r pid _ < /proc/self/stat

# Makes everything that is mounted at or below a path read-only. If root starts the sandbox, an
# instance could otherwise write there.
read_only() {
    local mounts line point options
    mapfile -t mounts < /proc/self/mountinfo
    for line in "${mounts[@]}"; do
        read -r _ _ _ _ point options _ <<< "$line"
        printf -v point %b "$point"
        case $point/ in
            "$1"/*) mount -o "remount,bind,${options/#rw/ro}" "$point" ;;
        esac
    done
}

# Mounts a file or directory of the machine at the same path.
attach() {
    [ -e "$1" ] || return 0
    mkdir -p "$root${1%/*}"
    if [ -d "$1" ]; then mkdir -p "$root$1"; else : >> "$root$1"; fi
    mount --rbind "$1" "$root$1"
    read_only "$root$1"
}

hostname "$name"
mount --bind "$root" "$root"
attach /usr
for path in /bin /lib /lib32 /lib64 /libx32 /sbin; do
    if [ -L "$path" ]; then ln -sfn "$(readlink "$path")" "$root$path"; else attach "$path"; fi
done
for path in /etc/alternatives /etc/ld.so.cache /etc/ssl /etc/pki /sys; do attach "$path"; done
if [ -n "$python" ]; then attach "$python"; fi
while [ $# -gt 0 ]; do
    # A directory below /usr exists or cannot be created.
    if mkdir -p "$root$2" 2> /dev/null; then
        mount --bind "$1" "$root$2"
        read_only "$root$2"
    fi
    shift 2
done

mkdir -p "$root/proc" "$root/dev/pts" "$root/dev/shm"
for device in null zero full random urandom tty; do
    : >> "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -sfn pts/ptmx "$root/dev/ptmx"
ln -sfn /proc/self/fd "$root/dev/fd"
for number in 0:stdin 1:stdout 2:stderr; do
    ln -sfn "/proc/self/fd/${number%:*}" "$root/dev/${number#*:}"
done
# If parts of the machine's /proc are hidden, the kernel does not allow a new one.
mount -t proc proc "$root/proc" 2> /dev/null || mount --rbind /proc "$root/proc"
for path in sys irq bus sysrq-trigger; do
    if [ -e "$root/proc/$path" ]; then
        mount --bind "$root/proc/$path" "$root/proc/$path"
        read_only "$root/proc/$path"
    fi
done

# Not chroot: it does not allow new user namespaces, which the users other than root need.
cd "$root"
pivot_root . .
umount -l .
cd /

echo "$pid"
# This shell reaps orphaned processes. When it ends, the kernel ends all processes of the instance.
while read -r _; do :; done
