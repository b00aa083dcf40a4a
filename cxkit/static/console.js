// The facilitator's page: how to join and who has come, then the revealed Report. It knows counts, never answers;
// of comments only those that the facilitator has shown.
(async () => {
  "use strict";
  const { Model, mount, call, load } = window.cxkit;
  const api = `/api/console/${location.pathname.split("/").pop()}`; // of a workshop: whatever activity is on
  const at = (id) => document.getElementById(id);
  const show = (id, visible) => { at(id).hidden = !visible; };
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const AWAY = "The server is not answering. This page carries on by itself when it is back.";
  const notice = (words) => { at("notice").textContent = words; };
  const PATIENCE = 60_000; // after that long without any phone, say what may be wrong
  let chosen = 0;
  let room = null;
  let met = false; // whether any phone has joined
  let shown = null;
  let release = 0; // the picture that is shown: its number
  let joining = false; // whether the room looks at how to join, while there is a picture
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
  function sentence({ state, answered, finished, joined, threshold, waiting, here }) {
    if (waiting) return `${here === null ? "Phones wait. " : ""}Open an activity in the book, or choose it under More.`;
    if (answered < threshold) return `Results need answers from at least ${people(threshold)}; ${answered} so far.`;
    if (state === "closed") return "Reveal the results when the room is ready.";
    return finished < joined ? `${people(joined - finished)} still answering.` : "Everybody who joined has finished.";
  }

  // What of the room is not in the picture, and when it could be: counts, never answers.
  const answers = (n) => (n === 1 ? "1 new answer" : `${n} new answers`);
  function picture({ state, batch, picture: { new: late, edited, more, fit } }) {
    const changed = edited ? `${people(edited)} changed their answers since.` : "";
    if (!late && !edited) return state === "revealed" ? "" : "Everybody who has answered is in the picture.";
    if (state === "revealed" || (state === "closed" && !fit)) {
      const out = [late && `the answers of ${people(late)}`, edited && `changes by ${people(edited)}`].filter(Boolean);
      return `Not in the picture: ${out.join(" and ")}. Added to it, they would tell what so few said.`;
    }
    if (fit) {
      const can = fit < late ? `${answers(late)}, ${fit} of which can be added` : `${answers(late)} can be added`;
      return `${can}${state === "closed" ? " when you close for good" : ": update the picture"}. ${changed}`;
    }
    if (!late) return `${changed} Changes enter the picture together with new answers.`;
    if (!more) return `${answers(late)}, which cannot be added yet: seen by themselves they would stand out. A few more may help.`;
    const until = `at least ${more} more until the picture can be updated.`;
    return late < batch ? `${answers(late)}, ${until} ${changed}`
      : `${answers(late)}, spread over groups too small to be added yet: ${until} ${changed}`;
  }

  function cost({ joined, answered, batch }) {
    const open = joined - answered;
    const told = `${answered} of ${joined} have answered`;
    const later = "Who answers later can be added only in batches that do not stand out, "
      + `of ${batch} or more people in each of their groups.`;
    if (!open) return `Everybody who joined has answered. ${later}`;
    if (open >= batch) return `${told}. ${later} Fewer than that could not be added.`;
    return `${told}: the last ${open === 1 ? "one" : open} could then not be added, unless more people join. ${later}`;
  }

  function join() {
    const { addresses, join: code } = room;
    const { url, qr } = addresses[Math.min(chosen, addresses.length - 1)];
    at("qr").src = qr;
    at("qr").alt = `QR code that leads to ${url}/r/${code}`;
    at("address").textContent = url.replace(/^https?:\/\//, "");
    at("code").textContent = code;
    show("another", addresses.length > 1);
    const port = url.match(/:(\d+)$/)?.[1];
    at("port").textContent = port ? ` (port ${port})` : "";
    at("another").querySelector("span").replaceChildren(...addresses.map((address, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = address.url.replace(/^https?:\/\//, "");
      button.setAttribute("aria-pressed", place === chosen);
      button.onclick = () => { chosen = place; refresh(); };
      return button;
    }));
  }

  async function draw() {
    const before = room?.code;
    room = await get(api);
    if (before && before !== room.code) { location.reload(); return; } // another activity is on
    notice(room.trouble);
    at("title").textContent = document.title = [room.organisation, room.title].filter(Boolean).join(" · ");
    document.body.className = room.rehearsal ? "rehearsal" : "";
    show("book", room.book);
    at("book").href = `/book/#room=${room.join}`;
    activities();
    show("close", room.state === "open" && !room.waiting);
    show("reopen", room.state === "closed" && !room.comments_read && !room.waiting);
    show("reveal", room.state !== "revealed" && !room.waiting);
    const early = room.picture.release > 0 && room.state !== "revealed";
    at("reveal").textContent = early ? "Close for good" : room.state === "open" ? "Close and reveal" : "Reveal results";
    at("sure-title").textContent = early ? "Close for good?" : "Reveal the results?";
    at("sure").querySelector(".main").textContent = early ? "Close for good" : "Reveal";
    show("or", room.state === "open" && !early);
    at("reveal").disabled = !early && room.answered < room.threshold;
    show("update", early && room.state === "open");
    at("update").disabled = !room.picture.fit;
    joining &&= early && room.state === "open";
    show("join", early && room.state === "open");
    const why = room.picture.release ? picture(room) : "";
    at("picture").textContent = why;
    show("picture", why !== "");
    at("joined").textContent = room.waiting ? room.here : room.joined;
    at("joined").nextElementSibling.textContent = room.waiting ? "waiting" : "joined";
    at("joined").parentElement.hidden = room.waiting && room.here === null; // where there are several servers, nobody knows
    at("finished").parentElement.hidden = room.waiting;
    at("finished").textContent = room.finished;
    const come = room.joined || (room.waiting && room.here) || 0;
    if (come && !met) at("others").open = false; // somebody has found the way
    met = come > 0;
    at("state").textContent = sentence(room);
    at("gather").className = room.waiting ? "open" : room.state;
    at("setup").href = `/setup/${room.join}`;
    at("slips").href = `/slips/${room.join}?address=${chosen}`;
    at("paper-form").href = `/form/${room.code}`;
    at("paper").href = `/paper/${room.code}`;
    at("publish").href = `/publish/${room.join}`;
    show("publish", room.state === "revealed" || room.activities.some(({ state }) => state === "revealed"));
    at("moderate").href = `/comments/${room.code}`;
    at("commitments").href = `/commitments/${room.code}`;
    show("commitments", room.state !== "open");
    show("moderate", room.comments && room.state !== "open");
    show("words", room.comments_shown);
    wanted &&= room.comments_shown;
    turn();
    if (room.state !== "revealed") join();
    if (room.picture.release) { await reveal(); await comments(); }
  }

  async function reveal() {
    if (release === room.picture.release) return;
    const { release: number } = room.picture;
    const report = await get(`/api/rooms/${room.code}/report`);
    if (shown) { shown.set("report", report); release = number; return; }
    const widget = await load("/static/report_view.js", () => wait(1000));
    if (shown) return;
    shown = new Model({ report, view: "all" });
    await mount(at("results").lastChild, widget, shown);
    release = number;
  }

  // Comments are shown on request only: the button, or the key C; Escape leads back to the results.
  function turn(to = wanted) {
    wanted = to;
    at("words").setAttribute("aria-pressed", wanted);
    at("join").setAttribute("aria-pressed", joining);
    show("gather", !room.picture.release || joining);
    show("results", room.picture.release > 0 && !wanted && !joining);
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
    if (!room?.comments_shown || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() === "c") at("words").click();
    else if (event.key === "Escape" && wanted) at("words").click();
  });

  // Which activity phones answer: chosen here, or in the book.
  function activities() {
    const list = at("activity");
    show("activity-of", room.activities.length > 1);
    if (document.activeElement === list) return;
    const said = { new: "", open: " · open", closed: " · closed", revealed: " · revealed" };
    list.replaceChildren(new Option("Phones wait", ""), ...room.activities.map(({ survey, title, state }) => new Option(title + said[state], survey)));
    list.value = room.waiting ? "" : room.survey;
  }
  at("activity").onchange = async () => {
    const survey = at("activity").value;
    at("activity").blur();
    try {
      const answer = await call(`/api/stage/${room.join}/${survey ? "open" : "wait"}`, {
        method: "POST", headers: { "X-Cxkit": "1", "Content-Type": "application/json" }, body: JSON.stringify({ survey }),
      });
      await refresh();
      if (!answer.ok) notice((await answer.json()).detail);
    } catch { notice("The server did not answer. Please try again."); }
  };

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
      const answer = await call(`/api/console/${room.code}/${action}`, { method: "POST", headers: { "X-Cxkit": "1" } });
      await refresh();
      if (!answer.ok) notice((await answer.json()).detail);
    } catch { notice("The server did not answer. Please try again."); }
  }
  // A room more: this one goes on, and stays in the list of rooms.
  at("new").onclick = async () => {
    try {
      const answer = await call(`/api/setup/${room.code}/new`, { method: "POST", headers: { "X-Cxkit": "1" } });
      const { link, detail } = await answer.json();
      if (link) location.assign(link);
      else notice(detail);
    } catch { notice("The server did not answer. Please try again."); }
  };
  at("close").onclick = () => act("close");
  at("reopen").onclick = () => act("reopen");
  at("reveal").onclick = () => {
    const busy = room.state === "open" ? room.joined - room.finished : 0;
    const { release: early, new: late, fit } = room.picture;
    const out = late - fit;
    const last = (fit ? "The picture is updated a last time. " : "") + (early && out ? `${answers(out)} cannot be added. ` : "");
    const still = busy ? `, ${busy} still answering` : "";
    at("sure-words").textContent = `${people(room.finished)} finished${still}. ${last}`
      + "After this nobody can change an answer, and the room cannot open again.";
    at("sure").returnValue = "no";
    at("sure").showModal();
  };
  at("sure").onclose = () => { if (at("sure").returnValue === "yes") act("reveal"); };

  at("early").onclick = () => {
    at("sure").close("no");
    at("cost-words").textContent = cost(room);
    at("cost").returnValue = "no";
    at("cost").showModal();
  };
  at("cost").onclose = () => { if (at("cost").returnValue === "yes") act("show"); };
  at("update").onclick = () => act("show");
  at("join").onclick = () => { joining = !joining; turn(); scrollTo(0, 0); };

  function listen() {
    const events = new EventSource(`${api}/events`);
    events.onmessage = refresh;
    events.onerror = () => {
      refresh();
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    };
  }
  await refresh();
  setTimeout(() => { if (room?.state === "open" && !room.joined) at("others").open = true; }, PATIENCE);
  listen();
})();
