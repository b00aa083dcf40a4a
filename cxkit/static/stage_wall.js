// The wall: what people have written, the most frequent first, as large as there is room for.
import { say } from "./facilitator.js";
import { h } from "./parts.js";

const LARGEST = 4.4; // hundredths of the screen
const LEAST = 1.72;
const STEP = 0.93;

export function wallOf({ lines, chosen, votes }) {
  const most = Math.max(1, ...lines.map(({ n, votes: v }) => (votes ? v : n)));
  const rest = lines.filter(({ key }) => key !== chosen);
  const weight = ({ n, votes: v }) => 1 + 0.7 * Math.sqrt(((votes ? v : n) - (votes ? 0 : 1)) / most);
  return h("ul", { class: votes ? "lines counted" : "lines", role: "list" }, rest.map((one) => h("li", { "--weight": weight(one).toFixed(2) }, h("span", { dir: "auto" }, one.words),
    (votes ? one.votes > 0 : one.n > 1) && h("b", {}, String(votes ? one.votes : one.n)))));
}

// Make it fit: smaller letters first, then fewer lines, and how many more there are.
export function fit(list) {
  if (!list) return;
  list.querySelector(".more")?.remove();
  for (const one of list.children) one.hidden = false;
  const over = () => list.scrollHeight > list.clientHeight + 1 || list.scrollWidth > list.clientWidth + 1;
  let size = LARGEST;
  const set = () => list.style.setProperty("--size", size);
  for (set(); over() && size > LEAST; set()) size = Math.max(LEAST, size * STEP);
  const all = [...list.children];
  for (let kept = all.length; over() && kept > 1;) {
    all[kept -= 1].hidden = true;
    list.querySelector(".more")?.remove();
    list.append(h("li", { class: "more", "--weight": 1 }, say("collect.more", { n: all.length - kept })));
  }
}
