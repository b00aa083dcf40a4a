// Tokens to spend: what is left in words, and less and more beside each.
import { board } from "./board.js";
import STYLE from "./kind_spend.css";
import { h } from "./parts.js";

const spent = ({ dimension: { items }, answers }) => items.reduce((sum, { id }) => sum + (answers()[id] ?? 0), 0);
const rest = (ask) => ask.dimension.tokens - spent(ask);
const left = (ask) => (rest(ask) ? ask.say("form.tokens", { n: rest(ask) }) : ask.say("form.all_spent"));

function draw(ask) {
  const { dimension: { items, tokens, most_each: most = tokens }, answers, put, text, say, tell } = ask;
  const dots = (n, of) => of <= 12 && h("span", { class: "tokens", "aria-hidden": "true" }, Array.from({ length: of }, (_, index) => h("i", { class: index < n && "on" })));
  const build = (again) => [
    h("p", { class: "purse" }, dots(rest(ask), tokens), h("b", null, left(ask))),
    ...items.map((item) => {
      const n = answers()[item.id] ?? 0;
      const step = (by, sign, name, why) => h("button", {
        type: "button", class: "step", "data-key": `${item.id} ${by}`, "aria-label": name, "aria-disabled": String(Boolean(why)),
        onclick() {
          if (!why) {
            const all = Object.fromEntries(items.map(({ id }) => [id, answers()[id] ?? 0]));
            all[item.id] = n + by;
            put(spent(ask) + by ? all : Object.fromEntries(items.map(({ id }) => [id, undefined])));
            again();
          }
          tell(why || `${text(item.text)}: ${n + by}. ${left(ask)}`);
        },
      }, sign);
      return h("div", { class: "spend", role: "group", "aria-label": text(item.text) },
        h("p", null, text(item.text)),
        h("div", { class: "count" },
          step(-1, "\u2212", say("form.less", { card: text(item.text) }), n ? "" : say("form.none_here")),
          h("output", { class: n && "some" }, String(n)),
          step(1, "+", say("form.more_of", { card: text(item.text) }), !rest(ask) ? say("form.all_spent") : n >= most ? say("form.most", { n: most }) : "")));
    }),
  ];
  return board(build, { class: "spending" });
}

export const spend = {
  style: STYLE, together: true, draw, left,
  open: (ask) => Math.sign(rest(ask)),
  own: (ask) => ask.dimension.items.filter(({ id }) => ask.answers()[id]).map(({ id, text }) => `${ask.text(text)}: ${ask.answers()[id]}`),
};
