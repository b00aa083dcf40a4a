// The facilitator's page: how to join and who has come, then the revealed Report. It knows counts, never answers;
// of comments only those that the facilitator has shown.
import { at, code, crowd, message, network, notice, people, say, show, way, why } from "./facilitator.js";
import { Model, mount } from "./host.js";
import { ask, listen, steadily, wait } from "./network.js";
import { h } from "./parts.js";

const api = `/api/presenter/${code}`; // of a workshop: whatever activity is on
const PATIENCE = 60_000; // after that long without any phone, say what may be wrong
let chosen = ""; // the address that was picked, where it is not the likeliest
let first = null; // the likeliest, when this page was opened
let room = null;
let shownWifi = "null";
let met = false; // whether any phone has joined
let shown = null;
let release = 0; // the picture that is shown: its number
let joining = false; // whether the room looks at how to join, while there is a picture
let words = null; // the comments' model, once they have been shown
let wanted = false; // whether the room looks at comments rather than at results

function sentence({ state, answered, finished, joined, threshold, waiting, here }) {
  if (waiting) return here === null ? say("presenter.phones_wait_for_one") : say("presenter.open_one");
  if (answered < threshold) return say("presenter.needs", { n: threshold, answered });
  if (state === "closed") return say("presenter.reveal_when_ready");
  return finished < joined ? say("presenter.still", { n: joined - finished }) : say("presenter.all_finished");
}

// What of the room is not in the picture, and when it could be: counts, never answers.
const answers = (n) => say("presenter.answers", { n });
const sentences = (...all) => all.filter(Boolean).join(" ");
function picture({ state, batch, picture: { new: late, edited, more, fit } }) {
  const changed = edited ? say("presenter.changed", { n: edited }) : "";
  const given = { answers: answers(late), fit, more, late: people(late), edited: people(edited) };
  if (!late && !edited) return state === "revealed" ? "" : say("presenter.all_in_picture");
  if (state === "revealed" || (state === "closed" && !fit)) {
    return late && edited ? say("presenter.out", given) : late ? say("presenter.out_new", given) : say("presenter.out_changed", given);
  }
  if (fit) {
    const closed = state === "closed";
    if (fit < late) return sentences(closed ? say("presenter.fits_some_closed", given) : say("presenter.fits_some", given), changed);
    return sentences(closed ? say("presenter.fits_closed", given) : say("presenter.fits", given), changed);
  }
  if (!late) return sentences(changed, say("presenter.changes_wait"));
  return sentences(late < batch ? say("presenter.more_needed", given) : say("presenter.groups_too_small", given), changed);
}

function cost({ joined, answered, batch }) {
  const n = joined - answered;
  const later = say("presenter.cost_later", { batch });
  if (!n) return sentences(say("presenter.cost_all"), later);
  if (n >= batch) return sentences(say("presenter.cost_open", { answered, joined }), later, say("presenter.cost_fewer"));
  return sentences(say("presenter.cost_last", { answered, joined, n }), later);
}

function join() {
  const { addresses, join: joined } = room;
  const here = addresses.find(({ url }) => url === chosen) ?? addresses[0];
  at("slips").href = `/slips/${joined}?address=${encodeURIComponent(here.url)}`;
  if (JSON.stringify(room.wifi) !== shownWifi) at("wifi").replaceChildren(...network(room));
  shownWifi = JSON.stringify(room.wifi);
  show("wifi", room.wifi !== null);
  const { address, src, alt } = way(here, joined);
  Object.assign(at("qr"), { src, alt });
  at("address").textContent = address;
  at("code").textContent = joined;
  show("another", addresses.length > 1);
  show("tickets", room.tickets);
  if (room.tickets) at("tickets").firstChild.textContent = say("presenter.tickets", room.tickets);
  const port = here.url.match(/:(\d+)$/)?.[1];
  at("port").textContent = port ? ` ${say("presenter.port", { port })}` : "";
  at("another").querySelector("span").replaceChildren(...addresses.map((one) =>
    h("button", { type: "button", "aria-pressed": String(one === here), onclick: () => { chosen = one.url; refresh(); } }, way(one, joined).address)));
}

// What the room should hear of the laptop's network.
function moved({ addresses: [{ url }], near, join: joined, state }) {
  first ??= url;
  if (!near || state === "revealed") return "";
  if (url.startsWith("http://127.")) return say("presenter.no_network");
  return url === first ? "" : say("presenter.moved", { address: way({ url }, joined).address });
}

async function draw() {
  const before = room?.code;
  room = await ask(api);
  if (before && before !== room.code) { location.reload(); return; } // another activity is on
  notice(room.trouble || moved(room));
  at("crowd").textContent = crowd(room.crowd);
  show("crowd", room.crowd && room.state === "open");
  at("title").textContent = document.title = [room.organisation, room.title].filter(Boolean).join(" · ");
  document.body.className = room.rehearsal ? "rehearsal" : "";
  show("book", room.book);
  show("network", room.near);
  Object.assign(at("book"), { href: `/book/#room=${room.join}`, target: `cxkit-book-${room.join}` });
  activities();
  show("close", room.state === "open" && !room.waiting);
  show("reopen", room.state === "closed" && !room.comments_read && !room.waiting);
  show("reveal", room.state !== "revealed" && !room.waiting);
  const early = room.picture.release > 0 && room.state !== "revealed";
  at("reveal").textContent = early ? say("presenter.close_for_good") : room.state === "open" ? say("presenter.close_and_reveal") : say("presenter.reveal_results");
  at("reveal").disabled = !early && room.answered < room.threshold;
  show("update", early && room.state === "open");
  at("update").disabled = !room.picture.fit;
  joining &&= early && room.state === "open";
  show("join", early && room.state === "open");
  const late = room.picture.release ? picture(room) : "";
  at("picture").textContent = late;
  show("picture", late !== "");
  at("joined").textContent = room.waiting ? room.here : room.joined;
  at("joined").nextElementSibling.textContent = room.waiting ? say("presenter.waiting") : say("presenter.joined");
  at("joined").parentElement.hidden = room.waiting && room.here === null; // where there are several servers, nobody knows
  at("finished").parentElement.hidden = room.waiting;
  at("finished").textContent = room.finished;
  const come = room.joined || (room.waiting && room.here) || 0;
  if (come && !met) at("others").open = false; // somebody has found the way
  met = come > 0;
  at("state").textContent = sentences(sentence(room), room.late && say("presenter.late", { n: room.late }));
  at("gather").className = room.waiting ? "open" : room.state;
  at("setup").href = `/setup/${room.join}`;
  at("paper-form").href = `/form/${room.code}`;
  at("paper").href = `/paper/${room.code}`;
  at("publish").href = `/publish/${room.join}`;
  show("publish", room.state === "revealed" || room.activities.some(({ state }) => state === "revealed"));
  at("moderate").href = `/comments/${room.code}`;
  at("commitments").href = `/commitments/${room.code}`;
  show("commitments", room.state !== "open");
  show("moderate", room.comments && room.state !== "open");
  show("words", room.comments_shown);
  wanted &&= room.comments_shown;
  turn();
  if (room.state !== "revealed") join();
  if (room.picture.release) { await reveal(); await comments(); }
}

// Fetch a widget until it comes; a browser remembers one that failed, so each try has an address of its own.
async function load(name) {
  for (let again = ""; ; again += "?") {
    try { return (await import(`/static/${name}.js${again}`)).default; }
    catch { await wait(1000); }
  }
}

async function reveal() {
  if (release === room.picture.release) return;
  const { release: number } = room.picture;
  const report = await ask(`/api/rooms/${room.code}/report`);
  if (shown) { shown.set("report", report); release = number; return; }
  const widget = await load("report_view");
  if (shown) return;
  shown = new Model({ report, view: "all" });
  await mount(at("results").lastChild, widget, shown);
  release = number;
}

// Comments are shown on request only: the button, or the key C; Escape leads back to the results.
function turn(to = wanted) {
  wanted = to;
  at("words").setAttribute("aria-pressed", wanted);
  at("join").setAttribute("aria-pressed", joining);
  show("gather", !room.picture.release || joining);
  show("results", room.picture.release > 0 && !wanted && !joining);
  show("comments", wanted);
}
async function comments() {
  if (!room.comments_shown && !words) return;
  const report = await ask(`/api/rooms/${room.code}/report`);
  if (words) { words.set("report", report); return; }
  const widget = await load("comments_view");
  words = new Model({ report });
  await mount(at("comments").lastChild, widget, words);
  aim();
}
// The arrow keys then turn from question to question.
function aim() { if (wanted) at("comments").lastChild.shadowRoot?.querySelector('[aria-pressed="true"]')?.focus(); }
at("words").onclick = () => {
  turn(!wanted);
  scrollTo(0, 0);
  aim();
};
addEventListener("keydown", (event) => {
  if (event.repeat || !room?.comments_shown || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.toLowerCase() === "c") at("words").click();
  else if (event.key === "Escape" && wanted) at("words").click();
});

// Which activity phones answer: chosen here, or in the book.
function activities() {
  const list = at("activity");
  show("activity-of", room.activities.length > 1);
  if (document.activeElement === list) return;
  const said = ({ title, state }) => ({
    open: say("presenter.activity_open", { title }), closed: say("presenter.activity_closed", { title }),
    revealed: say("presenter.activity_revealed", { title }),
  }[state] ?? title);
  list.replaceChildren(new Option(say("presenter.phones_wait"), ""), ...room.activities.map((one) => new Option(said(one), one.survey)));
  list.value = room.waiting ? "" : room.survey;
}
// The tab of the book that was opened before, at the chapter where it was left.
at("book").onclick = (event) => {
  const tab = open("", at("book").target);
  if (!tab) return; // the browser lets no page open another: then the link does
  event.preventDefault();
  try { if (tab.location.pathname.startsWith("/book/")) { tab.focus(); return; } } catch { /* it shows another site by now */ }
  tab.location = at("book").href;
};
at("activity").onchange = () => {
  const survey = at("activity").value;
  at("activity").blur();
  const turn = () => act(`/api/stage/${room.join}/${survey ? "open" : "wait"}`, { survey });
  const busy = room.state === "open" && !room.waiting ? room.joined - room.finished : 0;
  if (!busy) { turn(); return; }
  activities(); // until it is sure
  sure(say("facilitator.sure_turn"), say("facilitator.still_writing", { title: room.title, n: busy }), say("presenter.turn"), turn);
};

const refresh = steadily(draw, (error) => {
  notice(why(error, say("facilitator.away")));
  return error.status !== 403; // the key is gone
});

async function act(path, body = {}, method = "POST") {
  let failed = null;
  try { await ask(path, message(body, method)); } catch (error) { failed = error; }
  if (!failed || failed.status) await refresh();
  if (failed) notice(why(failed));
}
// A room more: this one goes on, and stays in the list of rooms.
at("new").onclick = async () => {
  try { location.assign((await ask(`/api/setup/${room.code}/new`, message({}))).link); }
  catch (error) { notice(why(error)); }
};
// What cannot be taken back, or turns every phone.
function sure(title, words, yes, run, early = false) {
  at("sure-title").textContent = title;
  at("sure-words").textContent = words;
  at("sure").querySelector(".main").textContent = yes;
  show("or", early);
  at("sure").returnValue = "no";
  at("sure").onclose = () => { if (at("sure").returnValue === "yes") run(); };
  at("sure").showModal();
}
const steer = (action) => act(`/api/presenter/${room.code}/${action}`);
at("close").onclick = () => steer("close");
at("reopen").onclick = () => steer("reopen");
at("reveal").onclick = () => {
  const busy = room.state === "open" ? room.joined - room.finished : 0;
  const { release: early, new: late, fit } = room.picture;
  const out = late - fit;
  const finished = people(room.finished);
  sure(early ? say("presenter.sure_close") : say("presenter.sure_reveal"), sentences(
    busy ? say("presenter.finished_but", { people: finished, n: busy }) : say("presenter.finished", { people: finished }),
    fit && say("presenter.last_update"), early && out > 0 && say("presenter.left_out", { answers: answers(out) }), say("presenter.for_good")),
  early ? say("presenter.close_for_good") : say("presenter.reveal"), () => steer("reveal"), room.state === "open" && !early);
};

at("early").onclick = () => {
  at("sure").close("no");
  at("cost-words").textContent = cost(room);
  at("cost").returnValue = "no";
  at("cost").showModal();
};
at("cost").onclose = () => { if (at("cost").returnValue === "yes") steer("show"); };

// For people without a slip, one after another: a ticket is shown once.
async function ticket() {
  try {
    const { ticket: letters, qr } = await ask(`/api/tickets/${room.join}?address=${encodeURIComponent(chosen)}`, message({}));
    Object.assign(at("one").querySelector("img"), { src: qr, alt: letters });
    at("one").querySelector(".code").textContent = letters;
    if (!at("one").open) at("one").showModal();
  } catch (error) { notice(why(error)); }
}
at("ticket").onclick = ticket;
at("next").onclick = ticket;
at("update").onclick = () => steer("show");
at("network").onclick = () => {
  at("more").open = false;
  const { name, password } = at("network-form").elements;
  [name.value, password.value] = [room.wifi?.name ?? "", room.wifi?.password ?? ""];
  at("network-dialog").returnValue = "no";
  at("network-dialog").showModal();
};
at("network-dialog").onclose = () => {
  const { name, password } = at("network-form").elements;
  if (at("network-dialog").returnValue === "yes") act(`${api}/network`, { name: name.value, password: password.value }, "PUT");
  at("network-form").reset();
};
at("join").onclick = () => { joining = !joining; turn(); scrollTo(0, 0); };

const mine = await refresh();
setTimeout(() => { if (room?.state === "open" && !room.joined) at("others").open = true; }, PATIENCE);
if (mine) listen(`${api}/events`, refresh);
