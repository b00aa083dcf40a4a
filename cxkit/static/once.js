// Two taps in one breath on one spot are one wish: the second might meet what the first has just brought there.
let former = { timeStamp: -Infinity };
export const once = (act) => (event) => {
  const twice = event.detail && event.timeStamp - former.timeStamp < 350 && Math.hypot(event.clientX - former.clientX, event.clientY - former.clientY) < 24;
  if (event.detail) former = event;
  if (!twice) act(event);
};
