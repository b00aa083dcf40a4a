// The book on the projector, as its room serves it: under a chapter with an activity stand the controls, and the made-up
// example gives way to the workshop's own. Without a room's key (on a phone, or in a published book) it does nothing.
(async () => {
  "use strict";
  const named = location.hash.match(/^#room=(\w+)$/)?.[1];
  if (named) {
    sessionStorage.setItem("cxkit:stage", named);
    history.replaceState(null, "", location.pathname + location.search);
  }
  const code = sessionStorage.getItem("cxkit:stage");
  if (!code) return;
  const page = document.documentElement;
  page.classList.add("cx-live"); // the made-up example is not even seen while the page loads
  const [survey, part = ""] = (document.querySelector('meta[name="cxkit:activity"]')?.content ?? "").split("/");
  const { call, ready } = window.cxkit;
  const api = `/api/stage/${code}`;
  const people = (n) => (n === 1 ? "1 person" : `${n} people`);
  let stage = null;
  let console_ = null; // addresses and QR codes
  let mine = null; // this chapter's activity
  let report = null; // its released Report, and its number
  let release = 0;
  let ends = null; // when the timer ends, by this machine's clock

  // h("p", { class: "x", onclick }, "words", child)
  function h(tag, attributes = {}, ...children) {
    const el = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "function") el[name] = value;
      else if (value !== false && value != null) el.setAttribute(name, value === true ? "" : value);
    }
    el.append(...children);
    return el;
  }

  const host = h("div", { id: "cx-stage" });
  const root = host.attachShadow({ mode: "open" });
  const notice = h("p", { class: "notice", role: "status" });
  const what = h("p", { class: "what" });
  const count = h("p", { class: "count", "aria-live": "off" });
  const timer = h("p", { class: "timer", role: "timer", hidden: true });
  const score = h("input", { id: "score", type: "number", min: 0, max: 100, step: 1, inputmode: "numeric", required: true });
  const predict = h("form", { class: "predict", hidden: true }, h("label", { for: "score" }), score, h("button", {}, "Keep"));
  const key = (letter, words, run, kind) => h("button", { type: "button", class: kind, "aria-keyshortcuts": letter, onclick: run }, words);
  const buttons = {
    open: key("o", "Open", () => act("open")),
    close: key("c", "Close", () => act("close")),
    reveal: key("r", "Reveal", () => reveal(), "main"),
    reset: key("x", "Reset", () => ask("Begin this activity anew?", `What ${people(mine.joined)} sent so far is put aside: it stays on this computer and is shown nowhere. Phones begin with an empty form once you open it.`, "Begin anew", () => act("reset")), "quiet"),
    timer: key("t", "Timer", () => minutes.showModal(), "quiet"),
    wait: key("w", "Phones wait", () => act("wait"), "quiet"),
    join: key("j", "How to join", () => join(), "quiet"),
    keys: key("?", "?", () => help.showModal(), "quiet"),
  };
  buttons.keys.setAttribute("aria-label", "Keys");
  const bar = h("div", { class: "bar", role: "region", "aria-label": "Workshop controls" }, notice, what, count, timer, predict, h("nav", { "aria-label": "Activity" }, ...Object.values(buttons)));

  const shut = () => h("form", { method: "dialog", class: "row" }, h("button", { class: "main" }, "Close"));
  const help = h("dialog", { "aria-labelledby": "keys" }, h("h2", { id: "keys" }, "Keys"), h("dl", {}, ...[
    ["O", "open: phones answer this chapter's activity"], ["C", "close: no more answers"], ["R", "reveal the picture"],
    ["P", "keep what leaders predict"], ["T", "timer"], ["J", "how to join"], ["W", "phones wait"], ["X", "begin this activity anew"],
    ["?", "this list"], ["Esc", "back"],
  ].flatMap(([letter, words]) => [h("dt", {}, h("kbd", {}, letter)), h("dd", {}, words)])), shut());
  const minutes = h("dialog", { "aria-labelledby": "minutes" }, h("h2", { id: "minutes" }, "Timer"), h("p", {}, "When the time is up, it says so. It closes nothing."),
    h("form", { method: "dialog", class: "row" }, ...[1, 2, 3, 5, 10, 15].map((n) => h("button", { type: "submit", onclick: () => act("timer", { seconds: 60 * n }) }, `${n} min`)),
      h("button", { onclick: () => act("timer", { seconds: 0 }) }, "No timer")));
  const way = h("div", { class: "way" });
  const joining = h("dialog", { class: "join", "aria-label": "How to join" }, way, shut());
  const sure = h("dialog", { "aria-labelledby": "sure" }, h("h2", { id: "sure" }), h("p"));
  root.append(h("link", { rel: "stylesheet", href: "/static/pacing.css" }), bar, help, minutes, joining, sure);

  function ask(title, words, yes, run) {
    sure.querySelector("h2").textContent = title;
    sure.querySelector("p").textContent = words;
    sure.querySelector("form")?.remove();
    sure.append(h("form", { method: "dialog", class: "row" }, h("button", {}, "Not yet"), h("button", { class: "main", onclick: run }, yes)));
    sure.showModal();
  }

  async function get(path) {
    const answer = await call(path);
    if (answer.ok) return answer.json();
    const error = new Error((await answer.json()).detail);
    error.final = answer.status === 403;
    throw error;
  }

  async function act(action, more = {}) {
    if (buttons[action]?.disabled) return;
    try {
      const answer = await call(`${api}/${action}`, {
        method: "POST", headers: { "Content-Type": "application/json", "X-Cxkit": "1" }, body: JSON.stringify({ survey, part, ...more }),
      });
      const told = await answer.json();
      notice.textContent = answer.ok ? "" : told.detail;
      if (answer.ok) await draw(told);
    } catch { notice.textContent = "The server did not answer. Please try again."; }
  }

  function reveal() {
    if (buttons.reveal.disabled) return;
    if (mine.shown) { act("reveal"); return; } // released already: this chapter's picture is only covered
    const busy = mine.state === "open" ? mine.joined - mine.finished : 0;
    const still = busy ? `, ${busy} still answering` : "";
    ask("Reveal the results?", `${people(mine.finished)} finished${still}. After this nobody can change an answer, and this activity cannot open again.`, "Reveal", () => act("reveal"));
  }

  async function join() {
    try { console_ ??= await get(`/api/console/${code}`); } catch (error) { notice.textContent = error.message; return; }
    way.replaceChildren(...card());
    joining.showModal();
  }
  function card() {
    const [{ url, qr }] = console_.addresses;
    return [h("img", { src: qr, alt: `QR code that leads to ${url}/r/${console_.join}` }),
      h("div", {}, h("p", {}, "Scan, or open"), h("p", { class: "address" }, url.replace(/^https?:\/\//, "")), h("p", {}, "room"), h("p", { class: "address code" }, console_.join))];
  }

  const uncovered = () => mine?.shown > 0 && (!mine.uncovered || mine.uncovered.includes(part) || mine.uncovered.includes(""));
  const STATES = { new: "Not opened yet", open: "Open", closed: "Closed", revealed: "Revealed" };

  async function draw(told) {
    if (!host.isConnected) document.body.append(host);
    stage = told;
    mine = stage.activities.find((one) => one.survey === survey);
    const { state = "", joined = 0, finished = 0, answered = 0, threshold = 5 } = mine ?? {};
    const on = stage.activities.find((one) => one.survey === stage.now);
    const wait = stage.here === null ? "Phones wait" : `${stage.here} ${stage.here === 1 ? "phone waits" : "phones wait"}`;
    const elsewhere = on && on !== mine ? `Phones answer: ${on.title}` : stage.now ? "" : wait;
    const few = mine?.joined != null && !mine.shown && answered < threshold;
    what.replaceChildren(h("b", {}, mine?.title ?? stage.title), h("span", {}, [
      state === "closed" && elsewhere ? "" : mine?.shown && !uncovered() ? "Ready to reveal" : STATES[state], elsewhere, few && state === "open" ? `needs ${threshold} answers` : "",
    ].filter(Boolean).join(" · ")));
    count.replaceChildren(...(state === "open" || state === "closed" ? [h("strong", {}, finished), h("span", {}, `of ${joined} finished`)] : []));
    const here = mine && stage.now === survey;
    buttons.open.hidden = !mine || state === "revealed" || (state === "open" && here);
    buttons.close.hidden = state !== "open";
    buttons.reveal.hidden = !mine || state === "new" || uncovered();
    buttons.reveal.disabled = few;
    buttons.reset.hidden = !mine || state === "new" || !joined;
    buttons.wait.hidden = !stage.now;
    buttons.timer.hidden = !mine;
    const { compare } = mine ?? {};
    predict.hidden = !(part && compare && !uncovered() && !mine.shown);
    score.setAttribute("aria-label", compare ? `What leaders predict for ${compare.labels[1]}, 0 to 100` : "");
    predict.firstChild.textContent = compare ? `${compare.labels[0]}s predict` : "";
    if (root.activeElement !== score) score.value = stage.predicted[part] ?? "";
    ends = stage.timer ? performance.now() + 1000 * stage.timer.left : null;
    tick();
    page.style.setProperty("--cx-bar", `${bar.offsetHeight}px`);
    if (mine) await pictures();
    page.classList.add("cx-ready");
  }
  predict.onsubmit = (event) => {
    event.preventDefault();
    score.blur();
    act("predict", { dimension: part, score: Number(score.value) });
  };

  function tick() {
    timer.hidden = ends === null;
    if (ends === null) return;
    const left = Math.ceil((ends - performance.now()) / 1000);
    timer.className = left > 0 ? "timer" : "timer up";
    timer.textContent = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "Time is up";
  }
  setInterval(tick, 250);

  // The chapter's own pictures: covered until they are revealed here, then drawn of the released Report.
  const article = document.querySelector("article") ?? document.body;
  const figures = [...article.querySelectorAll("svg[data-cx-drawn]")].map((svg) => ({ at: svg.parentNode, call: svg.dataset.cxDrawn, drawn: 0 })).filter(({ call }) => call.split("/")[0] === survey);
  await ready;
  const widgets = [...article.querySelectorAll(".cx-widget")].filter((el) => el.model).map((el) => ({ el, model: el.model }));
  const views = widgets.filter(({ model }) => model.get("report")?.survey?.id === survey && !model.get("response")).map((one) => ({ ...one, at: one.el, drawn: 0 }));
  const forms = widgets.filter(({ model }) => model.get("survey")?.id === survey);
  const alone = widgets.filter(({ model }) => model.get("report") && model.get("response")); // for a reader, not a room
  const example = figures.length + views.length ? [...article.querySelectorAll(".cell_output")].filter((el) => !el.querySelector("svg[data-cx-drawn], .cx-widget")) : [];
  for (const one of [...figures, ...views]) {
    one.cover = h("p", { class: "cx-cover", hidden: true });
    one.at.before(one.cover);
  }
  const told = h("div", { class: "cx-predicted", hidden: true });
  (figures[0]?.at.closest(".cell") ?? views[0]?.el.closest(".cell"))?.before(told);

  async function pictures() {
    const shown = uncovered();
    for (const el of example) el.hidden = true; // its words are about the made-up people
    for (const { el } of [...forms, ...alone]) el.hidden = true;
    // A picture is uncovered when it is this room's own, and not a moment earlier.
    const cover = ({ at, cover: over }, own) => {
      at.hidden = !own;
      over.hidden = own;
      over.textContent = shown ? "One moment…" : mine.state === "new" ? "Covered until this activity has been open." : "Covered until it is revealed.";
    };
    for (const one of [...figures, ...views]) cover(one, shown && one.drawn === mine.shown);
    told.hidden = !shown;
    page.classList.add("cx-ready");
    await cards();
    if (!shown) return;
    if (release !== mine.shown) {
      report = await get(`/api/rooms/${mine.code}/report`);
      release = mine.shown;
    }
    tell();
    for (const view of views) {
      view.model.set("report", report);
      view.drawn = release;
      cover(view, true);
    }
    for (const figure of figures) {
      if (figure.drawn === release) continue;
      const answer = await call(`${api}/picture/${figure.call}`);
      if (answer.ok) figure.at.innerHTML = await answer.text();
      else figure.at.textContent = (await answer.json()).detail;
      figure.drawn = release;
      cover(figure, true);
    }
  }

  // In place of the form, which everybody has on their phone: how to join, for the room to see.
  async function cards() {
    for (const form of forms) {
      if (!form.card) {
        console_ ??= await get(`/api/console/${code}`);
        form.card = h("div", { class: "cx-join" }, ...card(), h("p", { class: "cx-joined", "aria-live": "off" }));
        form.el.before(form.card);
      }
      form.card.lastChild.textContent = mine.joined == null ? "" : `${mine.finished} of ${mine.joined} finished`;
    }
  }

  // What leaders predicted, beside what was said.
  function tell() {
    const { compare } = mine;
    const dimensions = report.survey.dimensions.filter(({ id }) => id in stage.predicted && (!part || id === part));
    if (!compare || !dimensions.length) { told.hidden = true; return; }
    const [, front] = compare.labels;
    told.replaceChildren(...dimensions.map(({ id, title }) => {
      const row = report.groups.find((one) => one.attribute === compare.attribute && one.group === compare.values[1] && one.dimension === id);
      const predicted = stage.predicted[id];
      const said = row?.status === "shown" && row.mean != null ? Math.round(row.mean) : null;
      const name = typeof title === "string" ? title : Object.values(title)[0];
      const apart = said === null ? "" : said === predicted ? "exactly that" : `${Math.abs(said - predicted)} ${said < predicted ? "lower" : "higher"}`;
      return h("p", {}, part ? "" : `${name}: `, "Leaders predicted ", h("strong", {}, predicted), ". ", said === null ? `What ${front.toLowerCase()} said is hidden.` : h("span", {}, `${front} said `, h("strong", {}, said), `: ${apart}.`));
    }));
  }

  // The theme keeps Escape for its own dialog.
  root.addEventListener("keydown", (event) => { if (event.key === "Escape") root.querySelector("dialog[open]")?.close(); });
  const letters = { o: buttons.open, c: buttons.close, r: buttons.reveal, x: buttons.reset, t: buttons.timer, w: buttons.wait, j: buttons.join, "?": buttons.keys };
  addEventListener("keydown", (event) => {
    const typing = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey || event.altKey || root.querySelector("dialog[open]") || document.querySelector("dialog[open]")) return;
    if (typing.matches?.("input, textarea, select, [contenteditable]")) { if (event.key === "Escape") typing.blur(); return; }
    const letter = event.key.toLowerCase();
    if (letter === "p" && !predict.hidden) { event.preventDefault(); score.focus(); score.select(); }
    else if (letters[letter] && !letters[letter].hidden) { event.preventDefault(); letters[letter].click(); }
  });

  let drawing = false;
  let again = false;
  async function refresh() {
    again = true;
    if (drawing) return;
    drawing = true;
    while (again) {
      again = false;
      try {
        await draw(await get(api));
        if (notice.dataset.away) { notice.textContent = ""; delete notice.dataset.away; }
      } catch (error) {
        if (error.final) { host.remove(); page.classList.remove("cx-live"); return; } // the key is gone: this is a reader's book again
        notice.textContent = "The server is not answering. This page carries on by itself when it is back.";
        notice.dataset.away = "1";
        again = true;
        await new Promise((done) => setTimeout(done, 1000));
      }
    }
    drawing = false;
  }
  function listen() {
    const events = new EventSource(`/api/console/${code}/events`);
    events.onmessage = refresh;
    events.onerror = () => {
      refresh();
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    };
  }
  await refresh();
  listen();
})();
