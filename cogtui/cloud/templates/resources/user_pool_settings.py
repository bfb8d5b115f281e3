"""Resource types of what belongs to a user pool beside its clients and users: groups, scopes, domains, providers.

Source: CloudFormation User Guide, "Amazon Cognito resource type reference".
"""

from __future__ import annotations

from cogtui.cloud.templates.resources.kind import Kind, Making, parameters
from cogtui.cloud.templates.scope import Made

_SERVICE = "cognito-idp"


def create_group(making: Making) -> Made:
    """Make an AWS::Cognito::UserPoolGroup; Ref gives its name."""
    asked = {"GroupName": making.new_name(), **making.parameters}
    return making.made(making.invoke(_SERVICE, "CreateGroup", asked)["Group"]["GroupName"])


def add_user_to_group(making: Making) -> Made:
    """Make an AWS::Cognito::UserPoolUserToGroupAttachment."""
    making.invoke(_SERVICE, "AdminAddUserToGroup", making.parameters)
    return making.made(making.new_name())


def create_resource_server(making: Making) -> Made:
    """Make an AWS::Cognito::UserPoolResourceServer; Ref gives its identifier."""
    server = making.invoke(_SERVICE, "CreateResourceServer", making.parameters)["ResourceServer"]
    return making.made(server["Identifier"])


def create_domain(making: Making) -> Made:
    """Make an AWS::Cognito::UserPoolDomain; Ref gives the prefix, or the whole name of a custom domain."""
    making.invoke(_SERVICE, "CreateUserPoolDomain", making.parameters)
    name = making.parameters["Domain"]
    found = making.invoke(_SERVICE, "DescribeUserPoolDomain", {"Domain": name})["DomainDescription"]
    return making.made(name, Id=name, CloudFrontDistribution=found["CloudFrontDistribution"])


def create_identity_provider(making: Making) -> Made:
    """Make an AWS::Cognito::UserPoolIdentityProvider; Ref gives its name."""
    provider = making.invoke(_SERVICE, "CreateIdentityProvider", making.parameters)["IdentityProvider"]
    return making.made(provider["ProviderName"], Id=provider["ProviderName"])


KINDS = (
    Kind(
        "AWS::Cognito::UserPoolGroup",
        parameters(
            _SERVICE,
            "CreateGroup",
            "Description",
            "GroupName",
            "Precedence",
            "RoleArn",
            "UserPoolId",
            required=("UserPoolId",),
        ),
        create_group,
    ),
    Kind(
        "AWS::Cognito::UserPoolUserToGroupAttachment",
        parameters(
            _SERVICE,
            "AdminAddUserToGroup",
            "GroupName",
            "Username",
            "UserPoolId",
            required=("GroupName", "Username", "UserPoolId"),
        ),
        add_user_to_group,
    ),
    Kind(
        "AWS::Cognito::UserPoolResourceServer",
        parameters(
            _SERVICE,
            "CreateResourceServer",
            "Identifier",
            "Name",
            "Scopes",
            "UserPoolId",
            required=("Identifier", "Name", "UserPoolId"),
        ),
        create_resource_server,
    ),
    Kind(
        "AWS::Cognito::UserPoolDomain",
        parameters(
            _SERVICE,
            "CreateUserPoolDomain",
            "CustomDomainConfig",
            "Domain",
            "ManagedLoginVersion",
            "UserPoolId",
            required=("Domain", "UserPoolId"),
        ),
        create_domain,
        elsewhere=("Routing",),
    ),
    Kind(
        "AWS::Cognito::UserPoolIdentityProvider",
        parameters(
            _SERVICE,
            "CreateIdentityProvider",
            "AttributeMapping",
            "IdpIdentifiers",
            "ProviderDetails",
            "ProviderName",
            "ProviderType",
            "UserPoolId",
            required=("ProviderDetails", "ProviderName", "ProviderType", "UserPoolId"),
        ),
        create_identity_provider,
        elsewhere=("AcrMapping",),
    ),
)
