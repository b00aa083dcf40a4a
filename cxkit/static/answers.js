// Answers that a survey tool has collected already: a file is dropped, the room says what is in it, and what it cannot know is
// asked. Nothing is kept before the form is sent.
import { at, code, message, say, why } from "./facilitator.js";
import { ask } from "./network.js";
import { h } from "./parts.js";

const api = `/api/setup/${code}/answers`;
let file = null; // its name, and what is in it
let mapping = {}; // what the facilitator says of columns and values
let fits = false; // whether the room can take it as it is
let last = 0; // the newest look: an older one's answer comes too late

const box = at("answers");
const drop = box.querySelector(".drop");
const input = drop.querySelector("input");

const read = (from) => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(from);
});

// One of several, or nothing yet.
function choice(words, options, chosen, change) {
  const made = h("select", { onchange: () => change(made.value) }, h("option", { value: "" }, say("setup.choose")),
    Object.entries(options).map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
  return h("label", {}, h("span", {}, words), made);
}

function shown(found, survey) {
  const { people, refused, said, problems, values, dropped, near, headings, unknown, groups } = found;
  fits = people !== null;
  const columns = Object.fromEntries(headings.map((one) => [one, one]));
  const heading = (id) => Object.keys(mapping.columns ?? {}).find((one) => mapping.columns[one] === id) ?? "";
  function column(id, to) {
    const others = Object.entries(mapping.columns ?? {}).filter(([one, was]) => was !== id && one !== to);
    mapping.columns = Object.fromEntries(to ? [...others, [to, id]] : others);
    look(survey);
  }
  function value(id, one, means) {
    mapping[id] = { ...mapping[id], [one]: means };
    if (!means) delete mapping[id][one];
    look(survey);
  }
  at("found").replaceChildren(...[
    h("p", { class: "big" }, fits ? say("setup.found", { n: people, file: file.name }) : say("setup.found_none", { file: file.name })),
    said.length > 0 && h("ul", {}, said.map((one) => h("li", {}, one))),
    !fits && !near.length && h("p", { class: "wrong" }, refused),
    near.length > 0 && h("fieldset", {}, h("legend", {}, say("setup.which_column")), near.map(({ id, words, heading: likely, alike }) => [
      choice(words, columns, heading(id), (to) => column(id, to)),
      likely && !heading(id) && h("button", { type: "button", onclick: () => column(id, likely) }, say("setup.likely", { heading: likely, share: Math.round(100 * alike) })),
    ])),
    unknown.length > 0 && h("fieldset", {}, h("legend", {}, say("setup.which_value")), unknown.map(({ id, words, values: open, means }) =>
      h("fieldset", {}, h("legend", {}, words), open.map((one) => choice(say("report.quoted", { words: one }), { ...means, missing: say("setup.no_answer") }, mapping[id]?.[one] ?? "", (to) => value(id, one, to)))))),
    values > 0 && h("p", {}, say("setup.not_counted", { n: values })),
    problems.length > 0 && h("table", {}, h("tbody", {}, problems.map(([where, what, reason, , n]) => h("tr", {}, [where, what, reason, String(n)].map((cell) => h("td", {}, cell)))))),
    dropped.length > 0 && h("p", { class: "soft" }, say("setup.dropped", { columns: dropped.join(say("report.comma")) })),
    fits && h("p", { class: "soft" }, say("setup.instead")),
    h("button", { type: "button", onclick: forget }, say("setup.without_file")),
  ].filter(Boolean));
  if (fits) box.dispatchEvent(new CustomEvent("groups", { detail: groups }));
}

const refused = (words) => at("found").replaceChildren(h("p", { class: "wrong" }, words));
async function look(survey) {
  const now = last += 1;
  at("found").classList.add("looking");
  try {
    const found = await ask(api, message({ ...file, survey, mapping }));
    if (now === last) shown(found, survey);
  } catch (error) {
    if (now !== last) return;
    fits = false;
    refused(error.status === 413 ? say("setup.file_too_large") : why(error));
  } finally { if (now === last) at("found").classList.remove("looking"); }
}

function forget() {
  [file, fits, mapping] = [null, false, {}];
  last += 1;
  input.value = "";
  at("found").replaceChildren();
}

// The file is laid beside whatever survey is chosen.
export function answers(survey) {
  async function take(from) {
    forget();
    if (!from) return;
    try { file = { name: from.name, file: await read(from) }; } catch (error) { refused(error.message); return; }
    look(survey());
  }
  input.onchange = () => take(input.files[0]);
  for (const [event, over] of [["dragenter", true], ["dragover", true], ["dragleave", false], ["drop", false]]) {
    drop.addEventListener(event, (dropped) => {
      dropped.preventDefault();
      drop.classList.toggle("over", over);
      if (event === "drop") take(dropped.dataTransfer.files[0]);
    });
  }
  return {
    look: () => file && look(survey()),
    open: () => Boolean(file) && !fits, // something is still to be said of it
    send: () => file && ask(api, message({ ...file, survey: survey(), mapping, take: true })),
  };
}
