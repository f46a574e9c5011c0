# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# sudo of an instance. It asks for no password, and runs commands as any user of /etc/passwd.
# The command sees that user's id, in a new user namespace. Without namespaces, only HOME and USER change.
user=root shell=
while [ $# -gt 0 ]; do
    case $1 in
        --) shift; break ;;
        -u | --user) user=$2; shift 2 ;;
        --user=*) user=${1#*=}; shift ;;
        -[pgCrtThDRU] | --prompt | --group | --close-from | --role | --type | --host | --chdir)
            shift 2 ;;
        -i | -s | --login | --shell) shell=yes; shift ;;
        -*u) user=$2; shift 2 ;;
        -*) shift ;;
        *=*) export "${1?}"; shift ;;
        *) break ;;
    esac
done

IFS=: read -r _ _ uid gid _ home program < <(grep "^$user:" "$SANDBOX_ETC/passwd")
if [ -z "$uid" ]; then
    echo "sudo: unknown user $user" >&2
    exit 1
fi
[ -n "$shell" ] && set -- "$program" ${1+-c "$*"}
[ $# -gt 0 ] || exit 0
export HOME=$SANDBOX_ROOT$home SUDO_USER=$USER USER=$user LOGNAME=$user
if [ -n "$SANDBOX_ROOT" ] || [ "$uid" = "$(id -u)" ]; then
    exec "$@"
fi
exec unshare --user --map-user="$uid" --map-group="$gid" -- "$@"
