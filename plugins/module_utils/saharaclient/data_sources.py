# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data sources: where jobs read their input and write their output."""

from __future__ import annotations

from .fields import DataSourceFields
from .manager import EditableManager, Fields
from .resource import Page, Resource, given


class DataSources(DataSourceFields, Resource):
    resource_name = "Data Source"


class _DataSourceManager(EditableManager[DataSources]):
    resource_class = DataSources
    path = "/data-sources"
    envelope = "data_source"
    collection = "data_sources"

    def create(
        self,
        name: str,
        description: str | None,
        data_source_type: str,
        url: str,
        credential_user: str | None = None,
        credential_pass: str | None = None,
        is_public: bool | None = None,
        is_protected: bool | None = None,
        s3_credentials: Fields | None = None,
    ) -> DataSources:
        """Create a data source.

        s3_credentials: used if credential_user and credential_pass are both None.
        """
        credentials = given(user=credential_user, password=credential_pass)
        fields = given(
            name=name,
            description=description,
            type=data_source_type,
            url=url,
            is_public=is_public,
            is_protected=is_protected,
            credentials=credentials or s3_credentials,
        )
        return self.create_raw(fields)

    def list(
        self,
        search_opts: Fields | None = None,
        limit: int | None = None,
        marker: str | None = None,
        sort_by: str | None = None,
        reverse: bool | None = None,
    ) -> Page[DataSources]:
        """All data sources, or one page of them. search_opts: filters of the route."""
        return self._page(search_opts, limit, marker, sort_by, reverse)

    def get(self, data_source_id: str) -> DataSources:
        """One data source, without its credentials."""
        return self._get(data_source_id)

    def update(self, data_source_id: str, update_data: Fields) -> DataSources:
        """Update the fields in update_data. The result is in its envelope."""
        return self._update_wrapped(data_source_id, update_data)

    def delete(self, data_source_id: str) -> None:
        """Delete it. Raises InUse while a job execution refers to it."""
        self._delete(data_source_id)


class DataSourceManagerV1(_DataSourceManager):
    filters = frozenset({"name", "type"})
    update_method = "PUT"


class DataSourceManagerV2(_DataSourceManager):
    filters = frozenset({"type"})
