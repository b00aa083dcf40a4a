// A phone that has nothing to answer: it is counted as here, is told what is on, what comes next and what it has missed,
// and goes on as soon as there is something.
import { recall } from "./host.js";
import { placeOf } from "./memory.js";
import { ask, attend, steadily } from "./network.js";
import { h, speaking } from "./parts.js";
import { arrive } from "./parting.js";

const room = `/api/rooms/${location.pathname.split("/").pop()}`;
const list = document.querySelector("dl");
const { say } = speaking();
const answered = (code) => Object.keys(recall(placeOf(code))?.response?.answers ?? {}).length > 0;
arrive();
attend(room, steadily(async () => {
  const { state, code } = await ask(`${room}/state`);
  if (state === "open" || state === "asked") { location.reload(); return; }
  if (state !== "waiting" && answered(code)) { location.replace("?mine"); return; } // their own answers, which this phone has
  const { lines, closed } = await ask(`${room}/meanwhile`);
  const missed = Object.entries(closed).filter(([one]) => !answered(one)).map(([, title]) => title);
  if (missed.length) lines.push([say("waiting.missed"), missed.join(" · ")]);
  list.replaceChildren(...lines.flatMap(([name, words]) => [h("dt", {}, name), h("dd", { dir: "auto" }, words)]));
}, ({ status }) => {
  if (status === 404) document.querySelector("main p").textContent = say("form.gone");
  return status !== 404;
}));
