"""Applying templates to a world: one row of the trail, all or nothing, placeholders in the lab alone."""

from __future__ import annotations

import textwrap

import pytest

from cogtui.cloud.errors import AuthoringError
from cogtui.cloud.providers.records import APPS, USERS
from cogtui.cloud.services.s3.records import BUCKETS
from cogtui.cloud.store import Store
from cogtui.cloud.templates.apply import apply
from cogtui.cloud.world import World

APP = "  App:\n    Type: CogTUI::Provider::App\n    Properties: {Provider: Facebook, AppId: '42'}\n"
ANA = (
    "  Ana:\n    Type: CogTUI::Provider::User\n"
    "    Properties: {Provider: Google, Name: Ana, Email: ana@example.com, Password: !Ref App}\n"
)
QUEUE = "  Queue:\n    Type: AWS::SQS::Queue\n    Properties: {Anything: [goes, !Ref App]}\n"


def rows(store: Store) -> list[object]:
    return list(store.every())


def refusal(world: World, text: str, *, placeholders: bool = False) -> AuthoringError:
    """Apply a template that must be refused, and see that nothing of it stays."""
    before, records = rows(world.store), len(world.trail)
    with pytest.raises(AuthoringError) as caught:
        apply(world, text, "w.yaml", placeholders=placeholders)
    assert rows(world.store) == before
    assert len(world.trail) == records
    return caught.value


def test_resources_are_made_and_the_template_is_one_row_that_undo_takes_back() -> None:
    world = World()
    before = rows(world.store)
    applied = apply(world, f"Resources:\n{APP}{ANA}Outputs:\n  Id: {{Value: !GetAtt App.AppId}}\n", "my/stack.yaml")
    assert applied.outputs == {"Id": "42"}
    assert [made.logical_id for made in applied.resources] == ["App", "Ana"]
    assert applied.resource("App").ref == "42"
    assert world.store.get(APPS, ("facebook", "42")) is not None
    assert [user.password for user in world.store.scan(USERS, "google")] == ["42"]
    assert [record.title for record in world.trail] == ["Apply stack.yaml"]
    world.undo()
    assert rows(world.store) == before


def test_a_template_gives_the_same_ids_in_every_world_of_the_same_seed() -> None:
    text = f"Resources:\n{APP}{ANA}{QUEUE}"
    assert apply(World(), text, "w.yaml", placeholders=True) == apply(World(), text, "w.yaml", placeholders=True)


@pytest.mark.parametrize(
    ("resources", "line", "column", "says"),
    [
        (f"{APP}  B:\n    Type: AWS::S3::Bukket\n", 6, 11, "did you mean `AWS::S3::Bucket`?"),
        (f"{APP}  B:\n    Type: CogTUI::Provider::App\n", 5, 3, "`B` needs the property `Provider`"),
        (f"{APP}{APP.replace('App:', 'Two:')}", 5, 3, "`Two` cannot be made: `facebook` already has an app with the id `42`"),
        (APP.replace("AppId", "AppIdd"), 4, 38, "`AppIdd` is not a property of CogTUI::Provider::App; did you mean `AppId`?"),
        (APP.replace("Facebook", "Facebok"), 4, 28, "did you mean `Facebook`?"),
        ("  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      WebsiteConfiguration: {}\n", 5, 7, "`WebsiteConfiguration` of AWS::S3::Bucket is not simulated"),
        ("  B: {Type: 'Custom::Thing'}\n", 2, 13, "`Custom::Thing` is not a resource type that CogTUI simulates"),
    ],
)  # fmt: skip
def test_refused_resource_is_named_at_its_place_and_nothing_stays(
    resources: str, line: int, column: int, says: str
) -> None:
    error = refusal(World(), f"Resources:\n{resources}")
    assert (error.file, error.line, error.column) == ("w.yaml", line, column)
    assert says in error.message


def test_broken_outputs_take_the_resources_back_too() -> None:
    error = refusal(World(), f"Resources:\n{APP}Outputs:\n  Id: {{Value: !GetAtt App.Nothing}}\n")
    assert (error.line, error.column) == (6, 15)


def test_type_that_is_not_simulated_is_an_error_in_a_lesson() -> None:
    error = refusal(World(), f"Resources:\n{APP}{QUEUE}")
    assert error.located == "w.yaml:6:11: `AWS::SQS::Queue` is not a resource type that CogTUI simulates"


def test_type_that_is_not_simulated_is_a_placeholder_in_the_lab() -> None:
    applied = apply(
        World(), f"Resources:\n{APP}{QUEUE}Outputs:\n  Q: {{Value: !GetAtt Queue.Arn}}\n", "lab.yaml", placeholders=True
    )
    queue = applied.resource("Queue")
    assert queue.placeholder
    assert queue.ref.startswith("lab-Queue-")
    assert applied.outputs["Q"] == f"arn:aws:sqs:us-east-1:111122223333:queue/{queue.ref}"
    assert not applied.resource("App").placeholder


def test_only_aws_types_become_placeholders() -> None:
    assert refusal(World(), "Resources:\n  A: {Type: 'Custom::Thing'}\n", placeholders=True).line == 2


@pytest.mark.parametrize(
    ("file", "stack"),
    [("worlds/my_stack.v2.yaml", "my-stack-v2"), ("", "stack"), ("1.yaml", "stack-1"), ("é.yaml", "stack")],
)
def test_stack_is_named_for_its_file(file: str, stack: str) -> None:
    text = f"Resources:\n{APP}Outputs:\n  Name: {{Value: !Ref AWS::StackName}}\n"
    assert apply(World(), text, file).outputs == {"Name": stack}


def test_accounts_and_regions_are_those_of_the_application() -> None:
    world = World(accounts=("111122223333", "444455556666"))
    text = f"Resources:\n{APP}Outputs:\n  Where: {{Value: !Sub '${{AWS::AccountId}} ${{AWS::Region}}'}}\n"
    assert apply(world, text, "w.yaml", "444455556666", "eu-west-1").outputs == {"Where": "444455556666 eu-west-1"}


def test_resources_without_a_name_get_one_that_every_service_takes() -> None:
    trust = "{Version: 2012-10-17, Statement: [{Effect: Allow, Principal: {AWS: '*'}, Action: sts:AssumeRole}]}"
    long = "A" * 100
    text = (
        f"Resources:\n  {long}1:\n    Type: AWS::S3::Bucket\n"
        f"  {long}2:\n    Type: AWS::IAM::Role\n    Properties: {{AssumeRolePolicyDocument: {trust}}}\n"
    )
    bucket, role = apply(World(), text, f"{'a-' * 40}.yaml").resources
    assert bucket.ref.startswith("a-a-")
    assert len(bucket.ref) <= 63
    assert bucket.ref == bucket.ref.lower()
    assert "-AAAA" in role.ref
    assert role.attributes["Arn"] == f"arn:aws:iam::111122223333:role/{role.ref}"


def test_a_bucket_s_settings_are_made_with_it() -> None:
    world = World()
    properties = textwrap.dedent("""
        BucketName: anas-reports
        Tags: [{Key: team, Value: web}]
        OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}
        PublicAccessBlockConfiguration: {BlockPublicPolicy: true}
        BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256}}]}
    """)
    made = f"Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:{textwrap.indent(properties, ' ' * 6)}"
    apply(world, made, "w.yaml")
    bucket = world.store.get(BUCKETS, ("aws", "anas-reports"))
    assert bucket is not None
    assert (bucket.tags, bucket.ownership) == ({"team": "web"}, "ObjectWriter")
    assert bucket.public_access is not None
    assert [name for name, on in bucket.public_access.items() if on] == ["BlockPublicPolicy"]


def test_a_bucket_s_list_is_made_once_it_may_have_one() -> None:
    world = World()
    settings = textwrap.dedent("""
        BucketName: anas-pages
        AccessControl: PublicRead
        OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}
        PublicAccessBlockConfiguration: {BlockPublicAcls: false}
    """)
    template = f"Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:{textwrap.indent(settings, ' ' * 6)}"
    apply(world, template, "w.yaml")
    shown = world.call("s3", "GetBucketAcl", {"Bucket": "anas-pages"}, caller=world.operator).output
    assert [grant["Permission"] for grant in shown["Grants"]] == ["FULL_CONTROL", "READ"]
    apply(world, template.replace("PublicRead", "Private").replace("anas-pages", "anas-own"), "w.yaml")


@pytest.mark.parametrize(
    ("setting", "line", "says"),
    [
        ("AccessControl: PublicRead", 5, "AccessControlListNotSupported"),
        ("AccessControl: Everybody", 5, "Everybody"),
        ("BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms'}}]}",
         2, "SSEAlgorithm aws:kms is not simulated"),
        ("OwnershipControls: {Rules: []}", 5, "MalformedXML"),
        ("Tags: [{Key: 'aws:team', Value: web}]", 5, "InvalidTag"),
    ],
)  # fmt: skip
def test_a_bucket_s_setting_that_is_refused_is_named(setting: str, line: int, says: str) -> None:
    error = refusal(World(), f"Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      {setting}\n")
    assert error.line == line
    assert says in error.message
