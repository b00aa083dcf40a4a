// What the group will do: one to three lines, kept while they are typed, and the day to look again.
(async () => {
  "use strict";
  const { call } = window.cxkit;
  const code = location.pathname.split("/").pop();
  const api = `/api/console/${code}/commitments`;
  const at = (id) => document.getElementById(id);
  const show = (id, visible) => { at(id).hidden = !visible; };
  const text = (value) => (typeof value === "object" ? Object.values(value)[0] : value);
  const TEXTS = { what: ["What exactly", "What, in one sentence"], who: ["Who", "One name"], know: ["How we shall know", "What will be there to see"] };
  const MISSING = { what: "what", who: "who", by: "by when", know: "how we shall know" };
  const AWAY = "Not saved yet: the server is not answering. This page goes on trying.";
  const empty = () => ({ what: "", who: "", by: "", know: "", moves: "" });
  const begun = (line) => Object.values(line).some((value) => value.trim?.());
  const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  // "Tuesday 1 December 2026", as the book says it
  const spoken = (value) => (value ? day.formatToParts(new Date(`${value}T00:00Z`)).filter(({ type }) => type !== "literal").map((part) => part.value).join(" ") : "");
  let page = null; // what the server said last
  let lines = [];
  let review = "";
  let removed = null;

  function h(tag, props, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props ?? {})) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value !== false) node.setAttribute(name, value);
    }
    node.append(...children.flat());
    return node;
  }
  function notice(words, theirs = false) {
    at("notice").firstElementChild.textContent = words;
    show("theirs", theirs);
  }
  const saved = (words) => { at("saved").textContent = words; };

  // Keeping: everything is sent a moment after the last letter, one message at a time, until it is on the disk.
  let timer = 0;
  let sending = null;
  let dirty = false;
  let stuck = false; // another screen was first: somebody has to look
  const body = () => JSON.stringify({ revision: page.revision, lines: lines.filter(begun), review });
  const message = () => ({ method: "PUT", headers: { "Content-Type": "application/json", "X-Cxkit": "1" }, body: body() });

  function changed() {
    dirty = true;
    saved("Saving …");
    told();
    clearTimeout(timer);
    timer = setTimeout(save, 500);
  }
  function save() {
    clearTimeout(timer);
    sending ??= send().finally(() => { sending = null; });
    return sending;
  }
  async function send() {
    while (dirty && !stuck) {
      dirty = false;
      let answer = null;
      try { answer = await call(api, message()); } catch { /* no network: as a server that is away */ }
      const said = answer ? await answer.json().catch(() => ({})) : {};
      if (answer?.ok) {
        page.revision = said.revision;
        notice("");
        if (!dirty) saved("Saved");
      } else if (answer && answer.status < 500) {
        saved("Not saved");
        stuck = answer.status === 409;
        notice(said.detail, stuck);
        return;
      } else {
        dirty = true;
        saved("Not saved yet");
        notice(said.detail ?? AWAY);
        await new Promise((done) => setTimeout(done, 2000));
      }
    }
  }
  addEventListener("pagehide", () => { if (dirty && !stuck) fetch(api, { ...message(), keepalive: true }); });

  // What follows from what is written: what is missing, what is offered, what can be taken home.
  function told() {
    lines.forEach((line, place) => {
      const missing = begun(line) ? Object.keys(MISSING).filter((name) => !line[name].trim()) : [];
      const own = at("lines").children[place];
      own.querySelector(".needs").textContent = missing.length ? `Still open: ${missing.map((name) => MISSING[name]).join(", ")}` : "";
      own.querySelector("output").textContent = spoken(line.by);
      own.querySelector(".what").classList.toggle("long", line.what.length > 80);
      own.querySelector(".by").classList.toggle("set", line.by !== "");
    });
    const any = lines.some(begun);
    show("csv", any);
    show("ics", any);
    const full = lines.length >= page.most;
    show("add", !full);
    const taken = new Set(lines.map((line) => line.what.trim()));
    show("offer", !full || lines.some((line) => !line.what.trim()));
    for (const button of at("offer").querySelectorAll("button")) button.disabled = taken.has(button.textContent);
    at("again").querySelector("output").textContent = spoken(review);
  }

  function grow({ target }) {
    if (CSS.supports("field-sizing", "content")) return;
    target.style.height = "auto";
    target.style.height = `${target.scrollHeight}px`;
  }
  // Enter goes on to the next field: a line is one sentence.
  function onward(event) {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    const fields = [...at("lines").querySelectorAll("textarea, input"), at("add").hidden ? at("review") : at("add")];
    fields[fields.indexOf(event.target) + 1]?.focus();
  }

  function row(line, place) {
    const name = `Line ${place + 1}`;
    const field = (id) => h("label", { class: `field ${id}` }, h("span", null, TEXTS[id][0]),
      h("textarea", { rows: 1, maxlength: page.longest[id], placeholder: TEXTS[id][1], autocomplete: "off", onkeydown: onward,
        oninput: (event) => { line[id] = event.target.value.replace(/\s*\n\s*/g, " "); grow(event); changed(); } }, line[id]));
    const by = h("input", { id: `by-${place}`, type: "date", min: "2000-01-01", max: "2100-12-31", value: line.by, onkeydown: onward,
      oninput: ({ target }) => { line.by = target.validity.valid ? target.value : ""; changed(); } });
    const moves = h("select", { onchange: ({ target }) => { line.moves = target.value; changed(); } },
      [{ id: "", title: "–" }, ...page.pulse].map(({ id, title }) => h("option", { value: id, ...(id === line.moves && { selected: "" }) }, text(title))));
    const cell = (...parts) => h("div", { class: "cell" }, parts);
    return h("li", null, h("fieldset", null, h("legend", { class: "sr" }, name),
      cell(field("what"), h("p", { class: "needs" })),
      cell(field("who")),
      cell(h("div", { class: "field by" }, h("span", null, h("label", { for: by.id }, "By when")), h("output", { for: by.id }), by)),
      cell(field("know"), h("label", { class: "moves" }, "and in the pulse under", moves)),
      h("button", { type: "button", class: "remove", "aria-label": `Remove ${name.toLowerCase()}`, onclick: () => remove(place) }, "×")));
  }
  function draw() {
    at("lines").replaceChildren(...lines.map(row));
    for (const area of at("lines").querySelectorAll("textarea")) grow({ target: area });
    show("undo", removed !== null);
    told();
  }
  const focus = (place, id) => at("lines").children[place]?.querySelector(`.${id} :is(textarea, input)`).focus();

  function remove(place) {
    removed = begun(lines[place]) ? { line: lines[place], place } : null;
    lines.splice(place, 1);
    if (!lines.length) lines.push(empty());
    draw();
    changed();
    (removed ? at("undo") : at("add")).focus();
  }
  at("undo").onclick = () => {
    const { line, place } = removed;
    removed = null;
    lines = lines.filter(begun);
    lines.splice(place, 0, line);
    lines.splice(page.most);
    draw();
    changed();
    focus(Math.min(place, lines.length - 1), "what");
  };
  function add(what = "") {
    let place = lines.findIndex((line) => !(what ? line.what.trim() : begun(line)));
    if (place < 0) place = lines.push(empty()) - 1;
    if (what) lines[place].what = what;
    removed = null;
    draw();
    if (what) changed();
    focus(place, what ? "who" : "what");
  }
  at("add").onclick = () => add();
  at("review").oninput = ({ target }) => { review = target.validity.valid ? target.value : ""; changed(); };
  for (const button of document.querySelectorAll("[data-weeks]")) {
    button.onclick = () => {
      const now = new Date();
      const then = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + 7 * button.dataset.weeks));
      at("review").value = review = then.toISOString().slice(0, 10);
      changed();
    };
  }
  // What is taken home is what is on the disk: wait for it.
  for (const kind of ["csv", "ics"]) {
    at(kind).href = `${api}.${kind}`;
    at(kind).onclick = async (event) => {
      if (!dirty && !sending) return;
      event.preventDefault();
      await save();
      if (!dirty && !stuck) location.href = at(kind).href;
    };
  }

  async function load() {
    const answer = await call(api);
    const told_ = await answer.json();
    if (!answer.ok) throw new Error(told_.detail);
    if (page && page.revision === told_.revision && page.sweet === told_.sweet) return;
    page = told_;
    lines = page.lines.length ? page.lines.map((line) => ({ ...line })) : [empty()];
    at("review").value = review = page.review;
    at("room").textContent = page.title;
    at("back").href = `/console/${code}`;
    at("offer-title").textContent = page.sweet ? "From your sweet spot" : "Some to begin with";
    at("offer").lastElementChild.replaceChildren(...page.offered.map((words) =>
      h("li", null, h("button", { type: "button", onclick: () => add(words) }, words))));
    removed = null;
    draw();
    show("page", true);
    saved(page.revision ? "Saved" : "");
  }
  at("theirs").onclick = async () => {
    stuck = dirty = false;
    page = null;
    notice("");
    await load().catch(() => notice(AWAY));
  };
  for (;;) {
    try { await load(); notice(""); break; }
    catch (error) {
      notice(error.message || AWAY);
      await new Promise((done) => setTimeout(done, 2000));
    }
  }
  // What another screen writes shows here, unless something is being written on this one.
  const listen = () => {
    const events = new EventSource(`/api/console/${code}/events`);
    events.onmessage = () => {
      const here = at("page").contains(document.activeElement) && document.hasFocus();
      if (!dirty && !sending && !stuck && !here) load().catch(() => {});
    };
    events.onerror = () => { if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000); };
  };
  listen();
})();
