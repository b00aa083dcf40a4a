// A phone that waits for the next activity: it is counted as here, and goes on as soon as there is one.
import { ask, attend, steadily } from "./network.js";
import { speaking } from "./parts.js";
import { arrive } from "./parting.js";

const room = `/api/rooms/${location.pathname.split("/").pop()}`;
arrive();
attend(room, steadily(async () => {
  if ((await ask(`${room}/state`)).state !== "waiting") location.reload();
}, ({ status }) => {
  if (status === 404) document.querySelector("main p").textContent = speaking().say("form.gone");
  return status !== 404;
}));
