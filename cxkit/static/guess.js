// A guess at what the others said, on a phone: it may change until it is revealed.
import { guessing } from "./guessing.js";
import { h, hue } from "./parts.js";
import { begin, el, me, remember, say, text } from "./task.js";

const saved = h("p", { class: "saved", role: "status" });
const { task, said, send, tell } = await begin((words) => { saved.textContent = words; });
const pass = h("button", { class: "pass" }, say("guess.rather_not"));
const before = said[""]?.said;
let last, later;

document.title = text(task.title);
el.style.setProperty("--hue", task.hue == null ? "var(--cx-accent)" : hue(task.hue));
const passed = () => pass.setAttribute("aria-pressed", String(said[""]?.said === null));

function tellIt() {
  later = clearTimeout(later);
  tell(last);
  passed();
}
const clear = guessing({
  frame: el, asked: task, value: before?.value ?? null, group: me[task.by] ?? before?.group ?? null, ask: task.headline || say("stage.predict"), say, text,
  head: (words) => [h("p", { class: "where" }, text(task.title)), h("h1", { tabindex: "-1" }, words)],
  foot: (group, again) => [h("p", {}, say("guess.a_dot"), " ", group === task.leads && task.leads ? say("guess.few_leaders") : ""),
    task.by && !(task.by in me) && h("button", { class: "change", onclick: again }, say("guess.change_group")),
    h("div", { class: "bar" }, pass, saved)],
  choose(group) { if (group) remember(task.by, group); },
  put(value, group) {
    last = { value, group: group ?? "" };
    clearTimeout(later); // what is moved in one breath goes out together
    later = setTimeout(tellIt, 350);
  },
});
pass.onclick = () => { last = null; clear(); tellIt(); };
onpagehide = () => { if (later) tellIt(); }; // whoever moves it and puts the phone away at once
passed();
send();
