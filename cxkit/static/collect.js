// Lines for the wall, one after another; or votes on what stands there. Everybody sees them, and nobody's name.
import { collecting } from "./collecting.js";
import { newToken } from "./network.js";
import { h } from "./parts.js";
import { begin, el, say } from "./task.js";

const saved = h("p", { class: "saved", role: "status" });
const { task, said, send, tell } = await begin((words) => { saved.textContent = words; });
const asks = () => [h("h1", { dir: "auto" }, task.headline || (task.kind === "vote" ? say("collect.vote_for") : say("collect.ask"))), task.words && h("p", { dir: "auto" }, task.words)];
document.title = task.headline || say("collect.ask");

function collect() {
  const lines = () => Object.entries(said).flatMap(([own, one]) => (own && one.said !== null ? [[own, one.said]] : [])).reverse();
  return [...asks(), h("p", { class: "note" }, say("collect.everybody_sees")), collecting({
    label: task.headline || say("collect.ask"), button: say("collect.send"), lines, say, add: (words) => tell(words, newToken()), take: (own) => tell(null, own),
  }), h("div", { class: "bar" }, saved)].flat();
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
