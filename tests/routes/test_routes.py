# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls every route of a real Sahara through the client, and every public method of every manager.

If Sahara's source is installed, the table of the routes is compared with it.
"""

from __future__ import annotations

import hashlib
import inspect
import io
import re
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors

from sandbox.layout import Layout
from tests.routes.live import WAIT_S, Live, unavailable, wait_until, wait_until_deleted
from tests.routes.table import REFUSED, ROUTES

VERSIONS = ("1.1", "2")
LIMITS = {"timeout_s": WAIT_S, "interval_s": 1.0}
SOURCES = {"1.1": ("v10.py", "v11.py"), "2": ("v2/*.py",)}
DECORATOR = re.compile(r"^@rest\.(\w+)\('([^']+)'", re.MULTILINE)
PLUGIN = ("testbed", "0.1")


# -- the table -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("version", "count"), [("1.1", 61), ("2", 52)])
def test_the_table_is_complete(version: str, count: int) -> None:
    assert len(set(ROUTES[version])) == len(ROUTES[version]) == count


@pytest.mark.parametrize("version", VERSIONS)
def test_the_table_matches_saharas_source(version: str) -> None:
    folders = Layout.from_environment().cache.glob("venv-*/lib/python*/site-packages/sahara/api")
    source = next(iter(sorted(folders)), None)
    if source is None:
        unavailable("Sahara's source is not installed")
    assert sorted(map(without_names, ROUTES[version])) == sorted(
        routes_in_source(Path(source), version)
    )


def routes_in_source(folder: Path, version: str) -> set[str]:
    """The routes in the decorators of Sahara's handlers, without the names of parameters."""
    files = [file for pattern in SOURCES[version] for file in folder.glob(pattern)]
    return {
        without_names(f"{method.split('_')[0].upper()} {path}")
        for file in files
        for method, path in DECORATOR.findall(file.read_text(encoding="utf-8"))
    }


def without_names(route: str) -> str:
    return re.sub(r"<\w+>|\{\w+\}", "{}", route)


# -- the routes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
def test_every_route_and_every_method_works(version: str) -> None:
    live = Live(version, ROUTES[version])
    Exercise(live).run()
    seen = {route for route, _status in live.seen}
    refused = {route: status for (of, route), (status, _why) in REFUSED.items() if of == version}
    succeeded = {route for route, status in live.seen if status and status < 400}
    assert sorted(route for route in seen if route.startswith("no route")) == []
    assert sorted(set(live.routes) - seen) == []
    assert sorted(set(live.routes) - succeeded) == sorted(refused)
    assert {(route, status) for route, status in live.seen if route in refused} == {
        *refused.items()
    }
    assert sorted(public_methods(live.client) - live.used) == []


def public_methods(client: Any) -> set[str]:
    """Each public method of each manager of the client, as manager.method."""
    kind = type(client._target)
    names = [name for name in dir(kind) if not name.startswith("_") and name != "discover"]
    return {
        f"{name}.{method}"
        for name in names
        for method, _function in inspect.getmembers(
            type(getattr(client._target, name)), inspect.isfunction
        )
        if not method.startswith("_")
    }


class Exercise:
    """Calls each method of each manager at least once, in the order of their dependencies."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.client = live.client
        self.is_v1 = live.version == "1.1"
        self.templates = live.client.jobs if self.is_v1 else live.client.job_templates
        self.jobs = live.client.job_executions if self.is_v1 else live.client.jobs
        networks = live.ask_service("network", "/v2.0/networks")["networks"]
        self.network = next(net["id"] for net in networks if not net["router:external"])
        flavors = live.ask_service("compute", "/flavors")["flavors"]
        self.flavor = flavors[0]["id"]
        self.key = live.ask_service("compute", "/os-keypairs")["keypairs"][0]["keypair"]["name"]

    def run(self) -> None:
        assert [version.id for version in self.client.discover()] == ["v1.0", "v1.1", "v2"]
        try:
            self.plugins()
            self.images()
            self.group_template()
            self.cluster_template()
            # Sahara builds it during the calls that follow.
            self.start_cluster()
            self.data_source()
            self.binaries()
            self.job_template()
            self.several_clusters()
            self.cluster()
            self.job_execution()
        finally:
            self.clean_up()

    # -- read only ---------------------------------------------------------------------------------

    def plugins(self) -> None:
        plugins = self.client.plugins
        assert PLUGIN[0] in [plugin.name for plugin in plugins.list()]
        assert "node_processes" in plugins.get_version_details(*PLUGIN).to_dict()
        self.assert_found(plugins, plugins.get(PLUGIN[0]))
        hidden = {"plugin_labels": {"hidden": {"status": False}}}
        assert self.live.admin.plugins.update(PLUGIN[0], hidden).name == PLUGIN[0]
        assert self.live.admin.plugins.update_raw(PLUGIN[0], hidden).name == PLUGIN[0]
        if self.is_v1:
            with pytest.raises(errors.BadRequest, match="doesn't support converting"):
                plugins.convert_to_cluster_template(*PLUGIN, "x", b"x")
        job_types = self.client.job_types
        assert {"Pig", "Shell"} <= {job_type.name for job_type in job_types.list()}
        self.assert_found(job_types, job_types.get("Pig"))

    def assert_found(self, manager: Any, wanted: Any) -> None:
        """Each way to find an object finds this one."""
        name = {"name": wanted.name} if hasattr(wanted, "name") else {"id": wanted.id}
        assert manager.find_unique(**name).id == wanted.id
        assert [one.id for one in manager.find(**name)] == [wanted.id]
        assert wanted.id in [one.id for one in manager.iterate(limit=2)]
        assert wanted.id in [one.id for one in manager.list()]
        assert manager.get(wanted.id).id == wanted.id

    # -- resources ---------------------------------------------------------------------------------

    def images(self) -> None:
        images = self.client.images
        image_id = self.spare_image()
        before = images.find(id=image_id)
        assert images.update_image(image_id, "ubuntu", "d").image["username"] == "ubuntu"
        assert images.create_raw({"id": image_id, "username": "root"}).description == "d"
        assert images.update_raw(image_id, {"username": "me"}).username == "me"
        assert images.update_tags(image_id, ["x", "y"]).id == image_id
        self.assert_found(images, images.get(image_id))
        if self.is_v1:
            assert "z" in images.add_tags(image_id, ["z"]).tags
            assert sorted(images.remove_tags(image_id, ["z", "x"]).tags) == ["y"]
            assert images.update_tags(image_id, []).tags == []
        else:
            assert sorted(images.get_tags(image_id)) == ["x", "y"]
            images.delete_tags(image_id)
            assert images.get_tags(image_id) == []
        images.unregister_image(image_id)
        images.delete(image_id)
        with pytest.raises(errors.BadRequest) as caught:
            images.get(image_id)
        assert caught.value.name == "IMAGE_NOT_REGISTERED"
        for image in before:
            images.update_image(image_id, image.username, image.description)
            images.update_tags(image_id, image.tags)

    def spare_image(self) -> str:
        """An image that no cluster needs, and that the user may change."""
        (found,) = self.live.ask_service("image", "/v2/images?name=spare-2")["images"]
        return str(found["id"])

    def use_and_delete(self, manager: Any, created: Any, update: Any) -> None:
        """Find, update and delete an object. Deleting it again fails."""
        self.assert_found(manager, created)
        update(manager, created.id)
        manager.update_raw(created.id, {"is_public": True})
        assert manager.get(created.id).is_public
        manager.delete(created.id)
        with pytest.raises(errors.NotFound):
            manager.delete(created.id)

    def group_template(self) -> None:
        manager = self.client.node_group_templates
        name, processes = self.live.name("group"), ["namenode", "datanode"]
        created = manager.create(name, *PLUGIN, self.flavor, node_processes=processes)
        assert manager.export(created.id).node_group_template["name"] == name
        self.use_and_delete(manager, created, lambda one, it: one.update(it, description="d"))
        version = "hadoop_version" if self.is_v1 else "plugin_version"
        self.common = {"plugin_name": PLUGIN[0], version: PLUGIN[1]}
        fields = {"name": name, "flavor_id": self.flavor, "node_processes": processes}
        self.group = manager.create_raw({**fields, **self.common})

    def groups(self, count: int) -> list[dict[str, Any]]:
        return [{"name": "w", "count": count, "node_group_template_id": self.group.id}]

    def cluster_template(self) -> None:
        manager = self.client.cluster_templates
        name = self.live.name("template")
        created = manager.create(name, *PLUGIN, node_groups=self.groups(1), net_id=self.network)
        assert manager.export(created.id).cluster_template["name"] == name
        self.use_and_delete(manager, created, lambda one, it: one.update(it, description="d"))
        fields = {"name": name, "node_groups": self.groups(1)}
        self.template = manager.create_raw(
            {**fields, **self.common, "neutron_management_network": self.network}
        )

    def data_source(self) -> None:
        manager = self.client.data_sources
        name = self.live.name("data")
        created = manager.create(name, "d", "hdfs", "hdfs://name/in")
        self.use_and_delete(manager, created, lambda one, it: one.update(it, {"description": "e"}))
        recreated = manager.create_raw({"name": name, "type": "hdfs", "url": "/in"})
        manager.delete(recreated.id)

    def binaries(self) -> None:
        # Sahara requires that a job binary has content at its URL. Only API v1.1 can store that content.
        stored = self.internal(self.live.v1.job_binary_internals)
        manager = self.client.job_binaries
        name, url = self.live.name("binary"), f"internal-db://{stored}"
        created = manager.create(name, url, "d")
        if self.is_v1:
            self.assert_content(manager, created.id)
        else:
            for read in (manager.get_file, lambda one: manager.download(one, io.BytesIO())):
                with pytest.raises(errors.ServerError):
                    read(created.id)
        self.use_and_delete(manager, created, lambda one, it: one.update(it, {"description": "e"}))
        self.binary = manager.create_raw({"name": name, "url": url})

    def internal(self, manager: Any) -> str:
        name = self.live.name("internal")
        created = manager.create(name, b"echo")
        self.assert_content(manager, created.id)
        self.use_and_delete(manager, created, lambda one, it: one.update(it, is_protected=False))
        return str(manager.create_raw({"name": name, "data": "echo"}).id)

    def assert_content(self, manager: Any, obj_id: str) -> None:
        assert manager.get_file(obj_id) == b"echo"
        file = io.BytesIO()
        assert manager.download(obj_id, file).sha256 == hashlib.sha256(b"echo").hexdigest()
        assert file.getvalue() == b"echo"

    def job_template(self) -> None:
        name = self.live.name("job")
        created = self.templates.create(name, "Shell", mains=[self.binary.id], description="d")
        assert "job_config" in self.templates.get_configs("Pig").to_dict()
        self.use_and_delete(
            self.templates, created, lambda one, it: one.update(it, description="e")
        )
        fields = {"name": name, "type": "Shell", "mains": [self.binary.id]}
        self.job_template_id = self.templates.create_raw(fields).id

    # -- clusters and job executions ---------------------------------------------------------------

    def cluster_fields(self, what: str) -> dict[str, Any]:
        tagged = self.client.images.list({"tags": list(PLUGIN)})
        fields = {
            "name": self.live.name(what),
            "cluster_template_id": self.template.id,
            "default_image_id": tagged[0].id,
        }
        return {**fields, **self.common}

    def several_clusters(self) -> None:
        """Clusters without node groups need no Heat stack, and become Active at once."""
        clusters = self.client.clusters
        empty = {**self.cluster_fields("two"), "node_groups": []}
        ids = clusters.create_multiple_raw({**empty, "count": 2})
        assert len(ids) == 2
        if not self.is_v1:
            clusters.wait(ids[0], **LIMITS)
            assert "stack_name" in clusters.force_delete(ids[0])
        one = clusters.create_raw({**empty, "name": self.live.name("raw")})
        clusters.delete(one.id)

    def start_cluster(self) -> None:
        fields = self.cluster_fields("one")
        self.cluster_id = self.client.clusters.create(user_keypair_id=self.key, **fields).id

    def cluster(self) -> None:
        clusters = self.client.clusters
        clusters.wait(self.cluster_id, **LIMITS)
        cluster = clusters.get(self.cluster_id, show_progress=True)
        assert cluster.provision_progress
        self.assert_found(clusters, cluster)
        assert clusters.update(cluster.id, description="d").cluster["description"] == "d"
        assert clusters.update_raw(cluster.id, {"description": "e"}).description == "e"
        if not self.is_v1:
            assert clusters.update_keypair(cluster.id).cluster["id"] == cluster.id
        wait_until(self.start_verification, "Sahara starts a verification")
        clusters.scale(cluster.id, {"resize_node_groups": [{"name": "w", "count": 2}]})
        clusters.wait(self.cluster_id, **LIMITS)
        assert len(clusters.get(cluster.id).node_groups[0]["instances"]) == 2

    def start_verification(self) -> bool:
        """Whether Sahara starts a verification.

        It refuses while another one runs, and starts one itself when a cluster becomes Active.
        """
        try:
            return bool(self.client.clusters.verification_update(self.cluster_id, "START"))
        except errors.BadRequest as error:
            assert error.name == "CANNOT_VERIFY", error
            return False

    def job_execution(self) -> None:
        jobs = self.jobs
        long_running = {"configs": {"tb.seconds": 600}}
        first = jobs.create(self.job_template_id, self.cluster_id, configs=long_running)
        # Sahara starts the job execution in another thread.
        self.wait_for_status(first.id, "RUNNING")
        self.assert_found(jobs, first)
        assert jobs.refresh_status(first.id).id == first.id
        assert jobs.update(first.id, is_public=True).to_dict()
        assert jobs.update_raw(first.id, {"is_public": False}).id == first.id
        assert jobs.cancel(first.id).id == first.id
        with pytest.raises(errors.WaitFailed, match="finished with status KILLED"):
            jobs.wait(first.id, **LIMITS)
        template = "job_id" if self.is_v1 else "job_template_id"
        second = jobs.create_raw(
            {
                template: self.job_template_id,
                "cluster_id": self.cluster_id,
                "job_configs": long_running,
            }
        )
        self.wait_for_status(second.id, "RUNNING")
        assert jobs.suspend(second.id).id == second.id
        for job in (first, second):
            jobs.delete(job.id)
            wait_until_deleted(jobs.get, job.id)

    def wait_for_status(self, job_id: str, status: str) -> None:
        wait_until(
            lambda: self.jobs.get(job_id).info["status"] == status,
            f"the job execution is {status}",
        )

    # -- clean-up ----------------------------------------------------------------------------------

    def delete(self, manager: Any, obj_id: str) -> None:
        try:
            manager.delete(obj_id)
        except errors.NotFound:
            return

    def clean_up(self) -> None:
        """Delete all objects of this test, each one before the objects that it refers to."""
        names = "clusters cluster_templates node_group_templates data_sources"
        managers = [self.jobs, *(getattr(self.client, name) for name in names.split())]
        managers += [self.templates, self.client.job_binaries]
        managers += [self.live.v1.job_binary_internals]
        for manager in managers:
            mine = [one for one in manager.iterate() if self.is_mine(one)]
            for one in mine:
                self.delete(manager, one.id)
            for one in mine:
                wait_until_deleted(manager.get, one.id)

    def is_mine(self, one: Any) -> bool:
        of_cluster = getattr(one, "cluster_id", None)
        return str(getattr(one, "name", "")).startswith(self.live.prefix) or (
            of_cluster is not None and of_cluster == getattr(self, "cluster_id", "")
        )
