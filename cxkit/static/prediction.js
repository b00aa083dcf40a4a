// A guess at what others said, then what a Report shows of it. What somebody guesses goes nowhere.
import STYLE from "./prediction.css";
import { guessing } from "./guessing.js";
import { h, hue } from "./parts.js";
import { picture } from "./picture.js";
import { whole } from "./rounding.js";

function render({ model, el }) {
  const { follow, frame, say, show, text } = picture({ model, el }, STYLE);
  const asked = () => model.get("asked");
  const said = () => model.get("response") ?? {};
  let kept; // as drawn: the host's echo of our own change needs no redraw
  function put(change) {
    kept = { ...said(), ...change };
    model.set("response", kept);
    try { model.save_changes(); } catch { /* some hosts only read */ }
  }
  const head = (words) => [h("p", { class: "where" }, text(asked().title)), h("h3", { tabindex: -1, "data-key": "again" }, words)];
  const button = (words, seen) => h("button", { type: "button", "data-key": seen ? "seen" : "again", class: seen && "go", disabled: said().value == null, onclick: () => { put({ seen }); draw(); } }, words);

  function guess() {
    const box = h("div");
    const go = button(say("stage.reveal"), true);
    guessing({
      frame: box, asked: asked(), value: said().value ?? null, group: said().group ?? null, ask: say("stage.predict"), say, text, head,
      foot: (_, again) => [asked().by && h("button", { type: "button", onclick: again }, say("guess.change_group")), h("p", { class: "note" }, say("form.private")), go],
      choose: (group) => put({ group }),
      put(value, group) { put({ value, group }); go.disabled = false; },
    });
    return box;
  }

  // What is true of whom was guessed; where that is hidden, of everybody.
  function truth() {
    const { value, group } = said();
    const { truths } = asked();
    const true_ = truths[asked().about[group] ?? ""] ?? truths[""];
    return [h("p", { class: "where" }, text(asked().title)), h("h3", {}, say("stage.predict")),
      h("div", { class: "row" },
        h("p", { class: "say", tabindex: -1, "data-key": "seen" },
          h("span", {}, h("span", { class: "soft" }, `${say("picture.you")} `), h("b", {}, whole(value))),
          true_ && h("span", {}, h("span", { class: "soft" }, `${true_.name} `), h("b", {}, true_.mean), h("span", { class: "soft" }, ` ${true_.people}`))),
        h("div", { class: "plot" },
          h("div", { class: true_ ? "track" : "track hatch", "aria-hidden": "true" }, true_ && h("i", { class: "fill", "--to": `${true_.value}%` }), h("i", { class: "dot", "--at": `${value}%` })),
          !true_ && h("p", { class: "note" }, say("report.why_hidden")))),
      button(say("form.change"), false)];
  }

  function draw() {
    kept = said();
    frame.style.setProperty("--hue", asked().hue == null ? "var(--cx-accent)" : hue(asked().hue));
    show(kept.seen ? truth() : guess());
  }
  draw();
  return follow({ asked: draw, lang: draw, response: () => { if (JSON.stringify(said()) !== JSON.stringify(kept)) draw(); } });
}

export default { render };
