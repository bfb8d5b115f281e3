// Plays a case of sync-cases.json with devices that have amazon-cognito-js.

import assert from 'node:assert/strict';
import { asked, AWS, credentials, Device } from './sync-device.js';
import { idsAt, tokensOfAna } from './world.js';

/** The devices of a case: `a` and `b` are signed in as Ana, `guest` is a guest until it signs in. */
export class Scene {
  #devices = {};
  #token;
  #guest;

  constructor(endpoint) {
    this.endpoint = endpoint;
  }

  async play(steps) {
    for (const step of steps) await this[`_${Object.keys(step)[0]}`](step);
  }

  async device(name) {
    if (!this.#devices[name]) {
      const provider = await credentials(await this.pool(), name === 'guest' ? undefined : await this.logins());
      if (name === 'guest') this.#guest = provider.identityId;
      this.#devices[name] = new Device(provider);
    }
    return this.#devices[name];
  }

  async ids() {
    this.found ??= await idsAt(this.endpoint);
    return this.found;
  }

  async pool() {
    return (await this.ids()).identityPoolId;
  }

  async logins() {
    const { userPoolId, clients } = await this.ids();
    this.#token ??= (await tokensOfAna(this.endpoint, clients.phone.id)).id;
    return { [`cognito-idp.us-east-1.amazonaws.com/${userPoolId}`]: this.#token };
  }

  /** Return a dataset's name with the identity that the guest had at first. */
  named(text) {
    return text.replace('{guest}', () => this.#guest);
  }

  // --- what was before ---------------------------------------------------------------------------------------------

  /** Both devices have the same records, clean. */
  async _both({ both }) {
    await this.put('a', both);
    for (const name of ['a', 'b']) await this.synchronized(name);
  }

  /** Both changed the same records, `b` others besides, and `b` has synchronised. */
  async _conflict({ conflict, beside = {} }) {
    const keys = Object.keys({ ...conflict, ...beside });
    await this._both({ both: Object.fromEntries(keys.map((key) => [key, 'v0'])) });
    await this.put('b', { ...sideOf(conflict, 1), ...beside });
    await this.synchronized('b');
    await this.put('a', sideOf(conflict, 0));
  }

  /** The guest and Ana have a dataset of one name, and the guest signs in as Ana. */
  async _merge({ merge }) {
    for (const [side, name] of ['guest', 'a'].entries()) {
      await this.put(name, sideOf(merge, side));
      await this.synchronized(name);
    }
    await this._on({ on: 'guest', 'sign in': 'another identity' });
  }

  async put(name, values, dataset = 'd') {
    const device = await this.device(name);
    for (const [key, value] of Object.entries(values)) await device.put(dataset, key, value);
  }

  async synchronized(name) {
    assert.equal((await (await this.device(name)).synchronize('d')).ended, 'done');
  }

  // --- the service -------------------------------------------------------------------------------------------------

  async sync() {
    const { accessKeyId, secretAccessKey } = this.endpoint.config.credentials;
    return new AWS.CognitoSync({ credentials: new AWS.Credentials(accessKeyId, secretAccessKey) });
  }

  async whose() {
    const { identityId: IdentityId } = await this.device('a');
    return { IdentityPoolId: await this.pool(), IdentityId, DatasetName: 'd' };
  }

  /** Records are written with account credentials. */
  async _developer({ developer }) {
    const [client, whose] = [await this.sync(), await this.whose()];
    const { SyncSessionToken } = await client.listRecords(whose).promise();
    const patch = ([Key, Value]) => ({ Op: 'replace', Key, Value, SyncCount: 0 });
    const RecordPatches = Object.entries(developer).map(patch);
    await client.updateRecords({ ...whose, SyncSessionToken, RecordPatches }).promise();
  }

  /** A function of these rules is asked before changes are stored. */
  async _trigger({ trigger }) {
    const Resources = { Asked: { Type: 'CogTUI::Function', Properties: { Rules: trigger } } };
    const body = JSON.stringify({ Resources, Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Asked', 'Arn'] } } } });
    const { outputs } = await this.endpoint.ask('template', { method: 'POST', body });
    const set = { IdentityPoolId: await this.pool(), Events: { SyncTrigger: outputs.Arn } };
    await (await this.sync()).setCognitoEvents(set).promise();
  }

  /** The service has these records, null without a value; null: it has no such dataset. */
  async _cloud({ cloud }) {
    const found = await (await this.sync()).listRecords(await this.whose()).promise();
    assert.equal(found.DatasetExists, cloud !== null);
    const rows = found.Records.map(({ Key, Value, SyncCount }) => [Key, [Value ?? null, SyncCount]]);
    assert.deepEqual(Object.fromEntries(rows), cloud ?? {});
  }

  // --- a device ----------------------------------------------------------------------------------------------------

  /** Somebody does something on a device; what it calls and what its cache has then is as the step says. */
  async _on(step) {
    const device = await this.device(step.on);
    const name = this.named(step.in ?? 'd');
    const before = device.calls.length;
    for (const verb of Object.keys(step)) await VERBS[verb]?.call(this, device, step, name);
    if ('calls' in step) assert.deepEqual(device.calls.slice(before), step.calls);
    if ('rows' in step) assert.deepEqual(await device.rows(name), step.rows);
    if ('all' in step) assert.deepEqual(await asked((done) => device.held(name).getAll(done)), step.all);
    if ('last' in step) assert.equal(await device.last(name), step.last);
  }
}

/** What a step may say that somebody does. */
const VERBS = {
  put(device, step, name) {
    return refusedOrNot(this.put(step.on, step.put, name), step);
  },
  open(device, step) {
    return refusedOrNot(device.open(this.named(step.open)), step);
  },
  delete(device, step) {
    return device.delete(this.named(step.delete));
  },
  refresh(device) {
    return device.refresh();
  },
  async 'sign in'(device, step) {
    const was = device.identityId;
    await device.signIn(await this.logins());
    assert.equal(device.identityId === was, step['sign in'] === 'the same identity');
  },
  async sync(device, step, name) {
    if (step.after) device.after(step.after, () => this.play(step.then));
    const { ended, asked, named } = await device.synchronize(name, step);
    assert.equal(ended, step.sync);
    if (step.asked) assert.deepEqual(asked, step.asked);
    assert.deepEqual(named, (step.named ?? []).map((names) => names.map((one) => this.named(one))));
  },
};

function refusedOrNot(done, { refused }) {
  return refused ? assert.rejects(done, { message: refused }) : done;
}

function sideOf(values, side) {
  return Object.fromEntries(Object.entries(values).map(([key, both]) => [key, both[side]]));
}
