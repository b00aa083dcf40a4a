// Ticks: a room says when something has changed, and every five seconds that it is there. Silence, too, is noticed.
const SILENCE = 10_000;
const REFUSED = 4_000;

// Listen until the function that is returned is called. `heard` is told "tick", "here", "lost", and "refused".
export function ticks(path, heard) {
  let events;
  let timer;
  // Each in its own time, so that a thousand phones do not return in the same instant.
  function again(ms) {
    clearTimeout(timer);
    timer = setTimeout(() => { heard("lost"); open(); }, ms * (0.75 + Math.random() / 2));
  }
  function open() {
    events?.close();
    events = new EventSource(path);
    events.onmessage = ({ data }) => { again(SILENCE); heard(data); };
    // The browser tries again by itself, except after a refusal.
    events.onerror = () => {
      const refused = events.readyState === EventSource.CLOSED;
      if (refused) again(REFUSED);
      heard(refused ? "refused" : "lost");
    };
    again(SILENCE);
  }
  open();
  return () => { clearTimeout(timer); events.close(); };
}
