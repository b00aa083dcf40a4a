// Statements to rate, each with the points of its response scale.
import STYLE from "./kind_rate.css";
import { h } from "./parts.js";
import { radio } from "./radio.js";

const NA = "not_applicable";

// Whether a statement goes on from what most of them begin with, which stands above them.
const begins = ({ stem, text }, item) => stem && text(item.text).startsWith(`${stem} `);

function points(ask, item) {
  const { answers, put, scale, stem, text } = ask;
  const { min, max, labels, not_applicable: na } = scale(item);
  const n = max - min + 1;
  const label = (value) => text(labels?.[value]);
  const worded = n === 2 && [min, max].every((value) => label(value) && label(value).length < 5); // No and Yes fit their dots
  const current = () => answers()[item.id];
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
  const choose = (value) => { put({ [item.id]: value }); tell(); };
  const dots = Array.from({ length: n }, (_, index) => min + index).map((value) =>
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
    h("legend", null, begins(ask, item) ? [h("span", { class: "sr" }, stem), `…${text(item.text).slice(stem.length)}`] : text(item.text)),
    h("div", { class: "scale" }, dots),
    !worded && said,
    na && h("label", { class: "na" }, radio(item.id, NA, current, choose), h("span", { class: "dot" }), h("span", null, text(na))));
}

export const rate = {
  style: STYLE,
  scored: () => true,
  hint: ({ say, at }) => at === 0 && say("form.hint"),
  draw: (ask) => h("div", { class: "items" },
    ask.dimension.items.some((item) => begins(ask, item)) && h("p", { class: "stem", "aria-hidden": "true" }, `${ask.stem} …`),
    ask.dimension.items.map((item) => points(ask, item))),
};
