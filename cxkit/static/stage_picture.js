// The picture under a finding, drawn for a landscape screen: every mark with its name and its n, all of it text.
import { say } from "./facilitator.js";
import { h } from "./parts.js";
import { scene } from "./scene.js";

const NEAR = 4; // points: how far beyond its mark a number may reach
const EDGE = 14; // points: nearer to an end of the scale than that, a number stands at the end
const LONG = 34; // letters: what is longer stands in two lines

const number = (mark, unit = "") => h("b", {}, mark.mean + unit);
// The same in the second language of a mixed room, beneath.
export const under = (words, second) => second && words && h("small", { class: "under", lang: second.lang, dir: second.dir }, words);
const beneath = ({ name, second: other }, second) => other !== name && under(other, second);
// The ends of the scale and its middle.
export const scale = () => h("div", { class: "scale", "aria-hidden": "true" }, [0, 50, 100].map((at) => h("span", { class: `at${at}`, "--at": `${at}%` }, String(at))));

// Two groups on one line: each number over its mark, and neither over the other, however near they are.
function line({ rows: [one, two] }, second) {
  const marks = [{ ...one, kind: "one" }, { ...two, kind: "two" }].sort((a, b) => a.value - b.value);
  const [low, high] = marks.map(({ value }) => value);
  const reach = Math.min(NEAR, Math.max(0, (high - low) / 2 - 1));
  const said = ({ kind, name, people, value, ...mark }, place) => h("div", { class: `said ${kind} ${place ? (value > 100 - EDGE ? "end" : "") : value > EDGE ? "end" : ""}` },
    number(mark), h("p", {}, h("i", { class: `mark ${kind}` }), name, say("report.comma"), people, beneath({ name, ...mark }, second)));
  return h("div", { class: "line", "--low": `${low}%`, "--high": `${high}%` },
    h("div", { class: "saids", "--left": `${low + reach}%`, "--gap": `${Math.max(0, high - low - 2 * reach)}%` }, said(marks[0], 0), said(marks[1], 1)),
    h("div", { class: "axis", "aria-hidden": "true" }, h("i", { class: "span" }), marks.map(({ kind, value }) => h("i", { class: `mark ${kind}`, "--at": `${value}%` }))),
    scale());
}

// How many people all numbers are of; nothing where they differ, or stand at their marks.
export function alike({ kind, rows: marks, people }) {
  if (people) return people;
  const every = new Set(marks.flatMap(({ people: own, other }) => [own, other?.people ?? own]));
  return every.size === 1 && kind === "bars" ? marks[0].people : "";
}

// Rows of one number, or of two groups' numbers; what the headline names stands out.
function rows(found, second) {
  const { kind, rows: marks, names, unit, more, headline } = found;
  const both = kind === "sides";
  const ends = ({ value, other }) => [Math.min(value, other?.value ?? 0), Math.max(value, other?.value ?? 0)].map((end) => `${end}%`);
  return h("div", { class: "rows" },
    both && h("p", { class: "legend" }, [["one", marks[0].people], ["two", marks[0].other.people]].map(([mark, people], place) => h("span", {}, h("i", { class: `mark ${mark}` }), names[place], say("report.comma"), people))),
    h("ul", { role: "list" }, marks.map((mark, place) => [more && place === marks.length / 2 && h("li", { class: "more" }, more), h("li", { class: headline.includes(mark.name) && "first" }, h("span", {}, mark.name, beneath(mark, second)),
      h("div", { class: "track", "aria-hidden": "true", "--low": ends(mark)[0], "--high": ends(mark)[1] },
        h("i", { class: "span" }), both && [h("i", { class: "mark one", "--at": `${mark.value}%` }), h("i", { class: "mark two", "--at": `${mark.other.value}%` })]),
      h("p", {}, number(mark, unit), both && [" · ", number(mark.other)], !both && !alike(found) && h("small", {}, mark.people)))])));
}

export function drawn(found, second) {
  if (found.scene) return h("div", { class: "wide", tabindex: 0 }, scene(found.scene, found.alt)); // enlarged, it scrolls by itself
  if (!found.rows.length) return null;
  const long = found.rows.some(({ name }) => name.length > LONG);
  return h("div", { class: long ? "picture sentences" : "picture", "data-kind": found.kind, "--rows": found.rows.length }, found.kind === "line" ? line(found, second) : rows(found, second));
}
