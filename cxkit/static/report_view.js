// The shared picture: dimensions, the perception gap, and every statement by group.
// An AFM widget drawn from a Report and nothing else, so it can show only what confidentiality let through.
// Survey text reaches the page only as text nodes, so nothing in it can run.

const WORDS = {
  en: {
    empty: "The picture appears here when the facilitator reveals it.",
    dimensions: "What we see", scale: "Averages from 0 to 100",
    interval: "Thin line: the 95% interval. The fewer people answered, the longer it is.",
    shares: (u, n, f) => [`${u}% unfavourable`, `${n}% neutral`, `${f}% favourable`],
    reading: (v, low, high) => `${v} out of 100, 95% interval ${low} to ${high}`,
    hidden: (k) => `Hidden: fewer than ${k} people answered`, hiddenWord: "Hidden", limit: "So near the end that the number would tell what single people said", missing: "No answers",
    hiddenWhy: (k) => `Hidden to protect people: fewer than ${k} answered, or the number would tell what single people said`,
    gap: (a, b) => `${a} and ${b}, side by side`,
    gapNames: ["leaders", "the front line"], // words for the pair that every workshop compares; other pairs use their own labels
    gapLabels: {
      "blind spot": ["Blind spot", ": leaders see it rosier than the front line does"],
      "hidden strength": ["Hidden strength", ": the front line sees more of it than leaders do"],
      "in line": ["In line"], "too few to tell": ["Too few to tell"],
    },
    to: (low, high) => `${low} to ${high}`, gapInterval: "Under each difference: its 95% interval.",
    difference: "Difference", groups: "Groups", items: "Every statement", everyone: "Everyone", statement: "Statement", unknown: "Not stated",
    reversed: "(reversed)", reversedWhy: "= the number is turned round, so that high is always good",
    ends: ["Unfavourable", "Favourable"], dimension: "Dimension", average: "Average", low: "From", high: "To", favourable: "Favourable", neutral: "Neutral",
    unfavourable: "Unfavourable", table: "As a table",
  },
  es: {
    empty: "La imagen aparece aquí cuando la persona que facilita la muestra.",
    dimensions: "Lo que vemos", scale: "Promedios de 0 a 100",
    interval: "Línea fina: el intervalo del 95%. Cuantas menos personas respondieron, más larga es.",
    shares: (u, n, f) => [`${u}% desfavorable`, `${n}% neutral`, `${f}% favorable`],
    reading: (v, low, high) => `${v} de 100, intervalo del 95% de ${low} a ${high}`,
    hidden: (k) => `Oculto: respondieron menos de ${k} personas`, hiddenWord: "Oculto", limit: "Tan cerca del extremo que el número diría qué respondió cada persona", missing: "Sin respuestas",
    hiddenWhy: (k) => `Oculto para proteger a las personas: respondieron menos de ${k}, o el número diría qué respondió cada persona`,
    gap: (a, b) => `${a} y ${b}, lado a lado`,
    gapNames: ["quienes dirigen", "la primera línea"],
    gapLabels: {
      "blind spot": ["Punto ciego", ": quienes dirigen lo ven mejor que la primera línea"],
      "hidden strength": ["Fortaleza oculta", ": la primera línea ve más de esto que quienes dirigen"],
      "in line": ["Coinciden"], "too few to tell": ["Muy pocas personas para saberlo"],
    },
    to: (low, high) => `${low} a ${high}`, gapInterval: "Bajo cada diferencia: su intervalo del 95%.",
    difference: "Diferencia", groups: "Grupos", items: "Cada afirmación", everyone: "Todos", statement: "Afirmación", unknown: "Sin indicar",
    reversed: "(invertida)", reversedWhy: "= el número se invierte, para que alto sea siempre bueno",
    ends: ["Desfavorable", "Favorable"], dimension: "Dimensión", average: "Promedio", low: "Desde", high: "Hasta", favourable: "Favorable", neutral: "Neutral",
    unfavourable: "Desfavorable", table: "Como tabla",
  },
};

// A DOM element: `on…` are listeners, `--…` custom properties, the rest attributes; children are nodes or text.
function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) node.style.setProperty(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat(2).filter((child) => child || child === 0));
  return node;
}

const STYLE = `
:host { display: block; container-type: inline-size; font: 400 1rem/1.4 var(--cx-font, system-ui, sans-serif); color: var(--cx-ink); text-align: start; letter-spacing: normal }
* { box-sizing: border-box }
/* The whole picture is in em: one size here makes it a phone's, a page's or a projector's. */
.cx { font-size: var(--cx-size, 1rem); font-size: var(--cx-size, clamp(1rem, .4rem + 1.2cqi, 2.25rem)); min-height: 10em }
h3, h4, p, figure, ul { margin: 0; padding: 0; overflow-wrap: break-word }
ul { list-style: none }
.empty { padding: 4em 1em; text-align: center; color: var(--cx-soft); font-size: 1.25em; text-wrap: balance }
figure + figure { margin-top: 3.5em }
h3 { font-size: var(--cx-title, 1.75em); font-weight: 650; line-height: 1.15; letter-spacing: -.012em; text-wrap: balance }
h4 { font-size: 1.1875em; font-weight: 650; line-height: 1.25 }
.soft { color: var(--cx-soft) }
.small { font-size: .8125em }
.num { font-variant-numeric: tabular-nums; white-space: nowrap }
.caption { display: flex; flex-wrap: wrap; gap: .25em 1.5em; align-items: baseline; justify-content: space-between; margin-bottom: 1em }
.row { display: flex; flex-wrap: wrap; gap: .25em 1em; align-items: flex-start; padding: .875em 0; border-top: 1px solid var(--cx-rule) }
.row > :first-child { flex: 1 1 8em; min-width: 0 }
.row > .plot { flex: 1 0 100%; min-width: 0 }
.hero { font-size: 4em; font-weight: 650; line-height: .95; letter-spacing: -.03em }
.with { font-size: .9375em; text-align: end }
.under { display: block; margin-top: .375em }
b { font-weight: 650 }
.track { position: relative; height: .875em; margin: .5em 0; background: var(--cx-rule) }
.fill { position: absolute; inset: 0 auto 0 0; width: var(--to); background: var(--hue); transform-origin: 0 }
.whisker { filter: drop-shadow(1px 0 var(--cx-paper)) drop-shadow(-1px 0 var(--cx-paper)) drop-shadow(0 1px var(--cx-paper)) drop-shadow(0 -1px var(--cx-paper)); position: absolute; top: -.3125em; bottom: -.3125em; left: var(--from); width: calc(var(--to) - var(--from)); border: solid var(--cx-ink); border-width: 0 2px }
.whisker::before { content: ""; position: absolute; inset: 50% 0 auto; border-top: 2px solid var(--cx-ink); margin-top: -1px }
.hatch { background: repeating-linear-gradient(-45deg, var(--cx-line) 0 1px, transparent 1px 6px) }
.track.hatch { outline: 1px dashed var(--cx-line) }
.shares { display: flex; gap: 2px; height: .25em; margin: .75em 0 .25em }
.shares i { flex: var(--share) 0 0; background: var(--hue) }
.note { margin-top: 1em; color: var(--cx-soft); font-size: .8125em; max-width: 60em }
.keys { display: flex; flex-wrap: wrap; gap: .125em .875em }
.key { flex: none; width: .625em; height: .625em; background: var(--hue) }
.axis { border: 0; padding: 0 }
.axis .plot { display: flex; justify-content: space-between; font-size: .8125em; color: var(--cx-soft); border-top: 1px solid var(--cx-line); padding-top: .25em }
.axis span { width: 2.5em; text-align: center }
.axis span:first-child { text-align: start }
.axis span:last-child { text-align: end }
.keys > span { display: inline-flex; align-items: center; gap: .4em }
.lane { position: relative; height: 1.25em; margin: 1.5em .5em }
.lane::before { content: ""; position: absolute; inset: 50% -.5em auto; border-top: 1px solid var(--cx-line) }
.span { position: absolute; top: 50%; height: .25em; margin-top: -.125em; left: var(--from); width: calc(var(--to) - var(--from)); background: var(--hue) }
.mark { display: inline-block; flex: none; width: 1.125em; height: 1.125em; border: .21em solid var(--hue); border-radius: 50%; background: var(--hue) }
.mark.other { background: var(--cx-paper); border-radius: 0; transform: rotate(45deg) scale(.85) }
.lane .mark { position: absolute; top: .0625em; left: calc(var(--at) - .5625em) }
.tag { position: absolute; bottom: 100%; left: var(--at); transform: translateX(calc(-1 * var(--at))); white-space: nowrap; font-size: .9375em; line-height: 1.5 }
.tag.other { top: 100%; bottom: auto }
.tag b { font-variant-numeric: tabular-nums }
.tabs { display: flex; flex-wrap: wrap; gap: .25em 1em; align-items: baseline }
button { font: inherit; color: var(--cx-accent); background: none; border: 0; border-bottom: .15em solid transparent; padding: .375em 0; min-height: 44px; cursor: pointer }
button[aria-pressed="true"] { border-color: var(--cx-accent); font-weight: 650; color: var(--cx-ink) }
button:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--cx-accent); outline-offset: 2px }
.scroll { overflow: auto; position: relative }
.heat { max-height: var(--cx-tall, 88vh) }
table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums }
th { font-weight: 400; text-align: start; overflow-wrap: break-word }
.heat table { width: 100%; font-size: .875em }
.heat thead th { position: sticky; top: 0; z-index: 1; vertical-align: bottom; padding: .25em; text-align: center; background: var(--cx-paper); border-bottom: 1px solid var(--cx-line); line-height: 1.2; hyphens: auto }
.heat th:first-child { position: sticky; left: 0; z-index: 2; min-width: 10.5em; width: 38%; line-height: 1.25; padding: .3em .75em .3em 0; text-align: start; background: var(--cx-paper) }
.heat thead th:first-child { z-index: 3 }
.heat td, .heat thead th:not(:first-child) { min-width: 3.75em; width: calc(62% / var(--columns)) }
.heat td { position: relative; z-index: 0; height: 2.25em; padding: 0 .25em; text-align: center }
.heat td::before { content: ""; position: absolute; inset: 1px 0 0 1px; z-index: -1; background: var(--tint, none); opacity: var(--strength, 0) }
.heat .hidden::before { opacity: 1; background: repeating-linear-gradient(-45deg, var(--cx-line) 0 1px, transparent 1px 6px) }
.heat tbody th { vertical-align: middle }
.heat .head > * { height: 4.25em; padding-top: 1.25em !important; font-weight: 650; border-bottom: 2px solid var(--hue) }
.heat .head td::before { top: 1.25em }
.heat td:nth-child(2)::before { right: .375em }
.heat td:nth-child(2) { padding-right: .625em }
small { display: block; font-size: .75em; font-weight: 400; line-height: 1.2 }
.many thead th:not(:first-child) > span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 11em; text-align: start }
.many td, .many thead th:not(:first-child) { min-width: 2.875em }
.swatch { flex: none; width: 1.5em; height: 1.125em; position: relative }
.ramp { flex: none; width: 7em; height: .75em; background: linear-gradient(90deg, var(--cx-unfavourable), transparent 50%, var(--cx-favourable)); opacity: .6 }
details { margin-top: .75em; font-size: .8125em }
summary { display: inline-block; padding: .5em 0; color: var(--cx-accent); cursor: pointer }
summary::before { content: "+ " }
[open] > summary::before { content: "– " }
.twin th, .twin td { padding: .375em 1.25em .375em 0; border-bottom: 1px solid var(--cx-rule); vertical-align: top }
.twin td { white-space: nowrap }
.twin thead th { color: var(--cx-soft); vertical-align: bottom }
.twin th:first-child { min-width: 8em }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
@container (min-width: 44rem) {
  .row { display: grid; grid-template-columns: minmax(0, 15em) 10em minmax(0, 1fr); align-items: center }
  .with { text-align: start; white-space: normal; line-height: 1.2 }
  .hero { white-space: nowrap }
  .heat table { font-size: var(--cx-cells, .78125em) }
}
@container (min-width: 36rem) { /* room for every column: the page scrolls, not a box in it */
  .heat:not(.many) { max-height: none; overflow: visible }
  .heat:not(.many) thead th { top: var(--cx-top, 0) }
}
@media (prefers-reduced-motion: no-preference) {
  .first .fill { animation: grow .8s cubic-bezier(.2, .7, .2, 1) }
  @keyframes grow { from { transform: scaleX(0) } }
}
@media print {
  .heat { max-height: none; overflow: visible }
  details, .tabs { display: none }
  figure:not(:has(.heat)), .caption, .row, tr, .note { break-inside: avoid }
  .caption, .heat .head { break-after: avoid }
  .track, .fill, .span, .shares i, .mark, .key, .ramp, .heat td::before, .hatch { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}`;

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

const shown = (row) => row?.status === "shown";
const limit = (row) => (row?.status !== "bounded" ? null : row.at_least != null ? `\u2265\u00a0${row.at_least}` : `\u2264\u00a0${row.at_most}`);
const whole = (value) => String(Math.round(value));
const signed = (value) => (Math.round(value) > 0 ? "+" : "") + whole(value).replace(/^-0$/, "0").replace("-", "\u2212");
const n = (...counts) => counts.map((count) => `n\u00a0=\u00a0${count}`).join(" · ");
const upper = (words) => words[0].toUpperCase() + words.slice(1);
const hue = (index) => `var(--cx-dim-${(index % 4) + 1})`;

function render({ model, el }) {
  const root = el.shadowRoot ?? el.attachShadow({ mode: "open" });
  root.replaceChildren();
  dress(root);
  const frame = h("div", { class: "cx" });
  root.append(frame);

  let attribute = null; // whose groups the heat map shows
  const opened = new Set(); // which table twins the reader has opened: a new report must not close them
  let report;

  const lang = () => (model.get("lang") || document.documentElement.lang || "en").slice(0, 2);
  const say = (key, ...values) => {
    const words = (WORDS[lang()] ?? WORDS.en)[key];
    return typeof words === "function" ? words(...values) : words;
  };
  const text = (value) => String((value && typeof value === "object" ? value[lang()] ?? Object.values(value)[0] : value) ?? "");
  const attributeOf = (id) => report.survey.attributes?.find((each) => each.id === id);
  const groupName = (id, group) => (group === "" ? say("unknown") : text(attributeOf(id)?.options?.[group] ?? group));
  const least = () => report.thresholds?.scores ?? 5;

  // ---- the parts that figures share
  const figure = (name, title, aside, ...children) => h("figure", { "aria-labelledby": `cx-${name}` },
    h("figcaption", { class: "caption" }, h("h3", { id: `cx-${name}` }, title), h("div", { class: "soft" }, aside)), children);

  function twin(name, title, heads, rows) {
    return h("details", { open: opened.has(name), ontoggle: (event) => opened[event.target.open ? "add" : "delete"](name) },
      h("summary", { "data-key": name }, say("table")),
      h("div", { class: "scroll twin", tabindex: 0, role: "region", "aria-label": `${title}: ${say("table")}` }, h("table", null,
        h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", null, rows.map(([head, ...cells]) => h("tr", null, h("th", { scope: "row" }, head), cells.map((cell) => h("td", null, cell))))))));
  }

  const axis = () => h("li", { class: "row axis", "aria-hidden": "true" }, h("b"), h("b"), h("div", { class: "plot" }, [0, 50, 100].map((mark) => h("span", null, String(mark)))));
  const total = () => (report.n == null ? say("scale") : `${say("scale")} · ${n(report.n)}`);
  const byDimension = (rows) => new Map((rows ?? []).map((row) => [row.dimension, row]));
  const percent = (value) => Math.round(100 * value);

  function drawDimensions() {
    const rows = byDimension(report.dimensions);
    const list = report.survey.dimensions.map((dimension, index) => {
      const row = rows.get(dimension.id);
      const words = limit(row) ? say("limit") : row ? say("hidden", least()) : say("missing");
      return h("li", { class: "row", "--hue": hue(index) },
        h("div", null, h("h4", null, text(dimension.title)), h("p", { class: "soft" }, text(dimension.question))),
        shown(row)
          ? h("p", { class: "with num" }, h("span", { class: "hero", "aria-hidden": "true" }, whole(row.mean)),
              h("span", { class: "sr" }, (row.low == null ? `${whole(row.mean)}, ` : say("reading", whole(row.mean), whole(row.low), whole(row.high)) + ", ")), h("span", { class: "soft" }, " ", n(row.n)))
          : limit(row) ? h("p", { class: "with num" }, h("span", { class: "hero" }, limit(row)), row.n != null && h("span", { class: "soft" }, " ", n(row.n)))
          : h("p", { class: "with soft" }),
        h("div", { class: "plot" },
          h("div", { class: shown(row) ? "track" : row ? "track hatch" : "", "aria-hidden": "true" },
            shown(row) && [h("i", { class: "fill", "--to": `${row.mean}%` }), row.low != null && h("i", { class: "whisker", "--from": `${row.low}%`, "--to": `${row.high}%` })]),
          shown(row) ? row.distribution === "shown" && drawShares(row) : h("p", { class: "small soft" }, words)));
    });
    const cell = (row) => (shown(row) ? [whole(row.mean), row.low == null ? "–" : whole(row.low), row.high == null ? "–" : whole(row.high), row.n,
      ...["favourable", "neutral", "unfavourable"].map((key) => (row.distribution === "shown" ? `${percent(row[key])}%` : say("hiddenWord")))]
      : [limit(row) ?? (row ? say("hiddenWord") : "–"), ...Array(6).fill(row ? say("hiddenWord") : "–")]);
    return figure("dimensions", say("dimensions"), total(), h("ul", { role: "list" }, list, axis()),
      (report.dimensions ?? []).some(shown) && h("p", { class: "note" }, say("interval")),
      twin("dimensions", say("dimensions"), [say("dimension"), say("average"), say("low"), say("high"), "n", say("favourable"), say("neutral"), say("unfavourable")],
        report.survey.dimensions.map((dimension) => [text(dimension.title), ...cell(rows.get(dimension.id))])));
  }

  function drawShares(row) {
    const parts = ["unfavourable", "neutral", "favourable"];
    return [
      h("div", { class: "shares", "aria-hidden": "true" }, parts.map((part) => h("i", { "--share": row[part], "--hue": `var(--cx-${part})` }))),
      h("p", { class: "keys small soft" }, say("shares", ...parts.map((part) => percent(row[part]))).map((words, index) =>
        h("span", { "--hue": `var(--cx-${parts[index]})` }, h("i", { class: "key" }), words))),
    ];
  }

  function drawGap() {
    const titles = new Map(report.survey.dimensions.map((dimension, index) => [dimension.id, [text(dimension.title), index]]));
    const pairs = new Map();
    for (const row of report.gaps ?? []) {
      const key = JSON.stringify([row.attribute, row.group, row.other]);
      pairs.set(key, [...(pairs.get(key) ?? []), row]);
    }
    return [...pairs.values()].map((rows, pair) => {
      const { attribute: id, group, other } = rows[0];
      const [a, b] = [groupName(id, group), groupName(id, other)];
      const known = group === "leader" && other === "frontline";
      const verdict = (row) => say("gapLabels")[row.label] ?? [row.label];
      const list = rows.map((row) => {
        const [name, index] = titles.get(row.dimension) ?? [row.dimension, 0];
        return h("li", { class: "row", "--hue": hue(index) },
          h("div", null, h("h4", null, name), shown(row) && h("p", null, h("b", null, verdict(row)[0]), known && verdict(row)[1])),
          shown(row)
            ? h("p", { class: "with num" }, h("span", { class: "hero" }, signed(row.difference)),
                row.low != null && h("span", { class: "under small soft" }, say("to", signed(row.low), signed(row.high))))
            : h("p", { class: "with soft" }),
          h("div", { class: "plot" }, shown(row)
            ? [h("div", { class: "lane" },
                h("i", { class: "span", "--from": `${Math.min(row.mean, row.mean_other)}%`, "--to": `${Math.max(row.mean, row.mean_other)}%` }),
                h("i", { class: "mark other", "--at": `${row.mean_other}%` }), h("i", { class: "mark", "--at": `${row.mean}%` }),
                h("span", { class: "tag", "--at": `${row.mean}%` }, `${a} `, h("b", null, whole(row.mean)), h("span", { class: "soft" }, ` ${n(row.n)}`)),
                h("span", { class: "tag other", "--at": `${row.mean_other}%` }, `${b} `, h("b", null, whole(row.mean_other)), h("span", { class: "soft" }, ` ${n(row.n_other)}`)))]
            : [h("div", { class: "track hatch", "aria-hidden": "true" }), h("p", { class: "small soft" }, say("hiddenWord"))]));
      });
      const title = upper(say("gap", ...(known ? say("gapNames") : [a, b])));
      return figure(`gap-${pair}`, title, h("span", { class: "keys", "--hue": "var(--cx-ink)" },
          h("span", null, h("i", { class: "mark" }), a), h("span", null, h("i", { class: "mark other" }), b), h("span", null, say("scale"))),
        h("ul", { role: "list" }, list, axis()),
        h("p", { class: "note" }, rows.some(shown) && say("gapInterval"), " ", rows.some((row) => !shown(row)) && `${say("hiddenWhy", least())}.`),
        twin(`gap-${pair}`, title, [say("dimension"), a, "n", b, "n", say("difference"), say("low"), say("high"), ""], rows.map((row) => [titles.get(row.dimension)?.[0] ?? row.dimension,
          ...(shown(row) ? [whole(row.mean), row.n, whole(row.mean_other), row.n_other, signed(row.difference), row.low == null ? "–" : signed(row.low), row.high == null ? "–" : signed(row.high),
            verdict(row)[0]] : Array(8).fill(say("hiddenWord")))])));
    });
  }

  function drawItems() {
    const choices = (report.by ?? []).filter((id) => (report.groups ?? []).some((row) => row.attribute === id));
    if (!choices.includes(attribute)) attribute = choices[0] ?? null;
    const key = (...parts) => JSON.stringify(parts);
    const groups = [...new Set((report.groups ?? []).filter((row) => row.attribute === attribute).map((row) => row.group))];
    const found = new Map();
    for (const row of report.dimensions ?? []) found.set(key(row.dimension, null), row);
    for (const row of report.items ?? []) found.set(key(row.item, null, 1), row);
    for (const row of report.groups ?? []) if (row.attribute === attribute) found.set(key(row.dimension, row.group), row);
    for (const row of report.group_items ?? []) if (row.attribute === attribute) found.set(key(row.item, row.group, 1), row);
    const columns = [null, ...groups];
    const names = columns.map((group) => (group === null ? say("everyone") : groupName(attribute, group)));
    const cell = (row, head) => {
      if (!row) return h("td", { class: "soft", title: say("missing") }, h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "sr" }, say("missing")));
      if (limit(row)) return h("td", { title: say("limit") }, limit(row));
      if (!shown(row)) return h("td", { class: "hidden", title: say("hiddenWord") }, h("span", { class: "sr" }, say("hiddenWord")));
      const away = Math.max(-1, Math.min(1, (row.mean - 50) / 35));
      return h("td", { title: n(row.n), "--tint": `var(--cx-${away < 0 ? "un" : ""}favourable)`, "--strength": Math.abs(away) * 0.55 },
        whole(row.mean), h(head ? "small" : "span", { class: head ? "" : "sr" }, head ? "" : ", ", n(row.n)));
    };
    const plain = (row) => (!row ? "–" : shown(row) ? `${whole(row.mean)} (${n(row.n)})` : limit(row) ?? say("hiddenWord"));
    const turned = report.survey.dimensions.some((dimension) => dimension.items.some((item) => item.reverse_keyed));
    const bodies = [];
    const rows = [];
    report.survey.dimensions.forEach((dimension, index) => {
      const line = (id, head, ...mark) => {
        const cells = columns.map((group) => found.get(key(id, group, ...mark)));
        rows.push([head, ...cells.map(plain)]);
        return h("tr", { class: mark.length ? "" : "head" }, h("th", { scope: "row" }, head), cells.map((each) => cell(each, !mark.length)));
      };
      bodies.push(h("tbody", { "--hue": hue(index) }, line(dimension.id, text(dimension.title)), dimension.items.map((item) =>
        line(item.id, text(item.text) + (item.reverse_keyed ? `\u00a0${say("reversed")}` : ""), 1))));
    });
    return figure("items", say("items"), total(),
      choices.length > 1 && h("div", { class: "tabs", role: "group", "aria-label": say("groups") }, choices.map((id) =>
        h("button", { type: "button", "data-key": `by-${id}`, "aria-pressed": String(id === attribute), onclick: () => { attribute = id; draw(); } }, text(attributeOf(id)?.title ?? id)))),
      h("div", { class: groups.length > 9 ? "scroll heat many" : "scroll heat", tabindex: 0, role: "region", "aria-labelledby": "cx-items" },
        h("table", { class: groups.length > 9 ? "many" : "", "--columns": columns.length },
          h("thead", null, h("tr", null, h("th", { scope: "col" }, h("span", { class: "sr" }, say("statement"))), names.map((name) => h("th", { scope: "col" }, h("span", null, name))))),
          bodies)),
      h("p", { class: "note keys" },
        h("span", null, "0 ", say("ends")[0], h("i", { class: "ramp" }), say("ends")[1], " 100"),
        turned && h("span", null, `${say("reversed")} ${say("reversedWhy")}`),
        h("span", null, h("i", { class: "swatch hatch" }), say("hiddenWhy", least()))),
      twin("items", say("items"), [say("statement"), ...names], rows));
  }

  function draw() {
    report = model.get("report");
    frame.lang = lang();
    if (!report?.survey) {
      frame.replaceChildren(h("p", { class: "empty" }, say("empty")));
      return;
    }
    // Whatever the reader was doing goes on: the focused control, and how far the heat map was scrolled.
    const focus = root.activeElement?.dataset.key;
    const heat = root.querySelector(".heat");
    const [x, y] = [heat?.scrollLeft ?? 0, heat?.scrollTop ?? 0];
    const view = model.get("view") || "all";
    const wants = (name) => view === "all" || view === name;
    frame.replaceChildren(...[wants("dimensions") && drawDimensions(), wants("gap") && drawGap(), wants("items") && drawItems()].flat().filter(Boolean));
    root.querySelector(".heat")?.scrollTo(x, y);
    if (focus) root.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }

  const names = ["change:report", "change:view", "change:lang"];
  const redraw = () => { frame.classList.toggle("first", !report?.survey); draw(); };
  for (const name of names) model.on(name, redraw);
  redraw();
  return () => {
    for (const name of names) try { model.off(name, redraw); } catch { /* nothing to undo */ }
    root.replaceChildren();
  };
}

export default { render };
