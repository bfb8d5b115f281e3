"""What was set of the looks of a pool's pages: the classic hosted UI, managed login, and terms."""

from __future__ import annotations

from typing import Any

import msgspec

from cogtui.cloud.store import Table

ALL = "ALL"
"""The id that stands for every app client without looks of its own."""


class UICustomization(msgspec.Struct, frozen=True, gc=False):
    """CSS and logo of the classic hosted UI."""

    pool_id: str
    client_id: str
    created: float
    modified: float
    css: str = ""
    image: bytes = b""


class Asset(msgspec.Struct, frozen=True, gc=False):
    """A picture of a managed login style."""

    category: str
    color_mode: str
    extension: str
    content: bytes | None = None
    resource_id: str | None = None


class Branding(msgspec.Struct, frozen=True, gc=False):
    """A managed login style; an app client has one."""

    pool_id: str
    id: str
    client_id: str
    created: float
    modified: float
    provided: bool
    """UseCognitoProvidedValues."""
    settings: dict[str, Any] = {}
    assets: tuple[Asset, ...] = ()


class Terms(msgspec.Struct, frozen=True, gc=False):
    """Terms of use, or a privacy policy, that an app client's sign-up links to."""

    pool_id: str
    id: str
    client_id: str
    name: str
    source: str
    enforcement: str
    created: float
    modified: float
    links: dict[str, str] = {}
    """By language: "cognito:default"."""


UI_CUSTOMIZATIONS = Table("idp.ui_customizations", UICustomization, lambda row: (row.pool_id, row.client_id))
BRANDINGS = Table("idp.brandings", Branding, lambda row: (row.pool_id, row.id))
TERMS = Table("idp.terms", Terms, lambda row: (row.pool_id, row.id))
