// Cards to sort into two or three named places: one at a time, then all of them, and any can be moved.
import { board, dragged, once, under } from "./board.js";
import STYLE from "./kind_sort.css";
import { h } from "./parts.js";

function draw({ dimension: { items }, answers, put, locked, scale, text, say, tell }) {
  const { min, max, labels, not_applicable: na } = scale(items[0]);
  const bins = [...Array.from({ length: max - min + 1 }, (_, index) => max - index), ...(na ? ["not_applicable"] : [])];
  const label = (bin) => text(labels?.[bin] ?? (na || bin));
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
      tell([say("form.put", { card: text(card.text), place: back ? say("form.nowhere") : label(bin) }), next && say("form.next_card", { card: text(next.text) })].filter(Boolean).join(" "));
      again();
    };
    const deck = () => {
      const top = h("p", { class: "card", "data-card": card.id }, text(card.text));
      const target = (event) => event && under(top, event, ".bin");
      dragged(top, (event) => { const bin = target(event); if (bin) into(bins.find((one) => String(one) === bin.value)); }, (event) => {
        const over = target(event);
        for (const bin of top.parentNode.querySelectorAll(".bin")) bin.classList.toggle("over", bin === over);
      });
      return h("div", { class: "deck", role: "group", "aria-label": text(card.text) }, h("div", { class: "pile", "--more": Math.min(2, open().length - (now[card.id] === undefined)) }, top),
        h("div", { class: "bins" }, bins.map((bin) => h("button", {
          type: "button", class: "bin", value: bin, "data-key": `bin ${bin}`, "aria-pressed": String(now[card.id] === bin), onclick: once(() => into(bin)),
        }, label(bin)))));
    };
    const sorted = items.length > open().length;
    return [
      card && !locked() ? deck() : !locked() && h("p", { class: "soft", tabindex: -1, "data-key": "then" }, say("form.sorted")),
      sorted && h("div", { class: "sorted" }, bins.map((bin) => h("div", { class: "heap", role: "group", "aria-label": label(bin) }, h("h3", null, label(bin)),
        items.filter((item) => now[item.id] === bin).map((item) => h("button", {
          type: "button", class: "card", disabled: locked(), "data-card": item.id !== card?.id && item.id, "data-key": item.id, "aria-pressed": String(taken === item.id),
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

export const sort = { style: STYLE, draw, hint: ({ say }) => say("form.sort_hint") };
