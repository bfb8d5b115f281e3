// amazon-cognito-identity-js remembers the device that somebody signs in with: it makes the secret, confirms, and proves it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AdminForgetDeviceCommand,
  AdminListDevicesCommand,
  CognitoIdentityProviderClient,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import cognito from 'amazon-cognito-identity-js';
import { serve } from './endpoint.js';
import { fetchOfPage } from './page.js';
import { ANA, idsAt } from './world.js';

const { AuthenticationDetails, CognitoUser, CognitoUserPool } = cognito;

const endpoint = await serve();
const { userPoolId, clients } = await idsAt(endpoint);
const operator = new CognitoIdentityProviderClient();
globalThis.fetch = fetchOfPage('http://localhost:5173');

const pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clients.phone.id, endpoint: endpoint.url });

function track(DeviceOnlyRememberedOnUserPrompt) {
  const DeviceConfiguration = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt };
  const settings = { UserPoolId: userPoolId, AutoVerifiedAttributes: ['email'], DeviceConfiguration };
  return operator.send(new UpdateUserPoolCommand(settings));
}

/** Sign Ana in with SRP; return her, and whether she is to be asked about the device. */
function signIn() {
  const ana = new CognitoUser({ Username: ANA.username, Pool: pool });
  const details = new AuthenticationDetails({ Username: ANA.username, Password: ANA.password });
  return new Promise((resolve, reject) => {
    ana.authenticateUser(details, { onFailure: reject, onSuccess: (session, asks) => resolve({ ana, session, asks }) });
  });
}

function done(method) {
  return new Promise((onSuccess, onFailure) => method({ onSuccess, onFailure }));
}

async function tracked() {
  const asked = new AdminListDevicesCommand({ UserPoolId: userPoolId, Username: ANA.username });
  return (await operator.send(asked)).Devices;
}

test('a device is confirmed at the first sign-in, and proves itself at the next', async () => {
  await track(false);
  const first = await signIn();
  assert.equal(first.asks, undefined);
  const [device] = await tracked();
  const again = await signIn();
  assert.equal(again.session.getAccessToken().payload.device_key, device.DeviceKey);
  assert.equal((await tracked()).length, 1);

  const listed = await new Promise((onSuccess, onFailure) => again.ana.listDevices(5, null, { onSuccess, onFailure }));
  assert.deepEqual(listed.Devices.map((found) => found.DeviceKey), [device.DeviceKey]);

  const refreshed = await new Promise((resolve, reject) => {
    const callback = (error, session) => (error ? reject(error) : resolve(session));
    again.ana.refreshSession(again.session.getRefreshToken(), callback);
  });
  assert.notEqual(refreshed.getAccessToken().getJwtToken(), again.session.getAccessToken().getJwtToken());
});

test('a device that an administrator forgets is a new one at the next sign-in', async () => {
  const [{ DeviceKey }] = await tracked();
  await operator.send(new AdminForgetDeviceCommand({ UserPoolId: userPoolId, Username: ANA.username, DeviceKey }));
  await signIn();
  const [device] = await tracked();
  assert.notEqual(device.DeviceKey, DeviceKey);
  await operator.send(
    new AdminForgetDeviceCommand({ UserPoolId: userPoolId, Username: ANA.username, DeviceKey: device.DeviceKey }),
  );
});

test('where users decide, a device is remembered once they say so', async () => {
  await track(true);
  const { ana, asks } = await signIn();
  assert.equal(asks, true);
  await done((callbacks) => ana.setDeviceStatusRemembered(callbacks));
  const { ana: again, session } = await signIn();
  assert.ok(session.getAccessToken().payload.device_key);
  await done((callbacks) => again.setDeviceStatusNotRemembered(callbacks));
  await done((callbacks) => again.forgetDevice(callbacks));
  assert.deepEqual(await tracked(), []);
});
