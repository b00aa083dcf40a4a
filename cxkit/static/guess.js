// What did the others say? A number from 0 to 100, by a slider and by its twin of two buttons, until it is revealed.
import { h, hue } from "./parts.js";
import { begin, el, me, remember, say, text } from "./task.js";

const saved = h("p", { class: "saved", role: "status" });
const { task, said, send, tell } = await begin((words) => { saved.textContent = words; });
const groups = Object.keys(task.groups);
const known = () => !task.by || task.by in me || group in task.groups;
let group = me[task.by] ?? said[""]?.said?.group ?? null; // "": neither
let value = said[""]?.said?.value ?? null;
let later;

document.title = text(task.title);
el.style.setProperty("--hue", task.hue == null ? "var(--cx-accent)" : hue(task.hue));
const head = (words) => [h("p", { class: "where" }, text(task.title)), h("h1", { tabindex: "-1" }, words)];

// A group as people speak of it.
function side(id) {
  const names = { leader: say("picture.leaders"), frontline: say("picture.frontline") };
  return names[id] ?? text(task.groups[id]);
}

function who() {
  const choose = (id) => () => { group = id; if (id) remember(task.by, id); draw(); };
  return [...head(task.headline || say("stage.predict")), h("p", {}, text(task.asks)),
    h("div", { class: "chips" }, [...groups, ""].map((id) => h("button", { onclick: choose(id) }, id ? text(task.groups[id]) : say("guess.neither"))))];
}

function asked() {
  const about = task.about[group];
  const number = h("output", { class: "number", for: "guess" });
  const slider = h("input", { id: "guess", type: "range", min: 0, max: 100, step: 1, "aria-label": say("guess.slider") });
  const pass = h("button", { class: "pass" }, say("guess.rather_not"));
  function show() {
    slider.value = value ?? 50;
    slider.classList.toggle("unset", value === null);
    slider.style.setProperty("--to", `${value ?? 50}%`);
    number.textContent = value ?? "?";
    number.classList.toggle("unset", value === null);
    pass.setAttribute("aria-pressed", String(said[""]?.said === null));
  }
  function set(to) {
    value = Math.max(0, Math.min(100, to));
    show();
    clearTimeout(later); // what is moved in one breath goes out together
    later = setTimeout(tellIt, 350);
  }
  function tellIt() {
    later = clearTimeout(later);
    tell({ value, group: group ?? "" });
    show();
  }
  onpagehide = () => { if (later) tellIt(); }; // whoever moves it and puts the phone away at once
  slider.oninput = () => set(Number(slider.value));
  slider.onclick = () => { if (value === null) set(Number(slider.value)); }; // where it stands already
  pass.onclick = () => { later = clearTimeout(later); value = null; tell(null); show(); };
  const step = (by, words, sign) => h("button", { class: "step", "aria-label": words, onclick: () => set((value ?? 50) + by) }, sign);
  const [low, high] = task.ends.map(text);
  show();
  return [...head(about ? say("guess.what_did", { group: side(about) }) : say("guess.what_did_all")),
    h("div", { class: "guess" }, number, h("div", { class: "slide" }, step(-1, say("guess.less"), "−"), slider, step(1, say("guess.more"), "+")),
      h("p", { class: "ends" }, h("span", {}, h("b", {}, "0"), " ", low), h("span", {}, high, " ", h("b", {}, "100")))),
    h("p", {}, say("guess.a_dot"), " ", group === task.leads && task.leads ? say("guess.few_leaders") : ""),
    task.by && !(task.by in me) && h("button", { class: "change", onclick: () => { group = null; draw(); } }, say("guess.change_group")),
    h("div", { class: "bar" }, pass, saved)];
}

function draw() {
  el.replaceChildren(...(known() || group === "" ? asked() : who()).filter(Boolean));
}
draw();
send();
