// amazon-cognito-js, Cognito Sync's own client: managers that synchronise, and each of their known quirks.
//
// What they call and how it ends is in sync-cases.json. The JavaScript manager of the app's simulated devices is held
// to the same cases, by tests/device/sync/test_as_the_real_client.py.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, test } from 'node:test';
import { serve } from './endpoint.js';
import { ask, asked, AWS } from './sync-device.js';
import { Scene } from './sync-scene.js';

const CASES = JSON.parse(readFileSync(path.join(import.meta.dirname, 'sync-cases.json'), 'utf8'));

const endpoint = await serve();
ask(endpoint);

let scene;

beforeEach(async () => {
  await endpoint.ask('reset', { method: 'POST' });
  scene = new Scene(endpoint);
});

for (const [name, steps] of Object.entries(CASES)) {
  test(name, () => scene.play(steps));
}

// --------------------------------------------------------------------------------------------------- what has no calls

test('a cache in memory cannot be wiped, and takes texts alone', async () => {
  const device = await scene.device('a');
  assert.throws(() => device.manager.wipeData(), TypeError);
  const dataset = await device.open('d');
  const put = asked((done) => dataset.put('k', 1, done));
  await assert.rejects(put, { message: 'The value type must be a string but was number.' });
});

test('offline, it fails and keeps what is to be sent', async () => {
  const device = await scene.device('a');
  await device.put('d', 'k', 'v');
  const { client } = device.manager.remote;
  client.setEndpoint('http://127.0.0.1:9'); // where nobody answers
  assert.match((await device.synchronize('d')).ended, /^Inaccessible host: `127.0.0.1' at port `9'/);
  assert.deepEqual(await device.rows('d'), { k: ['v', 0, true] });
  client.setEndpoint(endpoint.url);
  assert.equal((await device.synchronize('d')).ended, 'done');
});

// ------------------------------------------------------------------------------------------ the SDK under the managers

test('the endpoint saw the calls that the managers made, by the role of the signed-in', async () => {
  await scene.play(CASES['a conflict, and the local record wins']);
  const { calls } = await endpoint.ask('trail?last=60');
  const theirs = (call) => call.service === 'cognito-sync' && call.principal.includes(':assumed-role/writer/');
  const seen = calls.filter(theirs);
  const made = { List: 'ListRecords', Update: 'UpdateRecords' };
  const [a, b] = [await scene.device('a'), await scene.device('b')];
  const names = [...a.calls, ...b.calls].map((call) => made[call.match(/\w+/)[0]]);
  assert.deepEqual(seen.map((call) => call.operation).sort(), names.sort());
  assert.deepEqual(new Set(seen.map((call) => call.ok)), new Set([true]));
});

const OF_OTHERS = 'us-east-1:00000000-0000-4000-8000-000000000000';

/** What is asked beyond `d` of one's own identity, and the error's code, status and text. */
const REFUSED = {
  updateRecords: [
    { RecordPatches: [{ Op: 'replace', Key: 'k', Value: 'x', SyncCount: 7 }] },
    ['ResourceConflictException', 409, /^Current SyncCount for: k is: 1 not: 7$/],
  ],
  describeDataset: [{ DatasetName: 'none' }, ['ResourceNotFoundException', 404, /^Dataset 'none' not found.$/]],
  listRecords: [{ DatasetName: 'bad name!' }, ['InvalidParameterException', 400, /^1 validation error detected/]],
  listDatasets: [{ IdentityId: OF_OTHERS, DatasetName: undefined }, ['AccessDeniedException', 403, /\/dataset\/null/]],
  registerDevice: [
    { Platform: 'GCM', Token: 't', DatasetName: undefined },
    ['AccessDeniedException', 403, /cognito-sync:RegisterDevice on resource: arn:aws:cognito-sync:.*:identitypool\//],
  ],
};

for (const [operation, [params, [code, statusCode, message]]] of Object.entries(REFUSED)) {
  test(`${operation} is refused with ${code}`, async () => {
    const device = await scene.device('a');
    await device.put('d', 'k', 'v');
    assert.equal((await device.synchronize('d')).ended, 'done');
    const client = new AWS.CognitoSync({ credentials: device.provider });
    const whose = await scene.whose();
    const { SyncSessionToken } = await client.listRecords(whose).promise();
    const session = operation === 'updateRecords' ? { SyncSessionToken } : {};
    const call = client[operation]({ ...whose, ...session, ...params }).promise();
    await assert.rejects(call, (error) => {
      assert.deepEqual([error.code, error.statusCode], [code, statusCode]);
      assert.match(error.message, message);
      return true;
    });
  });
}
