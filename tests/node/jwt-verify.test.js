// aws-jwt-verify, in an API that takes a user pool's tokens. Its issuer is AWS's, so only its JWKS comes from here.

import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier, JwtVerifier } from 'aws-jwt-verify';
import * as refusals from 'aws-jwt-verify/error';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { serve } from './endpoint.js';
import { ANA, idsAt, tokensOfAna } from './world.js';

const endpoint = await serve();
const { userPoolId, clients } = await idsAt(endpoint);
const tokens = await tokensOfAna(endpoint, clients.phone.id);

// ------------------------------------------------------------------------------------------------------------ the API

const fetched = [];

/** Return a verifier's cache that looks for AWS's documents at an endpoint; the paths are the same. */
function jwksCacheAt(url) {
  const fetcher = {
    fetch: async (uri) => {
      fetched.push(uri);
      const answer = await fetch(new URL(new URL(uri).pathname, url));
      assert.equal(answer.status, 200);
      return answer.arrayBuffer();
    },
  };
  return new SimpleJwksCache({ fetcher });
}

function verifier(expected) {
  const properties = { userPoolId, clientId: clients.phone.id, tokenUse: 'access', ...expected };
  return CognitoJwtVerifier.create(properties, { jwksCache: jwksCacheAt(endpoint.url) });
}

/** Return a token with other contents, and a signature that `signed` makes of them. */
function forged(token, header, payload, signed = () => token.split('.')[2]) {
  const [oldHeader, oldPayload] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  const parts = [
    { ...JSON.parse(oldHeader), ...header },
    { ...JSON.parse(oldPayload), ...payload },
  ];
  const contents = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${contents}.${signed(contents)}`;
}

// ---------------------------------------------------------------------------------------------------------- the tests

test('an access token is good for the API of its client', async () => {
  const claims = await verifier({ scope: 'aws.cognito.signin.user.admin' }).verify(tokens.access);
  assert.equal(claims.username, ANA.username);
  assert.equal(claims.iss, `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`);
  assert.equal(fetched.at(-1), `${claims.iss}/.well-known/jwks.json`);
});

test('an ID token says who somebody is', async () => {
  const claims = await verifier({ tokenUse: 'id' }).verify(tokens.id);
  assert.equal(claims.email, ANA.email);
  assert.equal(claims['cognito:username'], ANA.username);
});

test('one document has the keys of both tokens', async () => {
  const both = verifier({ tokenUse: null });
  const before = fetched.length;
  await both.verify(tokens.access);
  await both.verify(tokens.id);
  both.verifySync(tokens.id);
  assert.equal(fetched.length, before + 1);
});

test('a token is refused where it does not belong', async (t) => {
  const cases = [
    ['an ID token in place of an access token', {}, 'id', 'CognitoJwtInvalidTokenUseError'],
    ['an access token in place of an ID token', { tokenUse: 'id' }, 'access', 'CognitoJwtInvalidTokenUseError'],
    ['another client (access)', { clientId: clients.site.id }, 'access', 'CognitoJwtInvalidClientIdError'],
    ['another client (ID)', { clientId: clients.site.id, tokenUse: 'id' }, 'id', 'CognitoJwtInvalidClientIdError'],
    ['a group that Ana is not in', { groups: ['admins'] }, 'access', 'CognitoJwtInvalidGroupError'],
    ['a scope that it has not', { scope: 'notes/read' }, 'access', 'JwtInvalidScopeError'],
  ];
  for (const [name, expected, which, error] of cases) {
    await t.test(name, () => assert.rejects(verifier(expected).verify(tokens[which]), refusals[error]));
  }
});

test('a token of another pool is refused by its issuer', async () => {
  const pools = new CognitoIdentityProviderClient();
  const { UserPool } = await pools.send(new CreateUserPoolCommand({ PoolName: 'others' }));
  const client = new CreateUserPoolClientCommand({ UserPoolId: UserPool.Id, ClientName: 'others' });
  const { UserPoolClient } = await pools.send(client);
  const others = verifier({ userPoolId: UserPool.Id, clientId: UserPoolClient.ClientId });
  await assert.rejects(others.verify(tokens.access), /issuer not configured/);
  const asIfTheirs = forged(tokens.access, {}, { iss: `https://cognito-idp.us-east-1.amazonaws.com/${UserPool.Id}` });
  await assert.rejects(others.verify(asIfTheirs), refusals.KidNotFoundInJwksError);
});

test('a token is refused when its hour is over', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3590 * 1000 });
  await verifier().verify(tokens.access);
  t.mock.timers.setTime(Date.now() + 20 * 1000);
  await assert.rejects(verifier().verify(tokens.access), refusals.JwtExpiredError);
});

test('a token is refused when somebody has tampered with it', async (t) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const own = (contents) => sign('RSA-SHA256', contents, privateKey).toString('base64url');
  const cases = [
    ['another user', forged(tokens.access, {}, { username: 'root' }), 'JwtInvalidSignatureError'],
    ['a later end', forged(tokens.access, {}, { exp: 9_999_999_999 }), 'JwtInvalidSignatureError'],
    ["a key of one's own", forged(tokens.access, {}, { username: 'root' }, own), 'JwtInvalidSignatureError'],
    ['no algorithm', forged(tokens.access, { alg: 'none' }, {}), 'JwtInvalidSignatureAlgorithmError'],
    ['no signature', forged(tokens.access, { alg: 'none' }, {}, () => ''), 'JwtParseError'],
    ["the other token's key", forged(tokens.access, { kid: header(tokens.id).kid }, {}), 'JwtInvalidSignatureError'],
    ['an unknown key', forged(tokens.access, { kid: 'unknown' }, {}), 'KidNotFoundInJwksError'],
  ];
  for (const [name, token, error] of cases) {
    await t.test(name, () => assert.rejects(verifier().verify(token), refusals[error]));
  }
});

test('with --issuer local, any JWT verifier finds the keys by the issuer that the token names', async () => {
  const local = await serve('--issuer', 'local');
  const ids = await idsAt(local);
  const { id, access } = await tokensOfAna(local, ids.clients.phone.id);
  const issuer = `${local.url}/${ids.userPoolId}`;
  const document = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  assert.equal(document.issuer, issuer);
  const properties = { issuer, audience: ids.clients.phone.id, jwksUri: document.jwks_uri };
  const any = JwtVerifier.create(properties, { jwksCache: jwksCacheAt(local.url) });
  assert.equal((await any.verify(id)).email, ANA.email);
  assert.equal((await any.verify(access, { audience: null })).iss, issuer);
  await assert.rejects(any.verify(id, { audience: ids.clients.site.id }), refusals.JwtInvalidAudienceError);
  await assert.rejects(any.verify(tokens.id), refusals.JwtInvalidIssuerError);
});

function header(token) {
  return JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString());
}
