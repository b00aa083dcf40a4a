// A board: what is drawn anew with each tap.
import { h } from "./parts.js";

export const px = (...lengths) => lengths.map((length) => `${length}px`).join(" ");
const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// An element whose children `build(again)` gives, each time anew. What has the focus keeps it, by its data-key, or it goes
// to what has the key "then"; what has a data-card is seen to move. The first `again(key)` may name where the focus goes.
export function board(build, props) {
  const el = h("div", props);
  const cards = () => new Map([...el.querySelectorAll("[data-card]")].map((card) => [card.dataset.card, card]));
  const find = (key) => el.querySelector(`[data-key="${key}"]`);
  function again(to) {
    const places = new Map([...cards()].map(([id, card]) => [id, card.getBoundingClientRect()]));
    const focused = el.getRootNode().activeElement;
    const had = focused && el.contains(focused);
    el.replaceChildren(...build(again).flat(2).filter(Boolean));
    const next = had || to ? find(to || focused.dataset.key) ?? find("then") : null;
    next?.focus({ preventScroll: true });
    if (to) next?.scrollIntoView({ block: "center", behavior: still() ? "auto" : "smooth" });
    if (still()) return;
    for (const [id, card] of cards()) {
      const was = places.get(id);
      const now = card.getBoundingClientRect();
      if (was && Math.hypot(was.x - now.x, was.y - now.y) > 2)
        card.animate([{ translate: px(was.x - now.x, was.y - now.y) }, { translate: "0" }], { duration: 220, easing: "ease-out" });
    }
  }
  el.replaceChildren(...build(again).flat(2).filter(Boolean));
  return el;
}
