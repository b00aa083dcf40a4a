// The facilitator's page: how to join and who has come, then the revealed Report. It knows counts, never answers.
(async () => {
  "use strict";
  const { Model, mount } = window.cxkit;
  const at = (id) => document.getElementById(id);
  const show = (id, visible) => { at(id).hidden = !visible; };
  let chosen = 0;
  let view = null;

  async function get(path) {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error((await answer.json()).detail);
    return answer.json();
  }

  const people = (n) => (n === 1 ? "1 person" : `${n} people`);
  function sentence({ state, finished, joined, threshold }) {
    if (state === "closed") return "Answers are closed. Reveal the results when the room is ready.";
    if (!joined) return "Nobody has joined yet.";
    if (finished < threshold) return `Results need at least ${people(threshold)} to finish; ${finished} so far.`;
    if (finished < joined) return `${people(joined - finished)} still answering.`;
    return "Everybody who joined has finished.";
  }

  function join({ addresses, code }) {
    const { url, qr } = addresses[Math.min(chosen, addresses.length - 1)];
    at("qr").src = qr;
    at("qr").alt = `QR code that leads to ${url}/r/${code}`;
    at("address").textContent = url.replace("http://", "");
    show("others", addresses.length > 1);
    at("others").querySelector("ul").replaceChildren(...addresses.map((address, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = address.url.replace("http://", "");
      button.setAttribute("aria-pressed", place === chosen);
      button.onclick = () => { chosen = place; draw(); };
      const entry = document.createElement("li");
      entry.append(button);
      return entry;
    }));
  }

  async function draw() {
    let room;
    try { room = await get("/api/console"); }
    catch { at("notice").textContent = "The server is not answering. This page carries on by itself when it is back."; return; }
    at("notice").textContent = "";
    at("title").textContent = document.title = room.title;
    show("book", room.book);
    show("close", room.state === "open");
    show("reopen", room.state === "closed");
    show("reveal", room.state !== "revealed");
    at("reveal").textContent = room.state === "open" ? "Close and reveal" : "Reveal results";
    at("joined").textContent = room.joined;
    at("finished").textContent = room.finished;
    at("state").textContent = sentence(room);
    if (room.state === "revealed") return reveal(room);
    join(room);
    show("gather", true);
  }

  async function reveal(room) {
    if (view) return;
    view = new Model({ report: await get(`/api/rooms/${room.code}/report`), view: "all" });
    show("gather", false);
    show("results", true);
    await mount(at("results"), (await import("/static/report_view.js")).default, view);
  }

  async function act(action) {
    for (const button of document.querySelectorAll("nav button")) button.disabled = true;
    try {
      const answer = await fetch(`/api/console/${action}`, { method: "POST", headers: { "X-Cxkit": "1" } });
      if (!answer.ok) at("notice").textContent = (await answer.json()).detail;
      await draw();
    } catch {
      at("notice").textContent = "The server did not answer. Please try again.";
    }
    for (const button of document.querySelectorAll("nav button")) button.disabled = false;
  }
  for (const action of ["close", "reopen", "reveal"]) at(action).onclick = () => act(action);

  function listen() {
    const events = new EventSource("/api/console/events");
    events.onmessage = draw;
    events.onerror = () => {
      at("notice").textContent = "The server is not answering. This page carries on by itself when it is back.";
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    };
  }
  await draw();
  listen();
})();
