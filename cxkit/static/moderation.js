// The facilitator's private page: read comments, hold some back, show the rest. Texts reach it as text nodes only.
(async () => {
  "use strict";
  const { call } = window.cxkit;
  const code = location.pathname.split("/").pop();
  const api = `/api/console/${code}`;
  const at = (id) => document.getElementById(id);
  const show = (id, visible) => { at(id).hidden = !visible; };
  const KINDS = { name: "name?", email: "address?", phone: "number?" };
  const AWAY = "The server is not answering. Please try again.";
  const text = (value) => (typeof value === "object" ? Object.values(value)[0] : value);
  const counted = (n) => (n === 1 ? "1 comment" : `${n} comments`);

  function h(tag, props, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props ?? {})) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name.startsWith("--")) node.style.setProperty(name, value);
      else node.setAttribute(name, value);
    }
    node.append(...children.flat());
    return node;
  }

  // Names to mark go along with each request and are kept nowhere.
  const names = () => at("names").value.split(/[,;\n]/).map((name) => name.trim().slice(0, 100)).filter(Boolean).slice(0, 200);

  async function ask(action, more = {}) {
    try {
      const answer = await call(`${api}/comments/${action}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Cxkit": "1" },
        body: JSON.stringify({ names: names(), ...more }),
      });
      const told = await answer.json();
      at("notice").textContent = answer.ok ? "" : told.detail;
      if (answer.ok) draw(told);
    } catch { at("notice").textContent = AWAY; }
  }

  function comment({ id, held, pieces }) {
    return h("li", { class: held ? "held" : "", id: `comment-${id}` },
      h("div", { class: "said" },
        h("span", { class: "status" }, "Held back"),
        h("span", { class: "words", dir: "auto" }, pieces.map(([words, kind]) =>
          (kind ? h("mark", { "data-kind": kind, "data-word": KINDS[kind] }, words) : words)))),
      h("button", { type: "button", "data-id": id, onclick: () => ask("hold", { comment: id, back: !held }) }, held ? "Show" : "Hold back"));
  }

  function dimension({ title, written, comments }, place, { threshold, read }) {
    const missing = threshold - written;
    const held = comments?.filter((one) => one.held).length ?? 0;
    return h("section", { class: "dimension", "--hue": `var(--cx-dim-${(place % 4) + 1})` },
      h("header", null, h("h2", null, text(title)),
        h("p", { class: "soft" }, comments ? counted(written) + (held ? `, ${held} held back` : "") : "")),
      comments ? h("ul", { role: "list" }, comments.map(comment))
        : h("p", { class: "few" }, missing > 0
          ? `Too few to read: ${missing} more needed. Nobody sees what was written here, you neither.`
          : read ? "" : `${counted(written)} to read.`));
  }

  function draw(view) {
    const { title, state, read, shown, threshold, dimensions } = view;
    const focus = document.activeElement?.dataset.id;
    at("room").textContent = `${title} · room ${code}`;
    const readable = dimensions.filter((one) => one.written >= threshold).length;
    const all = dimensions.flatMap((one) => one.comments ?? []);
    const free = all.filter((one) => !one.held).length;
    show("page", true);
    show("gate", state === "open" || !read || !readable);
    show("read", state !== "open" && !read && readable);
    at("gate-title").textContent = state === "open" ? "The room is still open"
      : !readable ? "There is nothing to read" : "Is this screen yours alone?";
    at("gate-words").textContent = state === "open" ? "Close the answers first, then reload this page. Comments are read when nobody can add one any more."
      : !readable ? `Comments on a question are read and shown only where at least ${threshold} people wrote one. People were promised this.`
        : `Turn the projector away before you go on. You will read what people wrote, where at least ${threshold} of them did.${
          state === "closed" ? " After that the room cannot open again: otherwise you could tell who wrote what is new." : ""}`;
    show("tools", all.length);
    show("release", all.length);
    show("show", all.length && state === "revealed" && shown === null);
    show("hide", shown !== null);
    at("release-words").textContent = state !== "revealed" ? "The room sees nothing of this yet. After the results are revealed, come back and show it."
      : shown === null ? `${free} of ${all.length} will be shown, in shuffled order.`
        : `The room can see ${counted(shown)}. What you change here changes there.`;
    at("dimensions").replaceChildren(...dimensions.map((each, place) => dimension(each, place, view)));
    if (focus) document.querySelector(`[data-id="${focus}"]`)?.focus();
  }

  for (const action of ["read", "show", "hide"]) at(action).onclick = () => ask(action);
  at("names").onchange = () => ask("list");
  await ask("list");
  // What happens on the other screen (closing, revealing) shows here too.
  const listen = () => {
    const events = new EventSource(`${api}/events`);
    let first = true;
    events.onmessage = () => { if (!first && document.activeElement !== at("names")) ask("list"); first = false; };
    events.onerror = () => { if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000); };
  };
  listen();
})();
