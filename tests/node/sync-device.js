// A device with amazon-cognito-js: one manager with a cache of its own, and what it calls at Cognito Sync.

import domain from 'node:domain';
import { createRequire } from 'node:module';

process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1';
const load = createRequire(import.meta.url);
export const AWS = load('aws-sdk');
load('amazon-cognito-js');

/** Return what a method with a callback, called by `call`, says. */
export function asked(call) {
  return new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))));
}

/** Let the SDK and the managers ask an endpoint. */
export function ask(endpoint) {
  const at = { endpoint: endpoint.url };
  AWS.config.update({ region: endpoint.region, maxRetries: 0, cognitosync: at, cognitoidentity: at });
}

/** Return credentials of an identity: of whoever has these logins, or of a new guest. */
export async function credentials(IdentityPoolId, Logins) {
  const provider = new AWS.CognitoIdentityCredentials(Logins ? { IdentityPoolId, Logins } : { IdentityPoolId });
  await provider.getPromise();
  return provider;
}

export class Device {
  /** Everything that it called at Cognito Sync, in words: `List(2)`, `Update k@1, -gone@0`. */
  calls = [];
  #datasets = {};
  #hook = null;

  constructor(provider) {
    AWS.config.credentials = provider; // where a manager looks for who it works as
    this.provider = provider;
    this.manager = new AWS.CognitoSyncManager({ DataStore: AWS.CognitoSyncManager.StoreInMemory });
    const { client } = this.manager.remote;
    client.customizeRequests((request) => {
      request.on('validate', () => this.calls.push(told(request.operation, request.params)));
    });
    for (const [name, operation] of Object.entries({ List: 'listRecords', Update: 'updateRecords' })) {
      const call = client[operation].bind(client);
      client[operation] = (params, done) => call(params, (...answer) => this.#answered(name, () => done(...answer)));
    }
  }

  get identityId() {
    return this.provider.identityId;
  }

  /** Let something happen when the next call of a kind has been answered, and before the manager hears of it. */
  after(name, happening) {
    this.#hook = { name, happening };
  }

  async #answered(name, goOn) {
    if (this.#hook?.name !== name) return goOn();
    const { happening } = this.#hook;
    this.#hook = null;
    await happening();
    return goOn();
  }

  /** Open a dataset, or make it there. */
  async open(name) {
    this.#datasets[name] = await asked((done) => this.manager.openOrCreateDataset(name, done));
    return this.#datasets[name];
  }

  /** Return a dataset as the app holds it, which opens it when it has none yet. */
  async dataset(name) {
    return this.#datasets[name] ?? this.open(name);
  }

  /** Return a dataset that is open. */
  held(name) {
    return this.#datasets[name];
  }

  /** Write a record into the cache; null removes it. */
  async put(name, key, value) {
    const dataset = await this.dataset(name);
    await asked((done) => (value === null ? dataset.remove(key, done) : dataset.put(key, value, done)));
  }

  /** Delete a dataset: the client has no method of its own for it. */
  async delete(name) {
    await asked((done) => this.manager.local.deleteDataset(this.identityId, name, done));
  }

  async refresh() {
    await asked((done) => this.manager.refreshDatasetMetadata(done));
  }

  /** Sign in: the provider asks with the login from now on. */
  async signIn(logins) {
    this.provider.params.Logins = logins;
    await this.provider.refreshPromise();
  }

  /** Return the cache's records: value, count, whether it is to be sent. */
  async rows(name) {
    const records = await asked((done) => this.manager.local.getRecords(this.identityId, name, done));
    return Object.fromEntries(
      records.map((record) => [record.getKey(), [record.getValue(), record.getSyncCount(), record.isModified()]]),
    );
  }

  /** Return LastSyncCount; null where the dataset isn't cached. */
  async last(name) {
    const row = await asked((done) => this.manager.local.getDatasetMetadata(this.identityId, name, done));
    return row?.getLastSyncCount() ?? null;
  }

  /**
   * Synchronise; return how it ended ('done', a failure's message, 'crash', 'silence') and what the app was asked.
   *
   * `resolve` and the other answers are the app's; without them it has no callbacks but those for the end.
   */
  async synchronize(name, { resolve, deleted, merged } = {}) {
    const dataset = await this.dataset(name);
    const found = { asked: {}, named: [] };
    found.ended = await new Promise((ended) => {
      const crashes = domain.create(); // the managers throw where nobody can catch
      crashes.on('error', (error) => ended(error instanceof TypeError ? 'crash' : error));
      const callbacks = { onSuccess: () => ended('done'), onFailure: (error) => ended(error.message) };
      if (resolve) callbacks.onConflict = conflictHandler(resolve, found, ended);
      if (deleted) callbacks.onDatasetDeleted = (_, __, goOn) => goOn(true);
      callbacks.onDatasetsMerged = (_, names, goOn) => {
        found.named.push([...names]);
        goOn(merged ?? false);
      };
      crashes.run(() => dataset.synchronize(callbacks));
    });
    return found;
  }
}

function conflictHandler(resolve, found, ended) {
  const resolutions = {
    remote: (conflict) => conflict.resolveWithRemoteRecord(),
    local: (conflict) => conflict.resolveWithLocalRecord(),
  };
  const resolution = resolutions[resolve] ?? ((conflict) => conflict.resolveWithValue(resolve.value));
  return (dataset, conflicts, goOn) => {
    for (const one of conflicts) {
      found.asked[one.getKey()] = [one.getLocalRecord().getValue(), one.getRemoteRecord().getValue()];
    }
    let resolved = false;
    dataset.resolve(resolve === 'nothing' ? [] : conflicts.map(resolution), (error) => {
      resolved = true;
      goOn(!error);
    });
    if (!resolved) ended('silence'); // this cache calls back at once or never
  };
}

function told(operation, { LastSyncCount, RecordPatches }) {
  const patches = RecordPatches?.map((one) => `${one.Op === 'remove' ? '-' : ''}${one.Key}@${one.SyncCount}`).sort();
  const words = {
    listRecords: `List(${LastSyncCount})`,
    updateRecords: `Update ${patches?.join(', ')}`,
    deleteDataset: 'Delete',
    listDatasets: 'ListDatasets',
  };
  return words[operation];
}
