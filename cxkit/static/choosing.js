// Lists of the presenter page that turn what the room sees.
// What may be chosen from a list, and what holds now: that is said also while somebody is in the list, and may have it open.
export function choice(list, options, now) {
  list.dataset.now = now;
  if ("looking" in list.dataset) return;
  if (document.activeElement !== list) list.replaceChildren(...options);
  if (list.value !== now) list.value = now; // what is open moves only for what is new
}

// In a closed list, as on Windows, each arrow chooses: the room turns at Enter, not at each of them.
const AT_ONCE = 100; // milliseconds: nobody chooses in an open list so soon after a key
export function picked(list, run) {
  let pressed = -Infinity;
  const go = () => {
    const { value } = list;
    delete list.dataset.looking;
    list.blur();
    run(value);
  };
  list.onkeydown = (event) => {
    if (event.key !== "Enter") pressed = event.timeStamp;
    else if ("looking" in list.dataset) event.preventDefault(), go();
  };
  list.onchange = ({ timeStamp }) => (timeStamp - pressed < AT_ONCE ? list.dataset.looking = "" : go());
  list.onblur = () => {
    if ("looking" in list.dataset) list.value = list.dataset.now;
    delete list.dataset.looking;
  };
}
