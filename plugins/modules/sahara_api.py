#!/usr/bin/python
# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
module: sahara_api
short_description: Send a request to Sahara
version_added: 1.0.0
description:
  - Sends one request to the REST API of OpenStack data processing (Sahara), and returns the reply.
  - Use it for what no other module of the collection does. The other modules compare the current with the wanted state; this one
    sends what you write.
  - "The names in paths, bodies and replies are those of the API version in use: what version 2 calls C(plugin_version),
    version 1.1 calls C(hadoop_version)."
author:
  - The sahara.dataprocessing contributors (@sahara-dataprocessing)
extends_documentation_fragment:
  - sahara.dataprocessing.connection
  - sahara.dataprocessing.sahara.attributes
attributes:
  idempotent:
    support: partial
    details: Whether a second request changes something is up to Sahara. See O(changed).
options:
  method:
    description: The HTTP method.
    type: str
    choices: [GET, POST, PUT, PATCH, DELETE]
    default: GET
  path:
    description:
      - The path below the version of the API, for example V(/clusters). The module adds the URL from the catalog and the version.
      - With O(api_version=auto), it uses version 2, and never another one. Set O(api_version) if the path belongs to version 1.1.
    type: str
    required: true
  query:
    description: The parameters of the URL, by name. A list repeats the parameter.
    type: dict
  body:
    description:
      - The body, which is sent as JSON.
      - In results, a mask replaces the value of a key like C(password) or C(token). The value is hidden elsewhere too.
    type: dict
  changed:
    description:
      - When a request other than a GET counts as a change. A GET never does.
      - V(always) counts each request that Sahara accepts.
      - V(never) counts none, for example because the request only starts a check.
      - V(compare) sends a GET to O(compare_path) before and after, and counts the request if the replies differ.
        It ignores C(updated_at), and treats an object that does not exist as empty.
    type: str
    choices: [always, never, compare]
    default: always
  compare_path:
    description: The path to compare with O(changed=compare). The default is O(path).
    type: str
notes:
  - In check mode, the module sends only GET requests. RV(request) is what it would send. With O(changed=compare), it predicts no
    change for a PUT or PATCH if the object at O(path) already has all values of the body. It also predicts none for a DELETE if
    the object does not exist.
  - In check mode, a GET returns what exists. It does not see what earlier tasks of the run would change.
  - C(GET /job-executions/ID/cancel) of version 1.1 cancels a job execution. The module treats it like a POST.
  - The content of a job binary is not JSON. Use O(sahara.dataprocessing.sahara_job_binary_info#module:dest) to download it.
seealso:
  - ref: ansible_collections.sahara.dataprocessing.docsite.guide_moving
    description: What replaces each command and method of other tools.
  - name: The reference of Sahara's API
    description: All paths of version 2, with their bodies.
    link: https://docs.openstack.org/api-ref/data-processing/v2/
"""

EXAMPLES = r"""
- name: Get the first ten data sources
  sahara.dataprocessing.sahara_api:
    cloud: mycloud
    path: /data-sources
    query:
      limit: 10

- name: Create a data source
  sahara.dataprocessing.sahara_api:
    cloud: mycloud
    method: POST
    path: /data-sources
    body:
      name: raw
      type: hdfs
      url: /raw
  register: created

- name: Set its description, which is a change only the first time
  sahara.dataprocessing.sahara_api:
    cloud: mycloud
    method: PATCH
    path: /data-sources/{{ created.json.data_source.id }}
    body:
      description: As delivered
    changed: compare

- name: Delete it, if it exists
  sahara.dataprocessing.sahara_api:
    cloud: mycloud
    method: DELETE
    path: /data-sources/{{ created.json.data_source.id }}
  register: deleted
  failed_when: deleted is failed and deleted.failure.kind != 'NotFound'
"""

RETURN = r"""
request:
  description: The request that was sent or, in check mode, would be sent. Secrets in it are masked.
  returned: success
  type: dict
  contains:
    method:
      description: The HTTP method.
      type: str
      sample: PATCH
    path:
      description: The path below the version of the API.
      type: str
      sample: /clusters/6d0c3c7e-58f2-4c7b-9a36-2f1f6a1f2b90
    query:
      description: The parameters of the URL.
      type: dict
      sample: {}
    body:
      description: The body; null without one.
      type: dict
      sample:
        description: Nightly reports
status:
  description: The HTTP status of the reply.
  returned: success, if the request was sent
  type: int
  sample: 202
json:
  description: The body of the reply; null if it is empty. Secrets in it are masked.
  returned: success, if the request was sent
  type: raw
  sample:
    cluster:
      name: analytics
      status: Active
request_id:
  description: The id to search for in Sahara's log; null if the reply has none.
  returned: success, if the request was sent
  type: str
  sample: req-5c2f0d1e-7a46-4f0b-9d8c-3b1a2e4f6d70
headers:
  description: The headers C(content-type), C(location) and C(openstack-api-version), if the reply has them.
  returned: success, if the request was sent
  type: dict
  sample:
    content-type: application/json
    openstack-api-version: data-processing 2.0
diff:
  description: What the request changes; empty if nothing changes. Secrets in it are masked.
  returned: success
  type: dict
  contains:
    before:
      description: With O(changed=compare), the reply to the GET before the request; otherwise empty.
      type: raw
      sample: {}
    after:
      description: With O(changed=compare), the reply to the GET after the request; otherwise, and in check mode, the body.
      type: raw
      sample:
        description: Nightly reports
failure:
  description: Details of a failure, which playbooks can test.
  returned: failure
  type: dict
  contains:
    kind:
      description: The kind of failure, for example V(AuthenticationFailed), V(Refused) or V(QuotaExceeded).
      type: str
      sample: Refused
    status:
      description: The HTTP status of the error response.
      type: int
      sample: 400
    name:
      description: The name that Sahara gives the error.
      type: str
      sample: INVALID_REFERENCE
    message:
      description: The error message from Sahara.
      type: str
      sample: Requested flavor 'm1.hge' not found
    error_id:
      description: The id of the error in Sahara's log.
      type: str
      sample: 9a1c4d52-3f60-4a5d-8a6e-0b8a31b3f6d2
    request_id:
      description: The id of the request.
      type: str
      sample: req-5c2f0d1e-7a46-4f0b-9d8c-3b1a2e4f6d70
    method:
      description: The HTTP method of the request.
      type: str
      sample: POST
    url:
      description: The URL of the request.
      type: str
      sample: https://sahara.example.org:8386/v2/clusters
"""

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.module import (
    run_as_module,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.options import (
    module_spec,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.api_request import (
    send_request,
)

SPEC = module_spec(
    {
        "method": {
            "type": "str",
            "choices": ["GET", "POST", "PUT", "PATCH", "DELETE"],
            "default": "GET",
        },
        "path": {"type": "str", "required": True},
        "query": {"type": "dict"},
        "body": {"type": "dict", "no_log": True},
        "changed": {"type": "str", "choices": ["always", "never", "compare"], "default": "always"},
        "compare_path": {"type": "str"},
    },
)


def run(task):
    return send_request(task)


def main():
    run_as_module(SPEC, run)


if __name__ == "__main__":
    main()
