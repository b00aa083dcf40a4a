// The door of a workshop with tickets: one lets in a random number that only this phone has.
import { keep, recall } from "./host.js";
import { call, newToken, wait } from "./network.js";
import { speaking } from "./parts.js";

const code = location.pathname.split("/").pop().toUpperCase();
const { say } = speaking();
const form = document.getElementById("form");
const notice = document.getElementById("notice");
const key = `cxkit:ticket:${code}`;
const before = recall(key);
const token = before ?? newToken();
keep(key, token); // before it is sent: if the answer gets lost, the same again is the same use

async function use(ticket) {
  for (;;) {
    try {
      const answer = await call(`/api/rooms/${code}/ticket`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token, ticket }),
      });
      if (answer.ok) { history.replaceState(null, "", location.pathname); location.reload(); return; }
      if (answer.status < 500) {
        if (ticket) notice.textContent = answer.status === 409 ? say("ticket.used") : say("ticket.unknown");
        return;
      }
    } catch { /* the network is away; it will come back */ }
    notice.textContent = say("ticket.away");
    await wait(2000);
  }
}
form.onsubmit = (event) => { event.preventDefault(); use(form.elements.ticket.value); };
if (before) await use(""); // this phone has been in
const scanned = location.hash.slice(1);
if (scanned) { form.elements.ticket.value = scanned; use(scanned); }
