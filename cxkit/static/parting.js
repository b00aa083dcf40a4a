// What a page of the phone says when it gives way to the next one: what became of what somebody was in the middle of.
const KEY = "cxkit:parting";

export function depart(words) {
  history.scrollRestoration = "manual"; // the next page is read from its beginning
  try { sessionStorage.setItem(KEY, words); } catch { /* blocked: then it is not said */ }
}

export function arrive() {
  let words = "";
  try { words = sessionStorage.getItem(KEY); sessionStorage.removeItem(KEY); } catch { /* blocked */ }
  if (!words) return;
  const note = document.createElement("p");
  Object.assign(note, { className: "note", role: "status", textContent: words });
  document.querySelector("main").before(note);
}
