// What the facilitator's pages share.
import { h, speaking } from "./parts.js";

const spoken = speaking();
export const say = spoken.say;
export const text = spoken.text;
export const code = location.pathname.split("/").pop();
export const at = (id) => document.getElementById(id);
export const show = (id, visible) => { at(id).hidden = !visible; };
export function notice(words, wrong = false) {
  at("notice").textContent = words;
  at("notice").className = wrong ? "wrong" : "";
}

// A message of this page's own, which no other site can send: the server looks for the header.
export const message = (body, method = "POST") => ({
  method, headers: { "Content-Type": "application/json", "X-Cxkit": "1" }, body: JSON.stringify(body),
});

// Why it failed: the room's own reason, or that there is no room to be heard.
export const why = (error, away = say("facilitator.no_answer")) => (error.status ? error.message : away);

// More have joined than there can be people.
export const crowd = (found) => (found ? {
  invited: say("facilitator.more_than_invited", found), here: say("facilitator.more_than_here", found), ways: say("facilitator.several_ways", found),
}[found.why] : "");
export const people = (n) => say("facilitator.people", { n });
// How phones come into the network, where its name was typed in.
export const network = ({ wifi }) => (wifi ? [
  h("img", { class: "qr", src: wifi.qr, alt: say("facilitator.wifi_qr", { name: wifi.name }) }),
  h("div", {}, h("p", { class: "how" }, say("facilitator.wifi")), h("p", { class: "address" }, wifi.name),
    h("p", { class: "how" }, wifi.password && say("facilitator.password", { password: wifi.password }))),
] : []);
// A room's code as it is read aloud: a long one in threes.
export const spelled = (letters) => (letters.length > 5 ? letters.replace(/...(?=.)/g, "$& ") : letters);
// Where phones go: the address without its "http://", and its picture.
export function way({ url, qr }, join) {
  return { address: url.replace(/^https?:\/\//, ""), src: qr, alt: say("facilitator.qr", { address: `${url}/r/${join}` }) };
}
