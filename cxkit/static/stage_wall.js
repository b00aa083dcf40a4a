// The wall: what people have written, what shares a word together, the most frequent first, as large as there is room for.
import { say } from "./facilitator.js";
import { h } from "./parts.js";
import { under } from "./stage_picture.js";

const LARGEST = 4.4; // hundredths of the screen
const LEAST = 1.72;
const STEP = 0.93;
const COLUMNS = 4; // of groups: in more of them too few words stand in a line

export function wallOf({ lines, chosen, votes }) {
  const most = Math.max(1, ...lines.map(({ n, votes: v }) => (votes ? v : n)));
  const rest = lines.filter(({ key }) => key !== chosen);
  const weight = ({ n, votes: v }) => 1 + 0.7 * Math.sqrt(((votes ? v : n) - (votes ? 0 : 1)) / most);
  const list = (some) => h("ul", { role: "list" }, some.map((one) => h("li", { "--weight": weight(one).toFixed(2) }, h("span", { dir: "auto" }, one.words),
    (votes ? one.votes > 0 : one.n > 1) && h("b", {}, String(votes ? one.votes : one.n)))));
  const themes = [...new Set(rest.map(({ theme }) => theme))].sort((a, b) => !a - !b); // what shares nothing comes last
  const grouped = themes.length > 1 || themes[0];
  return h("div", { class: ["lines", votes && "counted", grouped && "grouped"].filter(Boolean).join(" "), "--columns": Math.min(COLUMNS, themes.length) }, themes.map((theme) =>
    h("section", {}, grouped && h("h2", {}, h("bdi", {}, theme || say("collect.other"))), list(rest.filter((one) => one.theme === theme)))));
}

// What somebody reads out, for hands to be raised.
export const listOf = (choices, second) => h("div", { class: "lines choices" }, h("ul", { role: "list" }, choices.map((words, place) => h("li", { "--weight": 1 }, h("span", { dir: "auto" }, words), under(second?.choices?.[place], second)))));

// Make it fit: smaller letters first, then fewer lines, and how many more there are. Of groups the last lines go first.
export function fit(list) {
  if (!list) return;
  list.querySelector(".more")?.remove();
  const all = [...list.querySelectorAll("li")];
  for (const one of all) one.hidden = false;
  const place = (one) => [...one.parentElement.children].indexOf(one);
  all.sort((a, b) => place(a) - place(b));
  const over = () => list.scrollHeight > list.clientHeight + 1 || list.scrollWidth > list.clientWidth + 1;
  let size = LARGEST;
  const set = () => list.style.setProperty("--size", size);
  for (set(); over() && size > LEAST; set()) size = Math.max(LEAST, size * STEP);
  for (let kept = all.length; over() && kept > 1;) {
    all[kept -= 1].hidden = true;
    list.querySelector(".more")?.remove();
    list.append(h("p", { class: "more", "--weight": 1 }, say("collect.more", { n: all.length - kept })));
  }
}
