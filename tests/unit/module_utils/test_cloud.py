# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connection options, files and environment variables select a cloud."""

from __future__ import annotations

import json
import sys

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary import (
    ansiballz,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.cloud import (
    Cloud,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.given import (
    ConfigurationError,
)

from tests.unit.support.fresh import python

PRELOAD = "ansible_collections.sahara.dataprocessing.plugins.plugin_utils.preload"
ANSIBALLZ = ansiballz.__name__
CLOUD = Cloud.__module__
ACCOUNT = {
    "username": "demo",
    "password": "planted",
    "project_name": "demo",
    "user_domain_name": "Default",
    "project_domain_name": "Default",
}
KEYSTONE = "http://keystone.example/v3"


def entry(url=KEYSTONE, **more):
    return {"auth": {"auth_url": url, **ACCOUNT}, **more}


@pytest.fixture(name="configured")
def configured_fixture(tmp_path, monkeypatch):
    """A function that writes a clouds.yaml, the only source of clouds."""
    monkeypatch.chdir(tmp_path)

    def configure(text=None, **clouds):
        path = tmp_path / "given.yaml"
        path.write_text(text or json.dumps({"clouds": clouds}))
        monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(path))

    for name in ("OS_CLOUD", "OS_AUTH_URL", "OS_USERNAME", "OS_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    configure()
    return configure


def kind_of(cloud):
    plugin = type(cloud.region.get_auth())
    return f"{plugin.__module__}.{plugin.__name__}"


def test_only_cloud_in_a_file_is_the_default(configured):
    configured(sole=entry(region_name="east"))
    assert Cloud({}).region.get_region_name() == "east"


def test_options_take_precedence_over_the_file(configured):
    configured(one=entry(), two=entry(verify=True))
    region = Cloud({"cloud": "two", "validate_certs": False, "interface": "internal"}).region
    assert region.get_interface() == "internal"
    assert region.get_requests_verify_args() == (False, None)


def test_certificates_are_verified_by_default(configured):
    configured(one=entry())
    assert Cloud({}).session.verify is True


def test_dictionary_is_a_separate_cloud(configured):
    configured(one=entry(region_name="east"))
    assert Cloud({"cloud": entry(region_name="west")}).region.get_region_name() == "west"


@pytest.mark.parametrize("write", [json.dumps, str, lambda given: json.dumps(given, indent=1)])
def test_dictionary_may_be_text(configured, write):
    cloud = Cloud({"cloud": write(entry(region_name="west"))})
    assert cloud.region.get_region_name() == "west"
    assert cloud.region.get_auth_args()["password"] == "planted"


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("cloud", "'auth': {'password': planted"),
        ("cloud", "password=planted"),
        ("cloud", ["planted"]),
        ("auth_type", "password: planted"),
        ("region_name", "{planted}"),
        ("service_type", "{planted: 1}"),
        ("sahara_url", "password planted"),
    ],
)
def test_text_that_is_not_a_name_is_not_repeated(configured, option, text):
    cloud = Cloud({option: text})
    with pytest.raises(ConfigurationError, match=f"'{option}'") as caught:
        _ = cloud.region
    assert "planted" not in str(caught.value)


def test_environment_variables_are_a_cloud(configured, monkeypatch):
    for name, value in {"auth_url": KEYSTONE, **ACCOUNT}.items():
        monkeypatch.setenv(f"OS_{name.upper()}", value)
    assert Cloud({}).region.get_auth_args()["username"] == "demo"


@pytest.mark.parametrize(
    ("url", "plugin"),
    [
        (KEYSTONE, "keystoneauth1.identity.v3.password.Password"),
        (KEYSTONE + "/", "keystoneauth1.identity.v3.password.Password"),
        ("http://keystone.example", "keystoneauth1.identity.generic.password.Password"),
    ],
)
def test_version_of_keystone_is_taken_from_its_url(configured, url, plugin):
    configured(one=entry(url))
    assert kind_of(Cloud({})) == plugin


def test_keystone_has_a_timeout(configured):
    configured(one=entry())
    assert Cloud({}).session.timeout == 60
    assert Cloud({"api_timeout": 5}).session.timeout == 5


def test_unknown_cloud_is_reported_with_the_known_ones(configured):
    configured(one=entry(), two=entry())
    with pytest.raises(
        ConfigurationError, match=r"No cloud named 'three' in .*given.yaml; known clouds: one, two"
    ):
        Cloud({"cloud": "three"}).region  # noqa: B018


@pytest.mark.parametrize(
    "text", ["clouds: [", "just words", "clouds: 7", "- a\n- list\n", "clouds: {one: 3}"]
)
def test_broken_file_is_one_sentence(configured, text):
    configured(text)
    with pytest.raises(ConfigurationError) as caught:
        Cloud({"cloud": "one"}).region  # noqa: B018
    assert "\n" not in str(caught.value)


def test_missing_configuration_names_the_options_to_set(configured):
    with pytest.raises(ConfigurationError, match="auth_url.*Set 'cloud', 'auth', or the OS_"):
        Cloud({}).region  # noqa: B018


@pytest.mark.parametrize(
    ("clouds", "known"), [({"two": entry(), "one": entry()}, "one, two"), ({}, "none")]
)
def test_text_instead_of_a_cloud_is_reported_with_the_known_clouds(configured, clouds, known):
    configured(**clouds)
    with pytest.raises(ConfigurationError) as caught:
        Cloud({"cloud": "password=planted"}).region  # noqa: B018
    assert str(caught.value) == (
        "The value of 'cloud' or OS_CLOUD is neither the name of a cloud nor a dictionary. "
        f"It is not shown, because it may contain secrets. Known clouds: {known}."
    )


@pytest.mark.parametrize(
    "url", ["http://a.example:8386/v2", "https://[::1]/a%20b?c=d&e=f#g", " http://a/b ", "", None]
)
def test_urls_that_are_accepted(configured, url):
    configured(one=entry())
    assert Cloud({"sahara_url": url}).region.name == "one"


@pytest.mark.parametrize(
    ("options", "verify", "certificate"),
    [
        ({}, True, None),
        ({"validate_certs": False}, False, None),
        ({"ca_cert": "ca.pem"}, "ca.pem", None),
        ({"client_cert": "c.pem"}, True, "c.pem"),
        ({"client_cert": "c.pem", "client_key": "k.pem"}, True, ("c.pem", "k.pem")),
    ],
)
def test_certificates_of_the_task(configured, tmp_path, options, verify, certificate):
    configured(one=entry())
    for name in ("ca.pem", "c.pem", "k.pem"):
        (tmp_path / name).write_text("-----BEGIN CERTIFICATE-----")
    session = Cloud(options).session
    assert (session.verify, session.cert) == (verify, certificate)


@pytest.mark.parametrize("url", [KEYSTONE, KEYSTONE + "/"])
def test_token_also_takes_the_version_from_the_url(configured, url):
    configured(one={"auth_type": "token", "auth": {"auth_url": url, "token": "planted"}})
    assert kind_of(Cloud({})) == "keystoneauth1.identity.v3.token.Token"


def test_other_authentication_is_left_as_configured(configured):
    secrets = {"application_credential_id": "i", "application_credential_secret": "planted"}
    auth = {"auth_url": KEYSTONE, **secrets}
    configured(one={"auth_type": "v3applicationcredential", "auth": auth})
    plugin = "keystoneauth1.identity.v3.application_credential.ApplicationCredential"
    assert kind_of(Cloud({})) == plugin


def test_missing_password_is_reported_without_other_secrets(configured):
    incomplete = {"auth_url": KEYSTONE, "token": "planted"}
    configured(one={"auth_type": "v3applicationcredential", "auth": incomplete})
    with pytest.raises(ConfigurationError) as caught:
        Cloud({}).region  # noqa: B018
    assert "planted" not in str(caught.value)


def test_file_of_an_earlier_task_is_not_read_again(configured, tmp_path, monkeypatch):
    configured(earlier=entry())
    assert Cloud({}).region.name == "earlier"
    other = tmp_path / "other.yaml"
    other.write_text(json.dumps({"clouds": {"later": entry()}}))
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(other))
    with pytest.raises(ConfigurationError, match="known clouds: later"):
        Cloud({"cloud": "earlier"}).region  # noqa: B018


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["openstack", "keystoneauth1"])
def test_missing_library_is_named(missing):
    output = python(
        f"sys.modules[{missing!r}] = None\n"
        f"from {ANSIBALLZ} import import_config_only\n"
        f"from {CLOUD} import Cloud\n"
        f"from {PRELOAD} import Connections, preload\n"
        "import_config_only()\n"
        "print(preload(Connections()))\n"
        "try: Cloud({}).session\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    assert output.startswith("False\nMissingLibrary The Python package openstacksdk is required (")
    assert output.endswith(f"Install it with '{sys.executable} -m pip install openstacksdk'.")


def test_clouds_and_regions_are_different_places(configured):
    other = KEYSTONE.replace("keystone", "other")
    assert other != KEYSTONE
    configured(
        one=entry(region_name="a"),
        slash=entry(f"{KEYSTONE}/", region_name="a"),
        region=entry(region_name="b"),
        other=entry(other, region_name="a"),
    )
    places = {name: Cloud({"cloud": name}).place for name in ("one", "slash", "region", "other")}
    assert places["one"] == places["slash"]
    assert len(set(places.values())) == 3
