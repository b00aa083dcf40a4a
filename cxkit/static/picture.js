// What pictures of a Report share. A Report is all that they get, so they can show only what confidentiality let through.
import { h } from "./parts.js";
import { widget } from "./widget.js";

export function picture(given, style) {
  const made = widget(given, style);
  const { root, speak, say } = made;
  const n = (count) => say("report.of_n", { n: count }).replaceAll(" ", "\u00a0");
  const frame = h("div", { class: "cx" });
  root.append(frame);
  const opened = new Set(); // which tables the reader has opened: a new report must not close them

  const figure = (name, title, aside, ...children) => h("figure", { "aria-labelledby": `cx-${name}` },
    h("figcaption", { class: "caption" }, h("h3", { id: `cx-${name}` }, title), h("div", { class: "soft" }, aside)), children);

  // The same numbers as a table.
  function twin(name, title, heads, rows) {
    return h("details", { open: opened.has(name), ontoggle: (event) => opened[event.target.open ? "add" : "delete"](name) },
      h("summary", { "data-key": name }, say("picture.table")),
      h("div", { class: "scroll twin", tabindex: 0, role: "region", "aria-label": `${title}: ${say("picture.table")}` }, h("table", null,
        h("thead", null, h("tr", null, heads.map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", null, rows.map(([head, ...cells]) => h("tr", null, h("th", { scope: "row" }, head), cells.map((cell) => h("td", null, cell))))))));
  }

  // Draw anew. Whatever the reader was doing goes on: the control that had the focus keeps it.
  function show(...children) {
    const focus = root.activeElement?.dataset.key;
    speak(frame);
    frame.replaceChildren(...children.flat().filter(Boolean));
    if (focus) root.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }
  return { ...made, n, frame, figure, twin, show };
}
