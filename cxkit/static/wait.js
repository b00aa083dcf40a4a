// A phone that waits for the next activity: it is counted as here, and goes on as soon as there is one.
import { attend, call, wait } from "./network.js";

const room = `/api/rooms/${location.pathname.split("/").pop()}`;
async function look() {
  try {
    const answer = await call(`${room}/state`);
    if (answer.ok && (await answer.json()).state !== "waiting") location.reload();
  } catch { /* the network is away; it will come back */ }
}
attend(room, look, () => wait(4000));
