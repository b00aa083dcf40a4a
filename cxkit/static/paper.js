// Typing paper forms in: a digit answers and goes on. A form keeps its token until it is on the disk, so a lost or
// doubled message does no harm.
import { at, code, message, notice, say, text, why } from "./facilitator.js";
import { ask, newToken } from "./network.js";
import { h, hue } from "./parts.js";

const api = `/api/paper/${code}`;
const rows = [];
let last = null; // the form kept last, to correct it
let now = null; // token and revision of the form on the page
let typed = 0;

const fresh = () => ({ token: newToken(), revision: 1 });
const count = (late) => { at("typed").textContent = [say("paper.typed", { n: typed }), late ? say("paper.late", { n: late }) : ""].join(" "); };

function go(place, step = 1) {
  const row = rows[place];
  if (row?.skipped?.()) go(place + step, step);
  else if (row) { row.input.focus(); row.input.select(); } else at("keep").focus();
}

// One line: `choices` maps what is typed to [value, meaning]; without choices it takes words.
function row(part, id, number, words, choices) {
  const place = rows.length;
  const input = h("input", { id: `${part}-${id}`, inputmode: choices ? "numeric" : "text", maxlength: choices ? 3 : 2000 });
  const meaning = h("span", { class: "meaning" });
  const line = h("div", { class: choices ? "row" : "row words" }, h("span", null, number), h("label", { for: input.id }, words), input, choices && meaning);
  const one = { part, id, input,
    value: () => (choices ? choices[input.value.trim().toLowerCase()]?.[0] : input.value.trim() || undefined),
    wrong: () => Boolean(choices && input.value.trim() && !choices[input.value.trim().toLowerCase()]),
    show() {
      meaning.textContent = one.wrong() ? say("paper.not_one_of", { choices: Object.keys(choices).join(" ") }) : choices?.[input.value.trim().toLowerCase()]?.[1] ?? "";
      line.classList.toggle("wrong", one.wrong());
    },
  };
  input.oninput = () => {
    one.show();
    if (!choices) return;
    const so = input.value.trim().toLowerCase();
    // 1 may become 10: wait for Enter; else go on at once.
    if (choices[so] && !Object.keys(choices).some((key) => key !== so && key.startsWith(so))) go(place + 1);
  };
  input.onkeydown = (event) => {
    if (event.repeat && choices && event.key.length === 1) event.preventDefault(); // a key held down answers one line
    else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) { event.preventDefault(); if (!one.wrong()) go(place + 1); }
    else if (event.key === "ArrowDown") { event.preventDefault(); go(place + 1); }
    else if (event.key === "ArrowUp" || (event.key === "Backspace" && !input.value)) { event.preventDefault(); go(Math.max(0, place - 1), -1); }
  };
  rows.push(one);
  return line;
}

const numbered = (options, as = String) => Object.fromEntries(Object.entries(options ?? {}).map(([value, words], place) => [String(place + 1), [as(value), text(words)]]));
function points(scale) {
  const found = {};
  for (let point = scale.min; point <= scale.max; point += 1) found[point] = [point, text(scale.labels[point])];
  if (scale.not_applicable) found.x = ["not_applicable", text(scale.not_applicable)];
  return found;
}

// What may be typed for an item, by how it is asked: − and + for pins, 1 for the first choice of a step.
function typedFor({ kind }, item, survey) {
  if (kind === "pin") return { "-": [-1, say("paper.red")], "+": [1, say("paper.green")] };
  if (kind === "case") return numbered(Object.fromEntries(item.choices.map((choice, place) => [place, choice.text])), Number);
  return points(item.response_scale ?? survey.response_scale);
}

// Nobody is asked for a step to which the steps before it do not lead.
function offTheWay({ items }, id) {
  for (let at = items[0]; at; ) {
    if (at.id === id) return false;
    const { then } = at.choices[rows.find((one) => one.id === at.id).value()] ?? {};
    at = items.find((one) => one.id === then);
  }
  return true;
}

function asked(dimension, item, number, survey) {
  const lines = [row("answers", item.id, number, text(item.text), typedFor(dimension, item, survey))];
  const mine = rows.at(-1);
  if (dimension.kind === "case") mine.skipped = () => offTheWay(dimension, item.id);
  if (dimension.kind !== "pin") return lines;
  lines.push(row("comments", item.id, "", say("paper.why")));
  rows.at(-1).skipped = () => mine.value() === undefined; // words belong to a pin
  return lines;
}

function draw({ survey, asks }) {
  const about = survey.attributes.map(({ id, title, options }) => row("attributes", id, "", text(title), numbered(options)));
  if (asks) about.push(row("agrees", "agrees", "", say("paper.agrees"), { 1: [true, say("paper.agree")], 2: ["alone", say("paper.alone")], 3: [false, say("paper.disagree")] }));
  const whose = rows.find(({ id }) => id === asks?.[0]);
  if (asks) rows.at(-1).skipped = () => whose.value() !== asks[1]; // nobody else is asked
  const list = about.length ? [h("h2", null, say("paper.person")), ...about] : [];
  let number = 0;
  survey.dimensions.forEach((dimension, place) => {
    const { id, title, items } = dimension;
    list.push(h("h2", { "--hue": hue(place) }, text(title)), ...(items ?? []).flatMap((item) => asked(dimension, item, String(number += 1), survey)));
    if (survey.comments.per_dimension) list.push(row("comments", id, "", say("paper.comment")));
  });
  at("form").replaceChildren(...list);
}

function empty() {
  for (const one of rows) { one.input.value = ""; one.show(); }
  now = fresh();
  go(0);
}

function response() {
  const filled = { attributes: {}, answers: {}, comments: {}, finished: true };
  for (const { part, id, value, skipped } of rows) {
    if (value() === undefined || skipped?.()) continue;
    if (part === "agrees") filled.agrees = value();
    else filled[part][id] = value();
  }
  return filled;
}

let sending = false;
at("form").onsubmit = async (event) => {
  event.preventDefault();
  if (sending) return;
  const wrong = rows.findIndex((one) => one.wrong());
  if (wrong >= 0) { notice(say("paper.unreadable"), true); go(wrong); return; }
  const filled = response();
  if (!Object.keys(filled.answers).length) { notice(say("paper.nothing"), true); go(0); return; }
  sending = true;
  try {
    const counted = await ask(api, message({ ...now, response: filled }, "PUT"));
    typed = counted.typed;
    last = { now, values: rows.map((one) => one.input.value) };
    count(counted.late);
    notice(say("paper.kept", { n: Object.keys(filled.answers).length }));
    at("again").hidden = false;
    empty();
  } catch (error) { notice(why(error, say("paper.away")), true); }
  sending = false;
};
addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); at("form").requestSubmit(); }
});
at("again").onclick = () => {
  rows.forEach((one, place) => { one.input.value = last.values[place]; one.show(); });
  now = { ...last.now, revision: last.now.revision + 1 };
  at("again").hidden = true;
  notice(say("paper.correct"));
  go(0);
};
addEventListener("beforeunload", (event) => { if (rows.some((one) => one.input.value)) event.preventDefault(); });

try {
  const told = await ask(api);
  typed = told.typed;
  count(told.late);
  if (told.state === "revealed") {
    notice(say("paper.revealed"), true);
    at("keep").hidden = true;
  } else {
    draw(told);
    empty();
  }
} catch (error) { notice(why(error, say("paper.reload")), true); }
