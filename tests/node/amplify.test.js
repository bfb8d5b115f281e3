// Amplify's Auth category, version 6, set up as `aws-amplify` sets it up, in a page of a development server.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  autoSignIn,
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  confirmUserAttribute,
  fetchUserAttributes,
  getCurrentUser,
  resetPassword,
  signIn,
  signOut,
  signUp,
  updatePassword,
  updateUserAttribute,
} from '@aws-amplify/auth';
import { cognitoCredentialsProvider, cognitoUserPoolsTokenProvider } from '@aws-amplify/auth/cognito';
import { Amplify, ConsoleLogger, fetchAuthSession } from '@aws-amplify/core';
import {
  AdminCreateUserCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { serve } from './endpoint.js';
import { fetchOfPage } from './page.js';
import { ANA, BUCKET, idsAt } from './world.js';

const endpoint = await serve();
const { userPoolId, clients, identityPoolId } = await idsAt(endpoint);
const operator = new CognitoIdentityProviderClient();
globalThis.fetch = fetchOfPage('http://localhost:5173');

ConsoleLogger.LOG_LEVEL = 'ERROR'; // it warns of endpoints that are not AWS's own
const Auth = {
  Cognito: {
    userPoolId,
    userPoolClientId: clients.phone.id,
    userPoolEndpoint: endpoint.url,
    identityPoolId,
    identityPoolEndpoint: endpoint.url,
    allowGuestAccess: true,
  },
};
cognitoUserPoolsTokenProvider.setAuthConfig(Auth);
const providers = { tokenProvider: cognitoUserPoolsTokenProvider, credentialsProvider: cognitoCredentialsProvider };
Amplify.configure({ Auth }, { Auth: providers });

const { username, password } = ANA;

/** Begin each test with nobody signed in. */
async function nobody() {
  await signOut();
}

test('somebody signs in with SRP and has tokens, an identity and credentials', async () => {
  await nobody();
  const { isSignedIn, nextStep } = await signIn({ username, password });
  assert.deepEqual([isSignedIn, nextStep.signInStep], [true, 'DONE']);
  const session = await fetchAuthSession();
  assert.equal(session.tokens.idToken.payload.email, ANA.email);
  assert.equal(session.userSub, session.tokens.accessToken.payload.sub);
  assert.match(session.identityId, /^us-east-1:[0-9a-f-]{36}$/);
  assert.equal((await getCurrentUser()).username, username);

  const s3 = new S3Client({ credentials: session.credentials });
  const Key = `${session.identityId}/amplify`;
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: 'a note' }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key }));
  assert.equal(await Body.transformToString(), 'a note');
});

test('a wrong password is refused', async () => {
  await nobody();
  await assert.rejects(signIn({ username, password: 'Secret-of-ana-2' }), { name: 'NotAuthorizedException' });
  await assert.rejects(getCurrentUser(), { name: 'UserUnAuthenticatedException' });
});

test('tokens are refreshed with GetTokensFromRefreshToken', async () => {
  await nobody();
  await signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } });
  const before = (await fetchAuthSession()).tokens;
  const { tokens } = await fetchAuthSession({ forceRefresh: true });
  assert.notEqual(tokens.accessToken.toString(), before.accessToken.toString());
  assert.equal(tokens.accessToken.payload.origin_jti, before.accessToken.payload.origin_jti);
  const { calls } = await endpoint.ask('trail?last=5');
  const refreshed = calls.find((call) => call.operation === 'GetTokensFromRefreshToken');
  assert.ok(refreshed?.ok);
});

test('a session that was revoked ends when it is refreshed', async () => {
  await nobody();
  await signIn({ username, password, options: { authFlowType: 'USER_PASSWORD_AUTH' } });
  await operator.send(new AdminUserGlobalSignOutCommand({ UserPoolId: userPoolId, Username: username }));
  const session = await fetchAuthSession({ forceRefresh: true });
  assert.equal(session.tokens, undefined);
  await assert.rejects(getCurrentUser(), { name: 'UserUnAuthenticatedException' });
});

test('a guest has an identity and credentials, but no tokens', async () => {
  await nobody();
  const { tokens, identityId, credentials } = await fetchAuthSession();
  assert.equal(tokens, undefined);
  assert.ok(identityId);
  const s3 = new S3Client({ credentials });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'welcome.txt' }));
  assert.equal(await Body.transformToString(), 'Welcome!');
});

test('somebody signs up, confirms and is signed in by that', async (t) => {
  await nobody();
  // Amplify looks out for a clicked link for three minutes, which would keep this process alive.
  const { setTimeout } = globalThis;
  t.mock.method(globalThis, 'setTimeout', (...args) => setTimeout(...args).unref());
  const userAttributes = { email: 'bea@example.com' };
  const options = { userAttributes, autoSignIn: { authFlowType: 'USER_PASSWORD_AUTH' } };
  const { nextStep } = await signUp({ username: 'bea', password: 'Secret-of-bea-1', options });
  assert.equal(nextStep.signUpStep, 'CONFIRM_SIGN_UP');
  const done = await confirmSignUp({ username: 'bea', confirmationCode: await endpoint.code('bea') });
  assert.equal(done.nextStep.signUpStep, 'COMPLETE_AUTO_SIGN_IN');
  assert.equal((await autoSignIn()).isSignedIn, true);
  assert.deepEqual((await fetchUserAttributes()).email_verified, 'true');

  const changed = await updateUserAttribute({ userAttribute: { attributeKey: 'email', value: 'bea@example.org' } });
  assert.equal(changed.nextStep.updateAttributeStep, 'CONFIRM_ATTRIBUTE_WITH_CODE');
  await confirmUserAttribute({ userAttributeKey: 'email', confirmationCode: await endpoint.code('bea') });
  assert.equal((await fetchUserAttributes()).email, 'bea@example.org');
  await updatePassword({ oldPassword: 'Secret-of-bea-1', newPassword: 'Secret-of-bea-2' });
  await nobody();
  const reset = await resetPassword({ username: 'bea' });
  assert.equal(reset.nextStep.resetPasswordStep, 'CONFIRM_RESET_PASSWORD_WITH_CODE');
  const confirmationCode = await endpoint.code('bea');
  await confirmResetPassword({ username: 'bea', confirmationCode, newPassword: 'Secret-of-bea-3' });
  const signedIn = await signIn({
    username: 'bea',
    password: 'Secret-of-bea-3',
    options: { authFlowType: 'USER_PASSWORD_AUTH' },
  });
  assert.equal(signedIn.isSignedIn, true);
});

test('somebody who has not confirmed yet is told to', async () => {
  await nobody();
  await signUp({
    username: 'di',
    password: 'Secret-of-di-1',
    options: { userAttributes: { email: 'di@example.com' } },
  });
  const { isSignedIn, nextStep } = await signIn({ username: 'di', password: 'Secret-of-di-1' });
  assert.deepEqual([isSignedIn, nextStep.signInStep], [false, 'CONFIRM_SIGN_UP']);
});

test('an invited user chooses a new password on the way in', async () => {
  await nobody();
  const invited = { Username: 'cy', TemporaryPassword: 'Invited-cy-1', MessageAction: 'SUPPRESS' };
  await operator.send(new AdminCreateUserCommand({ UserPoolId: userPoolId, ...invited }));
  const { nextStep } = await signIn({ username: 'cy', password: 'Invited-cy-1' });
  assert.equal(nextStep.signInStep, 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
  const { isSignedIn } = await confirmSignIn({ challengeResponse: 'Secret-of-cy-1' });
  assert.equal(isSignedIn, true);
});
