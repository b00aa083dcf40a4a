// The facilitator's private page: read comments, hold some back, show the rest. Texts reach it as text nodes only.
import { at, code, message, notice, say, show, text, why } from "./facilitator.js";
import { ask, listen } from "./network.js";
import { h, hue } from "./parts.js";

const api = `/api/presenter/${code}`;
const counted = (n) => say("moderation.comments", { n });

// Names to mark go along with each request and are kept nowhere.
const names = () => at("names").value.split(/[,;\n]/).map((name) => name.trim().slice(0, 100)).filter(Boolean).slice(0, 200);

async function act(action, more = {}) {
  try {
    draw(await ask(`${api}/comments/${action}`, message({ names: names(), ...more })));
    notice("");
    return true;
  } catch (error) {
    notice(why(error));
    return error.status !== 403; // the key is gone
  }
}

// What several people wrote about: its name, which can be changed, how many wrote of it, and what it may be put together with.
function theme(one, themes) {
  const { key, name, hidden, comments, merged } = one;
  const change = (what) => act("theme", { theme: key, ...what });
  const others = themes.filter((other) => other !== one);
  return h("li", { class: hidden ? "held" : "" },
    h("input", { value: name, maxlength: 60, "data-id": `${key} name`, "aria-label": say("moderation.theme_name", { name }), onchange: (event) => change({ name: event.target.value }) }),
    h("span", { class: "soft" }, counted(comments.length), merged.map((other) =>
      h("span", null, ` ${say("moderation.with", { name: other.name })} `,
        h("button", { type: "button", class: "plain", onclick: () => act("theme", { theme: other.key, into: "" }) }, say("moderation.apart"))))),
    others.length > 0 && h("select", { "aria-label": say("moderation.part_of", { name }), onchange: (event) => change({ into: event.target.value }) },
      h("option", { value: "" }, say("moderation.together_with")), others.map((other) => h("option", { value: other.key }, other.name))),
    h("button", { type: "button", "data-id": `${key} hide`, onclick: () => change({ hidden: !hidden }) }, hidden ? say("moderation.show") : say("moderation.hide_theme")));
}

function comment({ id, held, item, pieces, lang }) {
  const kinds = { name: say("moderation.name"), email: say("moderation.address"), phone: say("moderation.number") };
  return h("li", { class: held ? "held" : "", id: `comment-${id}` },
    h("div", { class: "said" },
      h("span", { class: "status" }, say("moderation.held_back")),
      item && h("b", { class: "item" }, `${text(item)}: `),
      h("span", { class: "words", dir: "auto", lang }, pieces.map(([words, kind]) =>
        (kind ? h("mark", { "data-kind": kind, "data-word": kinds[kind] }, words) : words)))),
    h("button", { type: "button", "data-id": id, onclick: () => act("hold", { comment: id, back: !held }) },
      held ? say("moderation.show") : say("moderation.hold_back")));
}

function dimension({ title, comments, themes }, place, { threshold }) {
  const all = comments && counted(comments.length);
  const held = comments?.filter((one) => one.held).length;
  return h("section", { class: "dimension", "--hue": hue(place) },
    h("header", null, h("h2", null, text(title)),
      h("p", { class: "soft" }, held ? say("moderation.some_held", { comments: all, n: held }) : all)),
    themes.length > 0 && h("div", { class: "themes" }, h("h3", null, say("moderation.themes")),
      h("p", { class: "soft" }, say("moderation.themes_how", { n: threshold })),
      h("ul", { role: "list" }, themes.map((one) => theme(one, themes)))),
    comments ? h("ul", { role: "list" }, comments.map(comment)) : h("p", { class: "few" }, say("moderation.too_few", { n: threshold })));
}

// What stands before the comments, until they may be read.
function gate({ state, threshold }, offered) {
  if (state === "open") return [say("moderation.still_open"), say("moderation.close_first")];
  if (!offered) return [say("moderation.nothing"), say("moderation.promised", { n: threshold })];
  const closing = state === "closed" ? ` ${say("moderation.not_again")}` : "";
  return [say("moderation.alone"), say("moderation.turn_away", { n: threshold }) + closing];
}

function draw(view) {
  const { title, state, read, shown, enough, dimensions } = view;
  const focus = document.activeElement?.dataset.id;
  at("room").textContent = say("facilitator.room", { title, code });
  const offered = state !== "open" && !read && enough;
  const all = dimensions.flatMap((one) => one.comments ?? []);
  const free = all.filter((one) => !one.held).length;
  show("page", true);
  show("gate", !all.length);
  show("read", offered);
  [at("gate-title").textContent, at("gate-words").textContent] = gate(view, offered);
  show("tools", all.length);
  show("release", all.length);
  show("show", all.length && state === "revealed" && shown === null);
  show("hide", shown !== null);
  at("release-words").textContent = state !== "revealed" ? say("moderation.not_seen")
    : shown === null ? say("moderation.will_be_shown", { free, all: all.length }) : say("moderation.room_sees", { comments: counted(shown) });
  at("dimensions").replaceChildren(...dimensions.map((each, place) => dimension(each, place, view)));
  if (focus) document.querySelector(`[data-id="${focus}"]`)?.focus();
}

for (const action of ["read", "show", "hide"]) at(action).onclick = () => act(action);
at("names").onchange = () => act("list");
await act("list");
// What happens on the other screen (closing, revealing) shows here too.
listen(`${api}/events`, () => document.activeElement === at("names") || act("list"));
