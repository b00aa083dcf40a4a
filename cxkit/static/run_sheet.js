// The run sheet on the set-up page: which steps there are, in which order, for how many minutes; by drag or by keys.
import { at, say, show, text } from "./facilitator.js";
import { h } from "./parts.js";

const list = at("steps"), preset = at("run-sheet"), whole = at("whole"), sum = at("sum"), more = at("more-steps");
const OWN = "own", EDGE = 64;
let offered = {}; // what each step is called, by id
let sheets = []; // those to choose from: what the survey is usually asked with, and those shipped
let title = ""; // of one's own
let alone = ""; // the id of one that the survey has by itself
let asked = ""; // the survey

const rows = () => [...list.children];
const minutes = (row) => row.querySelector("input");
const called = (id) => { const { title, kind } = offered[id] ?? { title: id, kind: "" }; return `${title}: ${kind}`; };

function row([id, n]) {
  const { title, kind, headline } = offered[id] ?? { title: id, kind: "", headline: "" };
  const name = called(id);
  const button = (sign, words, run) => h("button", { type: "button", "aria-label": words, title: words, onclick: run }, sign);
  const item = h("li", { "data-step": id },
    h("span", { class: "grip", "aria-hidden": "true", onpointerdown: (event) => drag(event, item) }, "⠿"),
    h("span", { class: "what" }, h("b", {}, title), ` ${kind}`, headline && h("small", {}, headline)),
    h("span", { class: "how" },
      h("input", { inputmode: "numeric", value: n, "aria-label": say("setup.step_minutes", { step: name }), oninput: changed }),
      button("↑", say("setup.earlier", { step: name }), () => move(item, item.previousElementSibling, "before")),
      button("↓", say("setup.later", { step: name }), () => move(item, item.nextElementSibling, "after")),
      button("×", say("setup.remove", { step: name }), () => remove(item))));
  return item;
}

function move(item, beside, where) {
  const pressed = document.activeElement;
  if (!beside) return;
  beside[where](item);
  pressed.focus(); // it is taken out and put in again
  changed();
}

function remove(item) {
  const beside = item.nextElementSibling ?? item.previousElementSibling;
  item.remove();
  (beside?.querySelector("button:last-of-type") ?? more).focus();
  changed();
}

// A step that a finger or a mouse holds stands where it is drawn to; near an edge the page follows.
function drag(event, item) {
  if (at("fields").disabled) return;
  event.preventDefault();
  item.classList.add("held");
  const gone = new AbortController(), { signal } = gone;
  const follow = ({ clientY }) => {
    if (clientY < EDGE) scrollBy(0, -EDGE / 4);
    if (clientY > innerHeight - 2 * EDGE) scrollBy(0, EDGE / 4); // what is done on the page stands there
    const next = rows().find((one) => one !== item && clientY < one.getBoundingClientRect().top + one.offsetHeight / 2) ?? null;
    if (next !== item.nextElementSibling) list.insertBefore(item, next);
  };
  const drop = () => { gone.abort(); item.classList.remove("held"); changed(); };
  addEventListener("pointermove", follow, { signal });
  addEventListener("pointerup", drop, { signal });
  addEventListener("pointercancel", drop, { signal });
}

const steps = () => rows().map((one) => ({ [one.dataset.step]: number(minutes(one).value) }));
const number = (words) => (/^\d+$/.test(words.trim()) ? Number(words) : words.trim());

// What is no longer one of those to choose from is one's own.
function changed() {
  const same = sheets.find((one) => one.minutes === number(whole.value) && JSON.stringify(one.steps) === JSON.stringify(steps()));
  if (!same && ![...preset.options].some(({ value }) => value === OWN)) preset.add(new Option(title || say("setup.own_sheet"), OWN));
  preset.value = same?.id ?? OWN;
  told();
}

function told() {
  const needed = rows().reduce((all, one) => all + (Number(minutes(one).value) || 0), 0);
  const left = (Number(whole.value) || 0) - needed;
  const words = { n: Math.abs(left), needed, whole: whole.value };
  sum.textContent = left < 0 ? say("setup.too_long", words) : say("setup.to_spare", words);
  sum.classList.toggle("wrong", left < 0);
  const there = new Set(rows().map((one) => one.dataset.step));
  const open = Object.keys(offered).filter((id) => !there.has(id) && ["", asked].includes(offered[id].own));
  more.replaceChildren(...open.map((id) => new Option(called(id), id)));
  show("adding", open.length);
  at("sheet").dispatchEvent(new Event("ordered"));
}

function draw(sheet) {
  whole.value = sheet.minutes;
  list.replaceChildren(...sheet.steps.flatMap(Object.entries).map(row));
  changed();
}

preset.onchange = () => { const sheet = sheets.find(({ id }) => id === preset.value); if (sheet) draw(sheet); };
whole.oninput = changed;
at("add").onclick = () => {
  const added = row([more.value, 3]);
  const near = rows().filter((one) => offered[one.dataset.step]?.title === offered[more.value].title).at(-1);
  if (near) near.after(added);
  else list.append(added);
  changed();
  minutes(added).focus();
};

// What there is to choose from, where the workshop begins with a survey; then what is chosen.
export function offer(told, survey, chosen) {
  const usual = survey.run_sheet;
  alone = told.run_sheets.some(({ id }) => id === usual.id) ? "" : usual.id;
  sheets = [...(alone ? [usual] : []), ...told.run_sheets];
  offered = told.steps;
  asked = survey.id;
  title = chosen?.id === OWN ? text(chosen.title) : "";
  preset.replaceChildren(...sheets.map((one) => new Option(one.id === alone ? say("setup.alone") : text(one.title), one.id)));
  draw(chosen ?? usual);
}

// What the form sends: a name, or all of it; nothing where it is what the survey has by itself.
export function ordered() {
  if (preset.value === alone) return {};
  const own = { title: title || say("setup.own_sheet"), minutes: number(whole.value), steps: steps() };
  return { run_sheet: preset.value === OWN ? own : preset.value };
}
// The surveys that its steps open or show.
export const taken = () => [...new Set(rows().map((one) => offered[one.dataset.step]?.survey).filter(Boolean))];
