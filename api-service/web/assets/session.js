// Who is signed in here: the tokens, where they are kept, and how they are renewed.
//
// The refresh token is in localStorage, so that a person stays signed in on his phone and all
// tabs share one session. The access token is in sessionStorage: it lives as long as the tab and
// spares a refresh, which are counted strictly, at every page. Both could be read by a foreign
// script on this origin; the content policy allows none, and a refresh token that is stolen
// all the same ends the session at its second use.

const REFRESH = 'refresh_token';
const ACCESS = 'access_token';
const EARLY = 10_000; // milliseconds before its end that an access token is not used any more

// Where storage is refused, a session lasts as long as the page.
const memory = new Map();
const forgetful = {
  getItem: (key) => memory.get(key) ?? null,
  setItem: (key, value) => memory.set(key, value),
  removeItem: (key) => memory.delete(key),
};

function storage(kind) {
  try {
    return window[kind] ?? forgetful;
  } catch {
    return forgetful;
  }
}

const lasting = storage('localStorage');
const fleeting = storage('sessionStorage');

export const signedIn = () => lasting.getItem(REFRESH) !== null;

// enter keeps the tokens of an answer.
export function enter({ access_token: token, refresh_token: refresh, expires_in: seconds }) {
  lasting.setItem(REFRESH, refresh);
  fleeting.setItem(ACCESS, JSON.stringify({ token, ends: Date.now() + seconds * 1000 }));
}

// leave forgets them.
export function leave() {
  lasting.removeItem(REFRESH);
  fleeting.removeItem(ACCESS);
}

// access is a token to call with, or null where nobody is signed in. One that was refused is
// not given again. renew calls the API with a refresh token.
export async function access(renew, refused) {
  return kept(refused) ?? alone(async () => {
    // A refresh token is good once: calls and tabs take turns, and each first looks at what
    // the one before it left.
    const refresh = lasting.getItem(REFRESH);
    if (refresh === null || kept(refused)) return kept(refused);
    try {
      enter(await renew(refresh));
    } catch (problem) {
      if (problem.status !== 401) throw problem;
      leave();
    }
    return kept();
  });
}

// kept is this tab's access token, unless it is over or was refused.
function kept(refused) {
  const { token, ends } = JSON.parse(fleeting.getItem(ACCESS) ?? '{}');
  return signedIn() && Date.now() < ends - EARLY && token !== refused ? token : null;
}

let waiting = Promise.resolve();

// alone runs one renewal after the other: in all tabs, or in this one where the browser has no
// locks, as on a page that does not come over TLS.
function alone(renewal) {
  if (navigator.locks) return navigator.locks.request('session', renewal);
  const turn = waiting.then(renewal);
  waiting = turn.catch(() => {});
  return turn;
}

// onChange calls back when another tab signed in or out.
export function onChange(callback) {
  window.addEventListener('storage', (e) => {
    if (e.key === REFRESH && (e.oldValue === null) !== (e.newValue === null)) {
      fleeting.removeItem(ACCESS);
      callback();
    }
  });
}
