// The phone's side of a room: it keeps the whole response here, sends all of it after each change, and says when it is saved.
// A lost, doubled or late message does no harm, because the server keeps the highest revision only.
import { Model, keep, mount, recall } from "./host.js";
import { attend, call, newToken, wait } from "./network.js";
import { speaking } from "./parts.js";
import { render } from "./self_assessment.js";

const code = location.pathname.split("/").pop().toUpperCase();
const room = `/api/rooms/${code}`;
// Jittered, so that a hundred phones do not return at the same instant after a restart.
const pause = (tries) => wait(Math.min(8000, 500 * 2 ** tries) * (0.5 + Math.random()));

async function until(path) {
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await call(path);
      if (answer.ok) return await answer.json();
      if (answer.status === 404) model?.set("saved", "gone");
    } catch { /* the network is away; it will come back */ }
    await pause(tries);
  }
}

let model;
const found = await until(room); // of a workshop: the activity that is on
const key = `cxkit:room:${found.code}`;
const put = `/api/rooms/${found.code}/response`;
// What somebody has said of themselves in one activity need not be said again in the next.
const mineOf = `cxkit:me:${code}`;
const me = recall(mineOf) ?? {};
const said = found.survey.attributes.filter(({ id, options }) => options[me[id]] != null);
document.title = document.getElementById("title").textContent = found.title;
// Into a workshop with tickets, what a ticket has let in; the room makes another of it for each activity.
const ticket = document.cookie.match(`cxkit_ticket_${code}=([0-9a-f]{32})`)?.[1];
let mine = recall(key) ?? {
  token: ticket ?? newToken(), revision: 0, acked: 0,
  response: { attributes: Object.fromEntries(said.map(({ id }) => [id, me[id]])), answers: {}, comments: {}, finished: false },
};
const least = found.survey.confidentiality.scores;
const { say } = speaking(); // in the reader's own language, if the survey speaks it: the page is in it
model = new Model({
  survey: found.survey,
  asks: found.asks,
  more: found.more && `/book/${found.more}`,
  response: mine.response,
  locked: found.state !== "open",
  saved: mine.revision && mine.acked === mine.revision ? "saved" : "",
  privacy_notice: found.asks ? say("phone.privacy_notice_agreed", { n: least }) : say("phone.privacy_notice", { n: least }),
}, changed);

// Lay what changed on this screen over what another tab of this phone has kept meanwhile.
function merged(kept, before, after) {
  const result = { ...kept, finished: kept.finished || after.finished };
  if (before.agrees !== after.agrees) result.agrees = after.agrees;
  for (const part of ["attributes", "answers", "comments"]) {
    result[part] = { ...kept[part] };
    for (const id of new Set([...Object.keys(before[part]), ...Object.keys(after[part])])) {
      if (before[part][id] === after[part][id]) continue;
      if (after[part][id] === undefined) delete result[part][id];
      else result[part][id] = after[part][id];
    }
  }
  return result;
}

function changed() {
  const kept = recall(key);
  const after = model.get("response");
  if (kept && kept.revision > mine.revision) {
    mine = { ...kept, response: merged(kept.response, mine.response, after) };
    model.set("response", mine.response);
  } else mine.response = after;
  mine.revision += 1;
  if (!keep(key, mine)) model.set("saved", "open");
  keep(mineOf, { ...me, ...mine.response.attributes });
  send();
}

// Another tab of this phone has kept something newer.
addEventListener("storage", (event) => {
  const kept = event.key === key && recall(key);
  if (!kept || kept.revision <= mine.revision) return;
  mine = kept;
  model.set("response", mine.response);
  send();
});

const message = () => ({
  method: "PUT",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ token: mine.token, revision: mine.revision, response: mine.response }),
});

let sending = false;
let wake = () => {};
async function send() {
  if (sending) return;
  sending = true;
  let tries = 0;
  while (mine.acked < mine.revision && !model.get("locked")) {
    if (!tries) model.set("saved", "saving");
    await wait(200); // what is typed or tapped in one breath goes out together
    try {
      const answer = await call(put, message());
      if (answer.status === 409) { lock(); break; }
      if (answer.status === 404) { model.set("saved", "gone"); await pause(5); continue; }
      if (!answer.ok) throw new Error(answer.status);
      const { revision, yours } = await answer.json();
      // Somebody else was first with this number: what this phone holds counts as the newest.
      if (yours) mine.acked = Math.max(mine.acked, revision);
      else mine.revision = Math.max(mine.revision, revision) + 1;
      keep(key, mine);
      tries = 0;
    } catch {
      model.set("saved", keep(key, mine) ? "offline" : "open");
      await Promise.race([pause(tries), new Promise((now) => { wake = now; })]);
      tries += 1;
    }
  }
  sending = false;
  if (mine.acked === mine.revision) model.set("saved", "saved");
  else if (model.get("locked")) lock();
}
addEventListener("online", () => wake());
// Whoever taps and puts the phone away at once: one last message that outlives the page.
addEventListener("pagehide", () => {
  if (mine.acked < mine.revision) fetch(put, { ...message(), keepalive: true }).catch(() => {});
});

// Closing must never leave a promise that can no longer be kept. (The first revision only says "here I am".)
function lock() {
  model.set("locked", true);
  if (mine.acked < mine.revision && mine.revision > 1) model.set("saved", "late");
}

async function look() {
  const { state, code: now } = await until(`${room}/state`);
  if (now !== found.code) { await pause(1); location.reload(); return; }
  if (state !== "open") { lock(); return; }
  model.set("locked", false);
  wake();
  send();
}

const el = document.getElementById("form");
el.textContent = "";
await mount(el, { render }, model);
attend(room, look, () => pause(3));
if (model.get("locked")) lock();
// Joining is a first message with nothing in it, so that the room sees people arrive.
else if (!mine.revision) changed();
else send();
