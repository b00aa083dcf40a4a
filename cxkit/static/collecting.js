// Lines for the wall, one after another: on phones, in the book, in notebooks.
import { h } from "./parts.js";

const MOST = 20;
const LONGEST = 100;

// `label`: what is asked; `button`: how a line is sent; `lines()` returns [id, words] of each, the newest first; `add(words)` and `take(id)` change them.
export function collecting({ label, button, lines, add, take, say }) {
  const field = h("input", { id: "line", type: "text", maxlength: LONGEST, autocomplete: "off", enterkeyhint: "send", "aria-label": label,
    onkeydown: (event) => { if (event.key === "Enter" && !event.isComposing) send(event); } });
  const list = h("ul", { role: "list", class: "mine" });
  const full = h("p", { class: "full", role: "status" });
  // No form: JupyterLab lets none be sent.
  const writing = h("div", { class: "write" }, field, h("button", { type: "button", class: "go", onclick: send }, button));

  function show() {
    list.replaceChildren(...lines().map(([id, words]) => h("li", {}, h("span", { dir: "auto" }, words),
      h("button", { type: "button", "aria-label": say("collect.take_back_one", { words }), onclick: () => { take(id); show(); field.focus(); } }, say("collect.take_back")))));
    writing.hidden = lines().length >= MOST;
    full.textContent = writing.hidden ? say("collect.enough") : "";
  }
  function send(event) {
    event.preventDefault();
    const words = field.value.trim().replace(/\s+/g, " ");
    if (!/[\p{L}\p{N}\p{S}]/u.test(words)) return;
    if (!lines().some(([, other]) => other.toLowerCase() === words.toLowerCase())) add(words);
    field.value = "";
    show();
    field.focus();
  }
  show();
  return [writing, full, list];
}
