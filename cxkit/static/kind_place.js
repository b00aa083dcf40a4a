// Cards on a square: two dimensions, one across and one up. Tap a card, then its place; or drag it; or say both in points.
import { board, dragged, once, under } from "./board.js";
import STYLE from "./kind_place.css";
import { points, rate } from "./kind_rate.js";
import { h } from "./parts.js";

const cards = ({ dimensions: [across, up] }) => across.items.map((item, index) => ({ text: item.text, ids: [item.id, up.items[index].id], items: [item, up.items[index]] }));
const placed = ({ answers }, { ids }) => ids.every((id) => answers()[id] !== undefined);
const open = (ask) => cards(ask).filter((card) => !placed(ask, card)).length;

function draw(ask) {
  const { dimensions, answers, put, locked, scale, text, say, tell, draft } = ask;
  const all = cards(ask);
  const scales = dimensions.map(({ items }) => scale(items[0]));
  const end = (axis, which) => text(scales[axis].labels?.[scales[axis][which]]);
  const size = (axis) => scales[axis].max - scales[axis].min + 1;
  const share = (axis, value) => (value - scales[axis].min + 0.5) / size(axis);
  const where = ({ ids }) => dimensions.map(({ title }, axis) =>
    `${text(title)}: ${text(scales[axis].labels?.[answers()[ids[axis]]] ?? scales[axis][answers()[ids[axis]]]) || say("form.point", { at: answers()[ids[axis]] - scales[axis].min + 1, all: size(axis) })}`).join(", ");
  let taken; // the card in hand; else the first that has no place

  const build = (again) => {
    const hand = locked() ? null : all.find((card) => card === taken) ?? all.find((card) => !placed(ask, card));
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
    const drag = (el, card) => (locked() ? el : dragged(el, (event) => { const square = event && under(el, event, ".square"); if (square) set(card, event, square); else again(); }));
    const taking = (card) => { taken = taken === card ? undefined : card; tell(text(card.text)); again(); };
    const near = new Map(); // how many lie in one place: each a little beside the one before
    const discs = all.map((card, index) => {
      if (!card.ids.every((id) => Number.isInteger(answers()[id]))) return null; // or somebody cannot tell
      const [x, y] = card.ids.map((id, axis) => share(axis, answers()[id]));
      const many = near.get(`${x} ${y}`) ?? 0;
      near.set(`${x} ${y}`, many + 1);
      return drag(h("span", { class: `disc${card === hand ? " on" : ""}${y < 0.2 ? " floor" : ""}`, "--x": x, "--y": y, "--many": many, "data-card": index, onclick: once((event) => { event.stopPropagation(); taking(card); }) },
        h("b", null, String(index + 1)), h("small", null, text(card.text))), card);
    });
    const square = h("div", { class: "square", "--across": size(0), "--up": size(1), onclick: once((event) => { if (hand) set(hand, event, square); }) },
      h("small", { class: "high" }, end(1, "max")), h("small", { class: "low" }, end(1, "min")), discs);
    return [
      hand ? h("p", { class: "hand" }, drag(h("span", { class: "card" }, h("b", null, String(all.indexOf(hand) + 1)), text(hand.text)), hand))
        : !locked() && h("p", { class: "hand soft", tabindex: -1, "data-key": "then" }, say("form.placed")),
      h("div", { "aria-hidden": "true", class: "plane" }, h("p", { class: "axis" }, `\u2191 ${text(dimensions[1].title)}`), square,
        h("p", { class: "axis across" }, h("span", null, end(0, "min")), h("span", null, end(0, "max"))),
        h("p", { class: "axis end" }, `${text(dimensions[0].title)} `, h("span", { class: "on" }, "\u2192"))),
      hand && h("details", { open: Boolean(draft.steps), ontoggle: ({ target }) => { draft.steps = target.open; } },
        h("summary", { "data-key": "steps" }, say("form.by_points")),
        hand.items.map((item, axis) => points(ask, item, `${text(hand.text)}: ${text(dimensions[axis].title)}`, () => {
          taken = hand;
          if (placed(ask, hand)) tell(`${text(hand.text)}. ${where(hand)}.`);
          again();
        }))),
      h("ol", { class: "cards" }, all.map((card, index) => h("li", null, h("button", {
        type: "button", class: placed(ask, card) ? "card" : "card-open card", disabled: locked(), "data-key": `card ${index}`, "aria-pressed": String(card === hand), onclick: () => taking(card) },
        h("b", null, String(index + 1)), h("span", null, text(card.text), h("small", null, placed(ask, card) ? where(card) : say("form.unplaced"))))))),
    ];
  };
  return board(build, { class: "place-it" });
}

export const place = { style: rate.style + STYLE, draw, open, hint: ({ say }) => say("form.place_hint") };
