// The picture under a finding, drawn for a landscape screen: every mark with its name and its n, all of it text.
import { h } from "./parts.js";

const NEAR = 4; // points: how far beyond its mark a number may reach
const EDGE = 14; // points: nearer to an end of the scale than that, a number stands at the end
const LONG = 34; // letters: what is longer stands in two lines
const APART = 7.2; // per cent of the square: nearer dots than that would lie on each other

const number = (mark, unit = "") => h("b", {}, mark.mean + unit);
// The ends of the scale and its middle.
export const scale = () => h("div", { class: "scale", "aria-hidden": "true" }, [0, 50, 100].map((at) => h("span", { class: `at${at}`, "--at": `${at}%` }, String(at))));

// Two groups on one line: each number over its mark, and neither over the other, however near they are.
function line({ rows: [one, two] }) {
  const marks = [{ ...one, kind: "one" }, { ...two, kind: "two" }].sort((a, b) => a.value - b.value);
  const [low, high] = marks.map(({ value }) => value);
  const reach = Math.min(NEAR, Math.max(0, (high - low) / 2 - 1));
  const said = ({ kind, name, people, value, ...mark }, place) => h("div", { class: `said ${kind} ${place ? (value > 100 - EDGE ? "end" : "") : value > EDGE ? "end" : ""}` },
    number(mark), h("p", {}, h("i", { class: `mark ${kind}` }), `${name}, ${people}`));
  return h("div", { class: "line", "--low": `${low}%`, "--high": `${high}%` },
    h("div", { class: "saids", "--left": `${low + reach}%`, "--gap": `${Math.max(0, high - low - 2 * reach)}%` }, said(marks[0], 0), said(marks[1], 1)),
    h("div", { class: "axis", "aria-hidden": "true" }, h("i", { class: "span" }), marks.map(({ kind, value }) => h("i", { class: `mark ${kind}`, "--at": `${value}%` }))),
    scale());
}

// How many people all numbers are of; nothing where they differ, or stand at their marks.
export function alike({ kind, rows: marks }) {
  const every = new Set(marks.flatMap(({ people, other }) => [people, other?.people ?? people]));
  return every.size === 1 && ["bars", "square"].includes(kind) ? marks[0].people : "";
}

// Rows of one number, or of two groups' numbers; what the headline names stands out.
function rows(found) {
  const { kind, rows: marks, names, unit, more, headline } = found;
  const both = kind === "sides";
  const ends = ({ value, other }) => [Math.min(value, other?.value ?? 0), Math.max(value, other?.value ?? 0)].map((end) => `${end}%`);
  return h("div", { class: "rows" },
    both && h("p", { class: "legend" }, [["one", marks[0].people], ["two", marks[0].other.people]].map(([mark, people], place) => h("span", {}, h("i", { class: `mark ${mark}` }), `${names[place]}, ${people}`))),
    h("ul", { role: "list" }, marks.map((mark, place) => [more && place === marks.length / 2 && h("li", { class: "more" }, more), h("li", { class: headline.includes(mark.name) && "first" }, h("span", {}, mark.name),
      h("div", { class: "track", "aria-hidden": "true", "--low": ends(mark)[0], "--high": ends(mark)[1] },
        h("i", { class: "span" }), both && [h("i", { class: "mark one", "--at": `${mark.value}%` }), h("i", { class: "mark two", "--at": `${mark.other.value}%` })]),
      h("p", {}, number(mark, unit), both && [" · ", number(mark.other)], !both && !alike(found) && h("small", {}, mark.people)))])));
}

// Entries on a square by two numbers: numbered dots, and beside it what they are.
function square({ rows: marks, names }) {
  const dots = marks.map(({ value, other }) => ({ x: value, y: other.value }));
  for (let turn = 0; turn < 60; turn += 1) { // whoever would lie on another one moves a little aside
    for (const [place, a] of dots.entries()) {
      for (const b of dots.slice(0, place)) {
        const [x, y] = [a.x - b.x, a.y - b.y];
        const far = Math.hypot(x, y);
        if (far >= APART) continue;
        const push = (APART - far) / 2 + 0.05;
        const [dx, dy] = far ? [x / far, y / far] : [0, 1];
        Object.assign(a, { x: a.x + dx * push, y: a.y + dy * push });
        Object.assign(b, { x: b.x - dx * push, y: b.y - dy * push });
      }
    }
    for (const dot of dots) for (const way of ["x", "y"]) dot[way] = Math.max(3, Math.min(97, dot[way]));
  }
  return h("div", { class: "beside" },
    h("div", { class: "frame", "aria-hidden": "true" }, h("p", {}, `↑ ${names[1]}`),
      h("div", { class: "square" }, dots.map(({ x, y }, place) => h("i", { "--at": `${x}%`, "--up": `${y}%` }, String(place + 1)))),
      h("p", { class: "across" }, `${names[0]} →`)),
    h("ol", { role: "list" }, marks.map((mark, place) => h("li", {}, h("i", { "aria-hidden": "true" }, String(place + 1)), h("span", {}, mark.name), h("p", {}, number(mark), " · ", number(mark.other),
      !alike({ kind: "square", rows: marks }) && h("small", {}, [...new Set([mark.people, mark.other.people])].join(" · ")))))));
}

export function drawn(found) {
  if (!found.rows.length) return null;
  const long = found.rows.some(({ name }) => name.length > LONG);
  return h("div", { class: long ? "picture sentences" : "picture", "data-kind": found.kind, "--rows": found.rows.length }, { line, square }[found.kind]?.(found) ?? rows(found));
}
