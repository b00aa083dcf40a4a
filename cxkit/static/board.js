// What kinds share whose screen is drawn anew with each tap, and whose cards can be dragged.
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

// Let an element be dragged: `over` hears of each move, `drop` of the last, or of none where it was called off. A tap stays a tap.
export function dragged(el, drop, over = () => {}) {
  el.addEventListener("pointerdown", (down) => {
    if (down.button) return;
    el.setPointerCapture(down.pointerId);
    let on = false;
    const move = (event) => {
      const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
      if (!on && Math.hypot(x, y) < 8) return;
      on = true;
      el.classList.add("dragged");
      el.style.translate = px(x, y);
      over(event);
    };
    const end = (event) => {
      for (const name of ["pointermove", "pointerup", "pointercancel"]) el.removeEventListener(name, name === "pointermove" ? move : end);
      if (!on) return;
      const swallow = (click) => { click.stopPropagation(); click.preventDefault(); };
      el.addEventListener("click", swallow, { capture: true });
      setTimeout(() => el.removeEventListener("click", swallow, { capture: true }));
      el.classList.remove("dragged");
      el.style.translate = "";
      drop(event.type === "pointerup" ? event : null);
    };
    el.addEventListener("pointermove", move);
    el.addEventListener("pointerup", end);
    el.addEventListener("pointercancel", end);
  });
  return el;
}
// What is under the pointer and has such a selector.
export const under = (el, { clientX, clientY }, what) =>
  el.getRootNode().elementsFromPoint(clientX, clientY).find((each) => each !== el && each.matches(what));

// Two taps in one breath on one spot are one wish: the second might meet what the first has just brought there.
let former = { timeStamp: -Infinity };
export const once = (act) => (event) => {
  const twice = event.detail && event.timeStamp - former.timeStamp < 350 && Math.hypot(event.clientX - former.clientX, event.clientY - former.clientY) < 24;
  if (event.detail) former = event;
  if (!twice) act(event);
};
