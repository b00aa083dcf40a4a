// Comments that may be shown, one dimension at a time: a Report's `comments` rows and nothing else.
import STYLE from "./comments_view.css";
import { h, hue } from "./parts.js";
import { picture } from "./picture.js";

function render({ model, el }) {
  const { root, follow, frame, say, show, text } = picture({ model, el }, STYLE);
  let chosen = null;

  function groupName(survey, { attribute, group }) {
    const found = (survey.attributes ?? []).find((one) => one.id === attribute);
    return text(found?.options?.[group] ?? group);
  }

  // What a pin was set at stands before its words.
  const itemName = ({ items }, { item }) => (item ? `${text(items.find((one) => one.id === item).text)}: ` : "");

  function draw() {
    const report = model.get("report") ?? {};
    const survey = report.survey ?? { dimensions: [] };
    // A page's widget state holds them as JSON within JSON: see CommentsView in widgets.py.
    const rows = typeof report.comments === "string" ? JSON.parse(report.comments) : report.comments ?? [];
    const places = survey.dimensions.map((dimension, index) => ({ dimension, index, rows: rows.filter((row) => row.dimension === dimension.id) }))
      .filter((place) => place.rows.length);
    if (!places.length) { show(h("p", { class: "soft" }, say("picture.no_comments"))); return; }
    const place = places.find((one) => one.dimension.id === chosen) ?? places[0];
    chosen = place.dimension.id;
    show(
      h("div", { class: "tabs", role: "group", "aria-label": say("picture.questions") }, places.map((one) => h("button", {
        type: "button", "data-key": one.dimension.id, "--hue": hue(one.index), "aria-pressed": String(one === place),
        onclick: () => { chosen = one.dimension.id; draw(); },
      }, text(one.dimension.title)))),
      h("h3", { tabindex: -1 }, text(place.dimension.question ?? place.dimension.title)),
      h("ul", { role: "list", class: place.rows.length > 3 ? "many" : "" }, place.rows.map((row) =>
        h("li", { "--hue": hue(place.index), class: row.text.length > 240 ? "long" : "" }, h("p", { dir: "auto" }, itemName(place.dimension, row), h("span", { lang: row.lang }, row.text)),
          row.theme && h("span", { class: "group", dir: "auto" }, row.theme),
          row.group && h("span", { class: "group" }, groupName(survey, row))))),
      h("div", { class: "note" }, say("picture.comments_order")));
  }

  // Left and right turn to the next question, from wherever in the view the focus is.
  frame.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key] * (frame.matches(":dir(rtl)") ? -1 : 1);
    const tabs = [...frame.querySelectorAll("[data-key]")];
    if (!by || !tabs.length || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = tabs.findIndex((tab) => tab.dataset.key === chosen) + by;
    if (!tabs[next]) return;
    event.preventDefault();
    chosen = tabs[next].dataset.key;
    draw();
    root.querySelector(`[data-key="${CSS.escape(chosen)}"]`).focus();
  });

  draw();
  return follow({ report: draw, lang: draw });
}

export default { render };
