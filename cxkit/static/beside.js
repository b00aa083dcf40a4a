// Oneself beside everyone: own scores, worked out here from one's own answers, and the Report's means.
// An AFM widget: the answers come through the model and go nowhere, and it knows nothing of any network.
// Survey text reaches the page only as text nodes, so nothing in it can run.

const WORDS = {
  en: {
    title: "You and everyone", you: "You", everyone: "Everyone", scale: "From 0 to 100",
    wait: "When you have finished the self-assessment in this book, you see yourself beside everyone here.",
    private: "Worked out in this browser from your own answers. They are sent to nobody, and nobody else sees this picture.",
    reading: "Your view is not right or wrong. Where it differs, you may see something that others do not, or the other way round.",
    few: "Too few answers", hidden: (k) => `Hidden: fewer than ${k} people answered, or the number would tell what single people said`, hiddenWord: "Hidden",
    limit: "So near the end that the number would tell what single people said", missing: "No answers", dimension: "Dimension", table: "As a table",
  },
  es: {
    title: "Usted y los demás", you: "Usted", everyone: "Todos", scale: "De 0 a 100",
    wait: "Cuando termine la autoevaluación de este libro, aquí se verá junto a los demás.",
    private: "Calculado en este navegador con sus propias respuestas. No se envían a nadie, y nadie más ve esta imagen.",
    reading: "Su mirada no es correcta ni incorrecta. Donde difiere, quizá usted ve algo que otros no ven, o al revés.",
    few: "Muy pocas respuestas", hidden: (k) => `Oculto: respondieron menos de ${k} personas, o el número diría qué respondió cada persona`, hiddenWord: "Oculto",
    limit: "Tan cerca del extremo que el número diría qué respondió cada persona", missing: "Sin respuestas", dimension: "Dimensión", table: "Como tabla",
  },
};

// The same rule as cxkit.scoring and the form: see `score` in self_assessment.js.
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

// A DOM element: `--…` custom properties, the rest attributes; children are nodes or text.
function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("--")) node.style.setProperty(name, value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(2).filter((child) => child || child === 0));
  return node;
}

const STYLE = `
:host { display: block; container-type: inline-size; font: 400 1rem/1.4 var(--cx-font, system-ui, sans-serif); color: var(--cx-ink); text-align: start; letter-spacing: normal }
* { box-sizing: border-box }
.cx { font-size: var(--cx-size, 1rem); font-size: var(--cx-size, clamp(1rem, .4rem + 1.2cqi, 2.25rem)) }
h3, h4, p, figure, ul { margin: 0; padding: 0; overflow-wrap: break-word }
ul { list-style: none }
h3 { font-size: var(--cx-title, 1.75em); font-weight: 650; line-height: 1.15; letter-spacing: -.012em }
h4 { font-size: 1.1875em; font-weight: 650; line-height: 1.25; flex: 1 1 8em; min-width: 0 }
b { font-weight: 650 }
.soft { color: var(--cx-soft) }
.caption, .keys, .row { display: flex; flex-wrap: wrap; gap: .25em 1.5em; align-items: baseline }
.caption { justify-content: space-between; margin-bottom: 1em }
.keys { align-items: center }
.keys span { display: inline-flex; align-items: center; gap: .4em }
.key { flex: none; width: 1.5em; height: .625em; background: var(--cx-line) }
.row { padding: .875em 0; border-top: 1px solid var(--cx-rule) }
.say { display: flex; gap: .25em 1.5em; align-items: baseline; font-variant-numeric: tabular-nums; white-space: nowrap }
.say b { font-size: 1.5em; letter-spacing: -.02em; line-height: 1 }
.say .word { font-size: .9375em; white-space: normal }
.plot { flex: 1 0 100%; min-width: 0 }
.track { position: relative; height: .875em; margin: .5em .625em .5em 0; background: var(--cx-rule) }
.fill { position: absolute; inset: 0 auto 0 0; width: var(--to); background: var(--hue) }
.hatch { background: repeating-linear-gradient(-45deg, var(--cx-line) 0 1px, transparent 1px 6px); outline: 1px dashed var(--cx-line) }
.dot { flex: none; width: 1.25em; height: 1.25em; border-radius: 50%; background: var(--cx-ink); border: .1875em solid var(--cx-paper); outline: .125em solid var(--cx-ink); outline-offset: -.0625em }
.track .dot { position: absolute; top: -.1875em; left: calc(var(--at) - .625em) }
.note { margin-top: 1em; color: var(--cx-soft); font-size: .8125em; max-width: 60em }
.wait { padding: 1.25em 0; border-block: 1px solid var(--cx-rule) }
details { margin-top: .75em; font-size: .8125em }
summary { display: inline-block; padding: .5em 0; color: var(--cx-accent); cursor: pointer }
summary::before { content: "+ " }
[open] > summary::before { content: "– " }
summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--cx-accent); outline-offset: 2px }
.scroll { overflow: auto }
table { border-collapse: collapse; font-variant-numeric: tabular-nums }
th, td { font-weight: 400; text-align: start; padding: .375em 1.25em .375em 0; border-bottom: 1px solid var(--cx-rule); vertical-align: top }
thead th { color: var(--cx-soft) }
@container (min-width: 44rem) { .row { display: grid; grid-template-columns: minmax(0, 11em) minmax(0, 18em) minmax(0, 1fr); align-items: center } .say { display: grid; grid-template-columns: 6em 1fr } }
@media print { details, .wait { display: none } .row { break-inside: avoid } .track, .fill, .dot, .key { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
@media (forced-colors: active) { .dot, .fill, .key { forced-color-adjust: none } }`;

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

const whole = (value) => String(Math.round(value));
const limit = (row) => (row?.status !== "bounded" ? null : row.at_least != null ? `\u2265\u00a0${row.at_least}` : `\u2264\u00a0${row.at_most}`);

function render({ model, el }) {
  const root = el.shadowRoot ?? el.attachShadow({ mode: "open" });
  root.replaceChildren();
  dress(root);
  const frame = h("div", { class: "cx" });
  root.append(frame);

  const lang = () => (model.get("lang") || document.documentElement.lang || "en").slice(0, 2);
  const say = (key, ...values) => {
    const words = (WORDS[lang()] ?? WORDS.en)[key];
    return typeof words === "function" ? words(...values) : words;
  };
  const text = (value) => String((value && typeof value === "object" ? value[lang()] ?? Object.values(value)[0] : value) ?? "");

  function draw() {
    const { survey, dimensions, thresholds } = model.get("report");
    const { answers, finished } = model.get("response") ?? {};
    frame.lang = lang();
    // Nobody sees what others said before having answered alone.
    if (!finished) {
      frame.replaceChildren(h("div", { class: "wait" }, h("p", null, say("wait")), h("p", { class: "note" }, say("private"))));
      return;
    }
    const own = score(survey, answers);
    const rows = new Map(dimensions.map((row) => [row.dimension, row]));
    const twin = [];
    const list = survey.dimensions.map((dimension, index) => {
      const [mine, row] = [own[dimension.id], rows.get(dimension.id)];
      const seen = row?.status === "shown";
      const why = seen ? "" : limit(row) ? say("limit") : row ? say("hidden", thresholds?.scores ?? 5) : say("missing");
      const team = seen ? whole(row.mean) : limit(row) ?? (row ? say("hiddenWord") : "–");
      const me = mine === null ? say("few") : whole(mine);
      const count = row?.n == null ? "–" : row.n;
      twin.push([text(dimension.title), me, team, count]);
      return h("li", { class: "row", "--hue": `var(--cx-dim-${(index % 4) + 1})` },
        h("h4", null, text(dimension.title)),
        h("p", { class: "say" },
          h("span", { class: mine === null ? "word soft" : "" }, mine === null ? me : [h("span", { class: "soft" }, `${say("you")} `), h("b", null, me)]),
          h("span", null, h("span", { class: "soft" }, `${say("everyone")} `), seen || limit(row) ? h("b", null, team) : team, row?.n != null && h("span", { class: "soft" }, ` n\u00a0=\u00a0${row.n}`))),
        h("div", { class: "plot" },
          h("div", { class: seen ? "track" : "track hatch", "aria-hidden": "true" },
            seen && h("i", { class: "fill", "--to": `${row.mean}%` }), mine !== null && h("i", { class: "dot", "--at": `${mine}%` })),
          why && h("p", { class: "note" }, why)));
    });
    const open = root.querySelector("details")?.open; // a new answer must not close the reader's table
    const focus = root.activeElement?.matches("summary");
    frame.replaceChildren(h("figure", { "aria-labelledby": "cx-beside" },
      h("figcaption", { class: "caption" }, h("h3", { id: "cx-beside" }, say("title")), h("div", { class: "soft keys" },
        h("span", null, h("i", { class: "dot" }), say("you")), h("span", null, h("i", { class: "key" }), say("everyone")), h("span", null, say("scale")))),
      h("ul", { role: "list" }, list),
      h("p", { class: "note" }, say("reading")), h("p", { class: "note" }, say("private")),
      h("details", { open }, h("summary", null, say("table")),
        h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `${say("title")}: ${say("table")}` }, h("table", null,
          h("thead", null, h("tr", null, [say("dimension"), say("you"), say("everyone"), "n"].map((head) => h("th", { scope: "col" }, head)))),
          h("tbody", null, twin.map(([head, ...cells]) => h("tr", null, h("th", { scope: "row" }, head), cells.map((cell) => h("td", null, cell))))))))));
    if (focus) root.querySelector("summary").focus();
  }

  const names = ["change:report", "change:response", "change:lang"];
  for (const name of names) model.on(name, draw);
  draw();
  return () => {
    for (const name of names) try { model.off(name, draw); } catch { /* nothing to undo */ }
    root.replaceChildren();
  };
}

export default { render };
