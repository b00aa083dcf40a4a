// Cards on a square: two dimensions, one across and one up. Tap a card, then its place; or drag it; or choose both from lists.
import { board } from "./board.js";
import { dragged, under } from "./drag.js";
import STYLE from "./kind_place.css";
import { once } from "./once.js";
import { h } from "./parts.js";

const cards = ({ dimensions: [across, up] }) => across.items.map((item, index) => ({ text: item.text, ids: [item.id, up.items[index].id], items: [item, up.items[index]] }));
const placed = ({ answers }, { ids }) => ids.every((id) => answers()[id] !== undefined);
const open = (ask) => cards(ask).filter((card) => !placed(ask, card)).length;
const named = ({ text, say }, { min, max, labels, not_applicable: na }, value) =>
  text(labels[value] ?? (value === "not_applicable" ? na : "")) || say("form.point", { at: value - min + 1, all: max - min + 1 });

function draw(ask) {
  const { dimensions, answers, put, scale, text, say, tell } = ask;
  const all = cards(ask);
  const scales = dimensions.map(({ items }) => scale(items[0]));
  const end = (axis, which) => text(scales[axis].labels[scales[axis][which]]);
  const size = (axis) => scales[axis].max - scales[axis].min + 1;
  const share = (axis, value) => (value - scales[axis].min + 0.5) / size(axis);
  const points = scales.map(({ min, not_applicable: na }, axis) => [undefined, ...Array.from({ length: size(axis) }, (_, index) => min + index), ...(na ? ["not_applicable"] : [])]);
  const where = ({ ids }) => dimensions.map(({ title }, axis) => `${text(title)}: ${named(ask, scales[axis], answers()[ids[axis]])}`).join(say("report.comma"));
  let taken; // the card in hand; else the first that has no place

  const build = (again) => {
    const hand = all.find((card) => card === taken) ?? all.find((card) => !placed(ask, card));
    const set = (card, event, square) => {
      const box = square.getBoundingClientRect();
      const right = getComputedStyle(square).direction === "rtl";
      const shares = [(event.clientX - box.x) / box.width, (box.bottom - event.clientY) / box.height];
      if (right) shares[0] = 1 - shares[0];
      put(Object.fromEntries(shares.map((at, axis) => [card.ids[axis], scales[axis].min + Math.max(0, Math.min(size(axis) - 1, Math.floor(at * size(axis))))])));
      taken = undefined;
      const next = all.find((one) => !placed(ask, one));
      tell([`${text(card.text)}. ${where(card)}.`, next && say("form.next_card", { card: text(next.text) })].filter(Boolean).join(" "));
      again();
    };
    const drag = (el, card) => dragged(el, (event) => {
      const square = event && under(el, event, ".square");
      if (square) set(card, event, square);
      else again();
    });
    const taking = (card, event) => { taken = taken === card ? undefined : card; tell(text(card.text)); again(!event.detail && taken && card.ids[0]); };
    const cell = ({ ids }) => ids.map((id) => answers()[id]).join(" ");
    const discs = all.map((card, index) => {
      if (!card.ids.every((id) => Number.isInteger(answers()[id]))) return null; // or somebody cannot tell
      const [x, y] = card.ids.map((id, axis) => share(axis, answers()[id]));
      const beside = all.filter((one) => cell(one) === cell(card)); // several in one place lie side by side, without their names
      return drag(h("span", {
        class: `disc${card === hand ? " on" : ""}${y < 0.2 ? " floor" : ""}`, "data-card": index,
        "--x": x, "--y": y, "--by": beside.indexOf(card) - (beside.length - 1) / 2,
        onclick: (event) => { if (!hand) { event.stopPropagation(); taking(card, event); } },
      }, h("b", null, String(index + 1)), beside.length < 2 && h("small", null, text(card.text))), card);
    });
    const square = h("div", { class: "square", "--across": size(0), "--up": size(1), onclick: once((event) => { if (hand) set(hand, event, square); }) },
      h("small", { class: "high" }, end(1, "max")), h("small", { class: "low" }, end(1, "min")), discs);
    return [
      hand ? h("p", { class: "hand" }, drag(h("span", { class: "card" }, h("b", null, String(all.indexOf(hand) + 1)), h("span", null, text(hand.text))), hand))
        : h("p", { class: "hand soft", tabindex: -1, "data-key": "then" }, say("form.placed")),
      h("div", { "aria-hidden": "true", class: "plane" }, h("p", { class: "axis" }, `\u2191 ${text(dimensions[1].title)}`), square,
        h("p", { class: "axis across" }, h("span", null, end(0, "min")), h("span", null, end(0, "max"))),
        h("p", { class: "axis end" }, `${text(dimensions[0].title)} `, h("span", { class: "on" }, "\u2192"))),
      hand && h("div", { class: "says" }, hand.items.map((item, axis) => h("label", null, `${text(dimensions[axis].title)} `, h("select", {
        "data-key": item.id,
        onchange({ target: { selectedIndex } }) {
          put({ [item.id]: points[axis][selectedIndex] });
          taken = hand;
          if (placed(ask, hand)) tell(`${text(hand.text)}. ${where(hand)}.`);
          again();
        },
      }, points[axis].map((point) => h("option", { selected: answers()[item.id] === point }, point === undefined ? "\u2013" : named(ask, scales[axis], point))))))),
      h("ol", { class: "cards" }, all.map((card, index) => h("li", null, h("button", {
        type: "button", class: "card", "data-open": !placed(ask, card), "data-key": `card ${index}`, "aria-pressed": String(card === hand), onclick: (event) => taking(card, event) },
        h("b", null, String(index + 1)), h("span", null, text(card.text), h("small", null, placed(ask, card) ? where(card) : say("form.unplaced"))))))),
    ];
  };
  return board(build, { class: "place-it" });
}

export const place = {
  style: STYLE, draw, open,
  scored: () => true,
  hint: ({ say }) => say("form.place_hint"),
  own(ask) { // what is worth most comes first
    const { dimension: { items }, answers, scale, text } = ask;
    const given = items.filter(({ id }) => Number.isInteger(answers()[id])).sort((one, other) => answers()[other.id] - answers()[one.id]);
    return given.map((item) => `${text(item.text)}: ${named(ask, scale(item), answers()[item.id])}`);
  },
};
