// A phone that waits for the next activity: it is counted as here, and goes on as soon as there is one.
(() => {
  "use strict";
  const room = `/api/rooms/${location.pathname.split("/").pop()}`;
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  async function look() {
    try {
      const answer = await fetch(`${room}/state`);
      if (answer.ok && (await answer.json()).state !== "waiting") location.reload();
    } catch { /* the network is away; it will come back */ }
  }
  function listen() {
    const events = new EventSource(`${room}/events`);
    events.onmessage = async () => { await wait(Math.random() * 400); look(); };
    events.onerror = async () => {
      if (events.readyState !== EventSource.CLOSED) return;
      await wait(4000);
      listen();
    };
  }
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  listen();
})();
