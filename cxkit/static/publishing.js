// The facilitator's private page of the team's book: make it, see how far it is, take it.
import { at, code, message, notice, say, show, why } from "./facilitator.js";
import { ask } from "./network.js";

const api = `/api/publish/${code}`;
let timer = 0;

function draw({ title, state, percent = 0, words, bytes = 0, pdf, book }) {
  at("room").textContent = say("facilitator.room", { title, code });
  notice(words ?? { early: say("publishing.early"), old: say("publishing.old") }[state] ?? "");
  show("making", state === "making");
  at("bar").value = percent;
  at("percent").textContent = `${percent}%`;
  document.title = state === "making" ? `${percent}% · ${say("publishing.title")}` : say("publishing.title");
  show("ready", state === "ready");
  for (const kind of ["zip", "pptx", "xlsx"]) at(kind).href = `/publish/${code}/team-book.${kind}`;
  const size = (bytes / 1e6).toFixed(1);
  at("inside").textContent = pdf ? say("publishing.with_pdf", { size }) : say("publishing.without_pdf", { size });
  show("how", book);
  show("make", state !== "making" && state !== "early");
  at("make").textContent = state === "ready" ? say("publishing.make_again") : say("publishing.make");
  at("make").classList.toggle("main", state !== "ready");
  // Elsewhere the room may be revealed, or its comments shown: that changes what may be made here.
  timer = setTimeout(look, state === "making" ? 700 : 4000);
}

async function look(path = api, options = {}) {
  clearTimeout(timer);
  try { draw(await ask(path, options)); }
  catch (error) {
    notice(why(error, say("facilitator.away")));
    if (!error.status) timer = setTimeout(look, 2000);
  }
}
at("make").onclick = () => look(`${api}/make`, message({}));
await look();
