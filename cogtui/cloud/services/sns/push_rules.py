"""The words behind the rule ids of mobile push: applications, endpoints, what platforms take."""

from __future__ import annotations

from cogtui.cloud.rules import Rule

_API = "Amazon SNS API Reference"
_GUIDE = 'Amazon SNS Developer Guide, "Sending mobile push notifications"'
_CREATE = f"{_API}, CreatePlatformApplication"
_REGISTER = f"{_API}, CreatePlatformEndpoint"
_PUBLISH = f"{_API}, Publish"

RULES = {
    "sns.platform": Rule("SNS knows the platform", _CREATE, "SNS does not know the platform"),
    "sns.application": Rule(
        "the account has the platform application in this region",
        f"{_API}, GetPlatformApplicationAttributes",
        "there is no such platform application",
    ),
    "sns.application.name.there": Rule("the application has a name", _CREATE, "the name is empty"),
    "sns.application.name.length": Rule("the name has at most 256 characters", _CREATE, "the name is too long"),
    "sns.application.name": Rule(
        "the name is of letters, digits, underscores, hyphens and periods", _CREATE, "the name has other characters"
    ),
    "sns.application.same": Rule(
        "an application of that name and platform has the very same attributes",
        _CREATE,
        "there is an application of that name with other attributes",
    ),
    "sns.application.enabled": Rule(
        "the platform takes the application's credentials", _PUBLISH, "the platform application is disabled"
    ),
    "sns.credentials": Rule("the credentials are whole", _CREATE, "half of the credentials is missing"),
    "sns.credentials.there": Rule("there are credentials for the platform", _CREATE, "there are no credentials"),
    "sns.endpoint": Rule(
        "the account has the endpoint in this region", f"{_API}, GetEndpointAttributes", "there is no such endpoint"
    ),
    "sns.endpoint.arn": Rule(
        "the ARN is an endpoint's", f"{_API}, GetEndpointAttributes", "the ARN is none of an endpoint"
    ),
    "sns.endpoint.enabled": Rule(
        "the endpoint is enabled: nobody switched it off, and the platform knew its token",
        _PUBLISH,
        "the endpoint is disabled",
    ),
    "sns.target.endpoint": Rule("somebody registered the endpoint", _PUBLISH, "there is no such endpoint"),
    "sns.token.there": Rule("there is a token", _REGISTER, "the token is empty"),
    "sns.token.length": Rule("the token has at most 8,192 octets", _REGISTER, "the token is too long"),
    "sns.token.apple": Rule(
        "the token of an Apple device is at most 400 hexadecimal digits", _REGISTER, "no Apple device has such a token"
    ),
    "sns.token.same": Rule(
        "the endpoint that has the token has the same attributes too",
        _REGISTER,
        "an endpoint with other attributes has the token",
    ),
    "sns.token.free": Rule(
        "no other endpoint has the token", f"{_API}, SetEndpointAttributes", "another endpoint has the token"
    ),
    "sns.user_data": Rule("the user data has at most 2,048 octets", _REGISTER, "the user data is too long"),
    "sns.push.json": Rule("the text for the platform is a JSON object", _GUIDE, "the text for the platform is no JSON"),
    "sns.push.size": Rule("the platform takes notifications of that size", _GUIDE, "the notification is too long"),
    "sns.push.token": Rule(
        "the platform knows a device by that token",
        f"{_API}, SetEndpointAttributes, Enabled",
        "the platform knows no device by that token",
    ),
}
