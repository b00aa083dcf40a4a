// The phone's side of a room: it keeps the whole response here, sends all of it after each change, and says when it is saved.
// A lost, doubled or late message does no harm, because the server keeps the highest revision only.
(async () => {
  "use strict";
  const { Model, mount, keep, recall } = window.cxkit;
  const code = location.pathname.split("/").pop().toUpperCase();
  const room = `/api/rooms/${code}`;
  const key = `cxkit:room:${code}`;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  // Jittered, so that a hundred phones do not return at the same instant after a restart.
  const pause = (tries) => wait(Math.min(8000, 500 * 2 ** tries) * (0.5 + Math.random()));

  // Venue networks are plain http, where crypto.randomUUID does not exist; getRandomValues does.
  function newToken() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function call(path, options = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 8000);
    try { return await fetch(path, { ...options, signal: stop.signal }); }
    finally { clearTimeout(timer); }
  }

  async function until(path) {
    for (let tries = 0; ; tries += 1) {
      try {
        const answer = await call(path);
        if (answer.ok) return await answer.json();
      } catch { /* the network is away; it will come back */ }
      await pause(tries);
    }
  }

  const found = await until(room);
  document.title = document.getElementById("title").textContent = found.title;
  const mine = recall(key) ?? {
    token: newToken(), revision: 0, acked: 0,
    response: { attributes: {}, answers: {}, comments: {}, finished: false },
  };
  const least = found.survey.confidentiality.scores;
  const model = new Model({
    survey: found.survey,
    response: mine.response,
    locked: found.state !== "open",
    saved: mine.revision && mine.acked === mine.revision ? "saved" : "",
    promise: `Confidential: nobody sees what you yourself answered. Results are shown only where at least ${least} people answered.`,
  }, changed);

  function changed() {
    mine.response = model.get("response");
    mine.revision += 1;
    keep(key, mine);
    send();
  }

  let sending = false;
  let wake = () => {};
  async function send() {
    if (sending) return;
    sending = true;
    let tries = 0;
    while (mine.acked < mine.revision && !model.get("locked")) {
      await wait(200); // what is typed or tapped in one breath goes out together
      const revision = mine.revision;
      if (!tries) model.set("saved", "saving");
      try {
        const answer = await call(`${room}/response`, {
          method: "PUT",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ token: mine.token, revision, response: mine.response }),
        });
        if (answer.status === 409) { model.set("saved", "late"); lock(); break; }
        if (!answer.ok) throw new Error(answer.status);
        const kept = (await answer.json()).revision;
        // Another tab of this phone may be ahead: what is on this screen now counts as the newest.
        if (kept > revision) mine.revision = Math.max(mine.revision, kept) + 1;
        else mine.acked = kept;
        keep(key, mine);
        tries = 0;
      } catch {
        model.set("saved", "offline");
        await Promise.race([pause(tries), new Promise((now) => { wake = now; })]);
        tries += 1;
      }
    }
    sending = false;
    if (mine.acked === mine.revision) model.set("saved", "saved");
  }
  addEventListener("online", () => wake());

  function lock() { if (!model.get("locked")) model.set("locked", true); }
  async function look() {
    const state = (await until(`${room}/state`)).state;
    if (state !== "open") { lock(); return; }
    if (model.get("locked")) model.set("locked", false);
    wake();
    send();
  }

  // A tick says only that something changed; ask what. EventSource reconnects by itself, except after a hard refusal.
  function listen() {
    const events = new EventSource(`${room}/events`);
    events.onmessage = async () => { await wait(Math.random() * 400); look(); };
    events.onerror = async () => {
      if (events.readyState !== EventSource.CLOSED) return;
      await pause(3);
      listen();
    };
  }

  const form = document.getElementById("form");
  form.textContent = "";
  await mount(form, (await import("/static/self_assessment.js")).default, model);
  listen();
  // Joining is a first message with nothing in it, so that the room sees people arrive.
  if (!mine.revision) changed();
  else send();
})();
