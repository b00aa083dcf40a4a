// A case: one decides, sees what the customer does next, decides again, and sees how it ends.
import { board } from "./board.js";
import STYLE from "./kind_case.css";
import { once } from "./once.js";
import { h } from "./parts.js";

// The way that was taken: the steps so far, and where it led, if it has ended.
function way({ dimension: { items, endings }, answers }) {
  const steps = [];
  let to = items[0].id;
  while (items.some(({ id }) => id === to) && steps.length < items.length) {
    const step = items.find(({ id }) => id === to);
    steps.push(step);
    to = step.choices[answers()[step.id]]?.then;
  }
  return { steps, ending: endings.find(({ id }) => id === to) };
}

function draw(ask) {
  const { dimension: { items, story }, answers, put, finished, text, say, tell } = ask;
  const build = (again) => {
    const { steps, ending } = way(ask);
    const here = ending ? null : steps.at(-1);
    const go = (step, choice) => {
      const gone = [...steps.slice(0, steps.indexOf(step)).map(({ id }) => [id, answers()[id]]), [step.id, choice]];
      put({ ...Object.fromEntries(items.map(({ id }) => [id, undefined])), ...Object.fromEntries(gone) });
      const now = way(ask);
      tell(text((now.ending ?? now.steps.at(-1)).text));
      again("then");
    };
    const said = steps.filter((step) => step !== here);
    return [
      story && h("p", { class: "story" }, text(story)),
      said.map((step) => [h("p", { class: "step-text" }, text(step.text)),
        h("p", { class: "did" }, h("span", { class: "sr" }, `${say("form.you")} `), text(step.choices[answers()[step.id]].text))]),
      here && [h("p", { class: "step-text", tabindex: -1, "data-key": "then" }, text(here.text)),
        h("div", { class: "ways", role: "group", "aria-label": say("form.you_do") }, here.choices.map((choice, index) => h("button", {
          type: "button", class: "way-on", onclick: once(() => go(here, index)) }, text(choice.text))))],
      ending && h("div", { class: `ending ${ending.good ? "good" : "bad"}`, tabindex: -1, "data-key": "then" },
        h("p", { class: "small" }, say("form.ending")), h("h3", null, text(ending.title)), h("p", null, text(ending.text))),
      // The last way counts: whoever has finished tries no other.
      said.length > 0 && !finished() && h("div", { class: "again" },
        h("button", { type: "button", "data-key": "back", onclick: once(() => go(said.at(-1), undefined)) }, say("form.take_back")),
        ending && h("button", { type: "button", onclick: once(() => go(items[0], undefined)) }, say("form.other_way"))),
    ];
  };
  return board(build, { class: "case" });
}

export const case_ = {
  style: STYLE, together: true, draw,
  open: (ask) => (way(ask).ending ? 0 : 1),
  left: (ask) => (way(ask).ending ? ask.say("form.ended") : ask.say("form.not_ended")),
  own: (ask) => (way(ask).ending ? [ask.text(way(ask).ending.title)] : []),
};
