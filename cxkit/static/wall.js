// Lines for a wall without a room: whoever writes them reads them, and nobody else.
import STYLE from "./wall.css";
import { collecting } from "./collecting.js";
import { h } from "./parts.js";
import { picture } from "./picture.js";

function render({ model, el }) {
  const { follow, say, show, text } = picture({ model, el }, STYLE);
  const lines = () => model.get("response")?.lines ?? [];
  let kept; // as drawn: the host's echo of our own change needs no redraw
  function put(lines) {
    model.set("response", kept = { lines });
    try { model.save_changes(); } catch { /* some hosts only read */ }
  }
  function draw() {
    kept = { lines: lines() };
    const question = text(model.get("question"));
    const label = question || say("collect.ask"); // the page says what is asked just above
    show(question && h("h3", {}, question), h("p", { class: "note" }, say("form.private")), collecting({
      label, button: say("setup.add"), say, lines: () => lines().map((words) => [words, words]).reverse(),
      add: (words) => put([...lines(), words]), take: (words) => put(lines().filter((one) => one !== words)),
    }));
  }
  draw();
  return follow({ question: draw, lang: draw, response: () => { if (JSON.stringify(lines()) !== JSON.stringify(kept.lines)) draw(); } });
}

export default { render };
