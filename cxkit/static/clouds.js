// What was guessed, a dot a guess and no names; and once it is revealed, what is true. A lane for each group that guessed.
import { say } from "./facilitator.js";
import { h } from "./parts.js";
import { scale, under } from "./stage_picture.js";

const CLOSE = 3; // points: guesses that near stand on each other
const SMALLEST = 0.4; // of their usual size: no dot is smaller

// How high each dot stands on those that are nearly the same.
function stacked(dots) {
  const high = new Map();
  return dots.map((value) => {
    const column = Math.round(value / CLOSE);
    high.set(column, (high.get(column) ?? -1) + 1);
    return { at: Math.min(100, column * CLOSE), up: high.get(column) };
  });
}

function lane({ label, second: other, middle, dots, truths, kind }, tall, second) {
  const said = truths.map(({ name, mean, people }) => `${name}: ${mean}${say("report.comma")}${people}`);
  const mark = (place) => ["truth", place && "second"].filter(Boolean).join(" ");
  return h("div", { class: `lane ${kind}`, role: "img", "aria-label": [`${label}: ${dots.join(say("report.comma"))} (${middle})`, ...said].join(". ") },
    h("p", { class: "who" }, h("b", {}, label), under(other, second), h("span", {}, middle)),
    h("div", { class: "cloud", "--tall": tall }, stacked(dots).map(({ at, up }) => h("i", { class: "dot", "--at": `${at}%`, "--up": up })),
      truths.map(({ value }, place) => h("i", { class: mark(place), "--at": `${value}%` }))),
    truths.length > 0 && h("div", { class: "answers" }, truths.map(({ name, mean, people }, place) => h("p", {}, h("b", {}, truths.length > 1 && h("i", { class: mark(place) }), mean), h("span", {}, name, h("br"), people)))));
}

// Where many guessed alike, dots are smaller, until the step fits the screen.
export function squeeze(root, step) {
  if (!root) return;
  for (let size = 1; size > SMALLEST; size *= 0.93) {
    root.style.setProperty("--squeeze", size);
    if (step.scrollHeight <= step.clientHeight) return;
  }
}

export function clouds(found, second) {
  const apart = found.length > 1;
  const tall = found.map(({ dots }) => 1 + Math.max(...stacked(dots).map(({ up }) => up)));
  return h("div", { class: ["clouds", found.some(({ truths }) => truths.length) && "told"].filter(Boolean).join(" "), "--all": tall.reduce((sum, one) => sum + one + 1, 0) },
    found.map((one, place) => lane({ ...one, kind: apart && place ? "two" : "one" }, tall[place], second)),
    scale());
}
