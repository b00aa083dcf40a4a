// A native radio. Tapping the chosen one again clears it, but not in the same breath: a double tap is one wish.
import { h } from "./parts.js";

let latest = [null, 0]; // the last one that was tapped, and when
export function radio(name, value, current, choose) {
  return h("input", {
    type: "radio", name, value, checked: current() === value, "data-key": `${name} ${value}`,
    onclick(event) {
      const same = current() === value;
      if (same && latest[0] === event.target && event.timeStamp - latest[1] < 600) return;
      latest = [event.target, event.timeStamp];
      event.target.checked = !same;
      choose(same ? undefined : value);
    },
  });
}
