// What a browser adds to `fetch` for the script of a page: the checks of the Fetch Standard's CORS protocol.

import { processFetch } from './endpoint.js';

const SAFE_METHODS = ['GET', 'HEAD', 'POST'];
const SAFE_REQUEST_HEADERS = ['accept', 'accept-language', 'content-language', 'range'];
const SAFE_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
const SAFE_RESPONSE_HEADERS = [
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
];

/** Return the `fetch` of a page's script: it sends, and lets be read, what a browser would. */
export function fetchOfPage(origin) {
  return async (resource, init) => {
    const request = new Request(resource, init);
    await preflight(origin, request);
    const headers = new Headers(request.headers);
    headers.set('origin', origin);
    const response = await processFetch(request, { headers });
    checkOrigin(origin, response);
    return readable(response);
  };
}

async function preflight(origin, request) {
  const named = [...request.headers].filter(([name, value]) => !isSafe(name, value)).map(([name]) => name);
  if (SAFE_METHODS.includes(request.method) && named.length === 0) return;
  const asking = { origin, 'access-control-request-method': request.method };
  if (named.length > 0) asking['access-control-request-headers'] = named.sort().join(',');
  const answer = await processFetch(request.url, { method: 'OPTIONS', headers: asking });
  if (!answer.ok) throw new TypeError(`CORS: the preflight was answered ${answer.status}`);
  checkOrigin(origin, answer);
  const methods = listed(answer, 'access-control-allow-methods');
  if (![...SAFE_METHODS, ...methods, methods.includes('*') ? request.method : ''].includes(request.method)) {
    throw new TypeError(`CORS: the method ${request.method} is not allowed`);
  }
  const allowed = listed(answer, 'access-control-allow-headers').map((name) => name.toLowerCase());
  const anything = allowed.includes('*');
  const refused = named.filter((name) => !allowed.includes(name) && !(anything && name !== 'authorization'));
  if (refused.length > 0) throw new TypeError(`CORS: these headers are not allowed: ${refused}`);
}

function isSafe(name, value) {
  if (name === 'content-type') return SAFE_TYPES.includes(value.split(';')[0].trim().toLowerCase());
  return SAFE_REQUEST_HEADERS.includes(name);
}

function checkOrigin(origin, response) {
  if (!['*', origin].includes(response.headers.get('access-control-allow-origin'))) {
    throw new TypeError(`CORS: a page of ${origin} may not read the answer (${response.status})`);
  }
}

/** Return the response as a script sees it: with the headers that are safe or that the server exposes. */
function readable(response) {
  const exposed = listed(response, 'access-control-expose-headers').map((name) => name.toLowerCase());
  const seen = [...response.headers].filter(
    ([name]) => SAFE_RESPONSE_HEADERS.includes(name) || exposed.includes(name) || exposed.includes('*'),
  );
  const body = [204, 304].includes(response.status) ? null : response.body;
  return new Response(body, { status: response.status, headers: seen });
}

function listed(response, name) {
  return (response.headers.get(name) ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
}
