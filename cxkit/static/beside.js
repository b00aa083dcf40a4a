// Oneself beside everyone: own scores, worked out here from one's own answers, and the Report's means.
// The answers come through the model and go nowhere.
import STYLE from "./beside.css";
import { h, hue } from "./parts.js";
import { picture } from "./picture.js";
import { whole } from "./rounding.js";
import { score } from "./score.js";

function render({ model, el }) {
  const { figure, follow, n, say, show, text, twin } = picture({ model, el }, STYLE);

  function draw() {
    const { survey, dimensions } = model.get("report");
    const { answers, finished } = model.get("response") ?? {};
    // Nobody sees what others said before having answered alone.
    if (!finished) {
      show(h("div", { class: "wait" }, h("p", null, say("picture.beside_wait")), h("p", { class: "note" }, say("picture.beside_private"))));
      return;
    }
    const own = score(survey, answers);
    const rows = new Map(dimensions.map((row) => [row.dimension, row]));
    const numbers = [];
    const list = survey.dimensions.map((dimension, index) => {
      const [mine, row] = [own[dimension.id], rows.get(dimension.id)];
      const seen = row?.status === "shown";
      const why = seen ? "" : row ? say("report.why_hidden") : say("picture.missing");
      const team = seen ? whole(row.mean) : (row ? say("picture.hidden_word") : "–");
      const me = mine === null ? say("form.few") : whole(mine);
      numbers.push([text(dimension.title), me, team, row?.n ?? "–"]);
      return h("li", { class: "row", "--hue": hue(index) },
        h("h4", null, text(dimension.title)),
        h("p", { class: "say" },
          h("span", { class: mine === null ? "word soft" : "" }, mine === null ? me : [h("span", { class: "soft" }, `${say("picture.you")} `), h("b", null, me)]),
          h("span", null, h("span", { class: "soft" }, `${say("picture.everyone")} `), seen ? h("b", null, team) : team, row?.n != null && h("span", { class: "soft" }, ` ${n(row.n)}`))),
        h("div", { class: "plot" },
          h("div", { class: seen ? "track" : "track hatch", "aria-hidden": "true" },
            seen && h("i", { class: "fill", "--to": `${row.mean}%` }), mine !== null && h("i", { class: "dot", "--at": `${mine}%` })),
          why && h("p", { class: "note" }, why)));
    });
    const title = say("picture.beside");
    const keys = h("span", { class: "keys" }, h("span", null, h("i", { class: "dot" }), say("picture.you")),
      h("span", null, h("i", { class: "key" }), say("picture.everyone")), h("span", null, say("picture.beside_scale")));
    show(figure("beside", title, keys,
      h("ul", { role: "list" }, list),
      h("p", { class: "note" }, say("picture.beside_reading")), h("p", { class: "note" }, say("picture.beside_private")),
      twin("beside", title, [say("picture.dimension"), say("picture.you"), say("picture.everyone"), say("workbook.n")], numbers)));
  }

  draw();
  return follow({ report: draw, response: draw, lang: draw });
}

export default { render };
