// The set-up form. What it sends has the keys of a workshop file; the server checks it and says what is wrong.
import { answers } from "./answers.js";
import { at, code, message, notice, say, show, why } from "./facilitator.js";
import { ask } from "./network.js";
import { chosen, h } from "./parts.js";
import { offer, ordered, taken } from "./run_sheet.js";

const api = `/api/setup/${code}`;
const form = at("form");
const field = (name) => form.elements[name];
let told = {}; // what the server says of the room
let surveys = [];

const survey = () => surveys.find((one) => one.id === field("survey").value);
// In a mixed room a line may hold both languages: "Phones = Teléfonos".
const BOTH = " = ";
const whole = (entries) => (entries ?? []).map((one) => (typeof one === "string" ? one : Object.values(one).join(BOTH))).join("\n");
const entries = (list) => lines(list).map((line) => {
  const [one, two] = line.split(BOTH);
  const [first, second] = [field("stage_language").value, field("second_language").value];
  return two && second && second !== first ? { [first]: one.trim(), [second]: two.trim() } : line;
});
const lines = (list) => list.value.split("\n").map((line) => line.trim()).filter(Boolean);
const ticked = (id) => [...at(id).querySelectorAll(":checked")].map((box) => box.value);

function chips(id, options, chosen) {
  at(id).querySelector(".chips").replaceChildren(...Object.entries(options).map(([value, words]) =>
    h("label", id === "languages" ? { lang: value } : null, h("input", { type: "checkbox", value, checked: chosen.includes(value) }), words)));
}
const called = (language) => {
  try { return new Intl.DisplayNames([language], { type: "language" }).of(language).replace(/^./u, (first) => first.toLocaleUpperCase(language)); } catch { return language; }
};
const inItself = (language) => Object.assign(new Option(called(language), language), { lang: language });

// The stage speaks one of them, large, and if it is wished another, smaller. At first it is the reader's own.
function speaks(languages, workshop) {
  const own = told.state === "preparing" ? chosen(document.documentElement.lang, languages) : workshop?.languages[0];
  const [first, second] = [field("stage_language"), field("second_language")];
  first.replaceChildren(...languages.map(inItself));
  first.value = own ?? languages[0] ?? "";
  second.replaceChildren(new Option(say("setup.no_second"), ""), ...languages.map(inItself));
  second.value = workshop?.second_language ?? "";
}

// What a survey asks decides what there is to set up.
function fit(workshop) {
  const { roles, languages, items, asks_teams: asksTeams, leaders, lists } = survey();
  at("size").textContent = say("setup.statements", { n: items });
  chips("roles", roles, workshop?.roles ?? Object.keys(roles));
  chips("languages", Object.fromEntries(languages.map((one) => [one, called(one)])), workshop?.languages ?? languages);
  speaks(languages, workshop);
  show("roles", Object.keys(roles).length);
  show("languages", languages.length > 1);
  show("teams-label", asksTeams);
  show("leaders", leaders);
  at("lists").replaceChildren(...Object.entries(lists).map(([id, title]) => h("label", null, title, " ", h("small", null, say("setup.one_a_line")),
    h("textarea", { name: `list ${id}`, rows: 4, spellcheck: "false" }, whole(workshop?.lists[id])))));
  offer(told, survey(), workshop && told.run_sheet);
  const needed = Object.keys(lists);
  at("words").querySelector("div").replaceChildren(...told.words.filter(({ name }) => !needed.includes(name)).map(({ name, title, examples }) => h("label", null, title,
    h("textarea", { name: `words ${name}`, rows: 5, spellcheck: "false", placeholder: examples.join("\n"), oninput: ({ target }) => long(target) }, whole(told.workshop.lists[name])), h("small", { "aria-live": "polite" }))));
  words();
  each();
}

// Lists that no step asks about are not shown, unless something is in them. What is not put in stays an example.
function words() {
  const asked = [survey().id, ...taken()];
  for (const { name, surveys: asking } of told.words) {
    const list = field(`words ${name}`);
    if (!list) continue;
    list.parentElement.hidden = !lines(list).length && !asking.some((id) => asked.includes(id));
    long(list);
  }
}
// What the stage would cut: of many entries each has less room.
function long(list) {
  const [few, letters] = told.on_stage;
  const longest = lines(list).reduce((one, other) => (other.length > one.length ? other : one), "");
  const n = lines(list).length > few ? longest.length - letters : 0;
  list.nextElementSibling.textContent = n > 0 ? say("setup.long_on_stage", { name: longest, n }) : "";
}
const own = () => Object.fromEntries(told.words.map(({ name }) => [name, field(`words ${name}`)])
  .filter(([, list]) => list && lines(list).length).map(([name, list]) => [name, entries(list)]));

// A number for each team, kept by the team's name while the list above is edited.
const numbers = new Map();
function each() {
  const teams = survey().asks_teams ? lines(field("teams")).map((line) => line.split(BOTH)[0].trim()) : [];
  show("each-label", teams.length > 1);
  const by = field("each").checked && teams.length > 1;
  show("each", by);
  field("invited").disabled = by;
  if (!by) return;
  const total = h("p");
  const add = () => {
    const sum = teams.reduce((all, team) => all + (Number(numbers.get(team)) || 0), 0);
    total.textContent = say("setup.in_all", { n: sum });
    field("invited").value = sum || "";
  };
  at("each").replaceChildren(...[...new Set(teams)].map((team) => h("label", null, h("span", null, team), h("input", {
    inputmode: "numeric", value: numbers.get(team) ?? "", oninput: ({ target }) => { numbers.set(team, target.value.trim()); add(); },
  }))), total);
  add();
}

// So few that nothing can be shown of them: it is said while there is time to plan for it.
function few() {
  const [n, least] = [Number(field("invited").value), survey().least];
  show("few", n > 0 && n < least);
  at("few").textContent = say("setup.few", { least });
}

function spoken() {
  const [first, second] = [field("stage_language").value, field("second_language").value].map(String);
  const all = [...new Set([first, second, ...ticked("languages")].filter(Boolean))];
  return { languages: all, ...(second && second !== first ? { second_language: second } : {}) };
}

const number = (words) => (/^\d+$/.test(words.trim()) ? Number(words) : words.trim());
function filled() {
  const { roles, languages, asks_teams: asksTeams, leaders, lists } = survey();
  const teams = asksTeams ? entries(field("teams")) : [];
  const by = field("each").checked && teams.length > 1;
  const name = (team) => (typeof team === "string" ? team : Object.values(team)[0]);
  const invited = by ? Object.fromEntries(teams.map(name).map((team) => [team, number(numbers.get(team) || "0")])) : number(field("invited").value);
  return {
    title: field("title").value, organisation: field("organisation").value, survey: field("survey").value,
    ...(asksTeams ? { teams } : {}), lists: { ...Object.fromEntries(Object.keys(lists).map((id) => [id, entries(field(`list ${id}`))])), ...own() },
    ...(Object.keys(roles).length ? { roles: ticked("roles") } : {}),
    ...(languages.length > 1 ? spoken() : {}),
    ...(invited === "" ? {} : { invited }),
    activities: [...new Set([...told.workshop.activities, ...taken()])].filter((id) => id !== survey().id), ...ordered(), paced: field("paced").checked, tickets: field("tickets").checked,
    ...(!leaders || field("leaders_from_two").checked ? {} : { leaders_from_two: false }), // asked wherever it can be
  };
}

function wrong(detail) {
  // "teams[1]: …" names its field; the first line only counts the problems.
  const problems = detail.includes("\n") ? detail.split("\n").slice(1).map((line) => line.trim()) : [detail];
  const [, name, list] = problems[0].match(/^([a-z_]+)(?:\.(\w+))?/) ?? [];
  const place = field(name) ?? field(`words ${list}`) ?? field(`list ${list}`) ?? at(name ?? "")?.querySelector("input");
  if (place?.setAttribute && problems[0].includes(":")) { place.setAttribute("aria-invalid", "true"); place.focus(); }
  const called = (key) => told.words.find((one) => key.startsWith(`lists.${one.name}`))?.title
    ?? `${key[0].toUpperCase()}${key.slice(1, -2).replaceAll("_", " ").replace(/\[\d+\]/, "")}`;
  notice(problems.map((one) => one.replace(/^[a-z_]+(\[\d+\])?(\.[^:]*)?: /, (key) => `${called(key)}: `)).join("\n"), true);
}

form.onsubmit = async (event) => {
  event.preventDefault();
  form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  if (brought.open()) {
    notice(say("setup.file_open"), true);
    at("answers").open = true;
    at("answers").scrollIntoView();
    return;
  }
  at("open").disabled = true;
  try {
    if (told.locked) await ask(`${api}/words`, message({ lists: own() }, "PUT"));
    else {
      await ask(api, message(filled(), "PUT"));
      await brought.send();
    }
    location.assign(`/present/${code}`);
  } catch (error) {
    if (error.status) wrong(error.message);
    else notice(why(error), true);
    at("open").disabled = false;
  }
};
const brought = answers(() => field("survey").value);
// The groups in the file are the ones there are: whoever is in another would be in none.
at("answers").addEventListener("groups", ({ detail }) => {
  notice("");
  for (const [id, groups] of Object.entries(detail)) {
    const list = id === "team" ? field("teams") : field(`list ${id}`);
    if (list && groups.length) { list.value = groups.join("\n"); each(); }
  }
});
field("survey").onchange = () => { field("title").value = survey().title; fit(); brought.look(); };
field("teams").oninput = each;
field("each").onchange = each;
at("sheet").addEventListener("ordered", words);
at("form").addEventListener("input", few);

function draw({ workshop, state, locked }) {
  field("survey").append(...surveys.map(({ id, title }) => new Option(title, id)));
  for (const name of ["title", "organisation", "survey"]) field(name).value = workshop[name];
  field("teams").value = whole(workshop.teams);
  field("leaders_from_two").checked = workshop.leaders_from_two ?? true;
  for (const name of ["paced", "tickets"]) field(name).checked = workshop[name];
  if (typeof workshop.invited === "number") field("invited").value = workshop.invited;
  else for (const [team, n] of Object.entries(workshop.invited ?? {})) { numbers.set(team, String(n)); field("each").checked = true; }
  fit(workshop);
  few();
  at("fields").disabled = Boolean(locked);
  show("answers", !locked);
  if (locked) { at("lead").textContent = locked; at("lead").className = "locked"; }
  show("back", state !== "preparing");
  at("back").href = `/present/${code}`;
  at("open").textContent = state === "preparing" ? say("setup.open") : locked ? say("setup.use_words") : say("setup.use");
  notice(locked ? say("setup.words_later") : state === "preparing" ? say("setup.until_joined") : say("setup.nobody_joined"));
  show("form", true);
  if (!locked) at("open").focus();
}

try {
  told = await ask(api);
  surveys = told.surveys;
  draw(told);
} catch (error) { at("lead").textContent = why(error); }
