# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is secret, and what results and failures show instead."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.censoring import (
    masked_options,
    masked_rejected,
    secret_values,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.secrets import (
    MASK,
    is_worth_hiding,
    masked_result,
    masked_settings,
)
from ansible_collections.sahara.dataprocessing.plugins.modules import (
    sahara_cluster,
    sahara_data_source,
    sahara_job_execution,
    sahara_job_template,
)

AUTH = {
    "auth_url": "http://keystone/v3",
    "username": "demo",
    "password": "planted",
    "project_name": "analytics",
    "user_domain_name": "Default",
    "application_credential_secret": "hidden too",
    "passcode": 1234,
}
CLUSTER, DATA_SOURCE, JOB, TEMPLATE = (
    module.SPEC["argument_spec"]
    for module in (sahara_cluster, sahara_data_source, sahara_job_execution, sahara_job_template)
)


def secrets(arguments, spec=CLUSTER):
    return secret_values(spec, arguments, {})


# Names


@pytest.mark.parametrize(
    "name",
    [
        "Admin password", "Password", "fs.azure.account.key.store.blob.core.windows.net", "mysql.pwd", "PWD", "api_key", "fs.azure.account.key.file",
        "API key", "Auth-Token", "client_secret", "fs.adl.oauth2.credential", "ssl.passphrase", "private.key", "DB_PASS",
        "fs.swift.service.sahara.password", "fs.swift.service.sahara.username", "fs.s3a.access.key", "fs.s3a.secret.key",
        "fs.s3a.awsAccessKeyId", "fs.s3a.awsSecretAccessKey", "accesskey", "javax.jdo.option.ConnectionPassword",
        "hadoop_group_mapping_ldap_bind_passwd", "hbase_restserver_keystore_keypassword", "hdfs_httpfs_signature_secret",
    ],
)  # fmt: skip
def test_text_under_a_secret_name_is_masked(name):
    assert masked_settings({"Service": {name: "planted"}}) == {"Service": {name: MASK}}
    assert masked_settings({name: ["planted"]}) == {name: [MASK]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dfs.block.access.token.enable", "true"),
        ("dfs.block.access.token.enable", True),
        ("dfs.namenode.delegation.token.max-lifetime", 604800000),
        ("dfs.namenode.delegation.token.max-lifetime", "604800000"),
        ("hive.llap.daemon.delegation.token.lifetime", "14d"),
        ("yarn.resourcemanager.delegation-token-renewer.thread-count", 50),
        ("hive.cluster.delegation.token.store.class", "org.example.MemoryTokenStore"),
        ("hadoop.security.credential.provider.path", "jceks://file/etc/x"),
        ("hadoop.http.authentication.signature.secret.file", "/etc/secret"),
        ("hive.server2.keystore.path", "/etc/keystore"),
        ("dfs.namenode.keytab.file", "/etc/keytab"),
        ("hive_bypass_metastore_validator", "no"),
        ("Username", "admin"),
        ("KeyValue store", "kv"),
        ("password", ""),
        ("password", None),
        ("dfs.replication", 2),
        ("password", "True"),
        ("password", "FALSE"),
        ("password", True),
        ("password", [True, None, ""]),
        ("password", {}),
        ("passwords", {"of": "nobody"}),
    ],
)
def test_value_that_cannot_be_a_secret_is_shown(name, value):
    assert masked_settings({name: value}) == {name: value}


def test_password_that_is_a_number_is_masked():
    assert masked_settings({"Admin password": "123456", "PWD": 1234}) == {
        "Admin password": MASK,
        "PWD": MASK,
    }


@pytest.mark.parametrize(
    ("given", "masked"),
    [
        (["--password", "planted", "input"], ["--password", MASK, "input"]),
        (["--password=planted", "-Dfs.s3a.secret.key=planted"],
         [f"--password={MASK}", f"-Dfs.s3a.secret.key={MASK}"]),
        (["--password=p"], [f"--password={MASK}"]),
        (["--token", "--verbose"], ["--token", MASK]),
        (["password", "10", "a=b"], ["password", "10", "a=b"]),
        (["--tables", "orders", "--password"], ["--tables", "orders", "--password"]),
    ],
)  # fmt: skip
def test_secret_arguments_are_masked(given, masked):
    assert masked_settings({"args": given}) == {"args": masked}


@pytest.mark.parametrize(
    ("name", "location"), [("login", "fs.s3a.secret.key"), ("password", "0"), ("api_key", "key")]
)
def test_default_of_a_secret_argument_in_an_interface_is_masked(name, location):
    secret = {"name": name, "location": location, "default": "planted"}
    other = {"name": "day", "location": "day", "default": "monday"}
    assert masked_result({"job_template": {"interface": [secret, other]}}) == {
        "job_template": {"interface": [{**secret, "default": MASK}, other]}
    }


def test_settings_are_masked_wherever_they_are_in_a_result():
    configs = {"Kerberos": {"Admin password": "planted", "Realm": "EXAMPLE"}}
    masked = {"Kerberos": {"Admin password": MASK, "Realm": "EXAMPLE"}}
    result = {
        "cluster": {"cluster_configs": configs, "node_groups": [{"node_configs": configs}]},
        "diff": {"after": {"node_groups": {"worker": {"node_configs": configs}}}},
        "jobs": [{"job_configs": {"configs": {"api_key": "planted"}, "params": {}, "args": []}}],
        "user_keypair_id": "operator",
    }
    assert masked_result(result) == {
        "cluster": {"cluster_configs": masked, "node_groups": [{"node_configs": masked}]},
        "diff": {"after": {"node_groups": {"worker": {"node_configs": masked}}}},
        "jobs": [{"job_configs": {"configs": {"api_key": MASK}, "params": {}, "args": []}}],
        "user_keypair_id": "operator",
    }


def test_login_in_a_url_of_a_service_is_removed():
    assert masked_result({"info": {"Web UI": "http://admin:hunter2@172.24.0.1:7180/cmf?x=1"}}) == {
        "info": {"Web UI": "http://172.24.0.1:7180/cmf?x=1"}
    }


@pytest.mark.parametrize("text", ["http://[::1", "me@example.org", "http://a/me@b", "", "@"])
def test_text_that_is_not_a_url_with_a_login_is_unchanged(text):
    assert masked_result({"info": {"Contact": text}}) == {"info": {"Contact": text}}


@pytest.mark.parametrize("form", [list, tuple])
def test_lists_and_tuples_are_masked_alike(form):
    result = {
        "args": form(["--password", "planted"]),
        "configs": {"api_key": form(["planted"])},
        "jobs": form([{"params": {"api_key": "planted"}}]),
    }
    assert masked_result(result) == {
        "args": ["--password", MASK],
        "configs": {"api_key": [MASK]},
        "jobs": [{"params": {"api_key": MASK}}],
    }
    assert secrets({"auth": {"passwords": form(["planted"])}}) == {"planted"}


# Values


@pytest.mark.parametrize("value", ["", "1", "no", "No", "true", "none", "default", "yes", "12"])
def test_empty_short_and_common_values_are_not_hidden_elsewhere(value):
    assert not is_worth_hiding(value)
    assert secrets({"auth": {"password": value}}) == set()
    assert secrets({"configs": {"fs.swift.service.sahara.password": value}}, JOB) == set()


@pytest.mark.parametrize("value", ["abc", "demo", "100"])
def test_short_password_is_hidden_everywhere(value):
    assert secrets({"auth": {"password": value, "username": value}}) == {value}
    assert secrets({"credentials": {"password": value}}, DATA_SOURCE) == {value}
    assert secrets({"configs": {"fs.swift.service.sahara.password": value}}, JOB) == {value}


@pytest.mark.parametrize(
    "arguments",
    [
        {"auth": AUTH},
        {"cloud": {"auth": AUTH, "region_name": "east"}},
        {"cloud": {"region_name": "east"}, "auth": AUTH},
        {"cloud": "{auth: {password: planted, passcode: 1234, username: demo, x: 'hidden too'}}"},
    ],
)
def test_only_secrets_in_auth_are_hidden(arguments):
    assert secrets(arguments) == {"planted", "hidden too", "1234"}


def test_name_of_a_cloud_is_shown():
    assert secrets({"cloud": "mycloud", "auth": None}) == set()
    assert masked_options(CLUSTER, {"cloud": "mycloud"}) == {"cloud": "mycloud"}


def test_secret_outside_auth_in_the_dictionary_of_a_cloud_is_hidden():
    cloud = {"password": "planted", "region_name": "east"}
    assert secrets({"cloud": cloud}) == {"planted"}
    assert masked_options(CLUSTER, {"cloud": cloud}) == {
        "cloud": {"password": MASK, "region_name": "east"}
    }


@pytest.mark.parametrize("url", ["http://sahara:8386", "http://[::1", "", None])
def test_url_without_a_password_has_no_secret(url):
    assert secrets({"sahara_url": url}) == set()


def test_password_in_a_url_is_hidden():
    assert secrets({"sahara_url": "http://demo:planted@sahara:8386"}) == {"planted"}


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("cluster_configs", {"Hive": {"url": "mysql://hive:planted@db/hive"}}, {"planted"}),
        ("cluster_configs", {"Hive": {"url": "mysql://hive:on@db/hive"}}, set()),
        ("node_groups", [{"node_configs": {"A": {"u": "http://a:planted@b"}}}], {"planted"}),
        ("key", "/home/demo/key.pem", set()),
    ],
)
def test_passwords_in_urls_of_settings_are_hidden_and_paths_are_not(name, value, found):
    assert secrets({name: value}) == found


def test_alias_is_treated_like_its_option():
    given = {"key": "/home/demo/key.pem", "client_key": "/home/demo/key.pem", "verify": True}
    assert masked_options(CLUSTER, given) == given
    assert masked_rejected(CLUSTER, given) == given


def test_arguments_are_masked_in_their_place():
    given = {
        "auth": AUTH,
        "interface": "internal",
        "cluster_configs": {"Kerberos": {"Admin password": "a"}, "HDFS": {"dfs.replication": 1}},
        "node_groups": [{"name": "w", "node_configs": {"Hive": {"mysql.pwd": "b"}}}],
    }
    shown = masked_options(CLUSTER, given)
    assert shown["auth"]["password"] == shown["auth"]["passcode"] == MASK
    assert shown["auth"]["username"] == "demo"
    assert shown["interface"] == "internal"
    assert shown["cluster_configs"] == {
        "Kerberos": {"Admin password": MASK},
        "HDFS": {"dfs.replication": 1},
    }
    assert shown["node_groups"] == [{"name": "w", "node_configs": {"Hive": {"mysql.pwd": MASK}}}]


@pytest.mark.parametrize(
    ("option", "hidden"),
    [
        ("api_token", True),
        ("secret", True),
        ("password", True),
        ("accesskey", False),
        ("colour", False),
    ],
)
def test_secret_in_an_option_that_does_not_exist_is_hidden(option, hidden):
    assert secrets({option: ["planted"]}) == ({"planted"} if hidden else set())


def test_access_key_is_masked_only_in_its_place():
    given = {"credentials": {"accesskey": "demo", "secretkey": "planted", "endpoint": "s3"}}
    assert secrets(given, DATA_SOURCE) == {"planted"}
    assert masked_options(DATA_SOURCE, given) == {
        "credentials": {"accesskey": MASK, "secretkey": MASK, "endpoint": "s3"}
    }


@pytest.mark.parametrize(
    ("arguments", "secrets"),
    [
        (["--password", "c2VjcmV0=="], {"c2VjcmV0=="}),
        (["--password=c2VjcmV0=="], {"c2VjcmV0=="}),
        (["-Dfs.s3a.secret.key=a=planted"], {"a=planted"}),
        (["--password", MASK, f"--password={MASK}", f"a={MASK}"], set()),
        (["http://user:planted@host/path"], {"planted"}),
        (["http://user@host/path", "http://host"], set()),
    ],
)
def test_secret_arguments_are_hidden_elsewhere(arguments, secrets):
    """A secret may contain "="; the mask is not one."""
    assert secret_values(JOB, {"args": arguments}, {}) == secrets


def test_passwords_that_the_task_asks_for_are_not_hidden():
    given = {"cluster_configs": {"General": {"Admin password": "planted"}}, "show_passwords": True}
    result = {"cluster": {"info": {"Ambari Console": {"Password": "planted"}}}}
    assert secret_values(CLUSTER, given, result) == set()
    assert secret_values(CLUSTER, {**given, "show_passwords": False}, result) == {"planted"}


# Rejected arguments


@pytest.mark.parametrize(
    ("spec", "option", "value"),
    [
        (DATA_SOURCE, "credentials", "planted"),
        (DATA_SOURCE, "credentials", {"secret_key": "planted"}),
        (DATA_SOURCE, "credential", {"secretkey": "planted"}),
        (CLUSTER, "auth", "planted"),
        (CLUSTER, "cloud", ["planted"]),
        (CLUSTER, "cluster_configs", "planted"),
        (CLUSTER, "node_groups", [{"name": "w", "node_config": {"Hive": {"password": "planted"}}}]),
        (JOB, "args", "planted"),
        (TEMPLATE, "job_interface", [{"name": "login", "default": "planted"}]),
    ],
)
def test_everything_under_an_option_with_secrets_is_masked_if_options_are_rejected(
    spec, option, value
):
    shown = masked_rejected(spec, {option: value, "name": "x", "api_version": "2", "auth": AUTH})
    assert shown == {option: MASK, "auth": MASK, "api_version": "2", "name": shown["name"]}
