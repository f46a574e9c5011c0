# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every command of `openstack dataprocessing`, in an order in which each finds what it needs.

{image}, {flavor}, {job}: the ids of an image, of a flavor, and of the last job execution. "wait for" repeats a
command until it shows a status, and "admin" runs one as an administrator. A comment says why a command fails;
"v1" and "v2" limit it to one version of the API. The last commands delete everything, so that a second run
starts with the same Sahara.
"""

from __future__ import annotations

from typing import Any, NamedTuple

# The files that commands read.
FILES: dict[str, Any] = {
    "job.json": {},
    "labels.json": {"plugin_labels": {"enabled": {"status": True}}},
    "script.sh": "echo done",
    "configs.json": {"HDFS": {"dfs.replication": 1}},
}

BOTH = """
plugin list
plugin list --long
plugin show testbed
plugin show testbed --plugin-version 0.1
plugin show nothing  # unknown
plugin configs get testbed 0.1 --file plugin.json
admin plugin update testbed labels.json
plugin update testbed labels.json  # only administrators may

image register spare-1 --username ubuntu --description first
image list
image list --long --name spare
image show spare-1
image show nothing  # unknown
image tags set spare-1 --tags one two  # v2 python-saharaclient reads the tags of an envelope
image tags add spare-1 --tags three  # v2 python-saharaclient reads the tags of an envelope
image tags remove spare-1 --tags one  # v2 python-saharaclient reads the tags of an envelope
image list --tags two three
image unregister nothing  # unknown

node group template create --name peer-master GROUP --processes namenode jobtracker --description d
node group template create --name peer-bad GROUP --processes datanode --configs configs.json --public  # invalid
node group template create --name peer-worker GROUP --processes datanode
node group template create --name peer-bad GROUP --processes nothing  # invalid process
node group template list
node group template list --long --name peer --plugin testbed
node group template list --plugin-version 0.1  # v2 python-saharaclient sends the filter of v1
node group template show peer-master
node group template show nothing  # unknown
node group template update peer-worker --description changed --private --volumes-per-node 0
node group template export peer-worker --file node-group.json
node group template import node-group.json --name peer-imported --image_id {image} --flavor_id {flavor} \
  # v1 python-saharaclient does not know all exported fields
node group template delete peer-imported  # v1 unknown

cluster template create --name peer-template --node-groups peer-master:1 peer-worker:1 --description d
cluster template create --name peer-template --node-groups peer-master:1  # taken
cluster template list
cluster template list --long --plugin testbed
cluster template show peer-template
cluster template update peer-template --description changed --protected
cluster template delete peer-template  # protected
cluster template update peer-template --unprotected
cluster template export peer-template --file template.json
cluster template import template.json --name peer-imported --node-groups peer-master:1 \
  # python-saharaclient calls a function that does not exist
cluster template delete peer-imported  # unknown
node group template delete peer-worker  # in use

data source create peer-input --type hdfs --url /data/input --description d
data source create peer-output --type swift --url swift://container.sahara/out --username u --password p --public
data source create peer-bad --type swift --url wrong  # invalid URL
data source list
data source list --long --type hdfs
data source show peer-input
data source update peer-input --url /data/other --name peer-renamed
data source delete peer-renamed peer-output

cluster create --name peer-cluster --cluster-template peer-template --image testbed-0.1-ubuntu \
 --neutron-network private --user-keypair sandbox --description d --wait
cluster create --name peer-cluster --cluster-template peer-template --image testbed-0.1-ubuntu  # taken
cluster create --name peer-bad --cluster-template nothing --image testbed-0.1-ubuntu  # unknown
cluster list
cluster list --long --plugin testbed --name peer
cluster show peer-cluster
cluster show peer-cluster --show-progress
cluster update peer-cluster --description changed
cluster verification peer-cluster --start
cluster verification peer-cluster --show
KEYPAIR
cluster scale peer-cluster --instances peer-worker:2 --wait  # python-saharaclient looks in the wrong object
wait for cluster show peer-cluster: Active
cluster scale peer-cluster --instances peer-worker:3
wait for cluster show peer-cluster: Active
cluster template delete peer-template  # in use

job type list
job type list --type Pig
job type list --plugin testbed  # v2 python-saharaclient sends the filter of v1
job type configs get Pig --file pig.json

BINARIES
job binary list
job binary list --long --name peer
job binary show peer-script
job binary update peer-script --description changed
job template create --name peer-job --type Shell --mains peer-script --description d
job template create --name peer-job --type Shell --mains peer-script  # taken
job template list
job template list --long --type Shell --name peer
job template show peer-job
job template update peer-job --description changed
job execute --job-template peer-job --cluster peer-cluster --public --configs tb.seconds:300
wait for job show {job}: RUNNING
job execute --json job.json  # no fields
job list
job list --long
job show {job}
job update {job} --private
job delete {job} --wait
job show {job}  # deleted
job template delete peer-job
job binary delete peer-script peer-stored

cluster delete peer-cluster --wait
cluster show peer-cluster  # deleted
cluster template delete peer-template
node group template delete peer-master peer-worker
image unregister spare-1
"""
STORED = """
job binary create --name peer-script --data script.sh --description d
job binary create --name peer-stored --url swift://container.sahara/jar --username u --password p
job binary download peer-script --file script.copy
"""
LINKED = """
job binary create --name peer-script --url swift://container.sahara/script --username u --password p
job binary create --name peer-stored --url swift://container.sahara/jar --username u --password p
job binary download peer-script --file script.copy  # Sahara's v2 fails
"""
GROUP = "--plugin testbed --plugin-version 0.1 --flavor sandbox.tiny"


class Command(NamedTuple):
    """failure: why it fails; "" if it does not."""

    line: str
    failure: str


def commands(version: str, **parts: str) -> list[Command]:
    text = BOTH
    for word, part in {"GROUP": GROUP, **parts}.items():
        text = text.replace(word, part.strip())
    found = []
    for line in filter(None, text.replace(" \\\n", " ").splitlines()):
        command, _mark, failure = line.partition("  # ")
        of_other = failure.startswith("v") and not failure.startswith(f"{version} ")
        found.append(Command(command, "" if of_other else failure))
    return found


COMMANDS = {
    "1.1": commands("v1", BINARIES=STORED, KEYPAIR=""),
    "2": commands("v2", BINARIES=LINKED, KEYPAIR="cluster update keypair peer-cluster"),
}

# What differs in the errors: the text of python-saharaclient, ours, and the reason.
DIFFERENCES = [
    (
        r"No matches found\.",
        r"No [a-z ]+ with name '[a-z-]+' exists\.",
        "ours says what does not exist",
    ),
    (
        r"Internal Server Error",
        r"Internal Server Error \(HTTP 500 from GET [^ ]+; request id in the service's log: req-<id>\)\.",
        "ours says where to search",
    ),
]
