"""Which resource types there are."""

from __future__ import annotations

from cogtui.cloud.templates.resources import (
    cognito_identity,
    cognito_idp,
    devices,
    functions,
    iam,
    iam_policies,
    kinesis,
    mfa_devices,
    organizations,
    providers,
    s3,
    saml_providers,
    sns,
    user_pool_attachments,
    user_pool_settings,
)

KINDS = {
    kind.type: kind
    for module in (
        cognito_idp,
        user_pool_settings,
        user_pool_attachments,
        functions,
        cognito_identity,
        iam,
        iam_policies,
        mfa_devices,
        organizations,
        s3,
        kinesis,
        providers,
        saml_providers,
        sns,
        devices,
    )
    for kind in module.KINDS
}
"""By type name."""
