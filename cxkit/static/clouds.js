// What was guessed, a dot a guess and no names; and once it is revealed, what is true. A lane for each group that guessed.
import { h } from "./parts.js";
import { scale } from "./stage_picture.js";

const NEAR = 3; // points: guesses that near stand on each other
const FAR = 60; // points: beyond that, words stand before their mark

// How high each dot stands on those that are nearly the same.
function stacked(dots) {
  const high = new Map();
  return dots.map((value) => {
    const column = Math.round(value / NEAR);
    high.set(column, (high.get(column) ?? -1) + 1);
    return { at: Math.min(100, column * NEAR), up: high.get(column) };
  });
}

const placed = (value) => (value > FAR ? "before" : "");
function lane({ label, middle, dots, truths, kind }, tallest) {
  const said = truths.map(({ name, mean, people }) => `${name}: ${mean}, ${people}`);
  return h("section", { class: `lane ${kind}`, role: "img", "aria-label": [`${label}: ${dots.join(", ")} (${middle})`, ...said].join(". ") },
    h("p", { class: "who" }, h("b", {}, label), " ", middle),
    h("div", { class: "cloud", "--tall": tallest }, stacked(dots).map(({ at, up }) => h("i", { class: "dot", "--at": `${at}%`, "--up": up })), truths.map(({ value }) => h("i", { class: "truth", "--at": `${value}%` }))),
    truths.length > 0 && h("div", { class: "answers", "--rows": truths.length }, truths.map(({ name, mean, people, value }) => h("p", { class: placed(value), "--at": `${value}%` }, h("b", {}, mean), " ", h("span", {}, `${name}, ${people}`)))));
}

export function clouds(found) {
  const apart = found.length > 1;
  const tallest = Math.max(2, ...found.map(({ dots }) => 1 + Math.max(...stacked(dots).map(({ up }) => up))));
  return h("div", { class: `clouds ${found.some(({ truths }) => truths.length) ? "told" : ""}`, "--lanes": found.length },
    found.map((one, place) => lane({ ...one, kind: apart && place ? "two" : "one" }, tallest)),
    scale());
}
