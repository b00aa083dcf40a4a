// The door of a workshop with tickets: one lets in a random number that only this phone has.
import { tokenOf } from "./memory.js";
import { ask, pause } from "./network.js";
import { speaking } from "./parts.js";

const code = location.pathname.split("/").pop().toUpperCase();
const { say } = speaking();
const form = document.getElementById("form");
const notice = document.getElementById("notice");
const { token, met } = await tokenOf(code); // on the disk before it is sent: the same again is the same use

function enter() {
  const known = document.cookie.includes(token); // where cookies are blocked, the page cannot know
  history.replaceState(null, "", known ? location.pathname : "?in");
  location.reload();
}

async function use(ticket) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token, ticket }) };
  for (let tries = 0; ; tries += 1) {
    try { await ask(`/api/rooms/${code}/ticket`, options); enter(); return; }
    catch ({ status }) {
      if (status && status < 500) {
        if (ticket) notice.textContent = status === 409 ? say("ticket.used") : say("ticket.unknown");
        return;
      }
    }
    notice.textContent = say("ticket.away");
    await pause(tries);
  }
}
form.onsubmit = (event) => { event.preventDefault(); use(form.elements.ticket.value); };
if (met) await use(""); // this phone may be in
const scanned = location.hash.slice(1);
if (scanned) { form.elements.ticket.value = scanned; use(scanned); }
