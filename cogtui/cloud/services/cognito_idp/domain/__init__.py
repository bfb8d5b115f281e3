"""A user pool's domain: its OAuth 2.0 and OIDC endpoints, and the pages on which people sign in, sign up and recover.

Source: Developer Guide, "User pool endpoints and managed login reference"; RFC 6749, 7009, 7636; OpenID Connect Core 1.0.
`routes` has every path; what is no API operation is decided here, what is one is asked for through the door.
"""
