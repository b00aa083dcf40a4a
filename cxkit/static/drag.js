// Cards that can be dragged.
import { px } from "./board.js";

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
