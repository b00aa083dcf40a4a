// An order: tap the first, the second … until all have a place; then move any up or down, or drag it by its number.
import { board, px } from "./board.js";
import { dragged } from "./drag.js";
import STYLE from "./kind_rank.css";
import { h } from "./parts.js";

// Who has a place so far, best first. It is an answer once all have one; until then it is a draft.
function order({ dimension: { items }, answers, draft }) {
  const now = answers();
  if (items.every(({ id }) => Number.isInteger(now[id]))) return [...items].sort((one, other) => now[one.id] - now[other.id]);
  return items.filter(({ id }) => draft.order?.includes(id)).sort((one, other) => draft.order.indexOf(one.id) - draft.order.indexOf(other.id));
}
const open = (ask) => ask.dimension.items.length - order(ask).length;

function draw(ask) {
  const { dimension: { items }, draft, put, text, say, tell } = ask;
  const build = (again) => {
    const placed = order(ask);
    const rest = items.filter((item) => !placed.includes(item));
    const set = (now, item, to) => {
      draft.order = now.map(({ id }) => id);
      if (now.length === items.length - 1 && now.length >= placed.length) draft.order.push(items.find((one) => !now.includes(one)).id); // the last has but one place
      const whole = draft.order.length === items.length;
      put(Object.fromEntries(items.map(({ id }) => [id, whole ? draft.order.indexOf(id) + 1 : undefined])));
      tell(say("form.put", { card: text(item.text), place: draft.order.includes(item.id) ? draft.order.indexOf(item.id) + 1 : say("form.nowhere") }));
      again(to);
    };
    const moved = (item, at, to) => {
      const others = placed.filter((one) => one !== item);
      set([...others.slice(0, at), item, ...others.slice(at)], item, to);
    };
    const arrow = (item, at, sign, key, name) => h("button", {
      type: "button", class: "arrow", "data-key": `${key} ${item.id}`, "aria-label": name, "aria-disabled": String(at < 0 || at >= placed.length),
      onclick: () => { if (at >= 0 && at < placed.length) moved(item, at, `${key} ${item.id}`); },
    }, sign);
    const row = (item, index) => {
      const number = dragged(h("span", { class: "place", "aria-hidden": "true" }, String(index + 1)), (event) => {
        if (!event) { again(); return; }
        const others = [...line.parentNode.querySelectorAll(".ranked")].filter((one) => one !== line);
        moved(item, others.filter((one) => { const box = one.getBoundingClientRect(); return event.clientY > box.y + box.height / 2; }).length);
      }, (event) => { line.style.translate = px(0, event.clientY - from()); number.style.translate = "none"; line.classList.add("dragged"); });
      let start;
      const from = () => (start ??= line.getBoundingClientRect().y + line.getBoundingClientRect().height / 2);
      const line = h("li", { class: "ranked", "data-card": item.id }, number,
        h("button", { type: "button", class: "name", "data-key": item.id, "aria-label": say("form.ranked", { card: text(item.text), n: index + 1 }),
          onclick: () => set(placed.filter((one) => one !== item), item) }, text(item.text)),
        placed.length > 1 && [
          arrow(item, index - 1, "\u2191", "up", say("form.up", { card: text(item.text) })),
          arrow(item, index + 1, "\u2193", "down", say("form.down", { card: text(item.text) }))]);
      return line;
    };
    return [
      placed.length > 0 && h("ol", null, placed.map(row)),
      rest.length > 0 && h("p", { class: "small soft" }, placed.length ? say("form.rank_next", { n: placed.length + 1 }) : say("form.rank_first")),
      rest.length > 0 && h("ul", null, rest.map((item, index) => h("li", { "data-card": item.id },
        h("button", { type: "button", class: "name", "data-key": index ? item.id : "then", onclick: () => set([...placed, item], item) }, h("span", { class: "place", "aria-hidden": "true" }), h("span", null, text(item.text)))))),
    ];
  };
  return board(build, { class: "rank" });
}

export const rank = {
  style: STYLE, together: true, draw, open,
  hint: ({ say }) => say("form.rank_hint"),
  own: (ask) => (open(ask) ? [] : order(ask).map(({ text }, index) => `${index + 1}. ${ask.text(text)}`)),
};
