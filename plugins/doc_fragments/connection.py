# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Documentation of the options that every module and the inventory plugin have: how to reach the cloud."""

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  cloud:
    description:
      - The name of a cloud in C(clouds.yaml), or a dictionary with the same content as an entry of that file.
      - The dictionary may be text in JSON or YAML, as surveys and the filter C(to_json) write it.
      - "If omitted, environment variables select the cloud: E(OS_CLOUD) names it, or the other C(OS_*) variables describe it.
        Without them, it is the only cloud in C(clouds.yaml)."
      - "The first of these files that you can read is used, as in openstacksdk: the one in E(OS_CLIENT_CONFIG_FILE), or
        C(clouds.yaml) in the working directory, in C(~/.config/openstack) or in C(/etc/openstack)."
      - Secrets can be in a C(secure.yaml), which is searched for separately in the same directories. It can also be the file in
        E(OS_CLIENT_SECURE_FILE).
      - "An entry can have keys for Sahara alone, for example C(data_processing_region_name) or C(data_processing_interface).
        They have the meanings that openstacksdk gives them. Options of the task take precedence."
      - An empty string counts as omitted. This applies to all connection options that accept any text.
    type: raw
  auth:
    description:
      - The options of the authentication plugin, for example C(auth_url), C(username), C(password) and C(project_name).
      - They are added to those from O(cloud), whether that is a name or a dictionary.
    type: dict
  auth_type:
    description: The keystoneauth plugin to authenticate with, for example V(v3applicationcredential).
    type: str
  region_name:
    description: The region of the cloud.
    type: str
  interface:
    description: Which endpoints of the catalog to use.
    type: str
    choices: [public, internal, admin]
    aliases: [endpoint_type]
  validate_certs:
    description:
      - Whether to verify TLS certificates.
      - The default is the setting in the configuration of the cloud, or V(true) if it has none.
    type: bool
    aliases: [verify]
  ca_cert:
    description: The path of a file with the certificates of the authorities to trust.
    type: path
    aliases: [cacert]
  client_cert:
    description: The path of the client certificate.
    type: path
    aliases: [cert]
  client_key:
    description: The path of the key of the client certificate.
    type: path
    aliases: [key]
  api_timeout:
    description:
      - How long to wait for the response to one request, in seconds.
      - The default is C(api_timeout) in the configuration of the cloud, or 60 if it is not set.
    type: int
  sahara_url:
    description: The URL of Sahara. Set it if the URL in the catalog cannot be used.
    type: str
  service_type:
    description:
      - The service type under which the catalog lists Sahara.
      - The default is C(data_processing_service_type) in the configuration of the cloud, or C(data-processing) if it is not set.
    type: str
  api_version:
    description:
      - The API version to use. V(auto) uses the newest version that the cloud offers.
      - The default is C(data_processing_api_version) in the configuration of the cloud, or V(auto) if it is not set.
      - Options and results always use the names of version 2.
    type: str
    choices: [auto, '1.1', '2']
  token_cache:
    description:
      - Whether to store the token in a file and reuse it in later tasks and playbook runs until it expires.
        A task then sends one request fewer, or two if the URL of Keystone has no version.
      - The file is in the directory C(ansible-sahara-dataprocessing) in E(XDG_CACHE_HOME) or C(~/.cache),
        on the host where the task runs. You may delete the directory at any time.
      - Only the owner may read the file. Anyone else who gains access to it, for example as root or from a backup,
        has all rights of the token until it expires.
      - A token is reused only by tasks with the same account, password, scope and TLS options.
        A revoked token is replaced. Other changes in Keystone, such as a new role or endpoint,
        take effect with the next token.
      - The option has no effect with authentication plugins that do not support it, such as those for federation.
        It has no effect either if the directory cannot be protected from other users.
    type: bool
    default: false
  application_credential_can_provision:
    description:
      - Whether Sahara on this cloud can create, scale and delete clusters with the token of an application credential.
      - Most clouds cannot. Sahara has to exchange the token, which Keystone refuses. A new cluster ends in Error,
        and an Active cluster that is to be scaled ends in Error too.
      - If V(false), a task with an application credential fails before it creates or scales a cluster, in check mode too.
        It also refuses to delete a cluster that was created with an application credential.
        Other tasks work, for example those that read, run jobs, or delete clusters created with a password.
      - The inventory plugin only reads, so the option has no effect on it.
    type: bool
    default: false
requirements:
  - openstacksdk >= 1.0.0
  - keystoneauth1 >= 5.0.0
"""
