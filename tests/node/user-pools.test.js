// @aws-sdk/client-cognito-identity-provider: setting up a user pool and looking after its users, as a server does.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminListGroupsForUserCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  InitiateAuthCommand,
  InvalidParameterException,
  ListUsersCommand,
  NotAuthorizedException,
  ResourceNotFoundException,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateUserPoolCommand,
  UsernameExistsException,
  paginateListGroups,
  paginateListUserPools,
  paginateListUsers,
  paginateListUsersInGroup,
} from '@aws-sdk/client-cognito-identity-provider';
import { serve } from './endpoint.js';
import { ANA, every, idsAt } from './world.js';

const endpoint = await serve();
const { userPoolId: UserPoolId, clients } = await idsAt(endpoint);
const pools = new CognitoIdentityProviderClient();
const send = (Command, input) => pools.send(new Command(input));

/** Make a user who needs no other step. */
async function made(Username, Password = 'Secret-of-one-1', where = UserPoolId) {
  await send(AdminCreateUserCommand, { UserPoolId: where, Username, MessageAction: 'SUPPRESS' });
  await send(AdminSetUserPasswordCommand, { UserPoolId: where, Username, Password, Permanent: true });
}

test('a pool is made, described, changed and deleted, with dates as dates', async () => {
  const Policies = { PasswordPolicy: { MinimumLength: 12, RequireSymbols: false } };
  const { UserPool: pool } = await send(CreateUserPoolCommand, {
    PoolName: 'tried',
    Policies,
    UserPoolTags: { by: 'node' },
  });
  assert.match(pool.Id, /^us-east-1_[0-9A-Za-z]{9}$/);
  assert.ok(pool.CreationDate instanceof Date && Math.abs(Date.now() - pool.CreationDate) < 60_000);
  assert.equal(pool.Policies.PasswordPolicy.MinimumLength, 12);
  await send(UpdateUserPoolCommand, { UserPoolId: pool.Id, MfaConfiguration: 'OFF', DeletionProtection: 'ACTIVE' });
  const { UserPool: found } = await send(DescribeUserPoolCommand, { UserPoolId: pool.Id });
  assert.deepEqual([found.DeletionProtection, found.EstimatedNumberOfUsers], ['ACTIVE', 0]);
  await assert.rejects(send(DeleteUserPoolCommand, { UserPoolId: pool.Id }), InvalidParameterException);
  await send(UpdateUserPoolCommand, { UserPoolId: pool.Id, DeletionProtection: 'INACTIVE' });
  await send(DeleteUserPoolCommand, { UserPoolId: pool.Id });
  await assert.rejects(send(DescribeUserPoolCommand, { UserPoolId: pool.Id }), ResourceNotFoundException);
});

test('paginators go through all users, groups and pools', async () => {
  const { UserPool } = await send(CreateUserPoolCommand, { PoolName: 'crowd' });
  const where = { UserPoolId: UserPool.Id };
  const names = Array.from({ length: 7 }, (_, i) => `user-${i}`);
  for (const Username of names) await send(AdminCreateUserCommand, { ...where, Username, MessageAction: 'SUPPRESS' });
  const config = { client: pools, pageSize: 3 }; // each paginator keeps its token in the input that it is given
  const users = await every(paginateListUsers(config, { ...where }), 'Users');
  assert.deepEqual(users.map((one) => one.Username).sort(), names);
  for (const GroupName of ['a', 'b', 'c', 'd']) await send(CreateGroupCommand, { ...where, GroupName });
  assert.deepEqual(
    (await every(paginateListGroups(config, { ...where }), 'Groups')).map((one) => one.GroupName).sort(),
    ['a', 'b', 'c', 'd'],
  );
  for (const Username of names) await send(AdminAddUserToGroupCommand, { ...where, GroupName: 'a', Username });
  assert.equal((await every(paginateListUsersInGroup(config, { ...where, GroupName: 'a' }), 'Users')).length, 7);
  const { Groups } = await send(AdminListGroupsForUserCommand, { ...where, Username: 'user-0' });
  assert.deepEqual(
    Groups.map((one) => one.GroupName),
    ['a'],
  );
  const poolNames = (await every(paginateListUserPools({ client: pools, pageSize: 1 }, {}), 'UserPools')).map(
    (one) => one.Name,
  );
  assert.deepEqual(poolNames.filter((one) => ['people', 'crowd'].includes(one)).sort(), ['crowd', 'people']);
});

test('users are found by a filter', async () => {
  const found = await send(ListUsersCommand, { UserPoolId, Filter: 'email ^= "ana@"', AttributesToGet: ['email'] });
  assert.deepEqual(
    found.Users.map((one) => one.Attributes),
    [[{ Name: 'email', Value: ANA.email }]],
  );
  await assert.rejects(send(ListUsersCommand, { UserPoolId, Filter: 'email ~ "x"' }), InvalidParameterException);
});

test("errors are of the SDK's own classes, with status and request id", async () => {
  const signUp = send(SignUpCommand, { ClientId: clients.phone.id, Username: 'ana', Password: 'Secret-of-ana-1' });
  await assert.rejects(signUp, (error) => {
    assert.ok(error instanceof UsernameExistsException && error instanceof CognitoIdentityProviderServiceException);
    assert.equal(error.message, 'User already exists');
    assert.deepEqual([error.$fault, error.$metadata.httpStatusCode], ['client', 400]);
    assert.match(error.$metadata.requestId, /^[0-9a-f-]{36}$/);
    return true;
  });
  const nowhere = send(DescribeUserPoolCommand, { UserPoolId: 'us-east-1_000000000' });
  await assert.rejects(nowhere, {
    name: 'ResourceNotFoundException',
    message: 'User pool us-east-1_000000000 does not exist.',
  });
  const badId = send(DescribeUserPoolCommand, { UserPoolId: 'no id' });
  await assert.rejects(
    badId,
    (error) => error instanceof InvalidParameterException && /validation error detected/.test(error.message),
  );
});

test('a disabled user is turned away until enabled again', async () => {
  await made('bo');
  const signIn = () =>
    send(AdminInitiateAuthCommand, {
      UserPoolId,
      ClientId: admin.ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'bo', PASSWORD: 'Secret-of-one-1' },
    });
  const { UserPoolClient: admin } = await send(CreateUserPoolClientCommand, {
    UserPoolId,
    ClientName: 'admin',
    ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  const { AuthenticationResult: tokens } = await signIn();
  assert.deepEqual([tokens.TokenType, tokens.ExpiresIn], ['Bearer', 3600]);
  await send(AdminDisableUserCommand, { UserPoolId, Username: 'bo' });
  await assert.rejects(signIn(), { name: 'NotAuthorizedException', message: 'User is disabled.' });
  assert.equal((await send(AdminGetUserCommand, { UserPoolId, Username: 'bo' })).Enabled, false);
  await send(AdminEnableUserCommand, { UserPoolId, Username: 'bo' });
  const { AuthenticationResult: again } = await signIn();
  assert.equal((await send(GetUserCommand, { AccessToken: again.AccessToken })).Username, 'bo');
  await send(AdminUserGlobalSignOutCommand, { UserPoolId, Username: 'bo' });
  await assert.rejects(send(GetUserCommand, { AccessToken: again.AccessToken }), NotAuthorizedException);
});

test('a client with a secret has to show that it knows it', async () => {
  await made('cy');
  const { UserPoolClient: client } = await send(CreateUserPoolClientCommand, {
    UserPoolId,
    ClientName: 'server',
    GenerateSecret: true,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  });
  const signIn = (more) =>
    send(InitiateAuthCommand, {
      ClientId: client.ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'cy', PASSWORD: 'Secret-of-one-1', ...more },
    });
  await assert.rejects(signIn(), {
    message: `Client ${client.ClientId} is configured with secret but SECRET_HASH was not received`,
  });
  await assert.rejects(signIn({ SECRET_HASH: 'wrong' }), NotAuthorizedException);
  const SECRET_HASH = createHmac('sha256', client.ClientSecret).update(`cy${client.ClientId}`).digest('base64');
  assert.ok((await signIn({ SECRET_HASH })).AuthenticationResult.IdToken);
});

test('an invited user answers the challenge for a new password', async () => {
  await send(AdminCreateUserCommand, {
    UserPoolId,
    Username: 'di',
    TemporaryPassword: 'Invited-di-1',
    MessageAction: 'SUPPRESS',
  });
  const ClientId = clients.phone.id;
  const AuthParameters = { USERNAME: 'di', PASSWORD: 'Invited-di-1' };
  const asked = await send(InitiateAuthCommand, { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
  assert.equal(asked.ChallengeName, 'NEW_PASSWORD_REQUIRED');
  assert.equal(asked.AuthenticationResult, undefined);
  const answer = (NEW_PASSWORD) =>
    send(RespondToAuthChallengeCommand, {
      ClientId,
      ChallengeName: asked.ChallengeName,
      Session: asked.Session,
      ChallengeResponses: { USERNAME: 'di', NEW_PASSWORD },
    });
  await assert.rejects(answer('weak'), { name: 'InvalidPasswordException' });
  assert.ok((await answer('Secret-of-di-1')).AuthenticationResult.AccessToken);
});

test('without keys, what needs them is refused and what does not is answered', async () => {
  const anybody = new CognitoIdentityProviderClient({
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
  });
  const described = anybody.send(new DescribeUserPoolCommand({ UserPoolId }));
  await assert.rejects(described, { name: 'UnrecognizedClientException' });
  const AuthParameters = { USERNAME: ANA.username, PASSWORD: ANA.password };
  const signedIn = await anybody.send(
    new InitiateAuthCommand({ ClientId: clients.phone.id, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  );
  assert.ok(signedIn.AuthenticationResult.IdToken);
});
