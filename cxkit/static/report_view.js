// The shared picture: dimensions, the perception gap, and every statement by group.
import STYLE from "./report_view.css";
import { OTHERS, groups, joined, shown } from "./groups.js";
import { h, hue } from "./parts.js";
import { picture } from "./picture.js";
import { end, percents, signed, whole } from "./rounding.js";

const upper = (words) => words[0].toUpperCase() + words.slice(1);

function render({ model, el }) {
  const { root, figure, follow, frame, n, lang, say, show, text, twin } = picture({ model, el }, STYLE);
  let attribute = null; // whose groups the heat map shows
  let report;

  let told; // of the report's groups

  const attributeOf = (id) => report.survey.attributes?.find((each) => each.id === id);

  const axis = () => h("li", { class: "row axis", "aria-hidden": "true" }, h("b"), h("b"), h("div", { class: "plot" }, [0, 50, 100].map((mark) => h("span", null, String(mark)))));
  const total = () => (report.n == null ? say("picture.scale") : `${say("picture.scale")} · ${n(report.n)}`);
  const byDimension = (rows) => new Map((rows ?? []).map((row) => [row.dimension, row]));
  const SHARES = ["favourable", "neutral", "unfavourable"];
  const percent = (row) => Object.fromEntries(percents(SHARES.map((key) => row[key])).map((share, place) => [SHARES[place], share]));
  // Of both means as they are shown: whoever subtracts comes to the same.
  const apart = (row) => signed(whole(row.mean) - whole(row.mean_other));
  const everybody = (row) => row.low != null && row.low === row.high; // who was invited has answered: nothing is unsure

  function drawDimensions() {
    const rows = byDimension(report.dimensions);
    const list = report.survey.dimensions.map((dimension, index) => {
      const row = rows.get(dimension.id);
      const words = row ? say("report.why_hidden") : say("picture.missing");
      return h("li", { class: "row", "--hue": hue(index) },
        h("div", null, h("h4", null, text(dimension.title)), h("p", { class: "soft" }, text(dimension.question))),
        shown(row)
          ? h("p", { class: "with num" }, h("span", { class: "hero", "aria-hidden": "true" }, whole(row.mean)),
              h("span", { class: "sr" }, (row.low == null ? `${whole(row.mean)}${say("report.comma")}` : everybody(row) ? `${[whole(row.mean), say("report.all_answered"), ""].join(say("report.comma"))}` : say("picture.reading", { mean: whole(row.mean), low: whole(row.low), high: whole(row.high) }) + say("report.comma"))), h("span", { class: "soft" }, " ", n(row.n)))
          : h("p", { class: "with soft" }),
        h("div", { class: "plot" },
          h("div", { class: shown(row) ? "track" : row ? "track hatch" : "", "aria-hidden": "true" },
            shown(row) && [h("i", { class: "fill", "--to": `${row.mean}%` }), row.low != null && !everybody(row) && h("i", { class: "whisker", "--from": `${row.low}%`, "--to": `${row.high}%` })]),
          shown(row) ? row.distribution === "shown" && drawShares(row) : h("p", { class: "small soft" }, words)));
    });
    const cell = (row) => (shown(row) ? [whole(row.mean), ...(row.low == null ? ["–", "–"] : everybody(row) ? [say("report.all_answered"), "–"] : [whole(row.low), whole(row.high)]), row.n,
      ...SHARES.map((key) => (row.distribution === "shown" ? `${percent(row)[key]}%` : say("picture.hidden_word")))]
      : [row ? say("picture.hidden_word") : "–", ...Array(6).fill(row ? say("picture.hidden_word") : "–")]);
    return figure("dimensions", say("picture.dimensions"), total(), h("ul", { role: "list" }, list, axis()),
      (report.dimensions ?? []).some(shown) && h("p", { class: "note" }, say("picture.interval")),
      twin("dimensions", say("picture.dimensions"), [say("picture.dimension"), say("picture.average"), say("picture.low"), say("picture.high"), say("workbook.n"), say("picture.favourable"), say("picture.neutral"), say("picture.unfavourable")],
        report.survey.dimensions.map((dimension) => [text(dimension.title), ...cell(rows.get(dimension.id))])));
  }

  function drawShares(row) {
    const { favourable, neutral, unfavourable } = percent(row);
    const parts = Object.entries({
      unfavourable: say("picture.share_unfavourable", { percent: unfavourable }),
      neutral: say("picture.share_neutral", { percent: neutral }),
      favourable: say("picture.share_favourable", { percent: favourable }),
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
      const key = JSON.stringify([row.attribute, row.group]);
      pairs.set(key, [...(pairs.get(key) ?? []), row]);
    }
    return [...pairs.values()].map((rows, pair) => {
      const { attribute: id, group, other } = rows.find((row) => row.other !== OTHERS) ?? rows[0];
      const against = (row) => told.name(id, row.other, told.members(id, row.dimension));
      const [a, b] = [told.name(id, group), against(rows.find((row) => row.other === other))];
      const known = group === "leader" && other === "frontline";
      // What every workshop compares has words of its own; other pairs use their labels.
      const title = upper(say("picture.gap", known ? { first: say("picture.leaders"), second: say("picture.frontline") } : { first: a, second: b }));
      if (!rows.some(shown)) {
        const several = told.members(id);
        return figure(`gap-${pair}`, title, "", h("p", { class: "note" }, several.includes(group) ? say("report.together", { names: told.names(id, several) }) : say("report.why_hidden")));
      }
      const verdict = (row) => ({
        blind_spot: [say("picture.blind_spot"), say("picture.blind_spot_why")],
        hidden_strength: [say("picture.hidden_strength"), say("picture.hidden_strength_why")],
        in_line: [say("picture.in_line")], too_few_to_tell: [say("picture.too_few_to_tell")],
      }[row.label.replaceAll(" ", "_")] ?? [row.label]);
      const list = rows.map((row) => {
        const [name, index] = titles.get(row.dimension) ?? [row.dimension, 0];
        return h("li", { class: "row", "--hue": hue(index) },
          h("div", null, h("h4", null, name), shown(row) && h("p", null, h("b", null, verdict(row)[0]), known && row.other === other && verdict(row)[1])),
          shown(row)
            ? h("p", { class: "with num" }, h("span", { class: "hero" }, apart(row)),
                row.low != null && h("span", { class: "under small soft" }, say("picture.span", { low: end(row.low, lang()), high: end(row.high, lang()) })))
            : h("p", { class: "with soft" }),
          h("div", { class: "plot" }, shown(row)
            ? [h("div", { class: "lane" },
                h("i", { class: "span", "--from": `${Math.min(row.mean, row.mean_other)}%`, "--to": `${Math.max(row.mean, row.mean_other)}%` }),
                h("i", { class: "mark other", "--at": `${row.mean_other}%` }), h("i", { class: "mark", "--at": `${row.mean}%` }),
                h("span", { class: "tag", "--at": `${row.mean}%` }, `${a} `, h("b", null, whole(row.mean)), h("span", { class: "soft" }, ` ${n(row.n)}`)),
                h("span", { class: "tag other", "--at": `${row.mean_other}%` }, `${against(row)} `, h("b", null, whole(row.mean_other)), h("span", { class: "soft" }, ` ${n(row.n_other)}`)))]
            : h("p", { class: "small soft" }, say("picture.hidden_word"))));
      });
      return figure(`gap-${pair}`, title, h("span", { class: "keys", "--hue": "var(--cx-ink)" },
          h("span", null, h("i", { class: "mark" }), a), h("span", null, h("i", { class: "mark other" }), [...new Set(rows.filter(shown).map(against))].join(" · ")), h("span", null, say("picture.scale"))),
        h("ul", { role: "list" }, list, axis()),
        h("p", { class: "note" }, [say("picture.gap_interval"), ...new Set(rows.filter((row) => shown(row) && row.other === OTHERS).map((row) => told.why(id, told.members(id, row.dimension)))),
          rows.every(shown) ? "" : say("report.why_hidden")].join(" ")),
        twin(`gap-${pair}`, title, [say("picture.dimension"), a, say("workbook.n"), b, say("workbook.n"), say("picture.difference"), say("picture.low"), say("picture.high"), ""], rows.map((row) => [titles.get(row.dimension)?.[0] ?? row.dimension,
          ...(shown(row) ? [whole(row.mean), row.n, whole(row.mean_other) + (row.other === other ? "" : ` (${against(row)})`), row.n_other, apart(row), row.low == null ? "–" : end(row.low, lang()), row.high == null ? "–" : end(row.high, lang()),
            verdict(row)[0]] : Array(8).fill(say("picture.hidden_word")))])));
    });
  }

  function drawItems() {
    const choices = (report.by ?? []).filter((id) => (report.groups ?? []).some((row) => row.attribute === id));
    if (!choices.includes(attribute)) attribute = choices[0] ?? null;
    const rows = { groups: [], group_items: [] };
    for (const table of Object.keys(rows)) rows[table] = (report[table] ?? []).filter((row) => row.attribute === attribute);
    // A line: what it is of, and a cell for everyone and each group: what is told of it, and whether on its own.
    const line = (own, every, head) => {
      const cells = told.listed(attribute).map((group) => {
        const row = told.told(own, group);
        return row ? { row, together: !told.alone(attribute, group, row) } : { row: own.find((one) => one.group === group) };
      });
      return { head, every, cells };
    };
    const lines = report.survey.dimensions.map((dimension, index) => [
      { ...line(rows.groups.filter((row) => row.dimension === dimension.id), report.dimensions?.find((row) => row.dimension === dimension.id), text(dimension.title)), hue: hue(index) },
      ...dimension.items.map((item) => line(rows.group_items.filter((row) => row.item === item.id), report.items?.find((row) => row.item === item.id),
        text(item.text) + (item.reverse_keyed ? `\u00a0${say("picture.reversed")}` : ""))),
    ]);
    const every = lines.flat();
    const names = told.listed(attribute).map((group) => told.name(attribute, group));
    const kept = names.map((_, place) => every.some(({ cells }) => shown(cells[place].row)));
    const hidden = told.listed(attribute).filter((_, place) => !kept[place]).flatMap((group) => (group === OTHERS ? told.members(attribute) : [group])).map((group) => told.name(attribute, group));
    const silent = every.filter((one) => !shown(one.every) && !one.cells.some(({ row }) => shown(row)));
    if (silent.length) hidden.push(say("figures.hidden_rows", { n: silent.length, statement: silent[0].head.replace(/\.$/, "") }));
    for (const one of every) { // where no group is told, everyone is all of them together
      if (shown(one.every) && !one.cells.some(({ row }) => shown(row))) one.cells.fill({ row: one.every, together: true });
      one.cells = [{ row: one.every }, ...one.cells.filter((_, place) => kept[place])];
    }
    const columns = [say("picture.everyone"), ...names.filter((_, place) => kept[place])];
    const cell = ({ row, together }, span, head) => {
      if (!row) return h("td", { class: "soft", title: say("picture.missing") }, h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "sr" }, say("picture.missing")));
      if (!shown(row)) return h("td", { class: "hidden", title: say("picture.hidden_word") }, h("span", { class: "sr" }, say("picture.hidden_word")));
      const away = Math.max(-1, Math.min(1, (row.mean - 50) / 35));
      return h("td", { class: together && "together", colspan: span > 1 && span, title: n(row.n), "--tint": `var(--cx-${away < 0 ? "un" : ""}favourable)`, "--strength": Math.abs(away) * (together ? 0.28 : 0.55) },
        whole(row.mean), h(head ? "small" : "span", { class: head ? "" : "sr" }, head ? "" : say("report.comma"), n(row.n)));
    };
    const plain = ({ row, together }) => (!row ? "–" : shown(row) ? (together ? say("figures.told_together", { mean: whole(row.mean), n: row.n }) : `${whole(row.mean)} (${n(row.n)})`) : say("picture.hidden_word"));
    const turned = report.survey.dimensions.some((dimension) => dimension.items.some((item) => item.reverse_keyed));
    const shownOf = (own) => own.filter((one) => !silent.includes(one));
    const bodies = lines.map((own) => h("tbody", { "--hue": own[0].hue }, shownOf(own).map(({ head, cells, hue }) => h("tr", { class: hue && "head" }, h("th", { scope: "row" }, head),
      cells.map((one, place) => {
        const before = cells[place - 1];
        if (one.together && before?.together && before.row === one.row) return null;
        let span = 1;
        while (one.together && cells[place + span]?.row === one.row) span += 1;
        return cell(one, span, hue);
      })))));
    const notes = [
      every.some(({ cells }) => cells.some(({ together }) => together)) && say("figures.cells_together"),
      told.members(attribute).length && columns.length > 1 && told.why(attribute, told.members(attribute)),
      hidden.length && say("report.hidden_names", { names: joined(hidden, say) }),
      shownOf(every).some(({ cells }) => cells.some(({ row }) => row && !shown(row))) && say("report.why_hidden"),
    ].filter(Boolean);
    return figure("items", say("picture.items"), total(),
      choices.length > 1 && h("div", { class: "tabs", role: "group", "aria-label": say("picture.groups") }, choices.map((id) =>
        h("button", { type: "button", "data-key": `by-${id}`, "aria-pressed": String(id === attribute), onclick: () => { attribute = id; draw(); } }, text(attributeOf(id)?.title ?? id)))),
      h("div", { class: columns.length > 10 ? "scroll heat many" : "scroll heat", tabindex: 0, role: "region", "aria-labelledby": "cx-items" },
        h("table", { class: columns.length > 10 ? "many" : "", "--columns": columns.length },
          h("thead", null, h("tr", null, h("th", { scope: "col" }, h("span", { class: "sr" }, say("picture.statement"))), columns.map((name) => h("th", { scope: "col" }, h("span", null, name))))),
          bodies)),
      h("p", { class: "note keys" },
        h("span", null, "0 ", say("picture.unfavourable"), h("i", { class: "ramp" }), say("picture.favourable"), " 100"),
        turned && h("span", null, `${say("picture.reversed")} ${say("picture.reversed_why")}`)),
      h("p", { class: "note" }, notes.join(" ")),
      twin("items", say("picture.items"), [say("picture.statement"), ...columns], shownOf(every).map(({ head, cells }) => [head, ...cells.map(plain)])));
  }

  function draw() {
    report = model.get("report");
    if (!report?.survey) {
      show(h("p", { class: "empty" }, say("picture.empty")));
      return;
    }
    told = groups(report, { say, text });
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
