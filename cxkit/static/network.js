// How pages speak with their room.
import { ticks } from "./ticks.js";

const DEAF = 30_000;
export const wait = (ms) => new Promise((done) => setTimeout(done, ms));
// Jittered, so that a hundred phones do not return at the same instant after a restart.
export const pause = (tries) => wait(Math.min(8000, 500 * 2 ** tries) * (0.5 + Math.random()));

// A request that gives up: a server that sleeps keeps nobody waiting for ever.
export async function call(path, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 8000);
  try { return await fetch(path, { ...options, signal: stop.signal }); }
  finally { clearTimeout(timer); }
}

// Ask the room, and return what it says; where it refuses, an error with its reason and a status, and with `ask` where
// it would do it for whoever is sure.
export async function ask(path, options) {
  const answer = await call(path, options);
  const said = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(said.detail), { status: answer.status, ask: said.ask });
  return said;
}

// Look, one look at a time, and again when something has changed meanwhile. What fails is tried again while `failed`
// says so. The last look's end is awaited: false when it was given up.
export function steadily(look, failed) {
  let again = false;
  let looking = null;
  let wake = () => {};
  async function run() {
    for (let tries = 0; again;) {
      again = false;
      try { await look(); tries = 0; }
      catch (error) {
        if (!failed(error)) return false;
        again = true;
        await Promise.race([pause(tries), new Promise((now) => { wake = now; })]);
        tries += 1;
      }
    }
    return true;
  }
  return () => {
    again = true;
    wake();
    return looking ??= run().finally(() => { looking = null; });
  };
}

// Listen to a room's ticks while the page is in view, and let go while it is not. A tick says only that something
// changed, or may have: `heard` asks what. Where it says false (the room is gone), nobody listens any more.
export function listen(path, heard) {
  let hangUp = null;
  const leave = () => { hangUp?.(); hangUp = null; };
  function attend() {
    if (document.hidden) leave();
    else hangUp ??= shared(path, async (what) => { if (what !== "here" && await heard(what) === false) leave(); });
  }
  addEventListener("visibilitychange", attend);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", attend);
  attend();
}

// All pages of a browser share a connection where there are shared workers: phones that have none show one page at a time.
function shared(path, heard) {
  let hangUp;
  let timer;
  const alone = () => { hangUp?.(); hangUp = ticks(path, heard); };
  const listening = () => { clearTimeout(timer); timer = setTimeout(alone, DEAF); };
  try {
    const worker = new SharedWorker("/static/shared_ticks.js");
    hangUp = () => { clearTimeout(timer); worker.port.onmessage = worker.onerror = null; worker.port.postMessage(""); };
    worker.onerror = alone;
    worker.port.onmessage = ({ data }) => { listening(); heard(data); };
    worker.port.postMessage(path);
    listening();
  } catch { alone(); }
  return () => hangUp();
}

// A phone looks at each tick, though not in the same instant as all others.
export function attend(room, look) {
  listen(`${room}/events`, async (what) => {
    if (what === "lost") return true;
    await wait(Math.random() * 400);
    return look();
  });
}

// Venue networks are plain http, where crypto.randomUUID does not exist; getRandomValues does.
export function newToken() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
