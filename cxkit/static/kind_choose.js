// One of a few answers, each named in full on its button.
import STYLE from "./kind_choose.css";
import { h } from "./parts.js";
import { radio } from "./radio.js";

const label = ({ scale, text }, item, value) => text(scale(item).labels?.[value] ?? scale(item)[value] ?? value);

function draw(ask) {
  const { dimension, answers, put, scale, text } = ask;
  return h("div", { class: "items" }, dimension.items.map((item) => {
    const { min, max, not_applicable: na } = scale(item);
    const values = [...Array.from({ length: max - min + 1 }, (_, index) => min + index), ...(na ? ["not_applicable"] : [])];
    return h("fieldset", { class: values.length > 5 ? "choose short" : "choose" }, h("legend", null, text(item.text)),
      values.map((value) => h("label", { class: "chip" },
        radio(item.id, value, () => answers()[item.id], (chosen) => put({ [item.id]: chosen })), h("span", { class: "dot" }, label(ask, item, value)))));
  }));
}

export const choose = {
  style: STYLE,
  draw,
  hint: ({ say, at }) => at === 0 && say("form.hint"),
  scored: ({ dimension, scale }) => dimension.items.some((item) => scale(item).favourable?.length),
  own: (ask) => ask.dimension.items.filter(({ id }) => id in ask.answers())
    .map((item) => `${ask.text(item.text)}: ${label(ask, item, ask.answers()[item.id])}`),
};
