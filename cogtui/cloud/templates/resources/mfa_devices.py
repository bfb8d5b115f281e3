"""The resource type AWS::IAM::VirtualMFADevice (CloudFormation User Guide)."""

from __future__ import annotations

from cogtui.cloud.accounts import totp
from cogtui.cloud.templates.resources.blame import by_code
from cogtui.cloud.templates.resources.kind import Kind, Making, Property, parameters
from cogtui.cloud.templates.scope import Made
from cogtui.cloud.templates.shapes import many, text


def create(making: Making) -> Made:
    """Make a device and enable it for its user; Ref gives its serial number.

    DIFFERS: CloudFormation does not tell how it enables a device without its codes; here it computes them. It does not
    give the secret away either: `Base32StringSeed` is for templates of labs, in which somebody has to show the codes.
    """
    call = making.call
    named = {"VirtualMFADeviceName": making.new_name()} | making.parameters
    made = making.invoke("iam", "CreateVirtualMFADevice", named)["VirtualMFADevice"]
    seed: str = made["Base32StringSeed"].decode("ascii")
    # The codes before the present one: that one is still good for the user.
    secret, step = totp.read(seed), totp.step_at(call.now) - 1
    codes = {
        "AuthenticationCode1": totp.code_at(secret, step - 1),
        "AuthenticationCode2": totp.code_at(secret, step),
    }
    for index, user in enumerate(making.given["Users"]):
        asked = {"UserName": user, "SerialNumber": made["SerialNumber"], **codes}
        blame = by_code(dict.fromkeys(("NoSuchEntity", "EntityAlreadyExists", "LimitExceeded"), ("Users", index)))
        making.invoke("iam", "EnableMFADevice", asked, blame=blame)
    return making.made(made["SerialNumber"], SerialNumber=made["SerialNumber"], Base32StringSeed=seed)


KINDS = (
    Kind(
        "AWS::IAM::VirtualMFADevice",
        {
            **parameters("iam", "CreateVirtualMFADevice", "Path", "Tags", VirtualMfaDeviceName="VirtualMFADeviceName"),
            "Users": Property(many(text), required=True),
        },
        create,
    ),
)
