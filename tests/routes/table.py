# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every route of Sahara 19, and the few that always return an error."""

from __future__ import annotations

V1 = """
GET /cluster-templates
POST /cluster-templates
DELETE /cluster-templates/{id}
GET /cluster-templates/{id}
PUT /cluster-templates/{id}
GET /cluster-templates/{id}/export
GET /clusters
POST /clusters
POST /clusters/multiple
DELETE /clusters/{id}
GET /clusters/{id}
PATCH /clusters/{id}
PUT /clusters/{id}
GET /data-sources
POST /data-sources
DELETE /data-sources/{id}
GET /data-sources/{id}
PUT /data-sources/{id}
GET /images
DELETE /images/{id}
GET /images/{id}
POST /images/{id}
POST /images/{id}/tag
POST /images/{id}/untag
GET /job-binaries
POST /job-binaries
DELETE /job-binaries/{id}
GET /job-binaries/{id}
PUT /job-binaries/{id}
GET /job-binaries/{id}/data
GET /job-binary-internals
DELETE /job-binary-internals/{id}
GET /job-binary-internals/{id}
PATCH /job-binary-internals/{id}
GET /job-binary-internals/{id}/data
PUT /job-binary-internals/{name}
GET /job-executions
DELETE /job-executions/{id}
GET /job-executions/{id}
PATCH /job-executions/{id}
GET /job-executions/{id}/cancel
GET /job-executions/{id}/refresh-status
GET /job-types
GET /jobs
POST /jobs
GET /jobs/config-hints/{type}
DELETE /jobs/{id}
GET /jobs/{id}
PATCH /jobs/{id}
POST /jobs/{id}/execute
GET /node-group-templates
POST /node-group-templates
DELETE /node-group-templates/{id}
GET /node-group-templates/{id}
PUT /node-group-templates/{id}
GET /node-group-templates/{id}/export
GET /plugins
GET /plugins/{name}
PATCH /plugins/{name}
GET /plugins/{name}/{version}
POST /plugins/{name}/{version}/convert-config/{name}
""".strip().splitlines()

V2 = """
GET /cluster-templates
POST /cluster-templates
DELETE /cluster-templates/{id}
GET /cluster-templates/{id}
PATCH /cluster-templates/{id}
GET /cluster-templates/{id}/export
GET /clusters
POST /clusters
DELETE /clusters/{id}
GET /clusters/{id}
PATCH /clusters/{id}
PUT /clusters/{id}
GET /data-sources
POST /data-sources
DELETE /data-sources/{id}
GET /data-sources/{id}
PATCH /data-sources/{id}
GET /images
DELETE /images/{id}
GET /images/{id}
POST /images/{id}
DELETE /images/{id}/tags
GET /images/{id}/tags
PUT /images/{id}/tags
GET /job-binaries
POST /job-binaries
DELETE /job-binaries/{id}
GET /job-binaries/{id}
PATCH /job-binaries/{id}
GET /job-binaries/{id}/data
GET /job-templates
POST /job-templates
GET /job-templates/config-hints/{type}
DELETE /job-templates/{id}
GET /job-templates/{id}
PATCH /job-templates/{id}
GET /job-types
GET /jobs
POST /jobs
DELETE /jobs/{id}
GET /jobs/{id}
PATCH /jobs/{id}
GET /node-group-templates
POST /node-group-templates
DELETE /node-group-templates/{id}
GET /node-group-templates/{id}
PATCH /node-group-templates/{id}
GET /node-group-templates/{id}/export
GET /plugins
GET /plugins/{name}
PATCH /plugins/{name}
GET /plugins/{name}/{version}
""".strip().splitlines()

ROUTES = {"1.1": V1, "2": V2}

# (version, route) -> the status that a healthy Sahara 19 returns, and why it is always an error.
REFUSED = {
    ("1.1", "POST /plugins/{name}/{version}/convert-config/{name}"): (
        400,
        "no plugin implements it (service/validations/plugins.py check_convert_to_template)",
    ),
    ("2", "GET /job-binaries/{id}/data"): (
        500,
        "it requests a type that no job binary has (service/api/v2/job_binaries.py)",
    ),
}
