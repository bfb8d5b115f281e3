"""What hostile requests are made of: paths, headers, values and bodies that somebody may stumble over."""

from __future__ import annotations

from typing import Any

from tests.cloud.test_every_operation import KNOWN

HOST = "127.0.0.1:4577"
BUCKET, CLIENT = KNOWN["Bucket"][0], KNOWN["ClientId"][0]

SCOPES = [
    f"20260105/us-east-1/{name}/aws4_request"
    for name in ("cognito-idp", "cognito-identity", "cognito-sync", "sts", "iam", "sns", "s3", "lambda", "", "\xff")
]
METHODS = [
    "GET",
    "POST",
    "PUT",
    "DELETE",
    "HEAD",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "CONNECT",
    "PROPFIND",
    "SEARCH",
    "get",
    "G\xcbT",
]
PIECES = [
    "/", "//", "/.", "/..", "/../", "/%2e%2e/", "/%2F", "/%00", "/%ff", "/%", "/%zz", "/%u0041", "/%ED%A0%80", "/\xe9", "/a b", "/;", "/\\",
    "/bucket", f"/{BUCKET}", f"/{BUCKET}/reports/welcome.txt", "/a+b", "/*", "/login", "/oauth2/token", "/oauth2/authorize", "/saml2/idpresponse",
    "/us-east-1_a/.well-known/jwks.json", "/.well-known/openid-configuration", "/_cogtui", "/_cogtui/", "/_cogtui/health", "/_cogtui/import",
    "/_cogtui/clock", "/_providers/facebook/www.facebook.com/v19.0/dialog/oauth", "/_providers/x/y", "/_providers/", "/identitypools/p/identities",
    "/identitypools/%zz", "/" + "a" * 2000,
]  # fmt: skip
QUERIES = [
    "", "acl", "policy", "list-type=2", "uploadId=x", "partNumber=99999999999999999999&uploadId=x", "max-keys=-1", "max-keys=1e999", "versionId=null",
    "x=%ff", "&&==&", "delete", "Action=AssumeRole&Version=2011-06-15", "Action=", "Action=%00", "X-Amz-Signature=x", "X-Amz-Algorithm=AWS4-HMAC-SHA256",
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2F20260105%2Fx%2Fs3%2Fz&X-Amz-Date=99999999T999999Z&X-Amz-SignedHeaders=host&X-Amz-Signature=0",
    "AWSAccessKeyId=a&Signature=b&Expires=NaN", "client_id=x&client_id=y",
    "response_type=code&client_id=%00", "redirect_uri=javascript:alert(1)", "a=" * 300, "%", "\xff", "?" * 40,
]  # fmt: skip
VALUES = [
    "", "0", "-1", "1e400", "NaN", "99999999999999999999999", "\x7f", "\t", "\xff\xfe", "é", "null", "a" * 5000, "%00", "bytes=0-", "bytes=-99999999999",
    "text/xml", "application/json", "multipart/form-data; boundary=", "application/x-www-form-urlencoded; charset=utf-7", "gzip", "chunked", "close",
    "Thu, 99 Foo 2026 99:99:99 GMT", "Mon, 05 Jan 2026 09:00:00 GMT", "20260105T090000Z", "99999999T999999Z", "\u0660", "*", ",,,;;;==", '"',
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "UNSIGNED-PAYLOAD", "0" * 64, "http://localhost:3000", "http://evil.example", "AKIAX", "[::1]", "a@b",
]  # fmt: skip
NAMES = [
    "host", "accept", "authorization", "content-type", "content-encoding", "content-md5", "x-amz-target", "x-amz-date", "date",
    "x-amz-security-token", "range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "x-amz-content-sha256",
    "x-amz-decoded-content-length", "x-amz-copy-source", "cookie", "origin", "x-amz-copy-source-range", "x-amz-meta-a", "x-amz-acl",
    "x-amz-tagging", "x-amz-checksum-crc32", "x-amz-trailer", "x-amz-sdk-checksum-algorithm", "user-agent", "x-amz-server-side-encryption",
    "x-forwarded-for", "x-http-method-override", "upgrade", "connection", "te", "referer", "access-control-request-method",
    "x-cogtui-token",
]  # fmt: skip
TARGETS = [
    "AWSCognitoIdentityProviderService.InitiateAuth", "AWSCognitoIdentityProviderService.SignUp", "AWSCognitoIdentityService.GetId",
    "AWSCognitoIdentityProviderService.", ".", "a.b.c.d", "DynamoDB_20120810.GetItem", "\x1b[2J", "AWSCognitoIdentityService.\xff", "x" * 3000,
]  # fmt: skip
DEEP_JSON = [
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"[" * 900 + b"]" * 900,
    b'{"AuthParameters":' * 900 + b"1" + b"}" * 900,
]
BODIES = [
    b"", b"{}", b"[]", b"null", b'"x"', b"1e999", b"-", b'{"a":NaN}', b'{"a":1e999}', b'{"ClientId":' + b"9" * 5000 + b"}", b'{"a":1,"a":2}',
    b'{"ClientId":"\\ud800"}', b'{"ClientId":"\xff"}', b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00", b"\x00", b'{"IdentityPoolId":[1],"Logins":{"a":[{}]}}',
    *DEEP_JSON, b"<a>" * 10_000, b"<a>" * 40 + b"</a>" * 40, b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]><l>&c;</l>',
    b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', b'<?xml version="1.0" encoding="UTF-7"?><a/>', b'<?xml version="1.1"?><a>&#0;</a>',
    b"<Delete>" + b"<Object><Key>a</Key></Object>" * 1100 + b"</Delete>", b"<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>",
    b"Action=GetCallerIdentity&Version=2011-06-15", b"Action=AssumeRole&Version=2011-06-15&Tags.member.99999999999.Key=y&Tags=x", b"a=1&" * 11_000,
    b".".join([b"a"] * 5000) + b"=1", b"Action=" + b"A" * 50_000, b"grant_type=client_credentials", b"grant_type=authorization_code&code=%00&client_id=x",
    b"username=ana&password=" + b"x" * 300_000, b"%" * 1000, b"=" * 1000, b"a" * 100_000,
]  # fmt: skip

ODD: list[Any] = [
    None, True, -1, 0, 10**400, 1e308, -0.0, "", "\ud800", "\x00", "a" * 100_000, [], {}, [[]], {"": None}, [None], {"a": {"b": [1]}}, "NaN", 2**63, "é" * 2000,
    "eyJhbGciOiJSUzI1NiJ9.e30.AA", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.", "arn:aws:s3:::*", "us-east-1:00000000-0000-0000-0000-000000000000", "*" * 2000,
    '{"Version":"2012-10-17","Statement":' + "[" * 500 + "]" * 500 + "}", "[" * 20_000, '{"Version": "2012-10-17", "Statement": [{"Effect": 1}]}', "${x}",
]  # fmt: skip

FIELDS = [
    "username", "password", "new_password", "client_id", "client_secret", "redirect_uri", "response_type", "scope", "state", "nonce",
    "code", "code_challenge", "code_verifier", "grant_type", "refresh_token", "token", "action", "login", "_csrf", "csrf",
    "identity_provider", "idp_identifier", "logout_uri", "prompt", "max_age", "code_challenge_method", "resource", "login_hint",
]  # fmt: skip
FIELD_VALUES = [
    "", "ana", "Pool-ana-1", CLIENT, CLIENT, "code", "token", "openid", "%00", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "https://app.example.com/callback",
    "//evil.example", "javascript:x", "S256", "plain", "authorization_code", "client_credentials", "refresh_token", "Facebook", "none", "-1", "9" * 30, "a" * 3000, "<b>",
]  # fmt: skip
PAGES = [
    "/login", "/signup", "/confirm", "/confirmUser", "/forgotPassword", "/confirmForgotPassword", "/resendcode", "/logout", "/oauth2/authorize", "/oauth2/token",
    "/oauth2/userInfo", "/oauth2/revoke", "/oauth2/idpresponse", "/saml2/idpresponse", "/error", "/.well-known/jwks.json", "/_cogtui/health", "/_cogtui/version",
    "/_providers/facebook/www.facebook.com/v19.0/dialog/oauth", "/_providers/google/accounts.google.com/o/oauth2/v2/auth", "/_providers/facebook/graph.facebook.com/me",
    "/_providers/google/oauth2.googleapis.com/token", "/_cogtui/outbox", "/_cogtui/trail", "/_cogtui/clock", "/_cogtui/reset", "/_cogtui/import", "/_cogtui/nothing",
]  # fmt: skip
