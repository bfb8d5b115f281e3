// openid-client, a client for any OpenID provider: code with PKCE through the login page, and a program's own token.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as oidc from 'openid-client';
import { Browser } from './browser.js';
import { serve } from './endpoint.js';
import { fetchOfPage } from './page.js';
import { ANA, idsAt } from './world.js';

const endpoint = await serve('--issuer', 'local');
const { userPoolId, clients } = await idsAt(endpoint);
const issuer = `${endpoint.url}/${userPoolId}`;
const CALLBACK = 'http://localhost:5173/signed-in';

/** Return what openid-client knows about the pool for one app client; every ID token's signature is checked. */
function discovered({ id, secret }, authentication = undefined, options = {}) {
  const execute = [oidc.allowInsecureRequests, oidc.enableNonRepudiationChecks];
  return oidc.discovery(new URL(issuer), id, secret, authentication, { execute, ...options });
}

/** Send somebody to the pool; return where the browser ends, and what the app has to remember meanwhile. */
async function sent(config, browser, more = {}) {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const checks = { pkceCodeVerifier, expectedState: oidc.randomState(), expectedNonce: oidc.randomNonce() };
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid email profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...more,
  });
  return { page: await browser.open(address), checks };
}

/** Have Ana sign in on the page; return the address at which she comes back to the app, and what it checks. */
async function anaComesBack(config, browser = new Browser(endpoint.url), more = {}) {
  const { page, checks } = await sent(config, browser, more);
  assert.equal(page.title, 'Sign in');
  const { left } = await page.submit({ username: ANA.username, password: ANA.password });
  assert.ok(left.href.startsWith(`${CALLBACK}?`), left.href);
  return { left, checks };
}

function claimsOf(token) {
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

const asOAuth = (error, status) => ({ name: 'ResponseBodyError', error, status });

/** A 401 whose WWW-Authenticate header has no scheme, as AWS's hasn't: openid-client takes it for no OAuth error. */
const refusedBearer = (error) => error.code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' && error.cause.status === 401;

test('the pool is discovered by its issuer', async () => {
  const config = await discovered(clients.site);
  const metadata = config.serverMetadata();
  assert.equal(metadata.issuer, issuer);
  assert.equal(metadata.authorization_endpoint, `${endpoint.url}/oauth2/authorize`);
  assert.equal(metadata.supportsPKCE(), false, 'as with AWS, PKCE works and is not announced');
});

test('a page without a secret: code, PKCE, userinfo, refresh, revocation, all as a browser lets it', async () => {
  const fetch = fetchOfPage('http://localhost:5173');
  const config = await discovered(clients.page, oidc.None(), { [oidc.customFetch]: fetch });
  const { left, checks } = await anaComesBack(config);
  const tokens = await oidc.authorizationCodeGrant(config, left, { ...checks, idTokenExpected: true });
  assert.equal(tokens.token_type, 'bearer');
  assert.equal(tokens.expires_in, 3600);
  const claims = tokens.claims();
  assert.deepEqual(
    [claims.email, claims.name, claims.token_use, claims.aud],
    [ANA.email, 'Ana Alvarez', 'id', clients.page.id],
  );

  const person = await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  assert.deepEqual([person.email, person.email_verified, person.username], [ANA.email, 'true', 'ana']);

  const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
  assert.equal(refreshed.claims().sub, claims.sub);
  assert.notEqual(refreshed.access_token, tokens.access_token);

  await oidc.tokenRevocation(config, tokens.refresh_token);
  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), asOAuth('invalid_grant', 400));
  await assert.rejects(oidc.fetchUserInfo(config, refreshed.access_token, claims.sub), refusedBearer);
});

test('a site with a secret shows it in either of the two ways', async () => {
  for (const way of [oidc.ClientSecretBasic, oidc.ClientSecretPost]) {
    const config = await discovered(clients.site, way(clients.site.secret));
    const { left, checks } = await anaComesBack(config, undefined, { scope: 'openid notes/read' });
    const tokens = await oidc.authorizationCodeGrant(config, left, checks);
    assert.equal(tokens.claims().aud, clients.site.id);
    assert.deepEqual(claimsOf(tokens.access_token).scope.split(' ').sort(), ['notes/read', 'openid']);
  }
  const wrong = await discovered(clients.site, oidc.ClientSecretBasic('wrong'));
  const { left, checks } = await anaComesBack(wrong);
  await assert.rejects(oidc.authorizationCodeGrant(wrong, left, checks), asOAuth('invalid_client', 400));
});

test('a code is good once, and only with the verifier of its challenge', async () => {
  const config = await discovered(clients.page, oidc.None());
  const first = await anaComesBack(config);
  await oidc.authorizationCodeGrant(config, first.left, first.checks);
  const again = oidc.authorizationCodeGrant(config, first.left, first.checks);
  await assert.rejects(again, asOAuth('invalid_grant', 400));
  const second = await anaComesBack(config);
  const stolen = { ...second.checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
  await assert.rejects(oidc.authorizationCodeGrant(config, second.left, stolen), asOAuth('invalid_grant', 400));
});

test('the page says what is wrong, and the browser stays signed in until it signs out', async () => {
  const config = await discovered(clients.page, oidc.None());
  const browser = new Browser(endpoint.url);
  const { page } = await sent(config, browser);
  const refused = await page.submit({ username: ANA.username, password: 'Secret-of-ana-2' });
  assert.match(refused.error, /Incorrect username or password/);
  const { left } = await refused.submit({ username: ANA.username, password: ANA.password });
  assert.ok(left.searchParams.has('code'));

  const again = await sent(config, browser);
  assert.ok(again.page.left?.searchParams.has('code'), 'no page is shown to somebody who is signed in');
  await oidc.authorizationCodeGrant(config, again.page.left, again.checks);

  const out = oidc.buildEndSessionUrl(config, {
    client_id: clients.page.id,
    logout_uri: 'http://localhost:5173/bye',
  });
  out.searchParams.delete('id_token_hint');
  assert.equal((await browser.open(out)).left.href, 'http://localhost:5173/bye');
  assert.equal((await sent(config, browser)).page.title, 'Sign in');
});

test('an error comes back to the app with its state, unless the app is not to be trusted', async () => {
  const config = await discovered(clients.page, oidc.None());
  const browser = new Browser(endpoint.url);
  const { page, checks } = await sent(config, browser, { scope: 'openid notes/read' });
  const back = oidc.authorizationCodeGrant(config, page.left, checks);
  await assert.rejects(back, { name: 'AuthorizationResponseError', error: 'invalid_scope' });
  const elsewhere = await sent(config, browser, { redirect_uri: 'https://evil.example/' });
  assert.equal(elsewhere.page.left, undefined);
});

test('a program gets a token of its own, for what it may ask and nothing more', async () => {
  const config = await discovered(clients.machine);
  const tokens = await oidc.clientCredentialsGrant(config, { scope: 'notes/read' });
  assert.deepEqual([tokens.expires_in, tokens.refresh_token, tokens.id_token], [3600, undefined, undefined]);
  const claims = claimsOf(tokens.access_token);
  assert.deepEqual(
    [claims.sub, claims.client_id, claims.scope, claims.iss],
    [clients.machine.id, clients.machine.id, 'notes/read', issuer],
  );
  await assert.rejects(oidc.clientCredentialsGrant(config, { scope: 'notes/write' }), asOAuth('invalid_scope', 400));
  const asAna = await discovered(clients.site);
  await assert.rejects(oidc.clientCredentialsGrant(asAna, {}), asOAuth('unauthorized_client', 400));
  await assert.rejects(oidc.fetchUserInfo(config, tokens.access_token, claims.sub), refusedBearer);
});
