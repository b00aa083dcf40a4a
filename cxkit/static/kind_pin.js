// Pins on a way: a few for what is weak, a few for what is strong, and a line of words for each.
import { board } from "./board.js";
import STYLE from "./kind_pin.css";
import { h } from "./parts.js";

const COLOURS = [["red", -1, "\u2212"], ["green", 1, "+"]];
const set = ({ dimension: { items }, answers }, value) => items.filter(({ id }) => answers()[id] === value);
const name = ({ scale, dimension, text }, value) => text(scale(dimension.items[0]).labels[value]);
const rest = (ask, colour, value) => (ask.dimension.pins[colour] ?? 0) - set(ask, value).length;
const offered = ({ dimension: { pins } }) => COLOURS.filter(([colour]) => pins[colour]);
const left = (ask) => offered(ask).map(([colour, value]) => ask.say("form.pins", { name: name(ask, value), n: rest(ask, colour, value) })).join(" \u00b7 ");

function draw(ask) {
  const { dimension: { items }, answers, comments, note, put, text, say, tell } = ask;
  const build = (again) => [
    h("p", { class: "purse" }, offered(ask).map(([colour, value, sign], place) => h("span", { class: `pin ${colour}` }, h("i", { "aria-hidden": "true" }, sign),
      place > 0 && h("span", { class: "sr" }, " \u00b7 "), say("form.pins", { name: name(ask, value), n: rest(ask, colour, value) })))),
    h("ol", null, items.map((item) => {
      const now = answers()[item.id] ?? 0;
      const [pinned, , sign] = COLOURS.find(([, value]) => value === now) ?? ["", 0, ""];
      return h("li", { class: `stop ${pinned}` }, h("i", { class: "node", "aria-hidden": "true" }, sign),
        h("p", null, text(item.text)),
        h("div", { class: "pins", role: "group", "aria-label": text(item.text) }, offered(ask).map(([colour, value, mark]) => {
          const none = now !== value && rest(ask, colour, value) < 1;
          return h("button", {
            type: "button", class: `pin ${colour}`, "data-key": `${item.id} ${colour}`, "aria-pressed": String(now === value), "aria-disabled": String(none),
            onclick() {
              if (!none) {
                const all = Object.fromEntries(items.map(({ id }) => [id, answers()[id] ?? 0]));
                all[item.id] = now === value ? 0 : value;
                put(Object.values(all).some(Boolean) ? all : Object.fromEntries(items.map(({ id }) => [id, undefined])));
                if (!all[item.id]) note(item.id, undefined);
                again();
              }
              tell(none ? say("form.pins_out", { name: name(ask, value) }) : `${text(item.text)}: ${now === value ? say("form.no_pin") : name(ask, value)}. ${left(ask)}`);
            },
          }, h("i", { "aria-hidden": "true" }, mark), name(ask, value));
        })),
        now !== 0 && h("label", { class: "words" }, h("span", { class: "sr" }, say("form.pin_words", { card: text(item.text) })),
          h("input", { type: "text", maxlength: 140, value: comments()[item.id] ?? "", placeholder: say("form.why"), "data-key": `${item.id} words`,
            oninput: ({ target }) => note(item.id, target.value || undefined) })));
    })),
  ];
  return board(build, { class: "way" });
}

export const pin = {
  style: STYLE, together: true, draw, left,
  open: (ask) => Number(offered(ask).some(([colour, value]) => rest(ask, colour, value))),
  own: (ask) => COLOURS.flatMap(([, value]) => set(ask, value).map((item) =>
    [`${name(ask, value)}: ${ask.text(item.text)}`, ask.comments()[item.id]].filter(Boolean).join(" \u2013 "))),
};
