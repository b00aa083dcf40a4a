// The self-assessment: the form, one dimension a screen, then one's own profile.
// An AFM widget: it draws itself into `el`, reads and writes the model, and knows nothing of any network.
// Survey text and comments reach the page only as text nodes, so nothing in them can run.

const WORDS = {
  en: {
    size: (items, minutes) => `${items} statements, about ${minutes} minute${minutes === 1 ? "" : "s"}`,
    start: "Start", back: "Back", next: "Next", finish: "See my profile", mine: "My profile",
    of: (at, all) => `${at} of ${all}`,
    left: (n) => (n ? `${n} unanswered` : "All answered"),
    hint: "Tap an answer again to clear it.",
    comment: "Anything you would like to add? (optional)",
    profile: "What you see",
    lead: "From 0 to 100, worked out from your own answers. It is your view from where you stand, not a verdict on anybody.",
    bands: ["You see little of this so far.", "You see some of this, but not reliably.", "You see this most of the time."],
    few: "Too few answers",
    fewer: (n, need) => `You rated ${n}. A number needs at least ${need}.`,
    score: (n) => `${n} out of 100`,
    change: "Change my answers",
    more: "How your answers are protected",
    ask: "May your group's averages be shown from two people up?",
    asking: (group) => [
      `You chose “${group}”. Averages of so few are usually hidden. If you agree, they are shown once two who agreed have answered.`,
      "If there are only two, each can work out the other's averages. Only averages are shown: never how answers were spread, never comments.",
      "If you do not agree, you count with everyone and are protected like everyone. You can change this until the room closes."],
    agree: ["I agree", "I do not agree; count me with everyone"],
    agreed: "How my group is shown",
    shut: "This room has closed.",
    closed: "The room has closed, so answers can no longer be changed. Thank you for giving yours.",
    saved: { saving: "Saving…", saved: "Saved", offline: "Kept on this phone. It will be saved when the network is back.",
      open: "Please keep this page open until it says saved.",
      late: "The room closed before your last change arrived.",
      gone: "This room is no longer here. Please scan the code again." },
  },
  es: {
    size: (items, minutes) => `${items} afirmaciones, unos ${minutes} minutos`,
    start: "Empezar", back: "Atrás", next: "Siguiente", finish: "Ver mi perfil", mine: "Mi perfil",
    of: (at, all) => `${at} de ${all}`,
    left: (n) => (n ? `${n} sin responder` : "Todo respondido"),
    hint: "Toque otra vez una respuesta para borrarla.",
    comment: "¿Quiere añadir algo? (opcional)",
    profile: "Lo que usted ve",
    lead: "De 0 a 100, según sus propias respuestas. Es su mirada desde su lugar, no un juicio sobre nadie.",
    bands: ["Por ahora ve poco de esto.", "Ve algo de esto, pero no siempre.", "Ve esto casi siempre."],
    few: "Muy pocas respuestas",
    fewer: (n, need) => `Ha valorado ${n}. Para dar un número hacen falta al menos ${need}.`,
    score: (n) => `${n} de 100`,
    change: "Cambiar mis respuestas",
    more: "Cómo se protegen sus respuestas",
    ask: "¿Pueden mostrarse los promedios de su grupo desde dos personas?",
    asking: (group) => [
      `Usted eligió «${group}». Los promedios de tan pocas personas suelen ocultarse. Si acepta, se muestran cuando respondan dos que aceptaron.`,
      "Si solo son dos, cada una puede deducir los promedios de la otra. Solo se muestran promedios: nunca cómo se reparten las respuestas, nunca comentarios.",
      "Si no acepta, usted cuenta con las demás personas y tiene la misma protección. Puede cambiarlo hasta que se cierre la sala."],
    agree: ["Acepto", "No acepto; cuénteme con las demás personas"],
    agreed: "Cómo se muestra mi grupo",
    shut: "Esta sala se ha cerrado.",
    closed: "La sala se ha cerrado y las respuestas ya no se pueden cambiar. Gracias por las suyas.",
    saved: { saving: "Guardando…", saved: "Guardado", offline: "Guardado en este teléfono. Se enviará cuando vuelva la red.",
      open: "Deje esta página abierta hasta que diga guardado.",
      late: "La sala se cerró antes de que llegara su último cambio.",
      gone: "Esta sala ya no está aquí. Escanee el código otra vez." },
  },
};
const NA = "not_applicable";
const ASK = -0.5; // the screen between start and items

// The same rule as cxkit.scoring: an item's own range reverses it and stretches it to 0–1; a dimension is the mean of
// the answered items times 100, or null when too few are answered. Only whole numbers within range are answers.
function score(survey, answers) {
  const result = {};
  for (const dimension of survey.dimensions) {
    let sum = 0;
    let count = 0;
    for (const item of dimension.items) {
      const { min, max } = item.response_scale ?? survey.response_scale;
      const value = answers?.[item.id];
      if (!Number.isInteger(value) || value < min || value > max) continue;
      sum += ((item.reverse_keyed ? min + max - value : value) - min) / (max - min);
      count += 1;
    }
    result[dimension.id] = count && count >= dimension.min_answered ? (100 * sum) / count : null;
  }
  return result;
}

// A DOM element: `on…` are listeners, `--…` custom properties, the rest attributes; children are nodes or text.
function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) node.style.setProperty(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child || child === 0));
  return node;
}

const STYLE = `
:host { display: flex; flex-direction: column; font: 400 1rem/1.45 var(--cx-font, system-ui, sans-serif); color: var(--cx-ink);
  text-align: start; letter-spacing: normal; scroll-margin-top: 5rem; -webkit-tap-highlight-color: transparent }
* { box-sizing: border-box; margin: 0; padding: 0; overflow-wrap: break-word }
.cx { flex: 1; max-width: 40em; display: flex; flex-direction: column }
h2 { font-size: clamp(1.1em, 9vw, 1.625em); line-height: 1.2; letter-spacing: -.012em; hyphens: auto; text-wrap: balance; outline: 0 }
h2, h3, b { font-weight: 650 }
.soft { color: var(--cx-soft) }
.small { font-size: .875em }
.lead { margin-top: .75em }
.screen { padding-bottom: 1.5em }
.steps { display: flex; gap: 4px; margin-bottom: .875em }
.steps i { flex: 1; height: 4px; background: var(--cx-rule) }
.steps b, .track b { display: block; height: 100%; width: var(--to); background: var(--hue) }
.where { display: flex; flex-wrap: wrap; gap: 0 1em; justify-content: space-between; margin-bottom: .25em }
.where b { color: var(--hue) }
.items { margin-top: 1.375em }
fieldset { border: 0; min-width: 0 }
.item { padding: 1.25em 0 .5em; border-top: 1px solid var(--cx-rule) }
.choices, .comment { margin-top: 2em }
legend { float: left; width: 100%; margin-bottom: .625em; font-size: 1.0625em; font-weight: 500 }
legend + * { clear: both }
label { position: relative; cursor: pointer }
input { position: absolute; inset: 0; width: 100%; height: 100%; opacity: 0; cursor: inherit; scroll-margin: 6em 0 8em }
.scale { display: grid; grid-template-columns: repeat(var(--half), minmax(0, 1fr)); margin: 0 -4px }
.point { display: grid; grid-template-columns: minmax(0, 1fr); place-items: center; min-height: 3em }
.point::before { content: ""; position: absolute; inset: 50% 0 auto; border-top: 1px solid var(--cx-line) }
.point:first-child::before { left: 50% }
.point:last-child::before { right: 50% }
.many .point::before { content: none }
.dot { position: relative; display: grid; place-items: center; width: 2.5em; max-width: calc(100% - 4px); aspect-ratio: 1; pointer-events: none;
  border: 1.5px solid var(--cx-line); border-radius: 50%; background: var(--cx-paper); font-variant-numeric: tabular-nums }
:checked + .dot { background: var(--hue); border-color: var(--hue); color: var(--cx-paper); font-weight: 700 }
.said { display: grid; font-size: .875em; line-height: 1.3; min-height: 1.45em; color: var(--cx-soft) }
.said > * { grid-area: 1 / 1 }
.ends { padding: 0 max(0px, calc(50% / var(--n) - 1.4em)); display: flex; justify-content: space-between; gap: 1em }
.ends span + span { text-align: end }
.chosen { justify-self: start; position: relative; left: var(--at); transform: translateX(var(--by)); color: var(--cx-ink); font-weight: 600 }
.said.off .chosen, .said.on .ends { visibility: hidden }
.na { display: inline-flex; align-items: center; gap: .5em; min-height: 44px; padding-inline-end: 1em; color: var(--cx-soft) }
.na .dot { width: 1.125em }
.na :checked + .dot { background: var(--cx-ink); border-color: var(--cx-ink); box-shadow: inset 0 0 0 3px var(--cx-paper) }
.na :checked ~ span { color: var(--cx-ink); font-weight: 600 }
.chips { display: flex; flex-wrap: wrap; gap: .5em }
.chip .dot { width: auto; max-width: 100%; aspect-ratio: auto; min-height: 3em; padding: .4em 1.125em; border-radius: 1.5em }
.chip :checked + .dot { color: var(--cx-on-accent); font-weight: inherit }
.comment { display: block }
textarea { display: block; width: 100%; margin-top: .5em; padding: .625em .75em; font: inherit; color: inherit; background: none; resize: vertical;
  border: 1.5px solid var(--cx-line); border-radius: .5em; scroll-margin: 6em 0 8em }
:focus-visible + .dot, textarea:focus-visible, button:focus-visible { outline: 2px solid var(--cx-accent); outline-offset: 2px }
.bar { position: var(--cx-bar, sticky); bottom: 0; z-index: 1; margin-top: auto; background: var(--cx-paper); border-top: 1px solid var(--cx-rule);
  padding: .375em 0 calc(.625em + env(safe-area-inset-bottom, 0px)) }
.saved { min-height: 1.45em; font-size: .8125em; color: var(--cx-soft); text-align: end }
.buttons { display: flex; flex-wrap: wrap; gap: .25em .75em; justify-content: space-between; margin-top: .25em }
button { min-height: 3em; padding: .375em 1em .375em 0; font: inherit; font-weight: 600; color: var(--cx-accent); background: none; border: 0; border-radius: .5em; cursor: pointer }
.where button { min-height: 0; padding: 0; text-decoration: underline }
.go { margin-inline-start: auto; min-width: min(9.5em, 100%); padding: .375em 1em; line-height: 1.25; color: var(--cx-on-accent); background: var(--cx-accent) }
.go small { display: block; font-size: .8125em; font-weight: 400; font-variant-numeric: tabular-nums }
.ask { flex: 0 0 100%; padding: .375em 1em; border: 1.5px solid var(--cx-accent) }
.ask[aria-pressed=true] { border-width: 3px }
.ask[aria-pressed=true]::before { content: "✓ " }
a { display: inline-block; padding: .625em 0; color: var(--cx-accent) }
.note { margin-bottom: 1.25em; padding-inline-start: .875em; border-inline-start: 3px solid var(--cx-accent) }
.result { display: flex; flex-wrap: wrap; gap: 0 1.25em; margin-top: 1.25em; padding-top: 1.25em; border-top: 1px solid var(--cx-rule) }
.number { min-width: 1.95em; font-size: 3.5em; font-weight: 650; line-height: 1; letter-spacing: -.03em; font-variant-numeric: tabular-nums }
.none.number { width: 5.46em; font-size: 1.25em; line-height: 1.2; letter-spacing: 0; color: var(--cx-soft) }
.rest { flex: 1 1 9em }
h3 { font-size: 1.0625em; line-height: 1.3 }
.track { height: .5em; margin: .5em 0 .625em; background: var(--cx-rule) }
.none.track { background: none; border: 1.5px dashed var(--cx-line) }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@media (min-width: 22.5em) { .seven .scale { grid-template-columns: repeat(7, 1fr) } }
@media (min-width: 40em) { .item .scale { grid-template-columns: repeat(var(--n), 1fr) } .item:not(.many) > .scale { max-width: 32em } .item:not(.many) > .said { max-width: calc(32em / .875) } }
@media (max-height: 24em) { .bar { position: static } } /* large text or a phone on its side: the screen belongs to the statements */
@media (prefers-reduced-motion: no-preference) {
  .track b { animation: grow .6s cubic-bezier(.2, .7, .2, 1); transform-origin: 0 }
  @keyframes grow { from { transform: scaleX(0) } }
}
@media (forced-colors: active) { .dot, .go, b { forced-color-adjust: none } }
@media print { .bar { display: none } }`;

// Constructable stylesheets need no permission from a content security policy; Safari before 16.4 has none, hence the fallback.
function dress(root) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    root.append(h("style", null, STYLE));
  }
}

function render({ model, el }) {
  const root = el.shadowRoot ?? el.attachShadow({ mode: "open" });
  root.replaceChildren();
  dress(root);
  const screen = h("div", { class: "screen" });
  const saved = h("p", { class: "saved", role: "status" });
  const buttons = h("div", { class: "buttons" });
  const frame = h("section", { class: "cx" }, screen, h("div", { class: "bar" }, saved, buttons));
  root.append(frame);

  let at; // which screen: -1 start, ASK, 0… one a dimension, then the profile
  let touched = false; // until the person acts, answers that arrive from the host decide where to resume
  let last = [null, 0]; // the last answer given and when: see `radio`

  const survey = () => model.get("survey");
  const response = () => ({ attributes: {}, answers: {}, comments: {}, finished: false, ...model.get("response") });
  const locked = () => Boolean(model.get("locked"));
  const lang = () => (model.get("lang") || document.documentElement.lang || "en").slice(0, 2);
  const say = (key, ...values) => {
    const words = (WORDS[lang()] ?? WORDS.en)[key];
    return typeof words === "function" ? words(...values) : words;
  };
  const text = (value) => String((value && typeof value === "object" ? value[lang()] ?? Object.values(value)[0] : value) ?? "");
  const hue = (index) => `var(--cx-dim-${(index % 4) + 1})`;
  const end = () => survey().dimensions.length;
  const asked = () => (survey().attributes ?? []).filter((attribute) => Object.keys(attribute.options ?? {}).length > 1);
  const first = () => (asked().length || model.get("promise") ? -1 : 0);
  // The group of which this person may agree that it is shown from two people up; the room says which, if any.
  const asks = () => {
    const [attribute, option] = model.get("asks") ?? [];
    return attribute && response().attributes[attribute] === option && survey().attributes.find((one) => one.id === attribute).options[option];
  };
  const open = (dimension) => dimension.items.filter((item) => response().answers[item.id] === undefined).length;

  function update(change) {
    if (locked()) return;
    touched = true;
    const next = { ...response(), ...change };
    shown = JSON.stringify(next);
    model.set("response", next);
    try { model.save_changes(); } catch { /* some hosts only read */ }
  }

  // One key of one part of the response: set, or with undefined forgotten.
  function put(part, key, value) {
    const values = { ...response()[part], [key]: value };
    if (value === undefined) delete values[key];
    update({ [part]: values });
  }

  function resume() {
    const { answers, finished } = response();
    if (locked() || finished) return end();
    if (!Object.keys(answers).length) return first();
    const found = survey().dimensions.findIndex(open);
    return found < 0 ? end() - 1 : found;
  }

  function go(to) {
    touched = true;
    at = to;
    if (at === end() && !response().finished) update({ finished: true });
    draw();
    if (el.getBoundingClientRect().top < 0) el.scrollIntoView();
    root.querySelector("h2").focus({ preventScroll: true });
  }

  // A native radio. Tapping the chosen one again clears it, but not in the same breath: a double tap is one wish.
  function radio(name, value, current, choose) {
    return h("input", {
      type: "radio", name, value, checked: current() === value,
      onclick(event) {
        const same = current() === value;
        if (same && last[0] === event.target && event.timeStamp - last[1] < 600) return;
        last = [event.target, event.timeStamp];
        event.target.checked = !same;
        choose(same ? undefined : value);
      },
    });
  }

  function drawItem(item) {
    const scale = item.response_scale ?? survey().response_scale;
    const { min, max } = scale;
    const n = max - min + 1;
    const na = scale.not_applicable;
    const label = (value) => text(scale.labels?.[value]);
    const worded = n === 2 && [min, max].every((value) => label(value) && label(value).length < 5); // No and Yes fit their dots
    const current = () => response().answers[item.id];
    const chosen = h("span", { class: "chosen" });
    const numbered = (value) => (n > 6 && label(value) ? `${value} ${label(value)}` : label(value));
    const said = h("div", { class: "said", "aria-hidden": "true" },
      h("div", { class: "ends" }, h("span", null, numbered(min)), h("span", null, numbered(max))), chosen);
    const tell = () => {
      const value = current();
      const words = Number.isInteger(value) ? label(value) : "";
      said.className = words ? "said on" : "said off";
      chosen.textContent = words || "\u00a0";
      // under its dot, yet never past either end of the row, however long the words are
      const share = (value - min) / (max - min);
      chosen.style.setProperty("--at", `calc(${(100 * (value - min + 0.5)) / n}% + ${2.8 * share - 1.4}em)`);
      chosen.style.setProperty("--by", `${-100 * share}%`);
    };
    const choose = (value) => { put("answers", item.id, value); tell(); drawLeft(); };
    const points = Array.from({ length: n }, (_, index) => min + index).map((value) =>
      h("label", { class: "point" }, radio(item.id, value, current, choose),
        h("span", { class: "dot" }, worded ? label(value) : String(value)), !worded && h("span", { class: "sr" }, ` ${label(value)}`)));
    tell();
    return h("fieldset", {
      class: `item${n > 6 ? " many" : ""}${n === 7 ? " seven" : ""}`, "--n": n, "--half": n > 6 ? Math.ceil(n / 2) : n,
      onkeydown(event) { // number keys answer the item that has the focus
        const value = /^\d$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey ? Number(event.key) : NaN;
        const input = event.currentTarget.querySelector(`input[value="${value}"]`);
        if (!input) return;
        input.checked = true;
        input.focus();
        choose(value);
      },
    },
      h("legend", null, text(item.text)),
      h("div", { class: "scale" }, points),
      !worded && said,
      na && h("label", { class: "na" }, radio(item.id, NA, current, choose), h("span", { class: "dot" }), h("span", null, text(na))));
  }

  function drawStart() {
    const items = survey().dimensions.flatMap((dimension) => dimension.items).length;
    return [
      h("h2", { tabindex: -1 }, text(survey().title)),
      h("p", { class: "soft" }, say("size", items, Math.max(1, Math.round(items / 7)))),
      survey().introduction && h("p", { class: "lead" }, text(survey().introduction)),
      h("p", { class: "lead" }, text(model.get("promise"))),
      model.get("more") && h("p", { class: "small" }, h("a", { href: model.get("more"), target: "_blank" }, say("more"))),
      asked().map((attribute) => h("fieldset", { class: "choices" },
        h("legend", null, text(attribute.title)),
        h("div", { class: "chips" }, Object.entries(attribute.options).map(([value, label]) =>
          h("label", { class: "chip" },
            radio(`attribute ${attribute.id}`, value, () => response().attributes[attribute.id], (chosen) => put("attributes", attribute.id, chosen)),
            h("span", { class: "dot" }, text(label))))))),
    ].filter(Boolean);
  }

  function drawDimension(dimension) {
    return [
      h("div", { class: "steps", "aria-hidden": "true" }, survey().dimensions.map((each, index) =>
        h("i", null, h("b", { "--hue": hue(index), "--to": `${100 * (1 - open(each) / each.items.length)}%` })))),
      h("div", { class: "where small soft" },
        h("span", null, h("b", null, text(dimension.title)), ` · ${say("of", at + 1, end())}`),
        response().finished && h("button", { type: "button", onclick: () => go(end()) }, say("mine"))),
      h("h2", { tabindex: -1 }, text(dimension.question ?? dimension.title)),
      at === 0 && h("p", { class: "lead small soft" }, say("hint")),
      h("div", { class: "items" }, dimension.items.map(drawItem)),
      survey().comments?.per_dimension && h("label", { class: "comment" }, dimension.comment ? text(dimension.comment) : say("comment"),
        h("textarea", { rows: 3, maxlength: 2000, oninput: (event) => put("comments", dimension.id, event.target.value || undefined) },
          response().comments[dimension.id])),
    ].filter(Boolean);
  }

  function drawAsk() {
    return [h("h2", { tabindex: -1 }, say("ask")), say("asking", text(asks())).map((words) => h("p", { class: "lead" }, words))];
  }

  function drawProfile() {
    const { answers } = response();
    if (locked() && !Object.keys(answers).length) return [h("h2", { tabindex: -1 }, say("shut"))];
    const scores = score(survey(), answers);
    return [
      locked() ? h("p", { class: "note" }, say("closed")) : "",
      h("h2", { tabindex: -1 }, say("profile")),
      h("p", { class: "lead soft" }, say("lead")),
      asks() && !locked() ? button(say("agreed"), ASK) : "",
      ...survey().dimensions.map((dimension, index) => {
        const value = scores[dimension.id];
        const none = value === null;
        const rated = dimension.items.filter((item) => Number.isInteger(answers[item.id])).length;
        return h("div", { class: "result", "--hue": hue(index) },
          h("p", { class: none ? "none number" : "number" }, none ? say("few") : h("span", { "aria-hidden": "true" }, String(Math.round(value))),
            none ? "" : h("span", { class: "sr" }, say("score", Math.round(value)))),
          h("div", { class: "rest" },
            h("h3", null, text(dimension.title)),
            h("div", { class: none ? "none track" : "track", "aria-hidden": "true" }, none ? "" : h("b", { "--to": `${value}%` })),
            h("p", null, none ? say("fewer", rated, dimension.min_answered) : say("bands")[value < 40 ? 0 : value < 65 ? 1 : 2])));
      }),
    ];
  }

  const button = (words, to, props) => h("button", { type: "button", onclick: () => go(to), ...props }, words);
  let left = null; // the line in the Next button that counts what is unanswered
  function drawLeft() {
    const dimension = survey().dimensions[at];
    if (left) left.textContent = say("left", open(dimension));
    const bar = root.querySelectorAll(".steps b")[at];
    bar?.style.setProperty("--to", `${100 * (1 - open(dimension) / dimension.items.length)}%`);
  }

  let shown; // the response as drawn: the host's echo of our own change needs no redraw
  function draw() {
    shown = JSON.stringify(response());
    drawSaved();
    frame.lang = lang();
    frame.style.setProperty("--hue", at < 0 || at === end() ? "var(--cx-accent)" : hue(at));
    left = null;
    if (at === end()) {
      screen.replaceChildren(...drawProfile());
      buttons.replaceChildren(...(locked() ? [] : [button(say("change"), 0)]));
      return;
    }
    if (at === ASK) { // two ways on, and neither is easier
      screen.replaceChildren(...drawAsk().flat());
      buttons.replaceChildren(...[true, false].map((agrees, index) => button(say("agree")[index], 0, {
        class: "ask", "aria-pressed": String(response().agrees === agrees), onclick: () => { update({ agrees }); go(Math.max(0, resume())); } })),
        button(say("back"), -1));
      return;
    }
    if (at >= 0) left = h("small");
    screen.replaceChildren(...(at < 0 ? drawStart() : drawDimension(survey().dimensions[at])).flat());
    buttons.replaceChildren(
      ...(at > first() ? [button(say("back"), at - 1)] : []),
      button(say(at < 0 ? "start" : at + 1 === end() ? "finish" : "next"), at + 1, { class: "go",
        ...(at < 0 && { onclick: () => go(asks() ? ASK : 0) }) }));
    if (left) { buttons.lastChild.append(left); drawLeft(); }
  }

  function redraw(to) { // the host's doing: whoever was in the middle of something is led back to the heading
    const had = root.activeElement;
    at = to;
    draw();
    if (had) root.querySelector("h2").focus({ preventScroll: true });
  }

  function drawSaved() {
    const words = say("saved")[model.get("saved")] ?? "";
    if (saved.textContent !== words) saved.textContent = words; // else a screen reader might say it again
    saved.parentNode.hidden = locked() && !words;
  }
  const listeners = {
    "change:saved": drawSaved,
    "change:lang": draw,
    "change:survey": () => redraw(resume()),
    "change:locked": () => redraw(resume()),
    "change:response": () => { if (JSON.stringify(response()) !== shown) redraw(touched ? at : resume()); },
  };
  for (const [name, listener] of Object.entries(listeners)) model.on(name, listener);
  at = resume();
  draw();
  return () => {
    for (const [name, listener] of Object.entries(listeners)) try { model.off(name, listener); } catch { /* nothing to undo */ }
    root.replaceChildren();
  };
}

export default { render };
