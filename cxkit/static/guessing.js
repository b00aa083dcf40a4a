// What did the others say? A number from 0 to 100, by a slider and by its twin of two buttons: on phones, in the book, in notebooks.
import { h } from "./parts.js";

// `asked`: as cxkit.reports.guesses.question has it; `value`, `group`: what was said before, or null. It draws itself into `frame`; the host gives
// `head(words)`, what stands above; `foot(group, again)`, what stands below, where `again()` asks once more who somebody is; `choose(group)` and
// `put(value, group)`, which hear of what is said. What is returned takes the number back.
export function guessing({ frame, asked: { by, asks, groups, about, ends }, value, group, ask, say, text, head, foot, choose, put }) {
  const number = h("output", { class: "number", for: "guess" });
  const slider = h("input", { id: "guess", type: "range", min: 0, max: 100, step: 1, "aria-label": say("guess.slider"),
    oninput: () => set(Number(slider.value)),
    onclick: () => { if (value === null) set(Number(slider.value)); } }); // where it stands already
  // A group as people speak of it.
  const side = (id) => ({ leader: say("picture.leaders"), frontline: say("picture.frontline") })[id] ?? text(groups[id]);

  function show() {
    slider.value = value ?? 50;
    slider.style.setProperty("--to", `${value ?? 50}%`);
    number.textContent = value ?? "?";
    for (const one of [slider, number]) one.classList.toggle("unset", value === null);
  }
  function set(to) {
    value = Math.max(0, Math.min(100, to));
    show();
    put(value, group);
  }
  const step = (more, words, sign) => h("button", { type: "button", class: "step", "aria-label": words, onclick: () => set((value ?? 50) + more) }, sign);

  const who = () => [head(ask), h("p", {}, text(asks)), h("div", { class: "chips" }, [...Object.keys(groups), ""].map((id) =>
    h("button", { type: "button", onclick: () => { group = id; choose(id); turn(); } }, id ? text(groups[id]) : say("guess.neither"))))];

  function guess() {
    const [low, high] = ends.map(text);
    show();
    return [head(about[group] ? say("guess.what_did", { group: side(about[group]) }) : say("guess.what_did_all")),
      h("div", { class: "guess" }, number, h("div", { class: "slide" }, step(-1, say("guess.less"), "−"), slider, step(1, say("guess.more"), "+")),
        h("p", { class: "ends" }, h("span", {}, h("b", {}, "0"), " ", low), h("span", {}, high, " ", h("b", {}, "100")))),
      foot(group, () => { group = null; turn(); })];
  }

  const draw = () => frame.replaceChildren(...(!by || group === "" || group in groups ? guess() : who()).flat().filter(Boolean));
  function turn() {
    draw();
    frame.querySelector("[tabindex]")?.focus({ preventScroll: true });
  }
  draw();
  return () => { value = null; show(); };
}
