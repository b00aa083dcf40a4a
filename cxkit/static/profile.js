// The last screen of the form: what one has answered oneself, as scores or in words.
import { h, hue } from "./parts.js";
import { score } from "./score.js";

export function profile({ survey, answers, any, locked, again, scored, own, text, say }) {
  const scores = score(survey, answers);
  const band = (value) => (value < 40 ? say("form.band_low") : value < 65 ? say("form.band_middle") : say("form.band_high"));
  return [
    locked ? h("p", { class: "note" }, say("form.closed", { title: text(survey.title) })) : "",
    h("h2", { tabindex: -1 }, any ? say("form.profile") : say("form.thanks")),
    h("p", { class: "lead soft" }, any ? say("form.lead") : say("form.yours")),
    again || "",
    ...survey.dimensions.map((dimension, index) => {
      const value = scores[dimension.id];
      const none = value === null;
      const number = scored(dimension);
      const rated = dimension.items.filter((item) => Number.isInteger(answers[item.id])).length;
      const words = own(dimension); // not points to tap: one's answers say more than a sentence
      return h("div", { class: "result", "--hue": hue(index) },
        number && h("p", { class: none ? "none number" : "number" }, none ? say("form.few") : h("span", { "aria-hidden": "true" }, String(Math.round(value))),
          !none && h("span", { class: "sr" }, say("form.score", { n: Math.round(value) }))),
        h("div", { class: "rest" },
          h("h3", null, text(dimension.title)),
          number && h("div", { class: none ? "none track" : "track", "aria-hidden": "true" }, !none && h("b", { "--to": `${value}%` })),
          number && none ? h("p", null, say("form.fewer", { n: rated, need: dimension.min_answered }))
            : words?.length ? h("ul", null, words.map((each) => h("li", null, each))) : h("p", null, words ? say("form.none") : band(value))));
    }),
  ];
}
