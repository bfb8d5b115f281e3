"""What the AWS APIs are, as data: shapes, constraints, protocols, IAM actions; their typed reader and their validators.

`data/` is generated (`python -m cogtui.dev catalog`); `overrides.yaml` and `authorization.yaml` are written by hand.
"""
