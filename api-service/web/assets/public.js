// The card about the page that everybody may see of a user.

import { callSignedIn } from './api.js';
import { $ } from './dom.js';
import { hush } from './language.js';
import { busy, tell } from './page.js';

// showPublic shows whether there is such a page, and where.
export function showPublic(user) {
  const path = `/u/${user.referral_code}`;
  $('#public').checked = user.public_profile;
  $('#public-page').hidden = !user.public_profile;
  $('#public-link').href = path;
  $('#public-link').textContent = location.host + path;
}

$('#public').addEventListener('change', (e) => {
  const box = e.currentTarget;
  hush($('#public-error'));
  busy(box, async () => showPublic(await callSignedIn('PATCH', '/users/me', { public_profile: box.checked })))
    .catch((problem) => {
      box.checked = !box.checked; // as it still is
      tell($('#public-error'), problem);
    });
});
