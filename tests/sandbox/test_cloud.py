# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sandbox's cloud: regions in the catalog, names, a cluster in time, jobs."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.sandbox.support import Cloud, Sandbox, slack, until

pytestmark = pytest.mark.slow

SECONDS_TO_ACTIVE = 6
BOTH = ("public", "internal", "admin")
# Region: (service type, end of Sahara's URL, interfaces).
REGIONS = {
    "sandbox": ("data-processing", "", BOTH),
    "unversioned": ("data-processing", "", BOTH),
    "versioned": ("data-processing", "/v1.1", BOTH),
    "versioned-v2": ("data-processing", "/v2", BOTH),
    "versioned-project": ("data-processing", "/v1.1/{project}", BOTH),
    "legacy-type": ("data_processing", "", BOTH),
    "internal-only": ("data-processing", "", ("internal",)),
    "no-sahara": ("data-processing", "", ()),
}
OTHERS = {"identity", "compute", "network", "image", "volumev3", "orchestration"}


@pytest.mark.parametrize("region", REGIONS)
def test_the_catalog_of_a_region(sandbox: Sandbox, demo: Cloud, region: str) -> None:
    kind, end, interfaces = REGIONS[region]
    url = sandbox.status()["services"]["sahara"]["url"]
    endpoints = demo.endpoints(region)
    sahara = {key: value for key, value in endpoints.items() if key[0] not in OTHERS}
    wanted = url + end.format(project=demo.project)
    assert sahara == {(kind, interface): wanted for interface in interfaces}
    assert {kind for kind, interface in endpoints if interface == "public"} >= OTHERS


def test_there_are_no_other_regions(sandbox: Sandbox, demo: Cloud) -> None:
    regions = {endpoint["region"] for service in demo.catalog for endpoint in service["endpoints"]}
    assert regions == set(REGIONS) == set(sandbox.status()["regions"])


def test_registered_images(demo: Cloud) -> None:
    images = demo.call("GET", "/v2/images")[1]["images"]
    assert {image["name"]: (image["username"], set(image["tags"])) for image in images} == {
        "fake-0.1-ubuntu": ("ubuntu", {"fake", "0.1"}),
        "testbed-0.1-ubuntu": ("root", {"testbed", "0.1"}),
        "vanilla-2.7.5-ubuntu": ("ubuntu", {"vanilla", "2.7.5"}),
        "spark-2.3-ubuntu": ("ubuntu", {"spark", "2.3"}),
        "spark-2.1.0-ubuntu": ("ubuntu", {"spark", "2.1.0"}),
    }
    real = [image["name"] for image in images if image["description"].startswith("Real:")]
    assert real == ["spark-2.1.0-ubuntu"]


@pytest.mark.parametrize(
    ("user", "owners"),
    [
        ("demo", {"public": "admin", "private": "demo"}),
        ("viewer", {"public": "admin", "private": "demo"}),
        ("alt", {"public": "admin"}),
        ("admin", {"public": "admin", "private": "demo"}),
    ],
)
def test_only_the_owners_of_private_images_and_admins_see_them(
    sandbox: Sandbox, user: str, owners: dict[str, str]
) -> None:
    projects = {name: sandbox.cloud(name).project for name in ("admin", "demo")}
    cloud = sandbox.cloud(user)
    images = cloud.call("GET", "/v2/images?name=unregistered", service="image")[1]["images"]
    assert {image["visibility"]: image["owner"] for image in images} == {
        visibility: projects[owner] for visibility, owner in owners.items()
    }
    assert len(images) == len(owners)
    for image in images:
        assert cloud.call("GET", f"/v2/images/{image['id']}", service="image") == (200, image)


def test_a_private_image_does_not_exist_for_another_project(sandbox: Sandbox, demo: Cloud) -> None:
    path = "/v2/images?name=unregistered&visibility=private"
    (image,) = demo.call("GET", path, service="image")[1]["images"]
    alt = sandbox.cloud("alt")
    changes = [{"op": "add", "path": "/_sahara_username", "value": "intruder"}]
    path = f"/v2/images/{image['id']}"
    assert alt.call("GET", path, service="image")[0] == 404
    assert alt.call("PATCH", path, changes, service="image")[0] == 404
    assert demo.call("GET", path, service="image")[1] == image


@pytest.mark.parametrize(
    ("service", "path", "kind", "links", "names"),
    [
        ("image", "/v2/images", "images", "", ["duplicate", "duplicate", "spare-1"]),
        (
            *("network", "/v2.0/networks", "networks", "networks_links"),
            ["private", "public", "twin", "twin"],
        ),
        (
            *("compute", "/flavors", "flavors", "flavors_links"),
            ["sandbox.tiny", "sandbox.small", "sandbox.medium"],
        ),
        (
            *("volumev3", "/types", "volume_types", "volume_type_links"),
            ["sandbox-ssd", "sandbox-hdd", "sandbox-nvme"],
        ),
    ],
)
def test_names(
    demo: Cloud, service: str, path: str, kind: str, links: str, names: list[str]
) -> None:
    pages = demo.pages(service, path, kind, links)
    assert len(pages) > 1 and {len(page) for page in pages[:-1]} == {2}
    found = [item["name"] for page in pages for item in page]
    assert [name for name in found if name in names] == names


def test_pages_keep_the_query(demo: Cloud) -> None:
    path = "/v2.0/networks?name=twin&limit=1"
    body = demo.call("GET", path, service="network")[1]
    links = {link["rel"]: link["href"] for link in body["networks_links"]}
    assert body["networks"][0]["name"] == "twin"
    assert "name=twin&limit=1&marker=" in links["next"]


@pytest.mark.parametrize(
    ("service", "path"),
    [("image", "/v2/images"), ("compute", "/flavors"), ("volumev3", "/types")],
)
def test_unknown_marker_is_an_error(demo: Cloud, service: str, path: str) -> None:
    assert demo.call("GET", f"{path}?marker=gone", service=service)[0] == 400


def test_query_that_is_appended_to_another_is_an_error(demo: Cloud) -> None:
    path = "/v2.0/networks?router:external=True?router:external=True"
    assert demo.call("GET", path, service="network")[0] == 400


def test_keypairs_have_pages_from_a_microversion_on(demo: Cloud) -> None:
    """Without a microversion, as in Sahara's requests, Nova sends the whole list."""
    for name in ("paged-1", "paged-2"):
        demo.call("POST", "/os-keypairs", {"keypair": {"name": name}}, service="compute")
    try:
        body = demo.call("GET", "/os-keypairs", service="compute")[1]
        assert len(body["keypairs"]) >= 3 and "keypairs_links" not in body
        demo.session.headers["X-OpenStack-Nova-API-Version"] = "2.35"
        pages = demo.pages("compute", "/os-keypairs", "keypairs", "keypairs_links")
        assert [len(page) for page in pages[:-1]] == [2] * (len(pages) - 1)
        paged = [item["keypair"]["name"] for page in pages for item in page]
        assert paged == [item["keypair"]["name"] for item in body["keypairs"]]
    finally:
        demo.session.headers.pop("X-OpenStack-Nova-API-Version", None)
        for name in ("paged-1", "paged-2"):
            demo.call("DELETE", f"/os-keypairs/{name}", service="compute")


@pytest.mark.parametrize(
    ("flavor", "status"),
    [("1", 202), ("11", 202), ("12", 400)],
    ids=["first", "last", "of another project"],
)
def test_sahara_finds_objects_on_all_pages(demo: Cloud, flavor: str, status: int) -> None:
    """Sahara reads flavors without pages, and images and security groups page by page."""
    body = {
        "name": f"paged-{flavor}",
        "plugin_name": "fake",
        "plugin_version": "0.1",
        "node_processes": ["namenode"],
        "flavor_id": flavor,
        "security_groups": ["default"],
        "volume_type": "sandbox-ssd",
        "volumes_per_node": 1,
        "volumes_size": 1,
    }
    answer, created = demo.call("POST", "/v2/node-group-templates", body)
    assert answer == status, created
    if answer == 202:
        id = created["node_group_template"]["id"]
        demo.call("DELETE", f"/v2/node-group-templates/{id}")


def test_every_user_has_the_keypair(sandbox: Sandbox) -> None:
    path = "/os-keypairs/sandbox"
    keys = [
        sandbox.cloud(user).call("GET", path, service="compute")[1]["keypair"]["public_key"]
        for user in ("demo", "alt", "viewer", "admin")
    ]
    assert len(set(keys)) == 1


@pytest.mark.parametrize("version", ["v1.1", "v2"])
def test_all_plugins_are_listed(demo: Cloud, version: str) -> None:
    plugins = demo.call("GET", f"/{version}/plugins")[1]["plugins"]
    assert {plugin["name"] for plugin in plugins} == {
        *("fake", "testbed", "vanilla", "spark", "storm", "ambari", "cdh", "mapr")
    }


def test_three_instances_are_active_in_time(demo: Cloud) -> None:
    """The best of three attempts counts."""
    times: list[float] = []
    while not times or (min(times) > SECONDS_TO_ACTIVE * slack() and len(times) < 3):
        began = time.monotonic()
        id = demo.new_cluster(f"in-time-{len(times)}", count=3)
        demo.wait(id, "Active")
        times.append(time.monotonic() - began)
        assert len(demo.instances(id)) == 3
        demo.call("DELETE", f"/v2/clusters/{id}")
        demo.wait(id, "deleted")
    assert min(times) <= SECONDS_TO_ACTIVE * slack()


def test_jobs_run_fail_and_are_cancelled(demo: Cloud) -> None:
    cluster = demo.new_cluster("jobs", "testbed")
    binary = demo.call(
        "POST",
        "/v2/job-binaries",
        {"name": "script", "url": "swift://a/b", "extra": {"user": "u", "password": "p"}},
    )[1]["job_binary"]
    template = demo.call(
        "POST", "/v2/job-templates", {"name": "jobs", "type": "Shell", "mains": [binary["id"]]}
    )[1]["job_template"]
    demo.wait(cluster, "Active")

    def run(**configs: Any) -> str:
        settings = {f"tb.{name}": value for name, value in configs.items()}
        body = {
            "cluster_id": cluster,
            "job_template_id": template["id"],
            "job_configs": {"configs": settings},
        }
        return demo.call("POST", "/v2/jobs", body)[1]["job"]["id"]

    def wait(job: str, status: str) -> None:
        path = f"/v2/jobs/{job}"
        until(lambda: demo.call("GET", path)[1]["job"]["info"]["status"], lambda s: s == status)

    good, bad, never = run(seconds=1), run(seconds=1, status="FAILED"), run(start="fail")
    long = run(seconds=600)
    wait(long, "RUNNING")
    demo.call("PATCH", f"/v2/jobs/{long}", {"info": {"status": "cancel"}})
    for job, status in ((good, "SUCCEEDED"), (bad, "FAILED"), (never, "FAILED"), (long, "KILLED")):
        wait(job, status)
    demo.call("DELETE", f"/v2/clusters/{cluster}")
