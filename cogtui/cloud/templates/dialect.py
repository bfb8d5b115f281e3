"""How CloudFormation writes YAML: its short tags, and no aliases.

Source: CloudFormation User Guide, "Intrinsic function reference" and "CloudFormation template formats".
"""

from __future__ import annotations

from cogtui.cloud.documents import Dialect, Document, read

FUNCTIONS = (
    "And",
    "Base64",
    "Cidr",
    "Equals",
    "FindInMap",
    "GetAtt",
    "GetAZs",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "Select",
    "Split",
    "Sub",
    "ToJsonString",
    "Transform",
)

CLOUDFORMATION = Dialect(
    tags={"!Ref": "Ref", "!Condition": "Condition", **{f"!{name}": f"Fn::{name}" for name in FUNCTIONS}},
    aliases=0,
)


def read_template(text: str | bytes, file: str = "") -> Document:
    """Read a template's text; its short tags become the long forms."""
    return read(text, file, CLOUDFORMATION)
