# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builds the execution environment of docs/execution-environment.yml without a registry and without Galaxy.

debootstrap creates the base image, from the mirror of Debian that this machine uses. The
collection is this checkout: its tarball replaces the release, as the guide to AWX describes.
The rest is what users build.
"""

from __future__ import annotations

import ast
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tools.artifact import build as build_tarball
from tools.guides import code_of
from tools.podman import FOLDER
from tools.tree import ROOT

DEFINITION = ROOT / "docs" / "execution-environment.yml"
# Everything that the build reads.
BUILD = FOLDER / "build"
# What the image does not need: podman creates the devices of a container.
LEFT_OUT = ("--exclude=./dev/*", "--exclude=./var/cache/apt/archives/*.deb")
# Only root can create files of several users. `podman unshare` makes the user root in a namespace.
AS_ROOT = () if os.geteuid() == 0 else ("podman", "unshare")
# The settings of pip that specify where packages come from.
SOURCES = ("index-url", "extra-index-url", "find-links", "trusted-host", "proxy", "default-timeout")


def run(*command: str | Path) -> None:
    print(f"$ {shlex.join(map(str, command))}", flush=True)
    # In such a container, debootstrap does not insist on creating devices, which a user may not do.
    done = subprocess.run(command, env={**os.environ, "container": "lxc"}, check=False)
    if done.returncode:
        sys.exit(f"'{command[0]}' failed with status {done.returncode}; its output is above.")


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main(arguments: Sequence[str]) -> None:
    """Builds the image with this tag."""
    (tag,) = arguments
    # What an earlier run left, perhaps because it was killed.
    run(*AS_ROOT, "rm", "-rf", BUILD)
    run("podman", "rm", "--all", "--force")
    BUILD.mkdir(parents=True)
    definition = yaml.safe_load(DEFINITION.read_text(encoding="utf-8"))
    base = definition["images"]["base_image"]
    base["name"] = bootstrapped(base["name"])
    definition = with_tarball(definition)
    (tarball,) = definition["additional_build_files"]
    build_tarball(BUILD / "tarball").rename(BUILD / tarball["src"])
    file = BUILD / DEFINITION.name
    file.write_text(yaml.safe_dump(definition), encoding="utf-8")
    options = ("--network=host", f"--volume={pip_settings()}:/etc/xdg/pip:ro")
    run(
        *("ansible-builder", "build", "--container-runtime", "podman", "--squash", "new"),
        *("--file", file, "--context", BUILD / "context", "--tag", tag),
        *("--extra-build-cli-args", shlex.join(options), "--prune-images"),
    )


def bootstrapped(base: str) -> str:
    """The name of an image with the same release of Debian as this one. Creates it, unless it exists."""
    release = re.fullmatch(r"docker\.io/library/debian:(\w+)-slim", base)
    assert release, f"{DEFINITION} has a base that is not Debian: {base}"
    image = f"localhost/debian:{release[1]}"
    if subprocess.run(["podman", "image", "exists", image], check=False).returncode:
        root, archive = BUILD / "root", BUILD / "root.tar"
        run(*AS_ROOT, "debootstrap", "--variant=minbase", release[1], root, *mirror())
        run(*AS_ROOT, "tar", "--create", "--file", archive, "--directory", root, *LEFT_OUT, ".")
        run("podman", "import", archive, image)
        run(*AS_ROOT, "rm", "-r", root, archive)
    return image


def mirror() -> list[str]:
    """The Debian mirror of this machine's apt, if any. Otherwise, debootstrap uses its own."""
    system = platform.freedesktop_os_release()
    if system["ID"] != "debian":
        return []
    chosen = ("Created-By: Packages", "Component: main", f"Release: {system['VERSION_CODENAME']}")
    found = output("apt-get", "indextargets", "--format", "$(REPO_URI)", *chosen).split()
    return [url for url in found if url.startswith("http")][:1]


def with_tarball(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The definition with a tarball of the collection instead of its release, as the guide says."""
    (block,) = (
        code for code in code_of("guide_awx", "yaml") if code.startswith("# with a tarball\n")
    )
    change = yaml.safe_load(block)
    dependencies = {**definition["dependencies"], **change["dependencies"]}
    return {**definition, **change, "dependencies": dependencies}


def pip_settings() -> Path:
    """The folder with which the image is built. It has this machine's pip settings and certificates."""
    folder = BUILD / "pip"
    folder.mkdir()
    found = parsed(output(sys.executable, "-m", "pip", "config", "list"))
    certificates = found.get("cert") or os.environ.get("REQUESTS_CA_BUNDLE")
    settings = usable_in_the_image(found)
    if certificates:
        shutil.copy(certificates, folder / "cert.pem")
        settings["cert"] = "/etc/xdg/pip/cert.pem"
    lines = (f"{name} = {value}\n" for name, value in settings.items())
    (folder / "pip.conf").write_text(f"[global]\n{''.join(lines)}", encoding="utf-8")
    return folder


def parsed(listed: str) -> dict[str, str]:
    """The settings that `pip config list` prints. Those of the environment take precedence."""
    lines = sorted(listed.splitlines(), key=lambda line: line.startswith(":env:"))
    pairs = (line.split("=", 1) for line in lines)
    return {name.rpartition(".")[2]: ast.literal_eval(value) for name, value in pairs}


def usable_in_the_image(settings: Mapping[str, str]) -> dict[str, str]:
    """The settings that specify where packages come from, without folders of this machine."""
    urls = {
        name: [word for word in settings[name].split() if not word.startswith(("/", "file:"))]
        for name in SOURCES
        if name in settings
    }
    return {name: " ".join(words) for name, words in urls.items() if words}


if __name__ == "__main__":
    main(sys.argv[1:])
