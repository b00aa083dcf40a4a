// What this phone remembers: who it is in a room (a token that says nothing of whose phone it is) and what was answered.
// Storage may be blocked, full, or behind by seconds after a crash. So the token is kept in several places, and the
// answers are compared with what the room has kept.
import { recall } from "./host.js";
import { newToken, wait } from "./network.js";

const COOKIE = "cxkit_token_";
const cookie = (name, value, seconds) => {
  document.cookie = [`${name}=${value}`, "path=/r/", `max-age=${seconds}`, "samesite=strict"].join(";");
};
const baked = (code) => document.cookie.match(`${COOKIE}${code}=(\\w+)`)?.[1];
const tab = () => { try { return Object(JSON.parse(window.name)); } catch { return {}; } };
export const placeOf = (code) => `cxkit:room:${code}`;

// Opened while the room is asked for: that takes a slow phone a tenth of a second.
const opened = new Promise((done, refused) => {
  const opening = indexedDB.open("cxkit");
  opening.onupgradeneeded = () => opening.result.createObjectStore("tokens");
  opening.onerror = refused;
  opening.onsuccess = () => done(opening.result);
});

// The one place that is on the disk when it says so, and that two tabs cannot both be first in.
function vault(act) {
  return Promise.race([wait(1000), opened.then((database) => new Promise((done) => {
    const change = database.transaction("tokens", "readwrite", { durability: "strict" });
    change.oncomplete = change.onabort = done;
    act(change.objectStore("tokens"));
  }))]).catch(() => {}); // blocked
}
opened.catch(() => {});

// The token that any place of this phone holds: what another tab may have changed meanwhile.
export const held = (code) => recall(placeOf(code))?.token ?? baked(code) ?? tab()[code];

// The same, and what only the disk has; undefined where this phone has never been in that room.
export async function known(code) {
  let token = held(code);
  await vault((tokens) => { tokens.get(code).onsuccess = ({ target }) => { token ??= target.result; }; });
  return token;
}

// This phone's token in a room, and whether it is new; it is on the disk before anybody hears of it.
export async function tokenOf(code) {
  const before = held(code);
  let token = before ?? newToken();
  let met = Boolean(before);
  await vault((tokens) => {
    const asked = tokens.get(code);
    asked.onsuccess = () => {
      if (asked.result) [token, met] = [asked.result, true];
      else tokens.put(token, code);
    };
  });
  if (![undefined, token].includes(recall(placeOf(code))?.token)) localStorage.removeItem(placeOf(code)); // a former person's
  cookie(COOKIE + code, token, 30 * 86400);
  if (baked(code) !== token) window.name = JSON.stringify({ ...tab(), [code]: token });
  return { token, met };
}

// The next person has this phone: nothing of the former one stays on it.
export async function forget() {
  try { for (const key of Object.keys(localStorage)) if (key.startsWith("cxkit:")) localStorage.removeItem(key); } catch { /* blocked */ }
  for (const [name] of document.cookie.matchAll(/cxkit_token_\w+/g)) cookie(name, "", 0);
  window.name = "";
  await vault((tokens) => tokens.clear());
}
