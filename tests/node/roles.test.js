// @aws-sdk/client-iam, -sts and -cognito-identity: roles, keys and identities, as a deployment script makes them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CognitoIdentityClient,
  CreateIdentityPoolCommand,
  DescribeIdentityCommand,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetIdentityPoolRolesCommand,
  ListIdentitiesCommand,
  NotAuthorizedException,
  ResourceNotFoundException,
  SetIdentityPoolRolesCommand,
  paginateListIdentityPools,
} from '@aws-sdk/client-cognito-identity';
import {
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  EntityAlreadyExistsException,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  MalformedPolicyDocumentException,
  NoSuchEntityException,
  PutRolePolicyCommand,
  UpdateAccessKeyCommand,
  UpdateAssumeRolePolicyCommand,
  paginateListRoles,
  paginateListUsers,
} from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  InvalidIdentityTokenException,
  STSClient,
  STSServiceException,
} from '@aws-sdk/client-sts';
import { serve } from './endpoint.js';
import { every, idsAt } from './world.js';

const endpoint = await serve();
const { account } = endpoint;
const { identityPoolId } = await idsAt(endpoint);
const iam = new IAMClient();
const sts = new STSClient();
const identities = new CognitoIdentityClient();

const allow = (more) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
const forAccount = allow({ Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' });

test("the environment's keys are those of the user demo", async () => {
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
  assert.deepEqual([Account, Arn], [account, `arn:aws:iam::${account}:user/demo`]);
  assert.match(UserId, /^AIDA[0-9A-Z]{17}$/);
});

test('a role is made and assumed, and does what its policies say', async () => {
  const made = await iam.send(
    new CreateRoleCommand({ RoleName: 'deployer', AssumeRolePolicyDocument: forAccount, MaxSessionDuration: 7200 }),
  );
  assert.ok(made.Role.CreateDate instanceof Date);
  assert.deepEqual(JSON.parse(decodeURIComponent(made.Role.AssumeRolePolicyDocument)), JSON.parse(forAccount));
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'look', PolicyDocument: allow({ Action: 'iam:Get*', Resource: '*' }) }),
  );
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'deployer', PolicyArn: Policy.Arn }));
  const attached = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'deployer' }));
  assert.deepEqual(attached.AttachedPolicies, [{ PolicyName: 'look', PolicyArn: Policy.Arn }]);

  const assume = { RoleArn: made.Role.Arn, RoleSessionName: 'today', DurationSeconds: 7200 };
  const { Credentials: one, AssumedRoleUser } = await sts.send(new AssumeRoleCommand(assume));
  assert.equal(AssumedRoleUser.Arn, `arn:aws:sts::${account}:assumed-role/deployer/today`);
  assert.ok(Math.abs(one.Expiration - Date.now() - 7200_000) < 60_000);
  const credentials = {
    accessKeyId: one.AccessKeyId,
    secretAccessKey: one.SecretAccessKey,
    sessionToken: one.SessionToken,
  };
  const asRole = new IAMClient({ credentials });
  assert.equal((await asRole.send(new GetRoleCommand({ RoleName: 'deployer' }))).Role.RoleName, 'deployer');
  await assert.rejects(asRole.send(new DeleteUserCommand({ UserName: 'demo' })), {
    name: 'AccessDenied',
    message: new RegExp(`^User: ${AssumedRoleUser.Arn} is not authorized to perform: iam:DeleteUser on resource: `),
  });
  const tooLong = sts.send(new AssumeRoleCommand({ ...assume, DurationSeconds: 7201 }));
  await assert.rejects(tooLong, (error) => error instanceof STSServiceException && error.name === 'ValidationError');
});

test('who may become a role is up to its trust policy', async () => {
  await iam.send(new CreateRoleCommand({ RoleName: 'closed', AssumeRolePolicyDocument: forAccount }));
  const RoleArn = `arn:aws:iam::${account}:role/closed`;
  const assume = () => sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test' }));
  await assume();
  const withId = allow({
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': 'agreed' } },
  });
  await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'closed', PolicyDocument: withId }));
  await assert.rejects(assume(), { name: 'AccessDenied' });
  await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', ExternalId: 'agreed' }));
});

test("IAM's errors are of the SDK's own classes", async () => {
  const missing = iam.send(new GetRoleCommand({ RoleName: 'missing' }));
  await assert.rejects(missing, (error) => {
    assert.ok(error instanceof NoSuchEntityException);
    assert.equal(error.message, 'The role with name missing cannot be found.');
    assert.deepEqual([error.$metadata.httpStatusCode, error.$fault], [404, 'client']);
    return true;
  });
  const again = new CreateRoleCommand({ RoleName: 'writer', AssumeRolePolicyDocument: forAccount });
  await assert.rejects(iam.send(again), EntityAlreadyExistsException);
  const broken = new PutRolePolicyCommand({
    RoleName: 'writer',
    PolicyName: 'x',
    PolicyDocument: '{"Statement": []',
  });
  await assert.rejects(iam.send(broken), MalformedPolicyDocumentException);
});

test('an access key is good from when it is made until it is switched off', async () => {
  await iam.send(new CreateUserCommand({ UserName: 'robot', Tags: [{ Key: 'team', Value: 'a = b' }] }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName: 'robot' }));
  const robot = new STSClient({
    credentials: { accessKeyId: key.AccessKeyId, secretAccessKey: key.SecretAccessKey },
  });
  assert.match((await robot.send(new GetCallerIdentityCommand({}))).Arn, /:user\/robot$/);
  const { Credentials } = await robot.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  assert.match(Credentials.AccessKeyId, /^ASIA/);
  await iam.send(new UpdateAccessKeyCommand({ UserName: 'robot', AccessKeyId: key.AccessKeyId, Status: 'Inactive' }));
  await assert.rejects(robot.send(new GetCallerIdentityCommand({})), { name: 'InvalidClientTokenId' });
});

test('paginators go through all roles and users', async () => {
  for (const UserName of ['u1', 'u2', 'u3']) await iam.send(new CreateUserCommand({ UserName }));
  const config = { client: iam, pageSize: 2 };
  const users = (await every(paginateListUsers(config, {}), 'Users')).map((one) => one.UserName);
  assert.deepEqual(users, [...users].sort());
  for (const name of ['demo', 'u1', 'u2', 'u3']) assert.ok(users.includes(name), name);
  const roles = (await every(paginateListRoles(config, {}), 'Roles')).map((one) => one.RoleName);
  for (const name of ['auditor', 'guest', 'writer']) assert.ok(roles.includes(name), name);
});

test('an identity pool is made, given roles and looks up its identities', async () => {
  const pool = await identities.send(
    new CreateIdentityPoolCommand({ IdentityPoolName: 'tried', AllowUnauthenticatedIdentities: true }),
  );
  const { IdentityPoolId } = pool;
  const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId }));
  const credentials = () => identities.send(new GetCredentialsForIdentityCommand({ IdentityId }));
  await assert.rejects(credentials(), { name: 'InvalidIdentityPoolConfigurationException' });

  const onlyHere = {
    Principal: { Federated: 'cognito-identity.amazonaws.com' },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { 'cognito-identity.amazonaws.com:aud': IdentityPoolId },
      'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' },
    },
  };
  await iam.send(new CreateRoleCommand({ RoleName: 'visitor', AssumeRolePolicyDocument: allow(onlyHere) }));
  const Roles = { unauthenticated: `arn:aws:iam::${account}:role/visitor` };
  await identities.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles }));
  assert.deepEqual((await identities.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }))).Roles, Roles);
  const { Credentials } = await credentials();
  assert.ok(Credentials.Expiration instanceof Date && Credentials.SecretKey);
  const listed = await identities.send(new ListIdentitiesCommand({ IdentityPoolId, MaxResults: 10 }));
  assert.deepEqual(
    listed.Identities.map((one) => one.IdentityId),
    [IdentityId],
  );
  assert.ok((await identities.send(new DescribeIdentityCommand({ IdentityId }))).CreationDate instanceof Date);
  const pages = paginateListIdentityPools({ client: identities, pageSize: 1 }, {});
  assert.deepEqual((await every(pages, 'IdentityPools')).map((one) => one.IdentityPoolName).sort(), [
    'tried',
    'writers',
  ]);
});

test("an identity pool's errors are of the SDK's own classes", async () => {
  const nowhere = new GetIdCommand({ IdentityPoolId: 'us-east-1:00000000-0000-4000-8000-000000000000' });
  await assert.rejects(identities.send(nowhere), ResourceNotFoundException);
  const unknown = { 'cognito-idp.us-east-1.amazonaws.com/us-east-1_000000000': 'x.y.z' };
  const foreign = new GetIdCommand({ IdentityPoolId: identityPoolId, Logins: unknown });
  await assert.rejects(identities.send(foreign), NotAuthorizedException);
  const badId = identities.send(new GetIdCommand({ IdentityPoolId: 'no id' }));
  await assert.rejects(badId, {
    name: 'ValidationException',
    message: /at 'identityPoolId' failed to satisfy constraint/,
  });
});

test('a web identity token that is none is refused', async () => {
  const asked = {
    RoleArn: `arn:aws:iam::${account}:role/writer`,
    RoleSessionName: 'test',
    WebIdentityToken: 'no-token',
  };
  await assert.rejects(sts.send(new AssumeRoleWithWebIdentityCommand(asked)), InvalidIdentityTokenException);
});
