// Typing paper forms in: a digit answers and goes on. A form keeps its token until it is on the disk, so a lost or
// doubled message does no harm.
(async () => {
  "use strict";
  const { call } = window.cxkit;
  const api = `/api/paper/${location.pathname.split("/").pop()}`;
  const at = (id) => document.getElementById(id);
  const text = (value) => (value && typeof value === "object" ? Object.values(value)[0] : value ?? "");
  const AWAY = "The server is not answering. This form is still here: try again.";
  const rows = [];
  let last = null; // the form kept last, to correct it
  let now = null; // token and revision of the form on the page
  let typed = 0;

  const fresh = () => ({ token: [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join(""), revision: 1 });
  function notice(words, wrong = false) { at("notice").textContent = words; at("notice").className = wrong ? "wrong" : ""; }
  const count = () => { at("typed").textContent = `${typed} on paper so far`; };

  function h(tag, props, ...children) {
    const node = Object.assign(document.createElement(tag), props);
    node.append(...children);
    return node;
  }
  function go(place) {
    const row = rows[place];
    if (row) { row.input.focus(); row.input.select(); } else at("keep").focus();
  }

  // One line: `choices` maps what is typed to [value, meaning]; without choices it takes words.
  function row(part, id, number, words, choices) {
    const place = rows.length;
    const input = h("input", { id: `${part}-${id}`, inputMode: choices ? "numeric" : "text", maxLength: choices ? 3 : 2000 });
    const meaning = h("span", { className: "meaning" });
    const line = h("div", { className: choices ? "row" : "row words" },
      h("span", {}, number), h("label", { htmlFor: input.id }, words), input, ...(choices ? [meaning] : []));
    const one = { part, id, input,
      value: () => (choices ? choices[input.value.trim().toLowerCase()]?.[0] : input.value.trim() || undefined),
      wrong: () => Boolean(choices && input.value.trim() && !choices[input.value.trim().toLowerCase()]),
      show() {
        meaning.textContent = one.wrong() ? `not one of ${Object.keys(choices).join(" ")}` : choices?.[input.value.trim().toLowerCase()]?.[1] ?? "";
        line.classList.toggle("wrong", one.wrong());
      },
    };
    input.oninput = () => {
      one.show();
      if (!choices) return;
      const so = input.value.trim().toLowerCase();
      // 1 may become 10: wait for Enter; else go on at once.
      if (choices[so] && !Object.keys(choices).some((key) => key !== so && key.startsWith(so))) go(place + 1);
    };
    input.onkeydown = (event) => {
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); if (!one.wrong()) go(place + 1); }
      else if (event.key === "ArrowDown") { event.preventDefault(); go(place + 1); }
      else if (event.key === "ArrowUp" || (event.key === "Backspace" && !input.value)) { event.preventDefault(); go(Math.max(0, place - 1)); }
    };
    rows.push(one);
    return line;
  }

  const numbered = (options) => Object.fromEntries(Object.entries(options ?? {}).map(([value, words], place) => [String(place + 1), [value, text(words)]]));
  function points(scale) {
    const found = {};
    for (let point = scale.min; point <= scale.max; point += 1) found[point] = [point, text(scale.labels[point])];
    if (scale.not_applicable) found.x = ["not_applicable", text(scale.not_applicable)];
    return found;
  }

  function draw({ survey, asks }) {
    const about = survey.attributes.map(({ id, title, options }) => row("attributes", id, "", text(title), numbered(options)));
    if (asks) about.push(row("agrees", "agrees", "", "Agrees to averages from two up", { 1: [true, "I agree"], 2: [false, "I do not agree"] }));
    const list = about.length ? [h("h2", {}, "About the person"), ...about] : [];
    let number = 0;
    survey.dimensions.forEach(({ id, title, items }, place) => {
      const heading = h("h2", {}, text(title));
      heading.style.setProperty("--hue", `var(--cx-dim-${(place % 4) + 1})`);
      list.push(heading, ...(items ?? []).map((item) => row("answers", item.id, String(number += 1), text(item.text), points(item.response_scale ?? survey.response_scale))));
      if (survey.comments.per_dimension) list.push(row("comments", id, "", "Comment"));
    });
    at("form").replaceChildren(...list);
  }

  function empty() {
    for (const one of rows) { one.input.value = ""; one.show(); }
    now = fresh();
    go(0);
  }

  function response() {
    const filled = { attributes: {}, answers: {}, comments: {}, finished: true };
    for (const { part, id, value } of rows) {
      if (value() === undefined) continue;
      if (part === "agrees") filled.agrees = value();
      else filled[part][id] = value();
    }
    return filled;
  }

  let sending = false;
  at("form").onsubmit = async (event) => {
    event.preventDefault();
    if (sending) return;
    const wrong = rows.findIndex((one) => one.wrong());
    if (wrong >= 0) { notice("One line cannot be read. Correct it first.", true); go(wrong); return; }
    const filled = response();
    if (!Object.keys(filled.answers).length) { notice("Nothing is answered on this form yet.", true); go(0); return; }
    sending = true;
    try {
      const answer = await call(api, { method: "PUT", headers: { "Content-Type": "application/json", "X-Cxkit": "1" }, body: JSON.stringify({ ...now, response: filled }) });
      const told = await answer.json();
      if (answer.ok) {
        last = { now, values: rows.map((one) => one.input.value) };
        typed = told.typed;
        count();
        notice(`Kept, with ${Object.keys(filled.answers).length} answers. Next form.`);
        at("again").hidden = false;
        empty();
      } else notice(told.detail, true);
    } catch { notice(AWAY, true); }
    sending = false;
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); at("form").requestSubmit(); }
  });
  at("again").onclick = () => {
    rows.forEach((one, place) => { one.input.value = last.values[place]; one.show(); });
    now = { ...last.now, revision: last.now.revision + 1 };
    at("again").hidden = true;
    notice("Correct it, then keep it again. It is counted once.");
    go(0);
  };
  addEventListener("beforeunload", (event) => { if (rows.some((one) => one.input.value)) event.preventDefault(); });

  try {
    const answer = await call(api);
    const told = await answer.json();
    if (!answer.ok) { notice(told.detail, true); return; }
    typed = told.typed;
    count();
    if (told.state === "revealed") { notice("The results are revealed, so no more forms can be added.", true); at("keep").hidden = true; return; }
    draw(told);
    empty();
  } catch { notice("The server is not answering. Reload this page.", true); }
})();
