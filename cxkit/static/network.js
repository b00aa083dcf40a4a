// How pages speak with their room.
export const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// A request that gives up: a server that sleeps keeps nobody waiting for ever.
export async function call(path, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), 8000);
  try { return await fetch(path, { ...options, signal: stop.signal }); }
  finally { clearTimeout(timer); }
}

// A tick says only that something changed; ask what. EventSource reconnects by itself, except after a hard refusal.
export function listen(path, tick, { lost = () => {}, pause = () => wait(2000) } = {}) {
  const events = new EventSource(path);
  events.onmessage = tick;
  events.onerror = async () => {
    lost();
    if (events.readyState !== EventSource.CLOSED) return;
    await pause();
    listen(path, tick, { lost, pause });
  };
}

// A phone looks at each tick, though not in the same instant as all others, and when it comes back to the page.
export function attend(room, look, pause) {
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  listen(`${room}/events`, async () => { await wait(Math.random() * 400); look(); }, { pause });
}

// Venue networks are plain http, where crypto.randomUUID does not exist; getRandomValues does.
export function newToken() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
