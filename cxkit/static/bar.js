// Where one screen is all there is, and the room sees it: controls at its foot that get out of the way. They come when the
// mouse goes there, or with the key B, and go after a moment's rest.
import { struck } from "./keys.js";
import { h } from "./parts.js";

const REST = 4_000;
const FOOT = 0.88; // of the screen's height: below it the mouse means the bar

export function bar(name, controls) {
  const root = h("nav", { class: "bar", "aria-label": name, hidden: true }, controls.map(([words, key, run]) =>
    h("button", { type: "button", "aria-keyshortcuts": key, onclick: run }, words)));
  let rest;
  const go = () => { root.hidden = true; };
  function come() {
    root.hidden = false;
    clearTimeout(rest);
    rest = setTimeout(() => (root.matches(":hover") ? come() : go()), REST);
  }
  addEventListener("pointermove", ({ clientY }) => { if (clientY > FOOT * innerHeight) come(); });
  addEventListener("focusin", ({ target }) => { if (root.contains(target)) come(); });
  addEventListener("keydown", (event) => {
    if (struck(event) !== "b") return;
    if (root.hidden) { come(); root.firstElementChild.focus(); } else go();
  });
  return root;
}
