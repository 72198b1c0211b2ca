// Calls of the API.

import { has, within } from './language.js';
import * as session from './session.js';

const BASE = '/api/v1';

// Problem is a refusal: the API's problem document, or status 0 where no answer came. An answer that
// is none of the API's, such as a proxy's page, is client.unreadable whatever its status.
export class Problem extends Error {
  constructor(status, { code = 'offline', detail = '', errors = [] } = {}, wait = 0) {
    super(detail || code);
    Object.assign(this, { status, code, detail, errors, wait });
  }

  // words are what to say to a person: ours where there are some, else the API's own sentence.
  words() {
    if (this.status === 429 && this.wait > 0) return ['error.wait', { wait: within(this.wait) }];
    const key = `error.${this.code}`;
    if (has(key)) return [key];
    return this.detail ? ['plain', { text: this.detail }] : ['error.service.internal'];
  }

  // passing tells whether the same call may succeed later.
  passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

async function send(method, path, body, token) {
  const headers = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  let response;
  try {
    response = await fetch(BASE + path, { method, headers, body: JSON.stringify(body), cache: 'no-store' });
  } catch {
    throw new Problem(0);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok && answer !== null) return answer;
  const problem = answer?.code ? answer : { code: 'client.unreadable' };
  throw new Problem(answer === null ? 502 : response.status, problem, Number(response.headers.get('Retry-After')));
}

const renew = (refresh_token) => send('POST', '/auth/refresh', { refresh_token });

// call asks without an identity.
export const call = (method, path, body) => send(method, path, body);

// callSignedIn asks as the person signed in; an access token that is refused is renewed once.
export async function callSignedIn(method, path, body) {
  const token = await session.access(renew);
  if (token === null) throw new Problem(401, { code: 'auth.session_ended' });
  try {
    return await send(method, path, body, token);
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    const another = await session.access(renew, token);
    if (another === null) throw problem;
    return send(method, path, body, another);
  }
}
