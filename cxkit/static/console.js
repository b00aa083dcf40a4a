// The facilitator's page: how to join and who has come, then the revealed Report. It knows counts, never answers;
// of comments only those that the facilitator has shown.
(async () => {
  "use strict";
  const { Model, mount, call, load } = window.cxkit;
  const api = `/api/console/${location.pathname.split("/").pop()}`;
  const at = (id) => document.getElementById(id);
  const show = (id, visible) => { at(id).hidden = !visible; };
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const AWAY = "The server is not answering. This page carries on by itself when it is back.";
  const notice = (words) => { at("notice").textContent = words; };
  let chosen = 0;
  let room = null;
  let shown = null;
  let words = null; // the comments' model, once they have been shown
  let wanted = false; // whether the room looks at comments rather than at results

  async function get(path) {
    const answer = await call(path);
    if (answer.ok) return answer.json();
    const error = new Error((await answer.json()).detail);
    error.final = answer.status === 403;
    error.told = error.final || answer.status === 503;
    throw error;
  }

  const people = (n) => (n === 1 ? "1 person" : `${n} people`);
  function sentence({ state, answered, finished, joined, threshold }) {
    if (answered < threshold) return `Results need answers from at least ${people(threshold)}; ${answered} so far.`;
    if (state === "closed") return "Reveal the results when the room is ready.";
    return finished < joined ? `${people(joined - finished)} still answering.` : "Everybody who joined has finished.";
  }

  function join() {
    const { addresses, code } = room;
    const { url, qr } = addresses[Math.min(chosen, addresses.length - 1)];
    at("qr").src = qr;
    at("qr").alt = `QR code that leads to ${url}/r/${code}`;
    at("address").textContent = url.replace(/^https?:\/\//, "");
    at("code").textContent = code;
    show("others", addresses.length > 1);
    at("others").querySelector("ul").replaceChildren(...addresses.map((address, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = address.url.replace(/^https?:\/\//, "");
      button.setAttribute("aria-pressed", place === chosen);
      button.onclick = () => { chosen = place; join(); };
      const entry = document.createElement("li");
      entry.append(button);
      return entry;
    }));
  }

  async function draw() {
    room = await get(api);
    notice(room.trouble);
    at("title").textContent = document.title = room.title;
    document.body.className = room.rehearsal ? "rehearsal" : "";
    show("book", room.book);
    show("close", room.state === "open");
    show("reopen", room.state === "closed" && !room.comments_read);
    show("reveal", room.state !== "revealed");
    at("reveal").textContent = room.state === "open" ? "Close and reveal" : "Reveal results";
    at("reveal").disabled = room.answered < room.threshold;
    at("joined").textContent = room.joined;
    at("finished").textContent = room.finished;
    at("state").textContent = sentence(room);
    at("gather").className = room.state;
    show("gather", room.state !== "revealed");
    at("moderate").href = `/comments/${room.code}`;
    show("moderate", room.comments && room.state !== "open");
    show("words", room.comments_shown);
    wanted &&= room.comments_shown;
    turn();
    if (room.state === "revealed") { await reveal(); await comments(); }
    else join();
  }

  async function reveal() {
    if (shown) return;
    const report = await get(`/api/rooms/${room.code}/report`);
    const widget = await load("/static/report_view.js", () => wait(1000));
    if (shown) return;
    shown = new Model({ report, view: "all" });
    await mount(at("results").lastChild, widget, shown);
  }

  // Comments are shown on request only: the button, or the key C; Escape leads back to the results.
  function turn(to = wanted) {
    wanted = to;
    at("words").setAttribute("aria-pressed", wanted);
    show("results", room.state === "revealed" && !wanted);
    show("comments", wanted);
  }
  async function comments() {
    if (!room.comments_shown && !words) return;
    const report = await get(`/api/rooms/${room.code}/report`);
    if (words) { words.set("report", report); return; }
    const widget = await load("/static/comments_view.js", () => wait(1000));
    words = new Model({ report });
    await mount(at("comments").lastChild, widget, words);
    aim();
  }
  // The arrow keys then turn from question to question.
  function aim() { if (wanted) at("comments").lastChild.shadowRoot?.querySelector('[aria-pressed="true"]')?.focus(); }
  at("words").onclick = () => {
    turn(!wanted);
    scrollTo(0, 0);
    aim();
  };
  addEventListener("keydown", (event) => {
    if (!room?.comments_shown || at("sure").open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === "c") at("words").click();
    else if (event.key === "Escape" && wanted) at("words").click();
  });

  // One drawing at a time, and again when something has changed meanwhile; a failure is tried again until it works.
  let drawing = false;
  let again = false;
  async function refresh() {
    again = true;
    if (drawing) return;
    drawing = true;
    while (again) {
      again = false;
      try { await draw(); }
      catch (error) {
        notice(error.told ? error.message : AWAY);
        again = !error.final;
        await wait(1000);
      }
    }
    drawing = false;
  }

  async function act(action) {
    try {
      const answer = await call(`${api}/${action}`, { method: "POST", headers: { "X-Cxkit": "1" } });
      await refresh();
      if (!answer.ok) notice((await answer.json()).detail);
    } catch { notice("The server did not answer. Please try again."); }
  }
  at("close").onclick = () => act("close");
  at("reopen").onclick = () => act("reopen");
  at("reveal").onclick = () => {
    const busy = room.state === "open" ? room.joined - room.finished : 0;
    at("sure-words").textContent = `${people(room.finished)} finished${busy ? `, ${busy} still answering` : ""}. `
      + "After this nobody can change an answer, and the room cannot open again.";
    at("sure").returnValue = "no";
    at("sure").showModal();
  };
  at("sure").onclose = () => { if (at("sure").returnValue === "yes") act("reveal"); };

  function listen() {
    const events = new EventSource(`${api}/events`);
    events.onmessage = refresh;
    events.onerror = () => {
      refresh();
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    };
  }
  await refresh();
  listen();
})();
