"""boto3 in two accounts at one endpoint: access control lists, object ownership, Block Public Access, presigned URLs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from cogtui.cloud.callers import Keys
from cogtui.console.session import Shell
from tests.builders import policy
from tests.clients.serving import Served
from tests.cloud.services.s3.buckets import ACCOUNT, OTHER, may
from tests.cloud.services.s3.cast import a_user, world_of_three

Boto = Callable[..., Any]

ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"
EVERYTHING = {"Action": "s3:*", "Resource": "*"}
IN_URLS = "s3v4"


@pytest.fixture
def people(here: Served) -> tuple[Keys, Keys]:
    """Serve a world of several accounts; return the keys of users of the bucket's and of another account."""
    here.become(world_of_three("ObjectWriter", "q1.txt"))
    return here.do(
        lambda: (a_user(here.world, ACCOUNT, "alice", EVERYTHING), a_user(here.world, OTHER, "bob", EVERYTHING))
    )


def refused(doing: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises(ClientError) as raised:
        doing()
    error = raised.value.response["Error"]
    return error["Code"], error["Message"]


def test_lists_travel_both_ways(boto: Boto, people: tuple[Keys, Keys]) -> None:
    alice, bob = (boto("s3", keys) for keys in people)
    own, theirs = (client.list_buckets()["Owner"]["ID"] for client in (alice, bob))
    assert own != theirs
    alice.put_object_acl(Bucket="reports", Key="q1.txt", GrantFullControl=f'id="{own}"', GrantRead=f'id="{theirs}"')
    shown = alice.get_object_acl(Bucket="reports", Key="q1.txt")
    assert [(grant["Grantee"]["ID"], grant["Permission"]) for grant in shown["Grants"]] == [
        (own, "FULL_CONTROL"),
        (theirs, "READ"),
    ]
    assert bob.get_object(Bucket="reports", Key="q1.txt")["Body"].read() == b"q1.txt"
    body = {"Owner": shown["Owner"], "Grants": shown["Grants"][:1]}
    alice.put_object_acl(Bucket="reports", Key="q1.txt", AccessControlPolicy=body)
    assert refused(lambda: bob.get_object(Bucket="reports", Key="q1.txt")) == ("AccessDenied", "Access Denied")
    alice.put_bucket_acl(Bucket="reports", AccessControlPolicy={
        "Owner": shown["Owner"],
        "Grants": [*body["Grants"], {"Grantee": {"Type": "Group", "URI": ALL_USERS}, "Permission": "READ"}],
    })  # fmt: skip
    assert alice.get_bucket_acl(Bucket="reports")["Grants"][1]["Grantee"] == {"Type": "Group", "URI": ALL_USERS}
    assert [one["Key"] for one in boto("s3", None).list_objects_v2(Bucket="reports")["Contents"]] == ["q1.txt"]


def test_an_upload_across_accounts_is_its_writer_s_until_the_bucket_says_otherwise(
    boto: Boto, people: tuple[Keys, Keys]
) -> None:
    alice, bob = (boto("s3", keys) for keys in people)
    given = may("PutObject", "PutObjectAcl") | {"Principal": {"AWS": OTHER}}
    alice.put_bucket_policy(Bucket="reports", Policy=policy(given))
    bob.put_object(Bucket="reports", Key="k", Body=b"x")
    bob.put_object(Bucket="reports", Key="open", Body=b"x", ACL="bucket-owner-full-control")
    assert refused(lambda: alice.get_object(Bucket="reports", Key="k"))[0] == "AccessDenied"
    assert alice.get_object(Bucket="reports", Key="open")["Body"].read() == b"x"
    owners = {
        one["Key"]: one["Owner"]["ID"] for one in alice.list_objects_v2(Bucket="reports", FetchOwner=True)["Contents"]
    }
    assert owners["k"] == owners["open"] != owners["q1.txt"]
    controls = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    alice.put_bucket_ownership_controls(Bucket="reports", OwnershipControls=controls)
    assert alice.get_object(Bucket="reports", Key="k")["Body"].read() == b"x"
    assert refused(lambda: bob.put_object(Bucket="reports", Key="k", ACL="private")) == (
        "AccessControlListNotSupported",
        "The bucket does not allow ACLs",
    )


def test_a_new_bucket_keeps_the_public_out_until_it_is_told_to_let_it_in(boto: Boto, people: tuple[Keys, Keys]) -> None:
    alice = boto("s3", people[0])
    alice.create_bucket(Bucket="new-bucket", ObjectOwnership="BucketOwnerPreferred")
    alice.put_object(Bucket="new-bucket", Key="k", Body=b"x")
    public = policy({"Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::new-bucket/*"})
    code, text = refused(lambda: alice.put_bucket_policy(Bucket="new-bucket", Policy=public))
    assert code == "AccessDenied"
    assert text.endswith("public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access")
    code, text = refused(lambda: alice.put_object_acl(Bucket="new-bucket", Key="k", ACL="public-read"))
    assert code == "AccessDenied"
    assert text.endswith("public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access")
    alice.delete_public_access_block(Bucket="new-bucket")
    alice.put_object_acl(Bucket="new-bucket", Key="k", ACL="public-read")
    assert boto("s3", None).get_object(Bucket="new-bucket", Key="k")["Body"].read() == b"x"


def test_a_policy_tells_presigned_urls_from_signed_requests(boto: Boto, people: tuple[Keys, Keys]) -> None:
    alice = boto("s3", people[0], signature_version=IN_URLS)
    named = {"Bucket": "reports", "Key": "q1.txt"}
    url = alice.generate_presigned_url("get_object", Params=named)
    assert httpx.get(url).text == "q1.txt"
    only_headers = {"StringNotEquals": {"s3:authType": "REST-HEADER"}}
    denial = may("GetObject") | {"Effect": "Deny", "Principal": "*", "Condition": only_headers}
    alice.put_bucket_policy(Bucket="reports", Policy=policy(denial))
    assert alice.get_object(**named)["Body"].read() == b"q1.txt"
    answer = httpx.get(url)
    assert (answer.status_code, "<Code>AccessDenied</Code>" in answer.text) == (403, True)


@pytest.mark.parametrize(("seconds", "status"), [(604800, 200), (604801, 400), (-1, 400)])
def test_a_presigned_url_lasts_a_week_at_most(boto: Boto, people: tuple[Keys, Keys], seconds: int, status: int) -> None:
    alice = boto("s3", people[0], signature_version=IN_URLS)
    params = {"Bucket": "reports", "Key": "q1.txt"}
    answer = httpx.get(alice.generate_presigned_url("get_object", Params=params, ExpiresIn=seconds))
    assert answer.status_code == status
    if status == 400:
        assert "<Code>AuthorizationQueryParametersError</Code>" in answer.text


def test_a_url_that_the_console_makes_opens_at_the_endpoint(here: Served, people: tuple[Keys, Keys]) -> None:
    keys = people[0]
    before = f"AWS_ACCESS_KEY_ID={keys.access_key_id} AWS_SECRET_ACCESS_KEY={keys.secret_access_key}"
    line = f"{before} aws s3 presign s3://reports/q1.txt --endpoint-url {here.url}"
    made = here.do(lambda: Shell(here.world).enter(line))
    assert made is not None
    assert httpx.get(made.text).text == "q1.txt"


def test_a_page_s_address_is_a_condition(boto: Boto, people: tuple[Keys, Keys], here: Served) -> None:
    page = {"StringLike": {"aws:Referer": "https://www.example.com/*"}}
    shown = may("GetObject") | {"Principal": "*", "Condition": page}
    boto("s3", people[0]).put_bucket_policy(Bucket="reports", Policy=policy(shown))
    address = f"{here.url}/reports/q1.txt"
    assert httpx.get(address, headers={"Referer": "https://www.example.com/a"}).text == "q1.txt"
    assert httpx.get(address).status_code == 403
