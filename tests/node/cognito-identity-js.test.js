// amazon-cognito-identity-js, in a page of a development server: what an app's own login form does.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AdminCreateUserCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import cognito from 'amazon-cognito-identity-js';
import { serve } from './endpoint.js';
import { fetchOfPage } from './page.js';
import { ANA, idsAt } from './world.js';

const { AuthenticationDetails, CognitoUser, CognitoUserAttribute, CognitoUserPool } = cognito;

const endpoint = await serve();
const { userPoolId, clients } = await idsAt(endpoint);
const operator = new CognitoIdentityProviderClient();
globalThis.fetch = fetchOfPage('http://localhost:5173');

// ------------------------------------------------------------------------------------------------------------ the app

const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clients.phone.id, endpoint: endpoint.url });

function user(username) {
  return new CognitoUser({ Username: username, Pool: pool });
}

/** Return the promise of what a method gives its node-style callback. */
function asked(method) {
  return new Promise((resolve, reject) => {
    method((error, result) => (error ? reject(error) : resolve(result)));
  });
}

/** Return the promise of which of a callback object's functions is called, with what. */
function outcome(method, ...names) {
  return new Promise((resolve, reject) => {
    const callbacks = names.map((name) => [name, (...values) => resolve({ [name]: values[0] ?? true, values })]);
    method({ onFailure: reject, ...Object.fromEntries(callbacks) });
  });
}

function signIn(person, password, flow = 'USER_SRP_AUTH') {
  person.setAuthenticationFlowType(flow);
  const details = new AuthenticationDetails({ Username: person.getUsername(), Password: password });
  return outcome((callbacks) => person.authenticateUser(details, callbacks), 'onSuccess', 'newPasswordRequired');
}

function signUp(username, password, email) {
  const attributes = [new CognitoUserAttribute({ Name: 'email', Value: email })];
  return asked((done) => pool.signUp(username, password, attributes, [], done));
}

/** Sign somebody up, confirm and sign in, without SRP's long sums; return the signed-in user. */
async function member(username, password = 'Secret-of-one-1') {
  await signUp(username, password, `${username}@example.com`);
  const person = user(username);
  const code = await endpoint.code(username);
  await asked((done) => person.confirmRegistration(code, false, done));
  await signIn(person, password, 'USER_PASSWORD_AUTH');
  return person;
}

// ---------------------------------------------------------------------------------------------------------- the tests

test('somebody signs up, confirms with the code from the e-mail and signs in with SRP', async () => {
  const signedUp = await signUp('bea', 'Secret-of-bea-1', 'bea@example.com');
  assert.equal(signedUp.userConfirmed, false);
  assert.equal(signedUp.codeDeliveryDetails.Destination, 'b***@e***');
  const bea = user('bea');
  await assert.rejects(signIn(bea, 'Secret-of-bea-1'), { code: 'UserNotConfirmedException' });

  const code = await endpoint.code('bea');
  const wrong = code === '123456' ? '654321' : '123456';
  await assert.rejects(
    asked((done) => bea.confirmRegistration(wrong, false, done)),
    { code: 'CodeMismatchException' },
  );
  assert.equal(await asked((done) => bea.confirmRegistration(code, false, done)), 'SUCCESS');

  const { onSuccess: session } = await signIn(bea, 'Secret-of-bea-1');
  assert.ok(session.isValid());
  const claims = session.getIdToken().decodePayload();
  assert.equal(claims.iss, `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`);
  assert.equal(claims.aud, clients.phone.id);
  assert.equal(claims.sub, signedUp.userSub);
  assert.equal(claims['cognito:username'], 'bea');
  assert.equal(claims.email_verified, true);
  assert.equal(session.getAccessToken().decodePayload().client_id, clients.phone.id);
});

test('a code that is sent again replaces the first one', async () => {
  await signUp('cleo', 'Secret-of-cleo-1', 'cleo@example.com');
  const sent = await asked((done) => user('cleo').resendConfirmationCode(done));
  assert.equal(sent.CodeDeliveryDetails.DeliveryMedium, 'EMAIL');
  const code = await endpoint.code('cleo');
  assert.equal(await asked((done) => user('cleo').confirmRegistration(code, false, done)), 'SUCCESS');
});

test('a wrong password is refused as AWS refuses it, and as a name that nobody has', async () => {
  await assert.rejects(signIn(user('ana'), 'Secret-of-ana-2'), {
    code: 'NotAuthorizedException',
    message: 'Incorrect username or password.',
  });
  assert.equal(await endpoint.refusedBy(), 'idp.srp.proof');
  await assert.rejects(signIn(user('nobody'), 'Secret-of-ana-2'), { code: 'UserNotFoundException' });
});

test('a name that is taken and a password that is too simple are refused', async () => {
  await assert.rejects(signUp('ana', 'Secret-of-ana-2', 'a@example.com'), { code: 'UsernameExistsException' });
  await assert.rejects(signUp('dora', 'simple', 'd@example.com'), { code: 'InvalidPasswordException' });
});

test('the password flow without SRP works where the client allows it', async () => {
  const { onSuccess: session } = await signIn(user('ana'), ANA.password, 'USER_PASSWORD_AUTH');
  assert.ok(session.isValid());
});

test('a session that has run out is refreshed when it is asked for', async (t) => {
  const person = await member('eva');
  const before = person.getSignInUserSession();
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 2 * 3600 * 1000 });
  assert.equal(before.isValid(), false);
  const refreshed = await asked((done) => person.getSession(done));
  t.mock.timers.reset();
  assert.notEqual(refreshed.getAccessToken().getJwtToken(), before.getAccessToken().getJwtToken());
  assert.equal(refreshed.getAccessToken().payload.origin_jti, before.getAccessToken().payload.origin_jti);
  assert.equal(refreshed.getRefreshToken().getToken(), before.getRefreshToken().getToken());
});

test('an app that was closed finds its user again', async () => {
  await member('fay');
  const again = pool.getCurrentUser();
  assert.equal(again.getUsername(), 'fay');
  const session = await asked((done) => again.getSession(done));
  assert.ok(session.isValid());
});

test('the password is changed by somebody who knows it', async () => {
  const person = await member('gil', 'Secret-of-gil-1');
  const change = (old, next) => asked((done) => person.changePassword(old, next, done));
  await assert.rejects(change('Secret-of-gil-0', 'Secret-of-gil-2'), { code: 'NotAuthorizedException' });
  assert.equal(await change('Secret-of-gil-1', 'Secret-of-gil-2'), 'SUCCESS');
  await assert.rejects(signIn(user('gil'), 'Secret-of-gil-1'), { code: 'NotAuthorizedException' });
  assert.ok((await signIn(user('gil'), 'Secret-of-gil-2')).onSuccess);
});

test('a forgotten password is replaced with the code from the e-mail', async () => {
  await member('hana', 'Secret-of-hana-1');
  const hana = user('hana');
  const { inputVerificationCode: sent } = await outcome((on) => hana.forgotPassword(on), 'inputVerificationCode');
  assert.equal(sent.CodeDeliveryDetails.AttributeName, 'email');
  const code = await endpoint.code('hana');
  await outcome((on) => hana.confirmPassword(code, 'Secret-of-hana-2', on), 'onSuccess');
  assert.ok((await signIn(hana, 'Secret-of-hana-2')).onSuccess);
});

test('an invited user has to choose a new password', async () => {
  await operator.send(
    new AdminCreateUserCommand({
      UserPoolId: userPoolId,
      Username: 'ines',
      TemporaryPassword: 'Invited-ines-1',
      UserAttributes: [
        { Name: 'email', Value: 'ines@example.com' },
        { Name: 'email_verified', Value: 'true' },
      ],
      MessageAction: 'SUPPRESS',
    }),
  );
  const ines = user('ines');
  const first = await signIn(ines, 'Invited-ines-1');
  assert.equal(first.newPasswordRequired.email, 'ines@example.com');
  assert.deepEqual(first.values[1], [], 'no attribute is missing');
  const choose = (on) => ines.completeNewPasswordChallenge('Secret-of-ines-1', { name: 'Ines' }, on);
  const { onSuccess: session } = await outcome(choose, 'onSuccess');
  assert.equal(session.getIdToken().payload.name, 'Ines');
  assert.ok((await signIn(user('ines'), 'Secret-of-ines-1')).onSuccess);
});

test('attributes are read, changed, verified and deleted', async () => {
  const person = await member('jo');
  const attributes = async () => {
    const found = await asked((done) => person.getUserAttributes(done));
    return Object.fromEntries(found.map((one) => [one.getName(), one.getValue()]));
  };
  const { sub, ...first } = await attributes();
  assert.match(sub, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.deepEqual(first, { email: 'jo@example.com', email_verified: 'true' });

  const changes = [
    { Name: 'email', Value: 'jo@example.org' },
    { Name: 'nickname', Value: 'Jo' },
  ];
  assert.equal(await asked((done) => person.updateAttributes(changes, done)), 'SUCCESS');
  const changed = await attributes();
  assert.deepEqual([changed.email, changed.email_verified, changed.nickname], ['jo@example.org', 'false', 'Jo']);

  const code = await endpoint.code('jo');
  await outcome((on) => person.verifyAttribute('email', code, on), 'onSuccess');
  assert.equal((await attributes()).email_verified, 'true');
  assert.equal(await asked((done) => person.deleteAttributes(['nickname'], done)), 'SUCCESS');
  assert.equal((await attributes()).nickname, undefined);
});

test('a global sign-out ends every session of the user', async () => {
  const phone = await member('kim', 'Secret-of-kim-1');
  const laptop = user('kim');
  await signIn(laptop, 'Secret-of-kim-1', 'USER_PASSWORD_AUTH');
  const REFRESH_TOKEN = laptop.getSignInUserSession().getRefreshToken().getToken();
  await outcome((on) => phone.globalSignOut(on), 'onSuccess');
  await assert.rejects(
    asked((done) => laptop.getUserAttributes(done)),
    {
      code: 'NotAuthorizedException',
      message: 'Access Token has been revoked',
    },
  );
  // Not through the library: it tries a refused refresh again and again, for seconds.
  const refresh = { ClientId: clients.phone.id, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters: { REFRESH_TOKEN } };
  await assert.rejects(operator.send(new InitiateAuthCommand(refresh)), { name: 'NotAuthorizedException' });
});

test('signing out here revokes the tokens of this sign-in alone', async () => {
  const phone = await member('lea', 'Secret-of-lea-1');
  const laptop = user('lea');
  await signIn(laptop, 'Secret-of-lea-1', 'USER_PASSWORD_AUTH');
  await asked((done) => phone.signOut(() => done()));
  assert.equal(phone.getSignInUserSession(), null);
  assert.equal((await asked((done) => laptop.getUserAttributes(done))).length, 3);
});

test('a user who deletes the account cannot sign in again', async () => {
  const person = await member('mia', 'Secret-of-mia-1');
  assert.equal(await asked((done) => person.deleteUser(done)), 'SUCCESS');
  await assert.rejects(signIn(user('mia'), 'Secret-of-mia-1'), { code: 'UserNotFoundException' });
});

test('a page from elsewhere gets no answer', async (t) => {
  const here = globalThis.fetch;
  t.after(() => {
    globalThis.fetch = here;
  });
  globalThis.fetch = fetchOfPage('https://evil.example');
  await assert.rejects(signUp('ned', 'Secret-of-ned-1', 'ned@example.com'), /CORS|Network error/);
  globalThis.fetch = here;
  await assert.rejects(signIn(user('ned'), 'Secret-of-ned-1'), { code: 'UserNotFoundException' });
});
