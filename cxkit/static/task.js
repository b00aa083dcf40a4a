// What phones are asked besides a survey, and how what is said reaches the room: a lost, doubled or late message does no
// harm, because each carries a number that rises. What this phone has said stays on it, until it is passed on.
import { keep, recall } from "./host.js";
import { tokenOf } from "./memory.js";
import { ask, attend, pause, steadily } from "./network.js";
import { speaking } from "./parts.js";
import { arrive, depart } from "./parting.js";

const code = location.pathname.split("/").pop().toUpperCase();
const room = `/api/rooms/${code}`;
const spoken = speaking();
export const say = spoken.say;
export const text = spoken.text;
export const el = document.getElementById("task");
// What somebody has said of themselves in an activity, and need not say again.
const mineOf = `cxkit:me:${code}`;
export const me = recall(mineOf) ?? {};
export const remember = (by, value) => keep(mineOf, Object.assign(me, { [by]: value }));

// Return what is asked, what this phone has said (`said` by a line's number, "" where there is but one thing), and `tell`,
// which says something; null: nothing, or no longer. `status` is told how far it is.
export async function begin(status) {
  arrive();
  const { token } = await tokenOf(code);
  let task;
  for (let tries = 0; !task; tries += 1) {
    try { task = await ask(`${room}/task`, { headers: { token }, cache: "no-store" }); }
    catch (error) {
      if (error.status === 409) location.reload(); // it is over
      if (error.status === 404) { el.textContent = say("form.gone"); await new Promise(() => {}); }
      await pause(tries);
    }
  }
  const place = `cxkit:task:${code}:${task.key}`;
  const said = recall(place) ?? {};
  const there = said[""];
  if (task.revision > (there?.revision ?? 0)) said[""] = { said: task.mine?.value != null ? task.mine : task.mine?.chosen ?? null, revision: task.revision, sent: task.revision };
  else if (there && !task.revision) there.sent = 0; // it was over, and is asked again: what was said is said again

  const send = steadily(async () => {
    for (const [own, one] of Object.entries(said)) {
      if (one.sent === one.revision) continue;
      const { revision } = one;
      status(say("form.saving"));
      await ask(`${room}/task`, { method: "PUT", keepalive: true, headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ token, task: task.key, own: own || null, revision, said: one.said }) });
      one.sent = revision;
      if (own && one.said === null) delete said[own];
      keep(place, said);
    }
    const now = Object.values(said);
    status(now.length && now.every(({ sent, revision }) => sent === revision) ? say("form.saved") : "");
  }, ({ status: refused, message }) => {
    status(refused && refused !== 409 ? message : say("form.offline"));
    if (refused === 409) look();
    return ![404, 409, 413, 422].includes(refused);
  });

  const look = steadily(async () => {
    const { state, code: key } = await ask(`${room}/state`);
    if (state === "asked" && key === task.key) return;
    await pause(0); // not all in the same instant
    depart("");
    location.reload();
  }, ({ status: refused }) => refused !== 404);
  attend(room, look);
  addEventListener("online", send);

  return { task, said, send, tell(what, own = "") {
    const before = said[own]?.revision ?? crypto.getRandomValues(new Uint32Array(1))[0] >>> 4;
    said[own] = { said: what, revision: before + 1, sent: 0 };
    keep(place, said);
    send();
  } };
}
