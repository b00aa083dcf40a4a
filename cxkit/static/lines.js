// The wall's lines as the facilitator has them: tick some, and hide, merge or rename them; or choose one.
import { at, say, show } from "./facilitator.js";
import { h } from "./parts.js";

const ticked = new Set();
let drawn = "";

// Draw them; `act` does one thing with a list's lines, `ask` asks first (title, words, what it is called and does, more).
export function lines(found, act, ask) {
  show("lines", Boolean(found));
  if (!found) return;
  const looks = JSON.stringify(found);
  if (looks === drawn) return;
  drawn = looks;
  const { list, lines: all, chosen, voting, used_for: used } = found;
  for (const key of [...ticked]) if (!all.some((one) => one.key === key)) ticked.delete(key);
  const focused = document.activeElement?.value;
  const some = () => all.filter(({ key }) => ticked.has(key));
  const edit = (action, words = "") => {
    const keys = some().map(({ key }) => key);
    ticked.clear();
    drawn = "";
    act(action, { wall: list, keys, words });
  };
  function rename() {
    const field = h("input", { maxlength: 100, value: some()[0].words, "aria-label": say("collect.rename") });
    ask(say("collect.rename_title", { words: some()[0].words }), field, [say("stage.keep"), () => { if (field.value.trim()) edit("rename", field.value); }]);
  }
  const button = (words, run, when) => h("button", { type: "button", onclick: run, disabled: !when }, words);
  const buttons = h("p", { class: "doing" });
  function offer() {
    const mine = some();
    const one = mine.length === 1;
    buttons.replaceChildren(
      button(say("collect.hide"), () => edit("hide"), mine.some(({ hidden }) => !hidden)),
      mine.some(({ hidden }) => hidden) ? button(say("collect.show"), () => edit("show"), true) : "",
      button(say("collect.merge"), () => edit("merge"), mine.length > 1),
      mine.some(({ merged }) => merged) ? button(say("collect.apart"), () => edit("apart"), true) : "",
      button(say("collect.rename"), rename, one),
      button(one && chosen === mine[0].key ? say("collect.unchoose") : say("collect.choose"), () => edit("choose"), one));
  }
  const row = ({ key, words, n, votes, hidden, merged }) => h("li", { class: hidden ? "hidden" : chosen === key ? "chosen" : "" }, h("label", {},
    h("input", { type: "checkbox", value: key, checked: ticked.has(key), onchange: ({ target }) => { if (target.checked) ticked.add(key); else ticked.delete(key); offer(); } }),
    h("span", { dir: "auto" }, words), h("small", {}, [votes || "", !votes && n > 1 ? `× ${n}` : "", hidden ? say("collect.hidden") : merged ? say("collect.merged") : "", chosen === key ? say("collect.chosen") : ""].filter(Boolean).join(" · "))));
  offer();
  const free = all.filter(({ hidden }) => !hidden).map(({ words }) => words);
  at("lines").replaceChildren(h("h2", {}, say("collect.lines")), all.length ? h("ul", { role: "list" }, all.map(row)) : h("p", { class: "soft" }, say("collect.none")),
    ...(all.length ? [buttons, h("p", { class: "doing" }, voting ? button(say("collect.collect"), () => act("collect", { wall: list }), true) : button(say("collect.vote"), () => act("vote", { wall: list }), true),
      used && button(say("collect.use", { title: used }), () => ask(say("collect.sure_use"), say("collect.use_words", { words: free.join(say("report.comma")) }), [say("collect.use", { title: used }), () => act("use", { wall: list })]), free.length))] : []));
  if (focused && ticked.size) at("lines").querySelector(`input[value="${CSS.escape(focused)}"]`)?.focus();
}
