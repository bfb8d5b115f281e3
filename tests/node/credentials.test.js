// @aws-sdk/credential-providers: the ways in which an app gets AWS credentials, each put to use at S3.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CognitoIdentityClient, GetIdCommand, GetOpenIdTokenCommand } from '@aws-sdk/client-cognito-identity';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  fromCognitoIdentity,
  fromCognitoIdentityPool,
  fromTemporaryCredentials,
  fromWebToken,
} from '@aws-sdk/credential-providers';
import { serve } from './endpoint.js';
import { BUCKET, idsAt, tokensOfAna } from './world.js';

const endpoint = await serve();
const { account, config } = endpoint;
const { userPoolId, clients, identityPoolId } = await idsAt(endpoint);
const provider = `cognito-idp.us-east-1.amazonaws.com/${userPoolId}`;
const tokens = await tokensOfAna(endpoint, clients.phone.id);
const logins = { [provider]: tokens.id };

const clientConfig = { region: config.region, endpoint: config.endpoint };

// ------------------------------------------------------------------------------------------------------------ the app

async function who(credentials) {
  return new STSClient({ credentials }).send(new GetCallerIdentityCommand({}));
}

async function written(credentials, key) {
  const s3 = new S3Client({ credentials });
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: 'a note' }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  return Body.transformToString();
}

function denied(credentials, key) {
  const read = new S3Client({ credentials }).send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  return assert.rejects(read, { name: 'AccessDenied', $fault: 'client' });
}

function roleArn(name) {
  return `arn:aws:iam::${account}:role/${name}`;
}

// ---------------------------------------------------------------------------------------------------------- the tests

test('fromCognitoIdentityPool lets a signed-in user into a folder of her own', async () => {
  const provide = fromCognitoIdentityPool({ identityPoolId, logins, clientConfig });
  const credentials = await provide();
  assert.match(credentials.identityId, /^us-east-1:[0-9a-f-]{36}$/);
  assert.match(credentials.accessKeyId, /^ASIA/);
  assert.ok(credentials.expiration > new Date(), "the world's clock goes with the host's");
  assert.equal((await who(provide)).Arn, `arn:aws:sts::${account}:assumed-role/writer/CognitoIdentityCredentials`);

  assert.equal(await written(provide, `${credentials.identityId}/first`), 'a note');
  await denied(provide, 'us-east-1:00000000-0000-4000-8000-000000000000/first');
  const s3 = new S3Client({ credentials: provide });
  const listed = new ListObjectsV2Command({ Bucket: BUCKET, Prefix: `${credentials.identityId}/` });
  assert.equal((await s3.send(listed)).KeyCount, 1);
  const everything = s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  await assert.rejects(everything, { name: 'AccessDenied' });
});

test('with the environment alone, the same happens without a word about the endpoint', async () => {
  const credentials = await fromCognitoIdentityPool({ identityPoolId, logins })();
  assert.match(credentials.accessKeyId, /^ASIA/);
});

test('a login is asked for when it is needed, and keeps its identity', async () => {
  let asked = 0;
  const later = { [provider]: async () => ((asked += 1), tokens.id) };
  const provide = fromCognitoIdentityPool({ identityPoolId, logins: later, clientConfig });
  const [first, second] = [await provide(), await provide()];
  assert.ok(asked > 0);
  assert.equal(second.identityId, first.identityId);
  const elsewhere = await fromCognitoIdentityPool({ identityPoolId, logins, clientConfig })();
  assert.equal(elsewhere.identityId, first.identityId);
});

test('a guest reads what is for everybody and nothing else', async () => {
  const guest = fromCognitoIdentityPool({ identityPoolId, clientConfig });
  assert.equal((await who(guest)).Arn, `arn:aws:sts::${account}:assumed-role/guest/CognitoIdentityCredentials`);
  const s3 = new S3Client({ credentials: guest });
  const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'welcome.txt' }));
  assert.equal(await Body.transformToString(), 'Welcome!');
  assert.equal(ContentType, 'text/plain');
  await denied(guest, 'anything-else');
});

test("a token of another client, and one that is no token, are refused with AWS's words", async () => {
  const foreign = { [provider]: tokens.access };
  await assert.rejects(fromCognitoIdentityPool({ identityPoolId, logins: foreign, clientConfig })(), {
    name: 'NotAuthorizedException',
  });
  const garbage = { [provider]: 'no.token.atall' };
  await assert.rejects(fromCognitoIdentityPool({ identityPoolId, logins: garbage, clientConfig })(), {
    name: 'NotAuthorizedException',
    message: /^Invalid login token/,
  });
});

test('fromCognitoIdentity turns an identity into credentials', async () => {
  const identities = new CognitoIdentityClient();
  const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins: logins }));
  const provide = fromCognitoIdentity({ identityId: IdentityId, logins, clientConfig });
  assert.equal((await provide()).identityId, IdentityId);
  assert.equal(await written(provide, `${IdentityId}/second`), 'a note');
});

test("fromWebToken takes the identity pool's own token to STS: the basic flow", async () => {
  const identities = new CognitoIdentityClient();
  const { IdentityId } = await identities.send(new GetIdCommand({ IdentityPoolId: identityPoolId, Logins: logins }));
  const { Token } = await identities.send(new GetOpenIdTokenCommand({ IdentityId, Logins: logins }));
  const asked = { webIdentityToken: Token, roleSessionName: 'notes', clientConfig };
  const provide = fromWebToken({ ...asked, roleArn: roleArn('writer'), durationSeconds: 900 });
  assert.equal((await who(provide)).Arn, `arn:aws:sts::${account}:assumed-role/writer/notes`);
  assert.equal(await written(provide, `${IdentityId}/third`), 'a note');
  const asGuest = fromWebToken({ ...asked, roleArn: roleArn('guest') });
  await assert.rejects(asGuest(), { name: 'AccessDenied' });
});

test('fromTemporaryCredentials assumes a role, and its session can do no more than the role', async () => {
  const params = { RoleArn: roleArn('auditor'), RoleSessionName: 'audit' };
  const provide = fromTemporaryCredentials({ masterCredentials: config.credentials, params, clientConfig });
  assert.equal((await who(provide)).Arn, `arn:aws:sts::${account}:assumed-role/auditor/audit`);
  const s3 = new S3Client({ credentials: provide });
  assert.ok((await s3.send(new ListObjectsV2Command({ Bucket: BUCKET }))).KeyCount > 0);
  await assert.rejects(written(provide, 'audited'), { name: 'AccessDenied' });
  const missing = { RoleArn: roleArn('nobody'), RoleSessionName: 'audit' };
  const refused = fromTemporaryCredentials({ masterCredentials: config.credentials, params: missing, clientConfig });
  await assert.rejects(refused(), { name: 'AccessDenied' });
});

test('credentials that have run out are refused, and the provider gets new ones', async () => {
  const provide = fromCognitoIdentityPool({ identityPoolId, logins: undefined, clientConfig });
  const old = await provide();
  await endpoint.advance(2 * 3600);
  const s3 = new S3Client({ credentials: old });
  const read = new GetObjectCommand({ Bucket: BUCKET, Key: 'welcome.txt' });
  await assert.rejects(s3.send(read), { name: 'ExpiredToken' });
  const again = new S3Client({ credentials: provide });
  assert.equal((await again.send(read)).ContentLength, 8);
});
