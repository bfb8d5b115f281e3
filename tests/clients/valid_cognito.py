"""One call that goes well for every simulated operation of user pools and identity pools."""

from __future__ import annotations

from collections.abc import Callable

from cogtui.cloud.accounts import totp
from tests.clients.prepared import OTHER_PASSWORD, PASSWORD, Params, Prepared

Valid = Callable[[Prepared], Params]
"""Does what must be done before the call, and returns the call's parameters."""

LOGS = {
    "LogLevel": "ERROR",
    "EventSource": "userNotification",
    "CloudWatchLogsConfiguration": {"LogGroupArn": "arn:aws:logs:us-east-1:111122223333:log-group:pool"},
}
GOOGLE = {"client_id": "x", "client_secret": "y", "authorize_scopes": "openid"}
TEMPLATE = {"InviteMessageTemplate": {"EmailMessage": "Hello {username}, {####}", "EmailSubject": "Come in"}}


def _of_ana(here: Prepared) -> Params:
    return {"UserPoolId": here.pool, "Username": "ana"}


def _of_pool(here: Prepared) -> Params:
    return {"UserPoolId": here.pool}


def _of_client(here: Prepared) -> Params:
    return {"UserPoolId": here.pool, "ClientId": here.client}


def _of_group(here: Prepared) -> Params:
    return {"UserPoolId": here.pool, "GroupName": "editors"}


def _of_server(here: Prepared) -> Params:
    return {"UserPoolId": here.pool, "Identifier": "notes"}


def _of_provider(here: Prepared) -> Params:
    return {"UserPoolId": here.pool, "ProviderName": "Google"}


def _in_token(here: Prepared) -> Params:
    return {"AccessToken": here.held["user_pool_access_token"]}


def _signed_up(here: Prepared) -> Params:
    return {"ClientId": here.client, "Username": here.sign_up()}


def _of_import(here: Prepared) -> Params:
    jobs = here.done("cognito-idp", "ListUserImportJobs", UserPoolId=here.pool, MaxResults=1)["UserImportJobs"]
    return {"UserPoolId": here.pool, "JobId": jobs[0]["JobId"]}


def _of_event(here: Prepared) -> Params:
    asked = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": {"USERNAME": "ana", "PASSWORD": PASSWORD}}
    here.done("cognito-idp", "InitiateAuth", ClientId=here.client, **asked)
    events = here.done("cognito-idp", "AdminListUserAuthEvents", **_of_ana(here))["AuthEvents"]
    return _of_ana(here) | {"EventId": events[0]["EventId"], "FeedbackValue": "Valid"}


def _risks(here: Prepared) -> Params:
    block = {"EventFilter": ["SIGN_IN"], "Actions": {"EventAction": "BLOCK"}}
    takeover = {"Actions": {"HighAction": {"Notify": False, "EventAction": "MFA_IF_CONFIGURED"}}}
    return _of_pool(here) | {
        "CompromisedCredentialsRiskConfiguration": block,
        "AccountTakeoverRiskConfiguration": takeover,
        "RiskExceptionConfiguration": {"SkippedIPRangeList": ["192.0.2.0/24"]},
    }


def _of_terms(here: Prepared) -> Params:
    return _of_pool(here) | {"TermsId": here.done("cognito-idp", "ListTerms", **_of_pool(here))["Terms"][0]["TermsId"]}


def _of_branding(here: Prepared) -> Params:
    found = here.done("cognito-idp", "DescribeManagedLoginBrandingByClient", **_of_client(here))
    return _of_pool(here) | {"ManagedLoginBrandingId": found["ManagedLoginBranding"]["ManagedLoginBrandingId"]}


def _another_branding(here: Prepared) -> Params:
    # No bytes: they are written for version 2 of the AWS CLI, which takes base64; version 1 takes them as they are.
    asset = {"Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "PNG", "ResourceId": "logo"}
    return _of_pool(here) | {"ClientId": here.secret_client(), "Assets": [asset]}


def _confirm_sign_up(here: Prepared) -> Params:
    return _signed_up(here) | {"ConfirmationCode": here.code_for("ben")}


def _admin_confirm_sign_up(here: Prepared) -> Params:
    return _of_pool(here) | {"Username": here.sign_up()}


def _forgot(here: Prepared) -> Params:
    here.done("cognito-idp", "ForgotPassword", ClientId=here.client, Username="ana")
    return {
        "ClientId": here.client,
        "Username": "ana",
        "ConfirmationCode": here.code_for("ana"),
        "Password": OTHER_PASSWORD,
    }


def _verify(here: Prepared) -> Params:
    here.done("cognito-idp", "GetUserAttributeVerificationCode", **_in_token(here), AttributeName="email")
    return _in_token(here) | {"AttributeName": "email", "Code": here.code_for("ana")}


def _challenge(here: Prepared) -> Params:
    return {
        "ClientId": here.client,
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "Session": here.challenged(),
        "ChallengeResponses": {"USERNAME": "ben", "NEW_PASSWORD": OTHER_PASSWORD, "userAttributes.nickname": "benny"},
    }


def _admin_challenge(here: Prepared) -> Params:
    client = here.admin_client()
    invited = {"Username": "ben", "TemporaryPassword": PASSWORD, "MessageAction": "SUPPRESS"}
    here.done("cognito-idp", "AdminCreateUser", UserPoolId=here.pool, **invited)
    asked = {
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "ben", "PASSWORD": PASSWORD},
    }
    begun = here.done("cognito-idp", "AdminInitiateAuth", UserPoolId=here.pool, ClientId=client, **asked)
    return {
        "UserPoolId": here.pool,
        "ClientId": client,
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "Session": begun["Session"],
        "ChallengeResponses": {"USERNAME": "ben", "NEW_PASSWORD": OTHER_PASSWORD},
    }


def _another_secret(here: Prepared) -> Params:
    client = here.secret_client()
    of_client = {"UserPoolId": here.pool, "ClientId": client}
    made = here.done("cognito-idp", "AddUserPoolClientSecret", **of_client)
    return of_client | {"ClientSecretId": made["ClientSecretDescriptor"]["ClientSecretId"]}


def _without_domain(here: Prepared) -> Params:
    here.done("cognito-idp", "DeleteUserPoolDomain", UserPoolId=here.pool, Domain="ana-demo")
    return _of_pool(here)


def _associated(here: Prepared) -> Params:
    made = here.done("cognito-idp", "AssociateSoftwareToken", **_in_token(here))
    code = totp.code_at(totp.read(made["SecretCode"]), totp.step_at(here.here.world.now))
    return _in_token(here) | {"UserCode": code, "FriendlyDeviceName": "phone"}


def _verified(here: Prepared) -> Params:
    here.done("cognito-idp", "VerifySoftwareToken", **_associated(here))
    return {"SoftwareTokenMfaSettings": {"Enabled": True, "PreferredMfa": True}}


def _link(here: Prepared) -> Params:
    source = {"ProviderName": "Google", "ProviderAttributeName": "Cognito_Subject", "ProviderAttributeValue": "1042"}
    ana = {"ProviderName": "Cognito", "ProviderAttributeValue": "ana"}
    return _of_pool(here) | {"DestinationUser": ana, "SourceUser": source}


def _linked(here: Prepared) -> Params:
    link = _link(here)
    here.done("cognito-idp", "AdminLinkProviderForUser", **link)
    return link["SourceUser"]


def _session(here: Prepared) -> str:
    return here.done("cognito-idp", "AdminListUserSessions", **_of_ana(here))["Sessions"][0]["SessionId"]


def _tracking(here: Prepared) -> Params:
    return _of_pool(here) | {"UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 5}}


def _laptop(here: Prepared) -> str:
    found = here.done("cognito-idp", "AdminListDevices", **_of_ana(here))
    return found["Devices"][0]["DeviceKey"]


def _of_laptop(here: Prepared) -> Params:
    return _of_ana(here) | {"DeviceKey": _laptop(here)}


def _own_laptop(here: Prepared) -> Params:
    return _in_token(here) | {"DeviceKey": _laptop(here)}


def _new_device(here: Prepared) -> Params:
    password = {"USERNAME": "ana", "PASSWORD": PASSWORD}
    asked = {"ClientId": here.client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": password}
    begun = here.done("cognito-idp", "InitiateAuth", **asked)["AuthenticationResult"]
    secret = {"PasswordVerifier": "Kg==", "Salt": "Kg=="}
    given = {"DeviceKey": begun["NewDeviceMetadata"]["DeviceKey"], "DeviceSecretVerifierConfig": secret}
    return {"AccessToken": begun["AccessToken"], "DeviceName": "her phone", **given}


SMS = {"SnsCallerArn": "arn:aws:iam::111122223333:role/Sms", "ExternalId": "x"}
OLD_SETTINGS = {"MFAOptions": [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]}


def _with_phone(here: Prepared) -> Params:
    texted = {"MfaConfiguration": "OPTIONAL", "SmsMfaConfiguration": {"SmsConfiguration": SMS}}
    here.done("cognito-idp", "SetUserPoolMfaConfig", **_of_pool(here), **texted)
    phone = [{"Name": "phone_number", "Value": "+15551234567"}]
    here.done("cognito-idp", "AdminUpdateUserAttributes", **_of_ana(here), UserAttributes=phone)
    return OLD_SETTINGS


def _with_app(here: Prepared) -> Params:
    here.done("cognito-idp", "VerifySoftwareToken", **_associated(here))
    return _of_ana(here)


COGNITO_IDP: dict[str, Valid] = {
    "AddCustomAttributes": lambda here: (
        _of_pool(here) | {"CustomAttributes": [{"Name": "team", "AttributeDataType": "String", "Mutable": True}]}
    ),
    "AddUserPoolClientSecret": lambda here: _of_pool(here) | {"ClientId": here.secret_client()},
    "AdminAddUserToGroup": lambda here: _of_ana(here) | {"GroupName": "editors"},
    "AdminConfirmSignUp": _admin_confirm_sign_up,
    "AdminCreateUser": lambda here: (
        _of_pool(here)
        | {"Username": "ben", "UserAttributes": [{"Name": "email", "Value": "ben@example.com"}]}
        | {"TemporaryPassword": PASSWORD, "DesiredDeliveryMediums": ["EMAIL"]}
    ),
    "AdminDeleteSoftwareToken": _with_app,
    "AdminDeleteUser": _of_ana,
    "AdminDeleteUserAttributes": lambda here: _of_ana(here) | {"UserAttributeNames": ["nickname"]},
    "AdminDisableProviderForUser": lambda here: _of_pool(here) | {"User": _linked(here)},
    "AdminDisableUser": _of_ana,
    "AdminEnableUser": _of_ana,
    "AdminForgetDevice": _of_laptop,
    "AdminGetDevice": _of_laptop,
    "AdminGetUser": _of_ana,
    "AdminGetUserAuthFactors": _of_ana,
    "AdminInitiateAuth": lambda here: {
        "UserPoolId": here.pool,
        "ClientId": here.admin_client(),
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "ana", "PASSWORD": PASSWORD},
    },
    "AdminLinkProviderForUser": _link,
    "AdminListDevices": lambda here: _of_ana(here) | {"Limit": 10},
    "AdminListGroupsForUser": _of_ana,
    "AdminListUserAuthEvents": _of_ana,
    "AdminListUserSessions": _of_ana,
    "AdminRemoveUserFromGroup": lambda here: _of_ana(here) | {"GroupName": "editors"},
    "AdminResetUserPassword": _of_ana,
    "AdminRespondToAuthChallenge": _admin_challenge,
    "AdminRevokeUserSession": lambda here: _of_ana(here) | {"SessionId": _session(here)},
    "AdminSetUserMFAPreference": lambda here: _of_ana(here) | _verified(here),
    "AdminSetUserSettings": lambda here: _of_ana(here) | _with_phone(here),
    "AdminSetUserPassword": lambda here: _of_ana(here) | {"Password": OTHER_PASSWORD, "Permanent": True},
    "AdminUpdateAuthEventFeedback": _of_event,
    "AdminUpdateDeviceStatus": lambda here: _of_laptop(here) | {"DeviceRememberedStatus": "not_remembered"},
    "AdminUpdateUserAttributes": lambda here: (
        _of_ana(here) | {"UserAttributes": [{"Name": "nickname", "Value": "Ann"}]}
    ),
    "AdminUserGlobalSignOut": _of_ana,
    "AssociateSoftwareToken": _in_token,
    "ChangePassword": lambda here: _in_token(here) | {"PreviousPassword": PASSWORD, "ProposedPassword": OTHER_PASSWORD},
    "ConfirmDevice": _new_device,
    "ConfirmForgotPassword": _forgot,
    "ConfirmSignUp": _confirm_sign_up,
    "CreateGroup": lambda here: (
        _of_pool(here)
        | {"GroupName": "readers", "Description": "They read", "Precedence": 3, "RoleArn": here.app.role_arn}
    ),
    "CreateIdentityProvider": lambda here: (
        _of_pool(here) | {"ProviderName": "Facebook", "ProviderType": "Facebook", "ProviderDetails": GOOGLE}
    ),
    "CreateManagedLoginBranding": _another_branding,
    "CreateResourceServer": lambda here: (
        _of_pool(here)
        | {
            "Identifier": "more",
            "Name": "More",
            "Scopes": [{"ScopeName": "read", "ScopeDescription": "To read"}],
        }
    ),
    "CreateTerms": lambda here: (
        _of_client(here)
        | {"TermsName": "privacy-policy", "TermsSource": "LINK", "Enforcement": "NONE"}
        | {"Links": {"cognito:default": "https://app.example.com/privacy"}}
    ),
    "CreateUserImportJob": lambda here: (
        _of_pool(here) | {"JobName": "move in", "CloudWatchLogsRoleArn": here.app.role_arn}
    ),
    "CreateUserPool": lambda here: {
        "PoolName": "others",
        "AutoVerifiedAttributes": ["email"],
        "UsernameAttributes": ["email"],
        "Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireNumbers": True}},
        "Schema": [{"Name": "team", "AttributeDataType": "Number", "NumberAttributeConstraints": {"MinValue": "1"}}],
        "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True, **TEMPLATE},
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        "UserPoolTags": {"team": "red"},
        "DeletionProtection": "ACTIVE",
    },
    "CreateUserPoolClient": lambda here: (
        _of_pool(here)
        | {
            "ClientName": "mobile",
            "GenerateSecret": True,
            "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthScopes": ["openid", "email"],
            "CallbackURLs": ["https://app.example.com/callback"],
            "SupportedIdentityProviders": ["COGNITO"],
            "TokenValidityUnits": {"AccessToken": "minutes"},
            "AccessTokenValidity": 30,
        }
    ),
    "CreateUserPoolDomain": lambda here: _without_domain(here) | {"Domain": "another-demo"},
    "DeleteGroup": _of_group,
    "DeleteIdentityProvider": _of_provider,
    "DeleteManagedLoginBranding": _of_branding,
    "DeleteResourceServer": _of_server,
    "DeleteTerms": _of_terms,
    "DeleteUser": _in_token,
    "DeleteUserAttributes": lambda here: _in_token(here) | {"UserAttributeNames": ["nickname"]},
    "DeleteUserPool": _without_domain,
    "DeleteUserPoolClient": _of_client,
    "DeleteUserPoolClientSecret": _another_secret,
    "DeleteUserPoolDomain": lambda here: _of_pool(here) | {"Domain": "ana-demo"},
    "DescribeIdentityProvider": _of_provider,
    "DescribeManagedLoginBranding": lambda here: _of_branding(here) | {"ReturnMergedResources": False},
    "DescribeManagedLoginBrandingByClient": _of_client,
    "DescribeResourceServer": _of_server,
    "DescribeRiskConfiguration": _of_pool,
    "DescribeTerms": _of_terms,
    "DescribeTermsByClient": lambda here: _of_client(here) | {"TermsName": "terms-of-use"},
    "DescribeUserImportJob": _of_import,
    "DescribeUserPool": _of_pool,
    "DescribeUserPoolClient": _of_client,
    "DescribeUserPoolDomain": lambda here: {"Domain": "ana-demo"},
    "ForgetDevice": _own_laptop,
    "ForgotPassword": lambda here: {"ClientId": here.client, "Username": "ana"},
    "GetCSVHeader": _of_pool,
    "GetDevice": _own_laptop,
    "GetGroup": _of_group,
    "GetIdentityProviderByIdentifier": lambda here: _of_pool(here) | {"IdpIdentifier": "ana"},
    "GetLogDeliveryConfiguration": _of_pool,
    "GetSigningCertificate": _of_pool,
    "GetTokensFromRefreshToken": lambda here: {
        "ClientId": here.client,
        "RefreshToken": here.held["user_pool_refresh_token"],
    },
    "GetUICustomization": _of_client,
    "GetUser": _in_token,
    "GetUserAuthFactors": _in_token,
    "GetUserAttributeVerificationCode": lambda here: _in_token(here) | {"AttributeName": "email"},
    "GetUserPoolMfaConfig": _of_pool,
    "GetUserPoolSessionConfiguration": _of_pool,
    "GlobalSignOut": _in_token,
    "InitiateAuth": lambda here: {
        "ClientId": here.client,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": "ana", "PASSWORD": PASSWORD},
    },
    "ListDevices": lambda here: _in_token(here) | {"Limit": 10},
    "ListGroups": lambda here: _of_pool(here) | {"Limit": 5},
    "ListIdentityProviders": lambda here: _of_pool(here) | {"MaxResults": 5},
    "ListResourceServers": lambda here: _of_pool(here) | {"MaxResults": 5},
    "ListTagsForResource": lambda here: {"ResourceArn": here.pool_arn},
    "ListTerms": lambda here: _of_pool(here) | {"MaxResults": 5},
    "ListUserImportJobs": lambda here: _of_pool(here) | {"MaxResults": 5},
    "ListUserPoolClientSecrets": lambda here: _of_pool(here) | {"ClientId": here.secret_client()},
    "ListUserPoolClients": lambda here: _of_pool(here) | {"MaxResults": 1},
    "ListUserPools": lambda here: {"MaxResults": 60},
    "ListUserSessions": _in_token,
    "ListUsers": lambda here: _of_pool(here) | {"Filter": 'email ^= "ana"', "Limit": 10},
    "ListUsersInGroup": _of_group,
    "ResendConfirmationCode": _signed_up,
    "RespondToAuthChallenge": _challenge,
    "RevokeToken": lambda here: {"ClientId": here.client, "Token": here.held["user_pool_refresh_token"]},
    "RevokeUserSession": lambda here: _in_token(here) | {"SessionId": _session(here)},
    "SetLogDeliveryConfiguration": lambda here: _of_pool(here) | {"LogConfigurations": [LOGS]},
    "SetRiskConfiguration": _risks,
    "SetUICustomization": lambda here: _of_client(here) | {"CSS": ".label-customizable {font-weight: 400;}"},
    "SetUserMFAPreference": lambda here: _in_token(here) | _verified(here),
    "SetUserPoolSessionConfiguration": _tracking,
    "SetUserSettings": lambda here: _in_token(here) | _with_phone(here),
    "SetUserPoolMfaConfig": lambda here: (
        _of_pool(here) | {"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
    ),
    "SignUp": lambda here: {
        "ClientId": here.client,
        "Username": "ben",
        "Password": PASSWORD,
        "UserAttributes": [{"Name": "email", "Value": "ben@example.com"}],
        "ClientMetadata": {"from": "a test"},
    },
    "StartUserImportJob": _of_import,
    "StopUserImportJob": _of_import,
    "TagResource": lambda here: {"ResourceArn": here.pool_arn, "Tags": {"team": "red"}},
    "UntagResource": lambda here: {"ResourceArn": here.pool_arn, "TagKeys": ["team"]},
    "UpdateDeviceStatus": lambda here: _own_laptop(here) | {"DeviceRememberedStatus": "remembered"},
    "UpdateGroup": lambda here: _of_group(here) | {"Description": "They edit", "Precedence": 0},
    "UpdateIdentityProvider": lambda here: (
        _of_provider(here) | {"ProviderDetails": GOOGLE, "AttributeMapping": {"email": "email"}}
    ),
    "UpdateManagedLoginBranding": lambda here: _of_branding(here) | {"UseCognitoProvidedValues": True},
    "UpdateResourceServer": lambda here: _of_server(here) | {"Name": "All notes"},
    "UpdateTerms": lambda here: _of_terms(here) | {"Links": {"cognito:default": "https://app.example.com/t"}},
    "UpdateUserAttributes": lambda here: (
        _in_token(here) | {"UserAttributes": [{"Name": "email", "Value": "ana@example.net"}]}
    ),
    "UpdateUserPool": lambda here: _of_pool(here) | {"AutoVerifiedAttributes": ["email"], "MfaConfiguration": "OFF"},
    "UpdateUserPoolClient": lambda here: _of_client(here) | {"ClientName": "site", "IdTokenValidity": 2},
    "UpdateUserPoolDomain": lambda here: _of_pool(here) | {"Domain": "ana-demo", "ManagedLoginVersion": 1},
    "VerifySoftwareToken": _associated,
    "VerifyUserAttribute": _verify,
}


def _of_identity_pool(here: Prepared) -> Params:
    return {"IdentityPoolId": here.app.identity_pool_id}


def _of_identity(here: Prepared) -> Params:
    return {"IdentityId": here.held["identity_id"]}


def _settings_of_identity_pool(here: Prepared) -> Params:
    return {
        "IdentityPoolName": "others",
        "AllowUnauthenticatedIdentities": True,
        "AllowClassicFlow": True,
        "SupportedLoginProviders": {"graph.facebook.com": "204810241023456"},
        "CognitoIdentityProviders": [{"ProviderName": here.login_key, "ClientId": here.client}],
        "DeveloperProviderName": "login.example",
    }


def _of_dev_ana(here: Prepared) -> Params:
    found = here.done(
        "cognito-identity", "LookupDeveloperIdentity", **_of_identity_pool(here), DeveloperUserIdentifier="dev-ana"
    )
    return _of_identity_pool(here) | {"IdentityId": found["IdentityId"]}


def _mappings(here: Prepared) -> Params:
    rule = {"Claim": "cognito:groups", "MatchType": "Contains", "Value": "staff", "RoleARN": here.app.role_arn}
    by_rules = {"Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": {"Rules": [rule]}}
    by_token = {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"}
    return {f"{here.login_key}:{here.client}": by_token, "graph.facebook.com": by_rules}


COGNITO_IDENTITY: dict[str, Valid] = {
    "CreateIdentityPool": lambda here: _settings_of_identity_pool(here) | {"IdentityPoolTags": {"team": "red"}},
    "DeleteIdentities": lambda here: {"IdentityIdsToDelete": [here.held["identity_id"], "us-east-1:0"]},
    "DeleteIdentityPool": _of_identity_pool,
    "DescribeIdentity": _of_identity,
    "DescribeIdentityPool": _of_identity_pool,
    "GetCredentialsForIdentity": lambda here: _of_identity(here) | {"Logins": here.logins},
    "GetId": lambda here: _of_identity_pool(here) | {"Logins": here.logins, "AccountId": here.account},
    "GetIdentityPoolRoles": _of_identity_pool,
    "GetOpenIdTokenForDeveloperIdentity": lambda here: (
        _of_dev_ana(here)
        | {"Logins": {"login.example": "dev-ana", **here.logins}, "TokenDuration": 60}
        | {"PrincipalTags": {"team": "red"}}
    ),
    "GetOpenIdToken": lambda here: _of_identity(here) | {"Logins": here.logins},
    "GetPrincipalTagAttributeMap": lambda here: _of_identity_pool(here) | {"IdentityProviderName": here.login_key},
    "ListIdentities": lambda here: _of_identity_pool(here) | {"MaxResults": 10, "HideDisabled": True},
    "ListIdentityPools": lambda here: {"MaxResults": 10},
    "ListTagsForResource": lambda here: {"ResourceArn": here.identity_pool_arn},
    "LookupDeveloperIdentity": lambda here: _of_dev_ana(here) | {"MaxResults": 10},
    "MergeDeveloperIdentities": lambda here: (
        _of_identity_pool(here)
        | {"SourceUserIdentifier": "dev-ana", "DestinationUserIdentifier": "dev-ben"}
        | {"DeveloperProviderName": "login.example"}
    ),
    "SetIdentityPoolRoles": lambda here: (
        _of_identity_pool(here) | {"Roles": {"authenticated": here.app.role_arn}, "RoleMappings": _mappings(here)}
    ),
    "SetPrincipalTagAttributeMap": lambda here: (
        _of_identity_pool(here)
        | {"IdentityProviderName": here.login_key, "UseDefaults": False, "PrincipalTags": {"team": "custom:team"}}
    ),
    "TagResource": lambda here: {"ResourceArn": here.identity_pool_arn, "Tags": {"team": "red"}},
    "UnlinkDeveloperIdentity": lambda here: (
        _of_dev_ana(here) | {"DeveloperProviderName": "login.example", "DeveloperUserIdentifier": "dev-ana"}
    ),
    "UnlinkIdentity": lambda here: _of_identity(here) | {"Logins": here.logins, "LoginsToRemove": [here.login_key]},
    "UntagResource": lambda here: {"ResourceArn": here.identity_pool_arn, "TagKeys": ["team"]},
    "UpdateIdentityPool": lambda here: _of_identity_pool(here) | _settings_of_identity_pool(here),
}
