# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors about clouds.yaml, connection options and the environment say how to fix the mistake."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.options import (
    CONNECTION_OPTIONS,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.cloud import (
    Cloud,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.given import (
    CONNECTION,
    ConfigurationError,
)

KEYSTONE = "https://keystone.example/v3"
PROJECT = {"project_name": "demo", "project_domain_name": "Default"}
PASSWORD = {
    "auth_url": KEYSTONE,
    "username": "demo",
    "password": "planted",
    "user_domain_name": "Default",
    **PROJECT,
}
APPLICATION = {
    "auth_url": KEYSTONE,
    "application_credential_id": "1234",
    "application_credential_secret": "planted",
}
TOKEN = {"auth_url": KEYSTONE, "token": "planted", **PROJECT}

Configure = Callable[..., Path]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home and working directory, and no variables of OpenStack."""
    for name in [name for name in os.environ if name.startswith(("OS_", "XDG_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def configure(home: Path) -> Configure:
    """A function that writes clouds.yaml in the working directory, from text or from entries."""

    def configure(text: str = "", **clouds: Any) -> Path:
        path = home / "clouds.yaml"
        path.write_text(text or json.dumps({"clouds": clouds}))
        return path

    return configure


def message(**options: Any) -> str:
    """The sentences about these options."""
    with pytest.raises(ConfigurationError) as caught:
        _ = Cloud(options).session
    text = str(caught.value)
    assert "planted" not in text and "\n" not in text and "__init__" not in text
    return text


# Values that do not fit the authentication type


@pytest.mark.parametrize("kind", [{}, {"auth_type": "password"}, {"auth_type": "v3password"}])
def test_application_credential_without_its_type(configure: Configure, kind: Any) -> None:
    path = configure(mine={"auth": APPLICATION, **kind})
    assert message(cloud="mine") == (
        f"Cloud 'mine' in {path} sets 'application_credential_id', 'application_credential_secret' in 'auth', "
        f"which auth_type '{kind.get('auth_type', 'password')}' does not accept. "
        "Set 'auth_type' to 'v3applicationcredential'."
    )


@pytest.mark.parametrize(
    ("auth", "fitting"),
    [(APPLICATION, "v3applicationcredential"), (TOKEN, "v3token"), (PASSWORD, "v3password")],
)
def test_an_empty_type_is_not_taken_for_no_authentication(
    configure: Configure, auth: Any, fitting: str
) -> None:
    configure(mine={"auth": auth, "auth_type": ""})
    assert message(cloud="mine").endswith(
        f"which auth_type 'none' does not accept. Set 'auth_type' to '{fitting}'."
    )


def test_a_dictionary_is_named_by_its_option(configure: Configure) -> None:
    assert message(cloud={"auth": APPLICATION}).startswith("The option 'cloud' sets 'application_")


def test_a_cloud_of_the_environment_that_another_type_is_added_to(
    configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = configure(mine={"auth": PASSWORD})
    monkeypatch.setenv("OS_CLOUD", "mine")
    assert message(auth=APPLICATION, auth_type="v3applicationcredential") == (
        f"Cloud 'mine' in {path} sets 'password' in 'auth', which auth_type 'v3applicationcredential' does not "
        "accept. The 'auth' of the task is added to that cloud. To use only the values of the task, put them into "
        "a dictionary in 'cloud'."
    )


def test_a_misspelt_value_has_a_suggestion(configure: Configure) -> None:
    path = configure(mine={"auth": {**PASSWORD, "project_nam": "demo"}})
    assert message(cloud="mine") == (
        f"Cloud 'mine' in {path} sets 'project_nam' in 'auth', which auth_type 'password' does not accept. "
        "Did you mean 'project_name'?"
    )


def test_a_value_that_nothing_resembles(configure: Configure) -> None:
    configure(mine={"auth": {**PASSWORD, "xyzzy": "planted"}})
    assert message(cloud="mine").endswith("Remove that, or set another 'auth_type'.")


def test_a_name_that_may_be_a_secret_is_not_repeated(configure: Configure) -> None:
    configure(mine={"auth": {**PASSWORD, "password: planted": ""}})
    assert "sets a name in 'auth'" in message(cloud="mine")


def test_variables_of_an_application_credential_without_its_type(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in APPLICATION.items():
        monkeypatch.setenv(f"OS_{name.upper()}", value)
    assert message() == (
        "The environment (OS_*) has the values of auth_type 'v3applicationcredential', but its auth_type is "
        "'password'. Set 'auth_type' to 'v3applicationcredential'."
    )


@pytest.mark.parametrize(
    ("kind", "values", "needed"),
    [
        ("password", {"password": "planted"}, "'username' or 'user_id'"),
        ("password", {"username": "demo"}, "'password'"),
        ("v3password", {"user_id": "demo"}, "'password'"),
        ("token", {}, "'token'"),
        ("v3token", {}, "'token'"),
    ],
)
@pytest.mark.parametrize("url", [KEYSTONE, "https://keystone.example"])
def test_nobody_to_log_in_as(
    configure: Configure, kind: str, values: Any, needed: str, url: str
) -> None:
    auth = {"auth_url": url, "user_domain_name": "Default", **PROJECT, **values}
    if "token" in kind:
        del auth["user_domain_name"]
    assert message(cloud={"auth": auth, "auth_type": kind}) == (
        f"Incomplete connection options: the option 'cloud': auth_type '{kind}' requires {needed}. "
        "Set 'cloud', 'auth', or the OS_* environment variables."
    )


def test_the_rules_of_a_type_are_reported_with_the_cloud(configure: Configure) -> None:
    auth = {"auth_url": KEYSTONE, "application_credential_name": "mine"}
    text = message(cloud={"auth": auth, "auth_type": "v3applicationcredential"})
    assert text.startswith("Incomplete connection options: the option 'cloud': You must provide")


@pytest.mark.parametrize(
    ("kind", "hint"),
    [
        ("v3pasword", "no authentication type named 'v3pasword'; did you mean 'v3password'"),
        ("xyzzy", "no authentication type named 'xyzzy'; available: "),
        ("a: planted", "the value of 'auth_type' is not a valid name."),
    ],
)
def test_an_unknown_type(configure: Configure, kind: str, hint: str) -> None:
    path = configure(mine={"auth": PASSWORD, "auth_type": kind})
    assert message(cloud="mine").startswith(f"Cloud 'mine' in {path}: {hint}")


# Entries and values of a wrong form


@pytest.mark.parametrize("entry", [3, "planted", None, ["planted"]])
def test_an_entry_that_is_not_a_dictionary(configure: Configure, entry: Any) -> None:
    path = configure(mine=entry)
    assert message(cloud="mine") == f"Cloud 'mine' in {path} is not a dictionary."


@pytest.mark.parametrize("auth", ["planted", None, ["planted"], 7])
@pytest.mark.parametrize("named", [True, False])
def test_values_of_auth_that_are_not_a_dictionary(
    configure: Configure, auth: Any, named: bool
) -> None:
    configure(mine={"auth": auth})
    text = message(cloud="mine" if named else {"auth": auth})
    assert text.endswith(": the value of 'auth' is not a dictionary.")


@pytest.mark.parametrize("key", ["validate", "argparse", 1])
def test_any_key_of_a_dictionary_is_a_key_of_the_configuration(
    configure: Configure, key: Any
) -> None:
    assert Cloud({"cloud": {"auth": PASSWORD, key: "value"}}).region.get_auth_args()


@pytest.mark.parametrize("values", [{"auth": {**PASSWORD, "auth_url": 7}}, {"networks": "planted"}])
def test_values_of_a_wrong_type_are_reported_with_their_cloud(
    configure: Configure, values: Any
) -> None:
    path = configure(mine={"auth": PASSWORD, **values})
    text = message(cloud="mine", region_name="one")
    assert text.startswith(f"Cloud 'mine' in {path} is invalid: ")
    assert text.endswith(". Check the values and their types.")


@pytest.mark.parametrize(
    ("key", "value"),
    [("api_timeout", "soon"), ("data_processing_connect_retries", "often")],
)
def test_values_that_are_not_numbers(configure: Configure, key: str, value: str) -> None:
    configure(mine={"auth": PASSWORD, key: value})
    with pytest.raises(ConfigurationError, match=f"is invalid: .*{value}"):
        _ = Cloud({"cloud": "mine"}).client


# Which cloud


def test_several_clouds_and_none_selected(configure: Configure) -> None:
    configure(two={"auth": PASSWORD}, one={"auth": PASSWORD})
    assert message() == "No cloud is selected. Set 'cloud' or OS_CLOUD to one of: one, two."


def test_no_cloud_at_all(home: Path) -> None:
    assert message() == (
        "Incomplete connection options: the task: auth_type 'password' requires 'auth_url'. "
        "Set 'cloud', 'auth', or the OS_* environment variables."
    )


def test_a_cloud_without_any_file(home: Path) -> None:
    assert message(cloud="mine") == (
        "No cloud named 'mine': there is no clouds.yaml in the working directory, ~/.config/openstack or "
        "/etc/openstack. Create one, or set OS_CLIENT_CONFIG_FILE."
    )


def test_the_file_of_the_variable_does_not_exist(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", "/no/such.yaml")
    assert message(cloud="mine") == (
        "No cloud named 'mine': OS_CLIENT_CONFIG_FILE is '/no/such.yaml', which does not exist."
    )


def test_the_file_is_closed_to_this_user(
    configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = configure(mine={"auth": PASSWORD})
    opened = open

    def refuse(file: Any, *args: Any, **options: Any) -> Any:
        if str(file) == str(path):
            raise PermissionError(13, "Permission denied")
        return opened(file, *args, **options)

    monkeypatch.setattr("builtins.open", refuse)
    assert message(cloud="mine") == (
        f"No cloud named 'mine': {path} cannot be read (Permission denied)."
    )


def test_the_file_of_the_variable_is_a_directory(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(home))
    assert message(cloud="mine") == (
        f"No cloud named 'mine': {home} cannot be read (Is a directory)."
    )


@pytest.mark.parametrize("files", [True, False])
def test_a_cloud_of_the_variable_that_does_not_exist(
    configure: Configure, monkeypatch: pytest.MonkeyPatch, files: bool
) -> None:
    monkeypatch.setenv("OS_CLOUD", "mine")
    if files:
        configure(yours={"auth": PASSWORD})
    assert message().startswith("No cloud named 'mine' (OS_CLOUD)")


def test_a_cloud_that_is_really_named_defaults(configure: Configure) -> None:
    configure(defaults={"auth": PASSWORD})
    assert Cloud({"cloud": "defaults"}).region.get_auth_args()["username"] == "demo"


@pytest.mark.parametrize("text", ["just words", "clouds: 7", "clouds: planted", "- a\n- list\n"])
@pytest.mark.parametrize("name", ["clouds.yaml", "secure.yaml"])
def test_a_file_without_clouds(configure: Configure, home: Path, name: str, text: str) -> None:
    configure(mine={"auth": PASSWORD})
    (home / name).write_text(text)
    assert message(cloud="mine") == (
        f"The cloud configuration cannot be read: {home / name} has no dictionary named 'clouds'."
    )


@pytest.mark.parametrize("name", ["clouds.yaml", "secure.yaml", "clouds.json"])
def test_a_file_with_a_syntax_error(configure: Configure, home: Path, name: str) -> None:
    configure(mine={"auth": PASSWORD})
    if name == "clouds.json":
        (home / "clouds.yaml").unlink()
    (home / name).write_text("clouds:\n  mine: {password: planted\nx: [")
    text = message(cloud="mine")
    assert text.startswith(f"The cloud configuration cannot be read: {home / name} is not valid ")


def test_a_file_with_a_syntax_error_is_not_replaced_by_the_next_one(
    configure: Configure, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(mine={"auth": PASSWORD})
    broken = home / "broken.yaml"
    broken.write_text("clouds: [")
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(broken))
    assert message(cloud="mine").endswith(f"{broken} is not valid YAML (line 1).")


@pytest.mark.parametrize("where", ["option", "file"])
def test_a_region_that_the_cloud_does_not_have(configure: Configure, where: str) -> None:
    regions = [f"region-{number}" for number in range(9)]
    path = configure(mine={"auth": PASSWORD, "regions": regions})
    assert message(cloud="mine", region_name="nowhere") == (
        f"Cloud 'mine' in {path} has no region 'nowhere'; it has region-0, region-1, region-2, region-3, region-4 "
        "and 4 more. Correct 'region_name', or add the region to the cloud."
    )


# Empty text


@pytest.mark.parametrize(
    "option", ["cloud", "auth_type", "region_name", "ca_cert", "sahara_url", "service_type"]
)
def test_empty_text_counts_as_omitted(configure: Configure, option: str) -> None:
    configure(mine={"auth": PASSWORD, "region_name": "one", "cacert": ""})
    region = Cloud({option: ""}).region
    assert (region.name, region.get_region_name()) == ("mine", "one")
    assert region.config["auth_type"] == "v3password"


# The task's values and those of the cloud


@pytest.mark.parametrize("named", [True, False])
def test_auth_is_added_to_the_cloud(configure: Configure, named: bool) -> None:
    entry = {"auth": PASSWORD}
    configure(mine=entry)
    cloud = Cloud({"cloud": "mine" if named else entry, "auth": {"project_name": "other"}})
    assert cloud.region.get_auth_args() == {**PASSWORD, "project_name": "other"}
    assert entry == {"auth": PASSWORD}


def test_the_region_of_the_task_replaces_that_of_a_dictionary(configure: Configure) -> None:
    cloud = Cloud({"cloud": {"auth": PASSWORD, "region_name": "one"}, "region_name": "two"})
    assert cloud.region.get_region_name() == "two"


# The environment after the import


@pytest.mark.parametrize(
    ("variable", "folder"), [("HOME", ".config/openstack"), ("XDG_CONFIG_HOME", "openstack")]
)
def test_paths_follow_the_environment_of_the_task(
    home: Path, monkeypatch: pytest.MonkeyPatch, variable: str, folder: str
) -> None:
    other = home / "other"
    (other / folder).mkdir(parents=True)
    (other / folder / "clouds.yaml").write_text(json.dumps({"clouds": {"mine": {"auth": {}}}}))
    secure = {"clouds": {"mine": {"auth": PASSWORD}}}
    (other / folder / "secure.yaml").write_text(json.dumps(secure))
    monkeypatch.setenv(variable, str(other))
    assert Cloud({}).region.get_auth_args()["username"] == "demo"


def test_paths_follow_the_working_directory(configure: Configure) -> None:
    configure(mine={"auth": PASSWORD})
    assert Cloud({}).region.name == "mine"


def test_every_option_of_the_connection_is_known() -> None:
    assert set(CONNECTION) == set(CONNECTION_OPTIONS)


# Files with certificates

OPTIONS = {"ca_cert": "cacert", "client_cert": "cert", "client_key": "key"}
PEM = "-----BEGIN CERTIFICATE-----\n"


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("where", ["task", "cloud"])
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/no/such.pem", "which cannot be read: No such file or directory."),
        ("text.pem", "which is not a file in PEM format."),
    ],
)
def test_a_file_that_cannot_be_used(
    configure: Configure, home: Path, option: str, where: str, path: str, reason: str
) -> None:
    (home / "text.pem").write_text("planted")
    (home / "good.pem").write_text(PEM)
    given = {"client_cert": "good.pem"} if option == "client_key" else {}
    given = {**given, option: path}
    entry = {OPTIONS[name]: value for name, value in given.items()} if where == "cloud" else {}
    configure(mine={"auth": PASSWORD, **entry})
    text = message(**(given if where == "task" else {}))
    assert text == f"'{option}' ('{OPTIONS[option]}' in clouds.yaml) is '{path}', {reason}"


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_a_file_of_a_variable_that_cannot_be_read(
    configure: Configure, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    configure(mine={"auth": PASSWORD})
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.setenv(variable, "/no/such.pem")
    assert message() == (
        f"The variable {variable} is '/no/such.pem', which cannot be read: No such file or directory."
    )


@pytest.mark.parametrize(
    "options",
    [{"ca_cert": "."}, {"ca_cert": "/no/such.pem", "validate_certs": False}],
)
@pytest.mark.filterwarnings("ignore:You are specifying a cacert")
def test_files_that_are_accepted_or_not_used(
    configure: Configure, options: Mapping[str, Any]
) -> None:
    configure(mine={"auth": PASSWORD})
    assert Cloud(options).session


def test_a_variable_for_certificates_may_name_a_directory(
    configure: Configure, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    configure(mine={"auth": PASSWORD})
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path))
    assert Cloud({}).session


def test_a_variable_for_certificates_does_not_matter_without_tls(
    configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(mine={"auth": {**PASSWORD, "auth_url": "http://keystone.example/v3"}})
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such.pem")
    assert Cloud({}).session
