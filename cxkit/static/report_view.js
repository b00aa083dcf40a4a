// The shared picture: dimensions, the perception gap, and every statement by group.
import STYLE from "./report_view.css";
import { h, hue } from "./parts.js";
import { n, picture, whole } from "./picture.js";

const shown = (row) => row?.status === "shown";
const signed = (value) => (Math.round(value) > 0 ? "+" : "") + whole(value).replace(/^-0$/, "0").replace("-", "\u2212");
const upper = (words) => words[0].toUpperCase() + words.slice(1);

function render({ model, el }) {
  const { root, figure, follow, frame, say, show, text, twin } = picture({ model, el }, STYLE);
  let attribute = null; // whose groups the heat map shows
  let report;

  const attributeOf = (id) => report.survey.attributes?.find((each) => each.id === id);
  const groupName = (id, group) => (group === "" ? say("picture.unknown") : text(attributeOf(id)?.options?.[group] ?? group));
  const least = () => report.thresholds?.scores ?? 5;

  const axis = () => h("li", { class: "row axis", "aria-hidden": "true" }, h("b"), h("b"), h("div", { class: "plot" }, [0, 50, 100].map((mark) => h("span", null, String(mark)))));
  const total = () => (report.n == null ? say("picture.scale") : `${say("picture.scale")} · ${n(report.n)}`);
  const byDimension = (rows) => new Map((rows ?? []).map((row) => [row.dimension, row]));
  const percent = (value) => Math.round(100 * value);

  function drawDimensions() {
    const rows = byDimension(report.dimensions);
    const list = report.survey.dimensions.map((dimension, index) => {
      const row = rows.get(dimension.id);
      const words = row ? say("picture.hidden", { n: least() }) : say("picture.missing");
      return h("li", { class: "row", "--hue": hue(index) },
        h("div", null, h("h4", null, text(dimension.title)), h("p", { class: "soft" }, text(dimension.question))),
        shown(row)
          ? h("p", { class: "with num" }, h("span", { class: "hero", "aria-hidden": "true" }, whole(row.mean)),
              h("span", { class: "sr" }, (row.low == null ? `${whole(row.mean)}, ` : say("picture.reading", { mean: whole(row.mean), low: whole(row.low), high: whole(row.high) }) + ", ")), h("span", { class: "soft" }, " ", n(row.n)))
          : h("p", { class: "with soft" }),
        h("div", { class: "plot" },
          h("div", { class: shown(row) ? "track" : row ? "track hatch" : "", "aria-hidden": "true" },
            shown(row) && [h("i", { class: "fill", "--to": `${row.mean}%` }), row.low != null && h("i", { class: "whisker", "--from": `${row.low}%`, "--to": `${row.high}%` })]),
          shown(row) ? row.distribution === "shown" && drawShares(row) : h("p", { class: "small soft" }, words)));
    });
    const cell = (row) => (shown(row) ? [whole(row.mean), row.low == null ? "–" : whole(row.low), row.high == null ? "–" : whole(row.high), row.n,
      ...["favourable", "neutral", "unfavourable"].map((key) => (row.distribution === "shown" ? `${percent(row[key])}%` : say("picture.hidden_word")))]
      : [row ? say("picture.hidden_word") : "–", ...Array(6).fill(row ? say("picture.hidden_word") : "–")]);
    return figure("dimensions", say("picture.dimensions"), total(), h("ul", { role: "list" }, list, axis()),
      (report.dimensions ?? []).some(shown) && h("p", { class: "note" }, say("picture.interval")),
      twin("dimensions", say("picture.dimensions"), [say("picture.dimension"), say("picture.average"), say("picture.low"), say("picture.high"), "n", say("picture.favourable"), say("picture.neutral"), say("picture.unfavourable")],
        report.survey.dimensions.map((dimension) => [text(dimension.title), ...cell(rows.get(dimension.id))])));
  }

  function drawShares(row) {
    const parts = Object.entries({
      unfavourable: say("picture.share_unfavourable", { percent: percent(row.unfavourable) }),
      neutral: say("picture.share_neutral", { percent: percent(row.neutral) }),
      favourable: say("picture.share_favourable", { percent: percent(row.favourable) }),
    });
    return [
      h("div", { class: "shares", "aria-hidden": "true" }, parts.map(([part]) => h("i", { "--share": row[part], "--hue": `var(--cx-${part})` }))),
      h("p", { class: "keys small soft" }, parts.map(([part, words]) => h("span", { "--hue": `var(--cx-${part})` }, h("i", { class: "key" }), words))),
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
      const verdict = (row) => ({
        blind_spot: [say("picture.blind_spot"), say("picture.blind_spot_why")],
        hidden_strength: [say("picture.hidden_strength"), say("picture.hidden_strength_why")],
        in_line: [say("picture.in_line")], too_few_to_tell: [say("picture.too_few_to_tell")],
      }[row.label.replaceAll(" ", "_")] ?? [row.label]);
      const list = rows.map((row) => {
        const [name, index] = titles.get(row.dimension) ?? [row.dimension, 0];
        return h("li", { class: "row", "--hue": hue(index) },
          h("div", null, h("h4", null, name), shown(row) && h("p", null, h("b", null, verdict(row)[0]), known && verdict(row)[1])),
          shown(row)
            ? h("p", { class: "with num" }, h("span", { class: "hero" }, signed(row.difference)),
                row.low != null && h("span", { class: "under small soft" }, say("picture.span", { low: signed(row.low), high: signed(row.high) })))
            : h("p", { class: "with soft" }),
          h("div", { class: "plot" }, shown(row)
            ? [h("div", { class: "lane" },
                h("i", { class: "span", "--from": `${Math.min(row.mean, row.mean_other)}%`, "--to": `${Math.max(row.mean, row.mean_other)}%` }),
                h("i", { class: "mark other", "--at": `${row.mean_other}%` }), h("i", { class: "mark", "--at": `${row.mean}%` }),
                h("span", { class: "tag", "--at": `${row.mean}%` }, `${a} `, h("b", null, whole(row.mean)), h("span", { class: "soft" }, ` ${n(row.n)}`)),
                h("span", { class: "tag other", "--at": `${row.mean_other}%` }, `${b} `, h("b", null, whole(row.mean_other)), h("span", { class: "soft" }, ` ${n(row.n_other)}`)))]
            : [h("div", { class: "track hatch", "aria-hidden": "true" }), h("p", { class: "small soft" }, say("picture.hidden_word"))]));
      });
      // What every workshop compares has words of its own; other pairs use their labels.
      const title = upper(say("picture.gap", known ? { first: say("picture.leaders"), second: say("picture.frontline") } : { first: a, second: b }));
      return figure(`gap-${pair}`, title, h("span", { class: "keys", "--hue": "var(--cx-ink)" },
          h("span", null, h("i", { class: "mark" }), a), h("span", null, h("i", { class: "mark other" }), b), h("span", null, say("picture.scale"))),
        h("ul", { role: "list" }, list, axis()),
        h("p", { class: "note" }, rows.some(shown) && say("picture.gap_interval"), " ", rows.some((row) => !shown(row)) && `${say("picture.hidden_why", { n: least() })}.`),
        twin(`gap-${pair}`, title, [say("picture.dimension"), a, "n", b, "n", say("picture.difference"), say("picture.low"), say("picture.high"), ""], rows.map((row) => [titles.get(row.dimension)?.[0] ?? row.dimension,
          ...(shown(row) ? [whole(row.mean), row.n, whole(row.mean_other), row.n_other, signed(row.difference), row.low == null ? "–" : signed(row.low), row.high == null ? "–" : signed(row.high),
            verdict(row)[0]] : Array(8).fill(say("picture.hidden_word")))])));
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
    const names = columns.map((group) => (group === null ? say("picture.everyone") : groupName(attribute, group)));
    const cell = (row, head) => {
      if (!row) return h("td", { class: "soft", title: say("picture.missing") }, h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "sr" }, say("picture.missing")));
      if (!shown(row)) return h("td", { class: "hidden", title: say("picture.hidden_word") }, h("span", { class: "sr" }, say("picture.hidden_word")));
      const away = Math.max(-1, Math.min(1, (row.mean - 50) / 35));
      return h("td", { title: n(row.n), "--tint": `var(--cx-${away < 0 ? "un" : ""}favourable)`, "--strength": Math.abs(away) * 0.55 },
        whole(row.mean), h(head ? "small" : "span", { class: head ? "" : "sr" }, head ? "" : ", ", n(row.n)));
    };
    const plain = (row) => (!row ? "–" : shown(row) ? `${whole(row.mean)} (${n(row.n)})` : say("picture.hidden_word"));
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
        line(item.id, text(item.text) + (item.reverse_keyed ? `\u00a0${say("picture.reversed")}` : ""), 1))));
    });
    return figure("items", say("picture.items"), total(),
      choices.length > 1 && h("div", { class: "tabs", role: "group", "aria-label": say("picture.groups") }, choices.map((id) =>
        h("button", { type: "button", "data-key": `by-${id}`, "aria-pressed": String(id === attribute), onclick: () => { attribute = id; draw(); } }, text(attributeOf(id)?.title ?? id)))),
      h("div", { class: groups.length > 9 ? "scroll heat many" : "scroll heat", tabindex: 0, role: "region", "aria-labelledby": "cx-items" },
        h("table", { class: groups.length > 9 ? "many" : "", "--columns": columns.length },
          h("thead", null, h("tr", null, h("th", { scope: "col" }, h("span", { class: "sr" }, say("picture.statement"))), names.map((name) => h("th", { scope: "col" }, h("span", null, name))))),
          bodies)),
      h("p", { class: "note keys" },
        h("span", null, "0 ", say("picture.unfavourable"), h("i", { class: "ramp" }), say("picture.favourable"), " 100"),
        turned && h("span", null, `${say("picture.reversed")} ${say("picture.reversed_why")}`),
        h("span", null, h("i", { class: "swatch hatch" }), say("picture.hidden_why", { n: least() }))),
      twin("items", say("picture.items"), [say("picture.statement"), ...names], rows));
  }

  function draw() {
    report = model.get("report");
    if (!report?.survey) {
      show(h("p", { class: "empty" }, say("picture.empty")));
      return;
    }
    const heat = root.querySelector(".heat"); // however far it was scrolled, it stays
    const [x, y] = [heat?.scrollLeft ?? 0, heat?.scrollTop ?? 0];
    const view = model.get("view") || "all";
    const wants = (name) => view === "all" || view === name;
    show(wants("dimensions") && drawDimensions(), wants("gap") && drawGap(), wants("items") && drawItems());
    root.querySelector(".heat")?.scrollTo(x, y);
  }

  const redraw = () => { frame.classList.toggle("first", !report?.survey); draw(); };
  redraw();
  return follow({ report: redraw, view: redraw, lang: redraw });
}

export default { render };
