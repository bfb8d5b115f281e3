"""User pools: the operations of `cognito-idp`."""
