// A line of text under each page that the search finds, also where the book is opened from a folder and nothing can be fetched.
import { h } from "./parts.js";

const BEFORE = 60; // letters of a line that stand before what was found
const MOST = 180;
const asked = (new URLSearchParams(location.search).get("q") ?? "").toLowerCase().split(/\s+/).filter((word) => word.length > 1);
// "leaders" is found in "leader", as the search itself finds it.
const roots = asked.map((word) => word.slice(0, Math.max(4, word.length - 2)));
const places = (text) => roots.map((root) => text.toLowerCase().indexOf(root)).filter((place) => place >= 0);

function line(page) {
  const texts = (window.cxkitLines?.[page] ?? []).map((text) => [text, places(text)]).filter(([, found]) => found.length);
  const most = Math.max(...texts.map(([, found]) => found.length));
  const [text, found] = texts.find(([, each]) => each.length === most) ?? [];
  if (!text) return null;
  const from = Math.max(0, Math.min(...found) - BEFORE);
  const start = from ? text.indexOf(" ", from) + 1 : 0;
  const cut = text.slice(start, start + MOST);
  const whole = cut.length === text.length - start;
  return (start ? "… " : "") + (whole ? cut : cut.replace(/\s\S*$/, " …"));
}
function marked(text) {
  const parts = [];
  let rest = text;
  while (rest) {
    const [place, root] = roots.map((each) => [rest.toLowerCase().indexOf(each), each]).filter(([at]) => at >= 0).sort(([one], [two]) => one - two)[0] ?? [];
    if (root === undefined) return [...parts, rest];
    const end = place + rest.slice(place).search(/[^\p{L}\p{N}]|$/u);
    parts.push(rest.slice(0, place), h("mark", null, rest.slice(place, end)));
    rest = rest.slice(end);
  }
  return parts;
}
function tell(item) {
  const link = item.querySelector("a");
  if (!link || item.querySelector(".context")) return;
  const page = new URL(link.href).pathname.split("/").pop().replace(/\.html$/, "");
  if (window.cxkitEnglish?.includes(page)) item.lang = "en";
  const text = line(page);
  item.append(h("p", { class: "context" }, text ? marked(text) : ""));
}

const results = document.getElementById("search-results");
const heard = h("p", { class: "visually-hidden", role: "status" }); // how many pages were found, for whoever hears the screen
function all() {
  results.querySelectorAll("ul.search > li").forEach(tell);
  const told = results.querySelector(".search-summary")?.textContent ?? "";
  if (told !== heard.textContent) heard.textContent = told;
}
if (results) {
  results.after(heard);
  new MutationObserver(all).observe(results, { childList: true, subtree: true });
  all();
}
