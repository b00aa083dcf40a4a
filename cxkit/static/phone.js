// The phone's side of a room: it sends the whole response after each change, and says when it is saved. A lost, doubled
// or late message does no harm: the server keeps only what follows on what it has, and the phone agrees with it.
import { acknowledged, agreed, differing, tapped, whole } from "./agreement.js";
import { Model, keep, recall } from "./host.js";
import { kinds } from "./kinds.js";
import { forget, held, known, placeOf, tokenOf } from "./memory.js";
import { ask, attend, pause, steadily, wait } from "./network.js";
import { h, speaking } from "./parts.js";
import { arrive, depart } from "./parting.js";
import { radio } from "./radio.js";
import { render } from "./self_assessment.js";

const REST = 5 * 60_000; // after so long, the phone may be in other hands
const JUST_NOW = 30_000;
const FINAL = new Set([404, 413, 422]); // refusals that trying again does not change
const code = location.pathname.split("/").pop().toUpperCase();
const room = `/api/rooms/${code}`;
const el = document.getElementById("form");
const { say, text } = speaking(); // in the reader's own language, if the survey speaks it: the page is in it

// What the page cannot begin without.
async function until(path, options) {
  for (let tries = 0; ; tries += 1) {
    try { return await ask(path, options); }
    catch (error) {
      const gone = error.status === 404;
      if (error.status === 409) location.reload(); // people wait for the next activity
      else if (error.status) el.firstElementChild.textContent = gone ? say("form.gone") : error.message;
      if (gone) await new Promise(() => {});
    }
    await pause(tries);
  }
}

arrive();
const found = await until(room); // of a workshop: the activity that is on
const whose = found.ticketed ? code : found.code; // a ticket lets one token in, everywhere; the room makes others of it
const { token, met } = await tokenOf(whose);
const last = found.last && await known(found.last); // who it was in the workshop before
const key = placeOf(found.code);
const put = `/api/rooms/${found.code}/response`;
const own = { headers: { token }, cache: "no-store" };
// What somebody has said of themselves in one activity need not be said again in the next.
const mineOf = `cxkit:me:${code}`;
const me = recall(mineOf) ?? {};
const said = found.survey.attributes.filter(({ id, options }) => options[me[id]] != null);
document.title = document.getElementById("title").textContent = found.title;
let mine = {
  token, revision: 0, acked: 0, unsent: {}, touched: Date.now(),
  response: { attributes: Object.fromEntries(said.map(({ id }) => [id, me[id]])), answers: {}, comments: {}, finished: false },
  ...(recall(key)?.token === token && recall(key)), // or it is a former person's
};
if (met) {
  const kept = await until(put, own);
  mine = agreed(acknowledged(mine, kept.revision), kept); // a copy from before a crash calls unsent what was sent since
}
const together = () => found.survey.dimensions.filter(({ kind }) => kinds[kind]?.together).map(({ items }) => items.map(({ id }) => `answers ${id}`));
const unsent = () => Object.keys(mine.unsent).length > 0;
const begun = () => Object.keys(mine.response.answers).length > 0;
const warned = document.getElementById("began"); // of counting twice: only who begins
const settle = () => { if (begun()) warned?.remove(); };
const rests = () => begun() && Date.now() - mine.touched > REST;
const another = () => found.ticketed && location.hash !== ""; // a ticket was scanned on a phone that is in already
const scanned = performance.getEntriesByType("navigation")[0]?.type === "navigate";
const model = new Model({
  survey: found.survey,
  asks: found.asks,
  asking: found.asking,
  before: last && found.comparing,
  more: found.more,
  response: mine.response,
  drafts: mine.drafts,
  locked: found.state !== "open",
  saved: mine.revision && mine.acked === mine.revision ? "saved" : "",
  shared: true,
  rested: rests() || (scanned && mine.response.finished) || another(),
  privacy_notice: found.asking.notice,
}, changed);
// Whether another tab has passed this phone on: then nothing of this person's belongs here any more.
const passed = () => ![undefined, token].includes(held(whose));

// What is kept here is taken over from another tab, or from the room; false where it cannot be kept.
function hold(now) {
  mine = now;
  settle();
  if (differing(mine.response, model.get("response")).length) model.set("response", mine.response);
  return keep(key, mine);
}

// Another tab of this phone may have kept something newer, with all of this one's in it.
function latest() {
  const there = recall(key);
  return there?.revision > mine.revision ? there : mine;
}

function changed() {
  if (passed()) { location.reload(); return; }
  const after = model.get("response");
  const now = tapped(latest(), after, whole(differing(mine.response, after), together()));
  if (!hold({ ...now, drafts: model.get("drafts") })) model.set("saved", "open");
  keep(mineOf, { ...me, ...mine.response.attributes });
  failing = false;
  send();
}
addEventListener("storage", (event) => {
  if (event.key !== key) return;
  if (passed()) location.reload();
  else if (latest() !== mine) { hold(latest()); send(); }
});

const message = () => ({
  method: "PUT",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ token, revision: mine.revision, after: mine.acked, response: mine.response, ...(mine.response.compares && { last }) }),
});
let sent = 0;
let stuck = 0; // a revision that the room refuses for good
let failing = false;
const pending = () => mine.acked < mine.revision && mine.revision !== stuck && !model.get("locked");
async function attempt() {
  const revision = sent = mine.revision;
  const { yours } = await ask(put, message());
  if (yours) { hold(acknowledged(latest(), revision)); return; }
  // Something else is there: another tab's answers, or what was sent before and whose answer never came.
  const kept = await ask(put, own);
  hold(agreed(latest(), kept));
}

const send = steadily(async () => {
  while (pending()) {
    if (!failing) model.set("saved", "saving");
    await wait(200); // what is typed or tapped in one breath goes out together
    await attempt();
    failing = false;
  }
  if (mine.acked === mine.revision) model.set("saved", "saved");
  else if (model.get("locked")) lock();
}, ({ status, message: reason }) => {
  // Say why; and after every refusal look anew, because what was known of the room is no longer true.
  failing = true;
  if (FINAL.has(status)) stuck = sent;
  const told = status && status !== 409;
  model.set("reason", told ? reason : "");
  model.set("saved", !keep(key, mine) ? "open" : told ? "refused" : "offline");
  if (status) look();
  return pending();
});
addEventListener("online", send);
// Whoever taps and puts the phone away at once: one last message that outlives the page.
addEventListener("pagehide", () => {
  if (mine.acked < mine.revision && !passed()) fetch(put, { ...message(), keepalive: true }).catch(() => {});
});

// Closing must never leave a promise that can no longer be kept. (The first revision only says "here I am".)
function lock() {
  if (!begun()) location.replace(location.pathname); // nothing to look back at: the room says more
  model.set("locked", true);
  if (unsent()) model.set("saved", "late");
}

const look = steadily(async () => {
  const { state, code: now } = await ask(`${room}/state`);
  if (now !== found.code || passed()) {
    await pause(1);
    const title = text(found.survey.title);
    const words = state === "asked" ? "" : unsent() ? say("phone.unsent", { title }) : Date.now() - mine.touched < JUST_NOW ? say("phone.went_on", { title }) : "";
    depart(now === found.code ? "" : words);
    location.reload();
  } else if (state !== "open") lock();
  else {
    model.set("locked", false);
    if (model.get("saved") === "gone") stuck = 0;
    send();
  }
}, ({ status }) => {
  if (status === 404) model.set("saved", "gone");
  return status !== 404;
});

// Nobody has touched it for a while, or it is handed on: whoever has it now says who they are.
function rest() {
  if (passed()) location.reload();
  else if (rests()) model.set("rested", true);
}
setInterval(rest, 10_000);
for (const back of ["visibilitychange", "pageshow"]) addEventListener(back, rest);
for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => { mine.touched = Date.now(); }, true);
addEventListener("hashchange", () => { if (another()) model.set("rested", true); });
model.on("change:rested", (rests) => { if (!rests) history.replaceState(null, "", location.pathname + location.search); });
model.on("change:passed", async () => {
  await forget();
  location.reload();
});

// The other ways to ask, while the first one is read: they use what is here.
globalThis.lent = { h, radio };
const others = found.survey.dimensions.map(({ kind }) => kind ?? "rate").filter((kind) => !kinds[kind]).join(".");
async function complete() {
  for (let tries = 0; others && !model.get("later"); tries += 1) {
    try {
      const { default: more } = await import(`/static/later.js?kinds=${others}&lang=${document.documentElement.lang}&tries=${tries}`);
      Object.assign(kinds, more.kinds);
      for (const [lang, words] of Object.entries(more.words)) Object.assign(WORDS[lang], words);
      model.set("later", true);
    } catch { await pause(tries); }
  }
}

el.textContent = "";
settle();
if (begun()) await complete(); // whoever comes back goes on anywhere; mostly the page has named all ways
render({ model, el });
complete();
attend(room, look);
if (model.get("locked")) lock();
// Joining is a first message with nothing in it, so that the room sees people arrive.
else if (!mine.revision) changed();
else send();
