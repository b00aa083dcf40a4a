// What the group will do: one to three lines, kept while they are typed, and the day to look again.
import { at, code, message, say, show, text, why } from "./facilitator.js";
import { ask, listen, wait } from "./network.js";
import { h, hue } from "./parts.js";
import { scene } from "./scene.js";

const api = `/api/presenter/${code}/commitments`;
const TEXTS = {
  what: [say("commitments.what"), say("commitments.what_hint")], who: [say("commitments.who"), say("commitments.who_hint")],
  know: [say("commitments.know"), say("commitments.know_hint")],
};
const MISSING = {
  what: say("commitments.missing_what"), who: say("commitments.missing_who"),
  by: say("commitments.missing_by"), know: say("commitments.missing_know"),
};
const AWAY = say("commitments.away");
const empty = () => ({ what: "", who: "", sponsor: "", by: "", know: "", now: "", moves: "", status: "open", reason: "", next: "" });
const begun = ({ status, ...line }) => Object.values(line).some((value) => value.trim?.());
const lang = document.documentElement.lang;
const day = new Intl.DateTimeFormat(`${lang === "en" ? "en-GB" : lang}-u-nu-latn`, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
// "Tuesday 1 December 2026", as the book says it
const spoken = (value) => (value ? day.format(new Date(`${value}T00:00Z`)).replace(",", "") : "");
let page = null; // what the server said last
let lines = [];
let earlier = []; // those of the workshop before, with what became of them
let review = "";
let removed = null;

function notice(words, theirs = false) {
  at("notice").firstElementChild.textContent = words;
  show("theirs", theirs);
}
const saved = (words) => { at("saved").textContent = words; };

// Keeping: everything is sent a moment after the last letter, one message at a time, until it is on the disk.
let timer = 0;
let sending = null;
let dirty = false;
let stuck = false; // another screen was first: somebody has to look
const all = () => message({ revision: page.revision, lines: lines.filter(begun), review, earlier }, "PUT");

function changed() {
  dirty = true;
  saved(say("commitments.saving"));
  told();
  clearTimeout(timer);
  timer = setTimeout(save, 500);
}
function save() {
  clearTimeout(timer);
  sending ??= send().finally(() => { sending = null; });
  return sending;
}
async function send() {
  while (dirty && !stuck) {
    dirty = false;
    try {
      page.revision = (await ask(api, all())).revision;
      notice("");
      if (!dirty) saved(say("commitments.saved"));
    } catch (error) {
      const refused = error.status < 500;
      stuck = error.status === 409;
      dirty ||= !refused;
      saved(refused ? say("commitments.not_saved") : say("commitments.not_yet"));
      notice(why(error, AWAY), stuck);
      if (refused) return;
      await wait(2000);
    }
  }
}
addEventListener("pagehide", () => { if (dirty && !stuck) fetch(api, { ...all(), keepalive: true }); });

// What follows from what is written: what is missing, what is offered, what can be taken home.
function told() {
  lines.forEach((line, place) => {
    const missing = begun(line) ? Object.keys(MISSING).filter((name) => !line[name].trim()) : [];
    const own = at("lines").children[place];
    own.querySelector(".needs").textContent = missing.length ? say("commitments.still_open", { missing: missing.map((name) => MISSING[name]).join(say("report.comma")) }) : "";
    own.querySelector("output").textContent = spoken(line.by);
    own.querySelector(".who .doubt").textContent = SEVERAL.test(line.who.trim()) ? say("commitments.several") : "";
    own.querySelector(".by .doubt").textContent = line.by && line.by < today() ? say("commitments.past") : "";
    own.querySelector(".what").classList.toggle("long", line.what.length > 80);
    own.querySelector(".by").classList.toggle("set", line.by !== "");
  });
  const any = lines.some(begun);
  show("csv", any);
  show("ics", any);
  const full = lines.length >= page.most;
  show("add", !full);
  const taken = new Set(lines.map((line) => line.what.trim()));
  const room = !full || lines.some((line) => !line.what.trim());
  show("offer", room && (page.sweet || !page.found.length)); // the sweet spot is of the room's own actions
  for (const button of document.querySelectorAll("[data-what]")) button.disabled = !room || taken.has(button.dataset.what);
  at("again").querySelector("output").textContent = spoken(review);
}

// What may be meant, and is asked about: several names, a day that is over.
const SEVERAL = /\S\s*[,;&/+]\s*\S|\s(and|or|y|e|o|u|und|et)\s/i;
const today = () => new Date(Date.now() - 60_000 * new Date().getTimezoneOffset()).toISOString().slice(0, 10);

function grow({ target }) {
  if (CSS.supports("field-sizing", "content")) return;
  target.style.height = "auto";
  target.style.height = `${target.scrollHeight}px`;
}
// Enter goes on to the next field: a line is one sentence.
function onward(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  const fields = [...at("lines").querySelectorAll("textarea, input:not(.aside)"), at("add").hidden ? at("review") : at("add")];
  fields[fields.indexOf(event.target) + 1]?.focus();
}

function row(line, place) {
  const n = place + 1;
  const field = (id) => h("label", { class: `field ${id}` }, h("span", null, TEXTS[id][0]),
    h("textarea", { rows: 1, maxlength: page.longest[id], placeholder: TEXTS[id][1], autocomplete: "off", onkeydown: onward,
      oninput: (event) => { line[id] = event.target.value.replace(/\s*\n\s*/g, " "); grow(event); changed(); } }, line[id]));
  const by = h("input", { id: `by-${place}`, type: "date", min: "2000-01-01", max: "2100-12-31", value: line.by, onkeydown: onward,
    oninput: ({ target }) => { line.by = target.validity.valid ? target.value : ""; changed(); } });
  const aside = (id, label) => h("label", { class: "moves" }, label, h("input", { class: "aside", maxlength: page.longest[id], value: line[id], autocomplete: "off",
    oninput: ({ target }) => { line[id] = target.value; changed(); } }));
  const moves = h("select", { onchange: ({ target }) => { line.moves = target.value; changed(); } },
    [{ id: "", title: "–" }, ...page.pulse].map(({ id, title }) => h("option", { value: id, ...(id === line.moves && { selected: "" }) }, text(title))));
  const cell = (...parts) => h("div", { class: "cell" }, parts);
  return h("li", null, h("fieldset", null, h("legend", { class: "sr" }, say("commitments.line", { n })),
    cell(field("what"), h("p", { class: "needs" })),
    cell(h("div", { class: "who" }, field("who"), h("p", { class: "doubt", role: "status" })), aside("sponsor", say("follow_up.sponsor"))),
    cell(h("div", { class: "field by" }, h("span", null, h("label", { for: by.id }, say("commitments.by"))), h("output", { for: by.id }), by, h("p", { class: "doubt", role: "status" }))),
    cell(field("know"), aside("now", say("follow_up.now")), h("label", { class: "moves" }, say("commitments.moves"), moves)),
    h("button", { type: "button", class: "remove", "aria-label": say("commitments.remove", { n }), onclick: () => remove(place) }, "×")));
}
// What has changed since, and the line over all workshops.
const evidence = ({ words, alt, scene: drawn, hue: place }) => (words ? [h("p", { class: "evidence" }, words), h("div", { class: "line", "--hue": hue(place) }, scene(drawn, alt))] : []);
// A line of the workshop before: what became of it, why, and what comes next.
function before(line, place) {
  const name = `status-${place}`;
  const write = (id, label) => h("label", { class: "field" }, h("span", null, label), h("textarea", { rows: 1, maxlength: page.longest[id], placeholder: " ",
    oninput: (event) => { line[id] = event.target.value.replace(/\s*\n\s*/g, " "); grow(event); changed(); } }, line[id]));
  return h("li", null, h("h3", null, line.what), h("p", { class: "soft" }, [line.who, spoken(line.by), line.know, line.now].filter(Boolean).flatMap((one, place) => [place ? " · " : "", h("bdi", null, one)])),
    ...evidence(page.evidence[place] ?? {}),
    h("div", { class: "states", role: "radiogroup", "aria-label": say("follow_up.status") }, Object.entries(page.states).map(([value, words]) =>
      h("label", null, h("input", { type: "radio", name, value, ...(value === line.status && { checked: "" }), onchange: () => { line.status = value; changed(); } }), words))),
    write("reason", say("follow_up.reason")), write("next", say("follow_up.next")),
    h("button", { type: "button", onclick: () => add({ ...line, what: line.next.trim() || line.what, by: "", status: "open", reason: "", next: "" }) }, say("commitments.carry_on")));
}
const offer = (fields, ...words) => h("li", null, h("button", { type: "button", "data-what": fields.what, onclick: () => add(fields) }, h("span", null, words)));
function offers() {
  show("earlier", earlier.length > 0);
  at("earlier").lastElementChild.replaceChildren(...earlier.map(before));
  show("found", page.found.length > 0);
  at("found").lastElementChild.replaceChildren(...page.found.map(({ title, headline, about, question: asked, actions, moves, now }) => h("li", null,
    h("h3", null, h("span", null, title), " ", headline, " ", about && h("small", null, about)), h("p", null, asked),
    h("ul", null, actions.map(({ who, do: what }) => offer({ what, moves, now }, h("b", null, `${who}: `), what))))));
  at("offer-title").textContent = page.sweet ? say("commitments.from_sweet_spot") : say("commitments.to_begin_with");
  at("offer").lastElementChild.replaceChildren(...page.offered.map((what) => offer({ what }, what)));
}
function draw() {
  at("lines").replaceChildren(...lines.map(row));
  for (const area of at("lines").querySelectorAll("textarea")) grow({ target: area });
  show("undo", removed !== null);
  told();
}
const focus = (place, id) => at("lines").children[place]?.querySelector(`.${id} :is(textarea, input)`).focus();

function remove(place) {
  removed = begun(lines[place]) ? { line: lines[place], place } : null;
  lines.splice(place, 1);
  if (!lines.length) lines.push(empty());
  draw();
  changed();
  (removed ? at("undo") : at("add")).focus();
}
at("undo").onclick = () => {
  const { line, place } = removed;
  removed = null;
  lines = lines.filter(begun);
  lines.splice(place, 0, line);
  lines.splice(page.most);
  draw();
  changed();
  focus(Math.min(place, lines.length - 1), "what");
};
function add({ what = "", ...fields } = {}) {
  let place = lines.findIndex((line) => !(what ? line.what.trim() : begun(line)));
  if (place < 0 && lines.length >= page.most) return;
  if (place < 0) place = lines.push(empty()) - 1;
  if (what) Object.assign(lines[place], { what, ...fields });
  removed = null;
  draw();
  if (what) changed();
  focus(place, what ? "who" : "what");
}
at("add").onclick = () => add();
at("review").oninput = ({ target }) => { review = target.validity.valid ? target.value : ""; changed(); };
for (const button of document.querySelectorAll("[data-weeks]")) {
  button.onclick = () => {
    const now = new Date();
    const then = new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate() + 7 * button.dataset.weeks));
    at("review").value = review = then.toISOString().slice(0, 10);
    changed();
  };
}
// What is taken home is what is on the disk: wait for it.
for (const kind of ["csv", "ics"]) {
  at(kind).href = `${api}.${kind}`;
  at(kind).onclick = async (event) => {
    if (!dirty && !sending) return;
    event.preventDefault();
    await save();
    if (!dirty && !stuck) location.href = at(kind).href;
  };
}

async function load() {
  const now = await ask(api);
  if (page && page.revision === now.revision && page.sweet === now.sweet && page.found.length === now.found.length) return;
  page = now;
  lines = page.lines.length ? page.lines.map((line) => ({ ...line })) : [empty()];
  at("review").value = review = page.review;
  at("room").textContent = page.title;
  at("back").href = `/present/${code}`;
  earlier = page.earlier.map((line) => ({ ...empty(), ...line }));
  offers();
  removed = null;
  draw();
  show("page", true);
  saved(page.revision ? say("commitments.saved") : "");
}
at("theirs").onclick = async () => {
  stuck = dirty = false;
  page = null;
  notice("");
  await load().catch(() => notice(AWAY));
};
for (;;) {
  try { await load(); notice(""); break; }
  catch (error) {
    notice(why(error, AWAY));
    await wait(2000);
  }
}
// What another screen writes shows here, unless something is being written on this one.
listen(`/api/presenter/${code}/events`, () => {
  const here = at("page").contains(document.activeElement) && document.hasFocus();
  return dirty || sending || stuck || here || load().then(() => true, (error) => error.status !== 403);
});
