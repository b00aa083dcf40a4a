// A picture whose marks all have their places (cxkit/reports/layouts/scene.py), drawn as SVG: its words stay words.
const SPACE = "http://www.w3.org/2000/svg";
const UNIT = 20; // of the drawing: the size of its smallest letters

function mark(tag, props, text) {
  const node = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(props)) if (value != null && value !== "") node.setAttribute(name, value);
  if (text) node.textContent = text;
  return node;
}
const colour = (name) => (name === "hue" ? "var(--hue)" : `var(--cx-${name})`);
const looks = ({ colour: fill, tint, edge, thick, dashed }) => ({
  fill: fill ? colour(fill) : "none", "fill-opacity": tint, stroke: edge && colour(edge), "stroke-width": thick, "stroke-dasharray": dashed && `${2.5 * thick} ${1.5 * thick}`,
  "stroke-linejoin": edge && "round",
});

export function scene({ wide, high, marks }, alt) {
  const mirrored = document.documentElement.dir === "rtl";
  const svg = mark("svg", { viewBox: `0 0 ${wide * UNIT} ${high * UNIT}`, role: "img", "aria-label": alt, class: "scene" });
  const paper = mark("g", { transform: `matrix(${[mirrored ? -UNIT : UNIT, 0, 0, UNIT, mirrored ? wide * UNIT : 0, 0]})` });
  svg.append(paper);
  for (const one of marks) {
    if (one.text) { // at full size: browsers keep very small letters from being smaller
      const [x, size] = [(mirrored ? wide - one.x : one.x) * UNIT, (one.size ?? 1) * UNIT];
      svg.append(mark("text", { x, y: one.y * UNIT + 0.36 * size, "font-size": size, fill: colour(one.colour), "font-weight": one.bold && 650, "font-style": one.italic && "italic", "text-anchor": one.anchor }, one.text));
    } else if (one.steps) paper.append(mark("path", { d: one.steps, ...looks(one) }));
    else paper.append(mark("ellipse", { cx: one.x, cy: one.y, rx: one.wide, ry: one.high, ...looks(one) }));
  }
  return svg;
}
