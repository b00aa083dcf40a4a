// Lines for the wall, one after another; or votes on what stands there. Everybody sees them, and nobody's name.
import { newToken } from "./network.js";
import { h } from "./parts.js";
import { begin, el, say } from "./task.js";

const MOST = 20;
const LONGEST = 100;
const saved = h("p", { class: "saved", role: "status" });
const { task, said, send, tell } = await begin((words) => { saved.textContent = words; });
const asks = () => [h("h1", { dir: "auto" }, task.headline || (task.kind === "vote" ? say("collect.vote_for") : say("collect.ask"))), task.words && h("p", { dir: "auto" }, task.words)];
document.title = task.headline || say("collect.ask");

function collect() {
  const field = h("input", { id: "line", type: "text", maxlength: LONGEST, autocomplete: "off", enterkeyhint: "send", "aria-label": task.headline || say("collect.ask") });
  const list = h("ul", { role: "list", class: "mine" });
  const full = h("p", { class: "full", role: "status" });
  const form = h("form", {}, field, h("button", { class: "go" }, say("collect.send")));
  function show() {
    const mine = Object.entries(said).filter(([own, one]) => own && one.said !== null).reverse();
    list.replaceChildren(...mine.map(([own, one]) => h("li", {}, h("span", { dir: "auto" }, one.said),
      h("button", { "aria-label": say("collect.take_back_one", { words: one.said }), onclick: () => { tell(null, own); show(); field.focus(); } }, say("collect.take_back")))));
    form.hidden = mine.length >= MOST;
    full.textContent = form.hidden ? say("collect.enough") : "";
  }
  form.onsubmit = (event) => {
    event.preventDefault();
    const words = field.value.trim().replace(/\s+/g, " ");
    if (!/[\p{L}\p{N}\p{S}]/u.test(words)) return;
    if (!Object.values(said).some((one) => one.said?.toLowerCase() === words.toLowerCase())) tell(words, newToken());
    field.value = "";
    show();
    field.focus();
  };
  show();
  return [...asks(), h("p", { class: "note" }, say("collect.everybody_sees")), form, full, list, h("div", { class: "bar" }, saved)];
}

function vote() {
  const chosen = new Set((said[""]?.said ?? []).filter((key) => task.lines.some((one) => one.key === key)));
  const left = h("p", { class: "left", role: "status" });
  // Lines that are about the same stand together, under what they share.
  const heads = task.lines.map(({ theme }, place) => (theme !== (task.lines[place - 1]?.theme ?? "") ? h("h2", {}, theme || say("collect.other")) : null));
  const buttons = task.lines.map(({ key, words }) => h("button", { class: "line", onclick: () => {
    if (!chosen.delete(key) && chosen.size < task.most) chosen.add(key);
    tell([...chosen]);
    show();
  } }, h("span", { dir: "auto" }, words)));
  function show() {
    for (const [place, button] of buttons.entries()) {
      const on = chosen.has(task.lines[place].key);
      button.setAttribute("aria-pressed", String(on));
      button.setAttribute("aria-disabled", String(!on && chosen.size >= task.most));
    }
    left.textContent = chosen.size < task.most ? say("collect.votes_left", { n: task.most - chosen.size }) : say("collect.all_votes");
  }
  show();
  return [...asks(), h("p", { class: "note" }, say("collect.votes_seen", { n: task.most })), h("div", { class: "lines" }, buttons.length ? buttons.flatMap((button, place) => [heads[place], button]).filter(Boolean) : h("p", {}, say("collect.nothing_yet"))), h("div", { class: "bar" }, left, saved)];
}

el.replaceChildren(...(task.kind === "vote" ? vote() : collect()).filter(Boolean));
send();
