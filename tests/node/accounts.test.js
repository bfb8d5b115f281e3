// The JavaScript SDK from one account into another: the five steps, what each omission raises, profiles, chains.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromIni, fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { processFetch, serve } from './endpoint.js';

const THEIRS = '444455556666';
const endpoint = await serve('--account', THEIRS);
const OURS = endpoint.account;
const [a, b] = [OURS, THEIRS].map((account) => ({ credentials: endpoint.administrators[account] }));
const clientConfig = { region: endpoint.region, endpoint: endpoint.url };

const ROLE = `arn:aws:iam::${THEIRS}:role/LogReader`;
const LOG = { Bucket: 'logs-of-b', Key: '2026/app.log' };
const TEXT = '09:00:01 started\n';
const ALICE = `arn:aws:iam::${OURS}:user/alice`;
const NOT_ASSUMED = `User: ${ALICE} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`;

const allow = (more) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
const trusting = (AWS, more = {}) => allow({ Principal: { AWS }, Action: 'sts:AssumeRole', ...more });

/** What must be there on one side or the other. */
const STEPS = {
  member: () => new IAMClient(a).send(new AddUserToGroupCommand({ GroupName: 'Auditors', UserName: 'alice' })),
  bucket: async () => {
    await new S3Client(b).send(new CreateBucketCommand({ Bucket: LOG.Bucket }));
    await new S3Client(b).send(new PutObjectCommand({ ...LOG, Body: TEXT }));
  },
  role: () => {
    const AssumeRolePolicyDocument = trusting(`arn:aws:iam::${OURS}:root`);
    const made = { RoleName: 'LogReader', AssumeRolePolicyDocument, MaxSessionDuration: 7200 };
    return new IAMClient(b).send(new CreateRoleCommand(made));
  },
  'may read': () => {
    const PolicyDocument = allow({
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: [`arn:aws:s3:::${LOG.Bucket}`, `arn:aws:s3:::${LOG.Bucket}/*`],
    });
    const put = { RoleName: 'LogReader', PolicyName: 'ReadLogs', PolicyDocument };
    return new IAMClient(b).send(new PutRolePolicyCommand(put));
  },
  'may assume': () => {
    const PolicyDocument = allow({ Action: 'sts:AssumeRole', Resource: ROLE });
    const put = { GroupName: 'Auditors', PolicyName: 'AssumeLogReader', PolicyDocument };
    return new IAMClient(a).send(new PutGroupPolicyCommand(put));
  },
};

let alice;

beforeEach(async () => {
  await endpoint.ask('reset', { method: 'POST' });
  const iam = new IAMClient(a);
  await iam.send(new CreateUserCommand({ UserName: 'alice' }));
  await iam.send(new CreateGroupCommand({ GroupName: 'Auditors' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'alice' }));
  alice = { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
});

async function build(...without) {
  for (const [name, step] of Object.entries(STEPS)) if (!without.includes(name)) await step();
}

function asReader(params = {}, masterCredentials = alice) {
  const asked = { RoleArn: ROLE, RoleSessionName: 'alice', ...params };
  return fromTemporaryCredentials({ masterCredentials, params: asked, clientConfig });
}

async function read(credentials) {
  const { Body } = await new S3Client({ credentials }).send(new GetObjectCommand(LOG));
  return Body.transformToString();
}

async function trust(document) {
  const given = { RoleName: 'LogReader', PolicyDocument: document };
  await new IAMClient(b).send(new UpdateAssumeRolePolicyCommand(given));
}

// ------------------------------------------------------------------------------------------------------ the five steps

test('each account has an administrator of its own', async () => {
  for (const [account, config] of [
    [OURS, a],
    [THEIRS, b],
  ]) {
    const { Arn } = await new STSClient(config).send(new GetCallerIdentityCommand({}));
    assert.equal(Arn, `arn:aws:iam::${account}:user/demo`);
  }
});

test('five steps lead from one account to the logs of the other', async () => {
  await build();
  const provide = asReader();
  const { Arn, Account } = await new STSClient({ credentials: provide }).send(new GetCallerIdentityCommand({}));
  assert.deepEqual([Account, Arn], [THEIRS, `arn:aws:sts::${THEIRS}:assumed-role/LogReader/alice`]);
  assert.equal(await read(provide), TEXT);
  const listed = await new S3Client({ credentials: provide }).send(new ListObjectsV2Command({ Bucket: LOG.Bucket }));
  assert.equal(listed.KeyCount, 1);
  const url = await getSignedUrl(new S3Client({ credentials: provide }), new GetObjectCommand(LOG), { expiresIn: 60 });
  assert.equal(await (await processFetch(url)).text(), TEXT);
});

const OMISSIONS = {
  member: { name: 'AccessDenied', message: NOT_ASSUMED },
  'may assume': { name: 'AccessDenied', message: NOT_ASSUMED },
  'may read': {
    name: 'AccessDenied',
    message: /because no identity-based policy allows the s3:GetObject action$/,
  },
  bucket: { name: 'NoSuchBucket', message: 'The specified bucket does not exist' },
};

for (const [without, error] of Object.entries(OMISSIONS)) {
  test(`without the step '${without}', the SDK raises ${error.name}`, async () => {
    await build(without);
    await assert.rejects(read(asReader()), error);
  });
}

test('a trust policy that wants more is refused without it and opens with it', async () => {
  await build();
  await trust(trusting(`arn:aws:iam::${OURS}:root`, { Condition: { StringEquals: { 'sts:ExternalId': '42' } } }));
  for (const params of [{}, { ExternalId: '43' }]) {
    await assert.rejects(read(asReader(params)), { name: 'AccessDenied', message: NOT_ASSUMED });
    assert.equal(await endpoint.refusedBy(), 'policy.condition');
  }
  assert.equal(await read(asReader({ ExternalId: '42' })), TEXT);
});

test('a session policy leaves less', async () => {
  await build();
  const Policy = allow({ Action: 's3:ListBucket', Resource: '*' });
  const message = /because no session policy allows the s3:GetObject action$/;
  await assert.rejects(read(asReader({ Policy })), { name: 'AccessDenied', message });
});

test('without a role, user and bucket must both allow', async () => {
  await build();
  const reads = { Action: 's3:GetObject', Resource: `arn:aws:s3:::${LOG.Bucket}/*` };
  await assert.rejects(read(alice), { name: 'AccessDenied' });
  const own = { UserName: 'alice', PolicyName: 'own', PolicyDocument: allow(reads) };
  await new IAMClient(a).send(new PutUserPolicyCommand(own));
  await assert.rejects(read(alice), { name: 'AccessDenied' });
  const Policy = allow({ ...reads, Principal: { AWS: ALICE } });
  await new S3Client(b).send(new PutBucketPolicyCommand({ Bucket: LOG.Bucket, Policy }));
  assert.equal(await read(alice), TEXT);
});

test('the simulator tells what the role may do', async () => {
  await build();
  const { EvaluationResults } = await new IAMClient(b).send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: ROLE,
      ActionNames: ['s3:GetObject', 's3:PutObject'],
      ResourceArns: [`arn:aws:s3:::${LOG.Bucket}/x`],
    }),
  );
  assert.deepEqual(
    EvaluationResults.map((one) => one.EvalDecision),
    ['allowed', 'implicitDeny'],
  );
});

// ------------------------------------------------------------------------------------------------- chains and profiles

test('a chain of roles goes from account to account, for an hour at most', async () => {
  await build();
  const iam = new IAMClient(a);
  const hub = trusting(ALICE);
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'Hub', AssumeRolePolicyDocument: hub }));
  const onward = { RoleName: 'Hub', PolicyName: 'on', PolicyDocument: allow({ Action: 'sts:*', Resource: ROLE }) };
  await iam.send(new PutRolePolicyCommand(onward));
  await trust(trusting(Role.Arn));
  await assert.rejects(read(asReader()), { name: 'AccessDenied', message: NOT_ASSUMED });
  const first = asReader({ RoleArn: Role.Arn });
  assert.equal(await read(asReader({}, first)), TEXT);
  const long = { RoleArn: ROLE, RoleSessionName: 'alice', DurationSeconds: 3601 };
  await assert.rejects(new STSClient({ credentials: first }).send(new AssumeRoleCommand(long)), {
    name: 'ValidationError',
    message: 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
  });
});

/** Write a config file with the profile `alice` and those given, and return what `fromIni` is told of it. */
async function configured(profiles) {
  const folder = await mkdtemp(path.join(tmpdir(), 'cogtui-'));
  after(() => rm(folder, { recursive: true }));
  const configFilepath = path.join(folder, 'config');
  const role = `role_arn = ${ROLE}\nsource_profile = alice\nregion = ${endpoint.region}\n`;
  const sections = Object.entries(profiles).map(([name, more]) => `[profile ${name}]\n${role}${more}`);
  const keys = `aws_access_key_id = ${alice.accessKeyId}\naws_secret_access_key = ${alice.secretAccessKey}\n`;
  await writeFile(configFilepath, `[profile alice]\n${keys}${sections.join('')}`);
  return { configFilepath, filepath: path.join(folder, 'none'), clientConfig };
}

test('a profile of the config file names role, source and ExternalId', async () => {
  await build();
  await trust(trusting(`arn:aws:iam::${OURS}:root`, { Condition: { StringEquals: { 'sts:ExternalId': '42' } } }));
  const files = await configured({ reader: 'external_id = 42\nrole_session_name = nightly\n', careless: '' });
  const provide = fromIni({ profile: 'reader', ...files });
  const { Arn } = await new STSClient({ credentials: provide }).send(new GetCallerIdentityCommand({}));
  assert.equal(Arn, `arn:aws:sts::${THEIRS}:assumed-role/LogReader/nightly`);
  assert.equal(await read(provide), TEXT);
  const careless = read(fromIni({ profile: 'careless', ...files }));
  await assert.rejects(careless, { name: 'AccessDenied', message: NOT_ASSUMED });
});

test('a profile asks for the code of its device, once for a session', async () => {
  await build();
  const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
  await trust(trusting(`arn:aws:iam::${OURS}:root`, { Condition }));
  const { serial, code } = await alicesPhone();
  const files = await configured({ careful: `mfa_serial = ${serial}\n`, careless: '' });
  const asked = [];
  const mfaCodeProvider = async (device) => (asked.push(device), code(0));
  const provide = fromIni({ profile: 'careful', mfaCodeProvider, ...files });
  const s3 = new S3Client({ credentials: provide });
  for (let times = 0; times < 2; times += 1) {
    assert.equal((await s3.send(new GetObjectCommand(LOG))).ContentLength, TEXT.length);
  }
  assert.deepEqual(asked, [serial]);
  await assert.rejects(read(fromIni({ profile: 'careless', ...files })), { message: NOT_ASSUMED });
});

/** Give Alice a virtual device; return its serial number and what it shows, now or some steps away (RFC 6238). */
async function alicesPhone() {
  const iam = new IAMClient(a);
  const { VirtualMFADevice } = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'alice' }));
  const bits = [...Buffer.from(VirtualMFADevice.Base32StringSeed).toString().replace(/=+$/, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const now = Math.floor(Date.now() / 30_000);
  const code = (steps) => {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(now + steps));
    const mac = createHmac('sha1', secret).update(counter).digest();
    const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, '0');
  };
  const serial = VirtualMFADevice.SerialNumber;
  const codes = { AuthenticationCode1: code(-2), AuthenticationCode2: code(-1) };
  await iam.send(new EnableMFADeviceCommand({ UserName: 'alice', SerialNumber: serial, ...codes }));
  return { serial, code };
}

test('a session across accounts ends, and the provider gets a new one', async () => {
  await build();
  const provide = asReader({ DurationSeconds: 900 });
  const old = await provide();
  await endpoint.advance(901);
  await assert.rejects(read(old), { name: 'ExpiredToken' });
  assert.equal(await read(provide), TEXT);
});
