"""The typed reader of the API catalog: services, operations and shapes, loaded when a service is first asked for."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from cogtui.cloud.errors import NotSimulated

Protocol = Literal["json", "rest-json", "query", "rest-xml"]
"""As botocore names them: AWS JSON 1.1, REST with JSON, AWS Query, REST with XML."""

ShapeType = Literal[
    "structure", "list", "map", "string", "integer", "long", "float", "double", "boolean", "blob", "timestamp"
]

Location = Literal["uri", "querystring", "header", "headers", "statusCode"]
"""Where a REST protocol puts a member; absent means the body."""

SERVICES = ("cognito-idp", "cognito-identity", "cognito-sync", "sts", "iam", "s3", "sns", "organizations")


class XmlNamespace(msgspec.Struct, frozen=True):
    """The `xmlns` that an element carries."""

    uri: str
    prefix: str = ""


class Reference(msgspec.Struct, frozen=True, rename="camel"):
    """One use of a shape: a structure's member, a list's or map's element, an operation's input or output."""

    shape: str
    """Name of the shape in `Service.shapes`."""
    location: Location | None = None
    location_name: str | None = None
    """The name on the wire where it is not the member's own."""
    flattened: bool = False
    """XML and Query: the elements repeat without a wrapping element."""
    xml_attribute: bool = False
    xml_namespace: XmlNamespace | None = None
    streaming: bool = False
    """The body as it comes: an S3 object."""
    jsonvalue: bool = False
    """A header that holds base64 of JSON."""
    idempotency_token: bool = False
    """SDKs fill it with a UUID when the caller does not."""
    timestamp_format: str | None = None
    result_wrapper: str | None = None
    """Query: the element around an operation's output, `GetCallerIdentityResult`."""


class ErrorTrait(msgspec.Struct, frozen=True, rename="camel"):
    """What the model says of an error's form on the wire."""

    code: str | None = None
    """Query: the code where it is not the shape's name."""
    http_status_code: int | None = None
    sender_fault: bool = False


class Shape(msgspec.Struct, frozen=True, rename="camel"):
    """A type: its members, and what a value must satisfy."""

    type: ShapeType
    members: dict[str, Reference] = {}
    """structure"""
    required: tuple[str, ...] = ()
    """structure: names of the members that must be there."""
    member: Reference | None = None
    """list: the element."""
    key: Reference | None = None
    """map"""
    value: Reference | None = None
    """map"""
    min: int | None = None
    """Least length (string: characters, blob: bytes, list and map: elements) or least value (numbers)."""
    max: int | None = None
    max_bytes: int | None = None
    """string: greatest length in UTF-8 bytes; not in AWS's models, only in `overrides.yaml`."""
    pattern: str | None = None
    """string: a Java regular expression for the whole value."""
    enum: tuple[str, ...] = ()
    sensitive: bool = False
    """Never to be shown in messages, saves or histories."""
    flattened: bool = False
    location_name: str | None = None
    xml_namespace: XmlNamespace | None = None
    payload: str | None = None
    """structure, REST: the member that is the body."""
    timestamp_format: str | None = None
    """`iso8601`, `rfc822` or `unixTimestamp` where it is not the protocol's own."""
    union: bool = False
    """structure: exactly one member is set."""
    document: bool = False
    """structure: any JSON."""
    exception: bool = False
    fault: bool = False
    """exception: the service's fault, HTTP 500."""
    error: ErrorTrait | None = None


class Http(msgspec.Struct, frozen=True, rename="camel"):
    """The HTTP side of an operation."""

    method: str
    request_uri: str
    """With `{Member}` and, for what may hold slashes, `{Member+}`; may end in a query string."""
    response_code: int = 200


class Operation(msgspec.Struct, frozen=True, rename="camel"):
    """One API operation."""

    name: str
    http: Http
    input: Reference | None = None
    output: Reference | None = None
    errors: tuple[str, ...] = ()
    """Names of the exception shapes that it documents."""
    auth_type: str | None = msgspec.field(default=None, name="authtype")
    """"none" for operations that take no signature."""

    @property
    def signed(self) -> bool:
        """Whether AWS wants a signature: all but the public operations."""
        return self.auth_type != "none"


class ErrorForm(msgspec.Struct, frozen=True):
    """How an error of the model goes on the wire."""

    code: str
    status: int
    sender: bool
    """The caller's fault: `<Type>Sender</Type>`."""


class Service(msgspec.Struct, frozen=True, rename="camel"):
    """One AWS service."""

    name: str
    """As the CLI and boto3 name it: "cognito-idp"."""
    full_name: str
    """"Amazon Cognito Identity Provider"."""
    service_id: str
    protocol: Protocol
    api_version: str
    endpoint_prefix: str
    operations: dict[str, Operation]
    shapes: dict[str, Shape]
    signing_name: str = ""
    target_prefix: str = ""
    """JSON: what stands before the operation in `X-Amz-Target`."""
    json_version: str = ""
    xml_namespace: str = ""
    global_endpoint: str = ""

    def has(self, operation: str) -> bool:
        """Tell whether AWS has an operation of that name."""
        return operation in self.operations

    def input(self, operation: str) -> Shape | None:
        """Return the shape of the operation's parameters, or None when it takes none."""
        reference = self.operations[operation].input
        return self.shapes[reference.shape] if reference else None

    def output(self, operation: str) -> Shape | None:
        """Return the shape of the operation's answer, or None when it has none."""
        reference = self.operations[operation].output
        return self.shapes[reference.shape] if reference else None

    def target(self, reference: Reference) -> Shape:
        """Return the shape that a reference points to."""
        return self.shapes[reference.shape]

    def error(self, code: str) -> ErrorForm | None:
        """Return the form of the modelled error with `code`, or None: AWS answers with many that no model names."""
        return _error_forms(self.name).get(code)


def services() -> tuple[str, ...]:
    """Return the names of the services in the catalog."""
    return SERVICES


@cache
def service(name: str) -> Service:
    """Return a service; NotSimulated for one that the catalog does not have."""
    if name not in SERVICES:
        raise NotSimulated(f"the service `{name}`")
    from importlib import resources

    text = resources.files("cogtui.cloud.catalog").joinpath("data", f"{name}.json").read_bytes()
    return _DECODER.decode(text)


_DECODER = msgspec.json.Decoder(Service)


def operations(service_name: str) -> tuple[str, ...]:
    """Return the names of all operations that AWS has, simulated or not, in alphabetical order."""
    return tuple(service(service_name).operations)


def operation(service_name: str, name: str) -> Operation:
    """Return an operation; KeyError for one that AWS does not have."""
    return service(service_name).operations[name]


@cache
def _error_forms(name: str) -> dict[str, ErrorForm]:
    found: dict[str, ErrorForm] = {}
    for shape_name, shape in service(name).shapes.items():
        if shape.exception:
            trait = shape.error or ErrorTrait()
            status = trait.http_status_code or (500 if shape.fault else 400)
            code = trait.code or shape_name
            found[code] = ErrorForm(code, status, sender=status < 500)
    return found
