// Comments that may be shown, one dimension at a time: an AFM widget drawn from a Report's `comments` rows and nothing else.
// What people wrote reaches the page only as text nodes, so nothing in it can run.

const WORDS = {
  en: { none: "No comments are shown.", order: "In shuffled order. Questions on which too few people wrote are left out.", pick: "Questions" },
  es: { none: "No se muestran comentarios.", order: "En orden aleatorio. Faltan las preguntas sobre las que escribieron muy pocas personas.", pick: "Preguntas" },
};

// A DOM element: `on…` are listeners, `--…` custom properties, the rest attributes; children are nodes or text.
function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) node.style.setProperty(name, value);
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat(2).filter(Boolean));
  return node;
}

const STYLE = `
:host { display: block; container-type: inline-size; font: 400 1rem/1.4 var(--cx-font, system-ui, sans-serif); color: var(--cx-ink); text-align: start; letter-spacing: normal }
* { box-sizing: border-box; margin: 0; padding: 0 }
.cx { font-size: var(--cx-size, 1rem); font-size: var(--cx-size, clamp(1rem, .4rem + 1.2cqi, 2.25rem)) }
.tabs { display: flex; flex-wrap: wrap; gap: 0 1.5em; margin-bottom: 1.5em; border-bottom: 1px solid var(--cx-rule) }
button { font: inherit; color: var(--cx-soft); background: none; border: 0; border-bottom: .1875em solid transparent; padding: .5em 0; min-height: 44px; cursor: pointer }
button[aria-pressed="true"] { border-color: var(--hue); font-weight: 650; color: var(--cx-ink) }
button:focus-visible { outline: 2px solid var(--cx-accent); outline-offset: 2px }
h3 { font-size: 1.75em; font-weight: 650; line-height: 1.15; letter-spacing: -.012em; text-wrap: balance; margin-bottom: .75em; outline: 0 }
ul { list-style: none }
li { break-inside: avoid; padding: .875em 0 .875em 1em; margin-bottom: 1em; border-inline-start: .1875em solid var(--hue) }
p { white-space: pre-line; overflow-wrap: anywhere; unicode-bidi: isolate; text-wrap: pretty; line-height: 1.35; font-size: 1.25em; max-width: 34em }
.long p { font-size: 1em }
.group { display: block; margin-top: .5em; font-size: .8125em; color: var(--cx-soft) }
.soft { color: var(--cx-soft) }
.note { margin-top: 1.5em; font-size: .8125em; color: var(--cx-soft) }
@container (min-width: 60rem) { ul.many { columns: 2; column-gap: 3em } }
@media print { .tabs { display: none } }`;

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
  const frame = h("div", { class: "cx" });
  root.append(frame);
  let chosen = null;

  const lang = () => (model.get("lang") || document.documentElement.lang || "en").slice(0, 2);
  const say = (key) => (WORDS[lang()] ?? WORDS.en)[key];
  const text = (value) => String((value && typeof value === "object" ? value[lang()] ?? Object.values(value)[0] : value) ?? "");

  function groupName(survey, { attribute, group }) {
    const found = (survey.attributes ?? []).find((one) => one.id === attribute);
    return text(found?.options?.[group] ?? group);
  }

  function draw() {
    const report = model.get("report") ?? {};
    const survey = report.survey ?? { dimensions: [] };
    // A page's widget state holds them as JSON within JSON: see CommentsView in widgets.py.
    const rows = typeof report.comments === "string" ? JSON.parse(report.comments) : report.comments ?? [];
    const places = survey.dimensions.map((dimension, index) => ({ dimension, index, rows: rows.filter((row) => row.dimension === dimension.id) }))
      .filter((place) => place.rows.length);
    const focus = root.activeElement?.dataset.key;
    frame.lang = lang();
    if (!places.length) { frame.replaceChildren(h("p", { class: "soft" }, say("none"))); return; }
    const place = places.find((one) => one.dimension.id === chosen) ?? places[0];
    chosen = place.dimension.id;
    const hue = ({ index }) => `var(--cx-dim-${(index % 4) + 1})`;
    frame.replaceChildren(
      h("div", { class: "tabs", role: "group", "aria-label": say("pick") }, places.map((one) => h("button", {
        type: "button", "data-key": one.dimension.id, "--hue": hue(one), "aria-pressed": String(one === place),
        onclick: () => { chosen = one.dimension.id; draw(); },
      }, text(one.dimension.title)))),
      h("h3", { tabindex: -1 }, text(place.dimension.question ?? place.dimension.title)),
      h("ul", { role: "list", class: place.rows.length > 3 ? "many" : "" }, place.rows.map((row) =>
        h("li", { "--hue": hue(place), class: row.text.length > 240 ? "long" : "" }, h("p", { dir: "auto" }, row.text),
          row.group && h("span", { class: "group" }, groupName(survey, row))))),
      h("div", { class: "note" }, say("order")));
    if (focus) root.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }

  // Left and right turn to the next question, from wherever in the view the focus is.
  frame.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const tabs = [...frame.querySelectorAll("[data-key]")];
    if (!by || !tabs.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = tabs.findIndex((tab) => tab.dataset.key === chosen) + by;
    if (!tabs[next]) return;
    event.preventDefault();
    chosen = tabs[next].dataset.key;
    draw();
    root.querySelector(`[data-key="${CSS.escape(chosen)}"]`).focus();
  });

  const names = ["change:report", "change:lang"];
  for (const name of names) model.on(name, draw);
  draw();
  return () => {
    for (const name of names) try { model.off(name, draw); } catch { /* nothing to undo */ }
    root.replaceChildren();
  };
}

export default { render };
