"""The matrix of who can do what: 50 principals by 50 buckets of a world, each cell asked as the screen asks it."""

from __future__ import annotations

import json
from typing import Any, Final

from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World
from cogtui.dev.benchmarks.row import Row, counted
from cogtui.dev.benchmarks.timing import seconds
from cogtui.views.matrix.answers import cells, matrix_of

SIDE: Final = 50


def rows(share: float) -> list[Row]:
    """Measure the whole matrix."""
    side = counted(SIDE, share)
    world = a_world(side)
    matrix = matrix_of(world.store, "s3:GetObject")
    count = len(matrix.who) * len(matrix.what)
    took = seconds(lambda: list(cells(world.store, matrix)))
    note = f"{len(matrix.who)} x {len(matrix.what)} = {count:,} cells in {took:.2f} s"
    return [Row("verdict.matrix", "cells of the matrix of principals by buckets", count / took, "/s", None, note)]


def a_world(side: int) -> World:
    """Return a world of so many users, half of them with policies in a group, and so many buckets, half with policies."""
    resources = {"Readers": _group()}
    for number in range(side):
        resources[f"User{number}"] = _user(number)
        resources[f"Bucket{number}"] = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": f"bucket-{number}"}}
        if number % 2:
            resources[f"Policy{number}"] = _bucket_policy(number)
    world = World("bench")
    apply(world, json.dumps({"Resources": resources}), "matrix.yaml")
    return world


def _document(**statement: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}


def _group() -> dict[str, Any]:
    policy = _document(Action="s3:Get*", Resource="arn:aws:s3:::bucket-1*")
    properties = {"GroupName": "Readers", "Policies": [{"PolicyName": "Read", "PolicyDocument": policy}]}
    return {"Type": "AWS::IAM::Group", "Properties": properties}


def _user(number: int) -> dict[str, Any]:
    policy = _document(Action=["s3:GetObject", "s3:PutObject"], Resource=f"arn:aws:s3:::bucket-{number}/*")
    properties: dict[str, Any] = {
        "UserName": f"user-{number}",
        "Policies": [{"PolicyName": "Own", "PolicyDocument": policy}],
    }
    if number % 2:
        properties["Groups"] = [{"Ref": "Readers"}]
    return {"Type": "AWS::IAM::User", "Properties": properties}


def _bucket_policy(number: int) -> dict[str, Any]:
    everyone = {"Fn::GetAtt": [f"User{number}", "Arn"]}
    policy = _document(Principal={"AWS": everyone}, Action="s3:*", Resource=f"arn:aws:s3:::bucket-{number}/*")
    return {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": f"bucket-{number}", "PolicyDocument": policy}}
