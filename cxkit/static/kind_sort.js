// Cards to sort into two or three named places: one at a time, then all of them, and any can be moved.
import { board } from "./board.js";
import { dragged, under } from "./drag.js";
import STYLE from "./kind_sort.css";
import { once } from "./once.js";
import { h } from "./parts.js";

function bins({ dimension, scale }) {
  const { min, max, not_applicable: na } = scale(dimension.items[0]);
  return [...Array.from({ length: max - min + 1 }, (_, index) => max - index), ...(na ? ["not_applicable"] : [])];
}
function label({ dimension, scale, text }, bin) {
  const points = scale(dimension.items[0]);
  return text(points.labels[bin] ?? points[bin]);
}

function draw(ask) {
  const { dimension: { items }, answers, put, text, say, tell } = ask;
  const open = () => items.filter((item) => answers()[item.id] === undefined);
  let taken; // a sorted card that is taken up again

  const build = (again) => {
    const now = answers();
    const card = items.find((item) => item.id === taken) ?? open()[0];
    const into = (bin) => {
      const back = now[card.id] === bin;
      put({ [card.id]: back ? undefined : bin });
      taken = back ? card.id : undefined;
      const next = open()[0];
      tell([say("form.put", { card: text(card.text), place: back ? say("form.nowhere") : label(ask, bin) }), next && say("form.next_card", { card: text(next.text) })].filter(Boolean).join(" "));
      again();
    };
    const deck = () => {
      const top = h("p", { class: "card", "data-card": card.id }, text(card.text));
      const target = (event) => event && under(top, event, ".bin");
      dragged(top, (event) => { const bin = target(event); if (bin) into(bins(ask).find((one) => String(one) === bin.value)); }, (event) => {
        const over = target(event);
        for (const bin of top.parentNode.querySelectorAll(".bin")) bin.classList.toggle("over", bin === over);
      });
      return h("div", { class: "deck", role: "group", "aria-label": text(card.text) }, h("div", { class: "pile", "--more": Math.min(2, open().length - (now[card.id] === undefined)) }, top),
        h("div", { class: "bins" }, bins(ask).map((bin) => h("button", {
          type: "button", class: "bin", value: bin, "data-key": `bin ${bin}`, "aria-pressed": String(now[card.id] === bin), onclick: once(() => into(bin)),
        }, label(ask, bin)))));
    };
    const sorted = items.length > open().length;
    return [
      card ? deck() : h("p", { class: "soft", tabindex: -1, "data-key": "then" }, say("form.sorted")),
      sorted && h("div", { class: "sorted" }, bins(ask).map((bin) => h("div", { class: "heap", role: "group", "aria-label": label(ask, bin) }, h("h3", null, label(ask, bin)),
        items.filter((item) => now[item.id] === bin).map((item) => h("button", {
          type: "button", class: "card", "data-card": item.id !== card?.id && item.id, "data-key": item.id, "aria-pressed": String(taken === item.id),
          onclick: () => {
            taken = taken === item.id ? undefined : item.id;
            if (taken) tell(say("form.next_card", { card: text(item.text) }));
            again(taken ? `bin ${bin}` : item.id);
          },
        }, text(item.text)))))),
    ];
  };
  return board(build, { class: "sort" });
}

export const sort = {
  style: STYLE, draw,
  scored: () => true,
  hint: ({ say }) => say("form.sort_hint"),
  own(ask) {
    const given = ask.dimension.items.map(({ id }) => ask.answers()[id]);
    return bins(ask).map((bin) => [bin, given.filter((one) => one === bin).length]).filter(([, n]) => n).map(([bin, n]) => `${label(ask, bin)}: ${n}`);
  },
};
