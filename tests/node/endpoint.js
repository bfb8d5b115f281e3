// An endpoint of its own for each file of tests: `cogtui serve` with the world of world.yaml, stopped at the end.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after } from 'node:test';

const HERE = import.meta.dirname;
const ROOT = path.join(HERE, '..', '..');
const PYTHON = process.env.COGTUI_PYTHON ?? path.join(ROOT, '.venv', 'bin', 'python');

/** How this process may end before its last test has; the runner's own handler of uncaught errors skips `exit`. */
const ENDS = ['exit', 'uncaughtExceptionMonitor'];
process.once('SIGTERM', () => process.exit(143)); // how the runner ends what takes too long; so `exit` hears of it

/** The `fetch` of this process, whatever a test puts in its place for the clients. */
export const processFetch = globalThis.fetch;

/**
 * Start an endpoint, put what it prints for clients into the environment and return it. It stops after the last test.
 *
 * Keys and ids come from a seed, so that no test waits for a key to be made.
 */
export async function serve(...options) {
  const given = [...'serve --port 0 --json --quiet --seed node --template'.split(' '), path.join(HERE, 'world.yaml')];
  const server = spawn(PYTHON, ['-m', 'cogtui', ...given, ...options], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(server, 'exit');
  const orphaned = () => server.kill('SIGKILL');
  for (const event of ENDS) process.once(event, orphaned);
  after(async () => {
    server.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null], 'the endpoint stops in peace');
    for (const event of ENDS) process.removeListener(event, orphaned);
  });
  const said = await firstObject(server);
  for (const name of ['AWS_SESSION_TOKEN', 'AWS_PROFILE']) delete process.env[name];
  Object.assign(process.env, said.environment);
  return new Endpoint(said);
}

/** Return the first JSON object that a process prints. */
async function firstObject(server) {
  let text = '';
  for await (const chunk of server.stdout.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.trimEnd().endsWith('}')) {
      try {
        return JSON.parse(text);
      } catch {
        // The object goes on; an inner one ended here.
      }
    }
  }
  throw new Error(`cogtui serve ended after printing: ${text}`);
}

class Endpoint {
  constructor({ url, token, account, accounts, environment }) {
    this.url = url;
    this.token = token;
    this.account = account;
    /** The keys of the administrator of each account, by its number. */
    this.administrators = Object.fromEntries(
      accounts.map((one) => [
        one.account,
        { accessKeyId: one.environment.AWS_ACCESS_KEY_ID, secretAccessKey: one.environment.AWS_SECRET_ACCESS_KEY },
      ]),
    );
    this.region = environment.AWS_REGION;
    /** What an SDK's client is told when its environment doesn't say it. */
    this.config = {
      endpoint: url,
      region: this.region,
      credentials: {
        accessKeyId: environment.AWS_ACCESS_KEY_ID,
        secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
      },
    };
  }

  /** Ask one of the endpoint's own addresses below `/_cogtui/`. */
  async ask(what, init = {}) {
    const answer = await processFetch(`${this.url}/_cogtui/${what}`, {
      ...init,
      headers: { authorization: `Bearer ${this.token}` },
    });
    const body = await answer.json();
    assert.equal(answer.status, 200, body.error);
    return body;
  }

  /** Return the code in the last message to a user. */
  async code(username) {
    const { messages } = await this.ask(`outbox?username=${encodeURIComponent(username)}`);
    return messages.at(-1).code;
  }

  /** Let the world's clock go on. */
  async advance(seconds) {
    await this.ask('clock', { method: 'POST', body: JSON.stringify({ advance: seconds }) });
  }

  /** Return the rule that refused the last call that was refused. */
  async refusedBy() {
    const { calls } = await this.ask('trail?last=20');
    return calls.findLast((call) => !call.ok).refused_by.at(-1);
  }
}
