// The facilitator's own page, which nobody else sees: this step and the next, what to say, the time, who is here, and all
// controls. It knows counts, never answers. Two devices may steer: each shows what the other does.
import { choice, picked } from "./choosing.js";
import { at, code, crowd, message, notice, people, say, show, spelled, why } from "./facilitator.js";
import { listed, struck } from "./keys.js";
import { lines } from "./lines.js";
import { ask, listen, steadily } from "./network.js";
import { h } from "./parts.js";
import { answers, cost, picture, sentence, sentences } from "./turnout.js";

const api = `/api/presenter/${code}`;
const PATIENCE = 60_000; // after that long without any phone, say what may be wrong
let first = null; // where phones were sent when this page was opened
let room = null;
let looked = 0; // when it was looked at, by this machine's clock
let met = false; // whether any phone has joined

// What the room should hear of the laptop's network.
const bare = (url) => url.replace(/^https?:\/\//, "");
const nowhere = ({ addresses: [url], near }) => near && url.startsWith("http://127.");
function moved({ addresses: [url], near, state }) {
  first ??= url;
  if (!near || state === "revealed") return "";
  if (nowhere(room)) return say("presenter.no_network");
  return url === first ? "" : say("presenter.moved", { address: bare(url) });
}

// The steps: which is on, which comes next, and what the room sees.
const kind = (one) => ({
  story: say("presenter.kind_story"), join: say("presenter.kind_join"), activity: say("presenter.kind_activity"), predict: say("presenter.kind_predict"),
  collect: say("presenter.kind_collect"), vote: say("presenter.kind_vote"),
  reveal: say("presenter.kind_reveal"), talk: say("presenter.kind_talk"), do: say("presenter.kind_do"), commitments: say("presenter.kind_commitments"), break: say("presenter.kind_break"),
}[one]);
const called = ({ title, kind: one }) => (one === "join" || !title ? kind(one) : `${title} (${kind(one)})`); // its question stands in view
// What the room will be asked next: the finding's own question where it has one.
const asks = ({ step, finding }, next) => (next.kind === "talk" && step?.kind === "reveal" && next.chapter === step.chapter && finding?.following.own && finding.following.question)
  || next.headline || next.question || (next.kind === "join" ? "" : next.title);
function steps({ stage: { steps: all, at: here }, stage, next, say: words }) {
  choice(at("steps"), [...(here < 0 ? [new Option(say("presenter.not_begun"), "")] : []), ...all.map((step, place) =>
    new Option(`${say("presenter.step_of", { n: place + 1, of: all.length })} · ${called(step)}`, step.id))], all[here]?.id ?? "");
  const told = next ? [h("p", {}, kind(next.kind), " · ", say("stage.minutes", { n: next.minutes })), h("b", {}, asks(stage, next)),
    next.kind === "reveal" && h("span", {}, say("presenter.covered"))] : [h("span", {}, say("presenter.last_step"))];
  at("coming").lastElementChild.replaceChildren(...told.filter(Boolean));
  at("coming").lastElementChild.classList.toggle("covered", next?.kind === "reveal");
  show("words", words !== "");
  at("words").lastElementChild.textContent = words;
  at("back").disabled = here <= 0;
  at("next").disabled = !next;
  at("next").textContent = here < 0 ? say("presenter.start") : say("presenter.next");
}

// The time that is left of the step and of the whole; both go on between two looks.
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
const minutes = (seconds) => Math.ceil(Math.abs(seconds) / 60);
function tick() {
  if (!room) return;
  const gone = (performance.now() - looked) / 1000;
  const { step, whole, behind } = room.left;
  const over = step !== null && step - gone < 0;
  at("left").textContent = step === null ? "" : over ? say("presenter.over", { time: clock(gone - step) }) : clock(step - gone);
  at("left").classList.toggle("over", over);
  show("of-step", step !== null && !over);
  const late = (behind ?? 0) + (over ? gone : 0);
  at("whole").textContent = whole === null ? say("presenter.in_all", { n: room.stage.sheet.minutes }) : sentences(
    whole > gone ? say("presenter.left_of_all", { n: minutes(whole - gone) }) : say("presenter.none_left"),
    Math.abs(late) < 60 ? say("presenter.on_time") : late > 0 ? say("presenter.behind", { n: minutes(late) }) : say("presenter.ahead", { n: minutes(late) }));
  const { timer } = room.stage;
  at("timer").textContent = timer && timer.left > gone ? `${say("stage.timer")} ${clock(timer.left - gone)}` : say("stage.timer");
}
setInterval(tick, 500);

function door({ addresses: [url, ...others], join }) {
  show("reached", !nowhere(room));
  at("address").textContent = bare(url);
  at("code").textContent = spelled(join);
  const port = url.match(/:(\d+)$/)?.[1];
  at("port").textContent = port ? ` ${say("presenter.port", { port })}` : "";
  show("another", others.length > 0);
  at("another").lastElementChild.replaceChildren(...others.map((other) =>
    h("button", { type: "button", onclick: () => act(`${api}/address`, { url: other }, "PUT") }, bare(other))));
}

// A room of four turns to a show of hands.
const byHand = ({ joined, threshold, stage: { step } }) => joined > 0 && joined < threshold && step?.kind !== "reveal";
const mine = () => room.stage.activities.find(({ survey }) => survey === room.survey);
// A reveal is ahead while this step is about an activity that is not uncovered on the stage.
const ahead = ({ stage: { step, uncovered_now: uncovered } }) => Boolean(step?.survey) && ["activity", "predict", "reveal"].includes(step.kind) && !uncovered;

async function draw() {
  room = await ask(api);
  looked = performance.now();
  const { stage, state, waiting, joined, finished, invited, here } = room;
  notice(room.trouble || moved(room));
  at("crowd").textContent = crowd(room.crowd);
  show("crowd", room.crowd && state === "open");
  at("title").textContent = [stage.organisation, stage.title].filter(Boolean).join(" · ");
  document.title = [say("presenter.title"), stage.step?.title, stage.title].filter(Boolean).join(" · ");
  steps(room);
  tick();
  door(room);
  // Whoever has the page open is here before the first tap; made-up people have no page.
  const come = Math.max(here ?? 0, waiting && !room.rehearsal ? 0 : joined);
  at("joined").textContent = come;
  at("of").textContent = invited === null ? "" : say("presenter.of_invited", { n: invited });
  const guessing = stage.step?.kind === "predict" && stage.guessed !== null;
  at("finished").textContent = guessing ? stage.guessed : finished;
  at("of-what").textContent = guessing ? say("presenter.guessed") : say("presenter.answered");
  at("of-joined").textContent = say("presenter.of", { n: Math.max(joined, guessing ? stage.guessed : 0) });
  at("finished").closest("div").hidden = (waiting && !joined) || Boolean(stage.wall_of);
  at("state").textContent = sentences(sentence(room), room.late && say("presenter.late", { n: room.late }));
  if (come && !met) at("others").open = false; // somebody has found the way
  met = come > 0;
  const late = room.picture.release ? picture(room) : "";
  at("picture").textContent = late;
  show("picture", late !== "");
  forecast(room);
  lines(room.lines, (action, what) => act(`${api}/lines/${action}`, what), question);
  follows(room);
  series(room);
  controls(room);
  comments(room);
  activities();
}

function controls({ state, waiting, picture: { release, fit }, answered, threshold, join, code: own, stage }) {
  const shownEarly = release > 0 && state !== "revealed";
  show("wait", !waiting);
  show("close", state === "open" && !waiting);
  show("reopen", state === "closed" && !room.comments_read && (!waiting || room.joined > 0));
  show("early", state === "open" && !waiting && !release);
  at("early").disabled = answered < threshold;
  show("update", shownEarly && state === "open");
  at("update").disabled = !fit;
  show("final", shownEarly);
  show("reveal", ahead(room) && !shownEarly);
  at("reveal").disabled = !release && answered < threshold && !byHand(room);
  const revealing = stage.step?.kind === "reveal" && !at("reveal").hidden;
  at("reveal").classList.toggle("main", revealing);
  at("next").classList.toggle("main", !revealing);
  at("stage").href = `/stage/${join}`;
  if (!at("sees").querySelector("iframe").src) at("sees").querySelector("iframe").src = `/stage/${join}?quiet`;
  for (const page of ["setup", "commitments", "publish", "peers", "slips"]) at(page).href = `/${page}/${join}`;
  at("paper-form").href = `/form/${own}`;
  at("paper").href = `/paper/${own}`;
  at("moderate").href = `/comments/${own}`;
  show("reading", room.comments && state !== "open" && room.joined > 0);
  const revealed = stage.activities.some((one) => one.state === "revealed");
  show("publish", revealed);
  show("peers", room.stage.organisation !== "");
  show("commitments", room.again.promised || (revealed && (state !== "open" || stage.step?.kind === "commitments")));
  show("reset", mine()?.joined > 0);
  show("bring-back", mine()?.aside && !mine().joined);
  show("network", room.near);
  show("tickets", room.tickets);
  if (room.tickets) at("tickets").firstElementChild.textContent = say("presenter.tickets", room.tickets);
  show("book", room.book);
  Object.assign(at("book"), { href: room.book, target: `cxkit-book-${join}` });
}

// Which comments lie over the step on the stage, a screen at a time.
function comments({ screens, stage: { wall } }) {
  show("wall-of", screens.length > 0);
  const named = screens.map(({ screen, theme, ...one }) => new Option([one.of > 1 ? say("presenter.screen_of", one) : one.title, theme].filter(Boolean).join(" · "), screen));
  choice(at("wall"), [new Option("—", ""), ...named], wall?.screen ?? "");
}

function forecast({ forecast: found, join }) {
  show("forecast", found.length > 0);
  const done = { setup: (remedy) => h("a", { href: `/setup/${join}` }, remedy), ask: (remedy) => h("button", { type: "button", onclick: () => act(`/api/setup/${join}/ask`) }, remedy) };
  at("forecast").querySelector("ul").replaceChildren(...found.map(({ kind: sort, sentence: words, remedy, how }) =>
    h("li", { class: sort }, words, remedy && [" ", done[how]?.(remedy) ?? h("small", {}, remedy)])));
}

// On the day to look again, the follow-up is one button away.
function series({ again: { day, due, followed } }) {
  show("series", Boolean(due || followed));
  at("series").querySelector("p").textContent = followed ? say("presenter.followed") : say("presenter.due", { day });
}

// What follows from what the room has just seen: a question, and actions of which one tap makes commitments.
function follows({ join: lead, stage: { finding } }) {
  const { question: asks, actions = [], moves, now } = finding?.following ?? {};
  show("follows", Boolean(asks));
  const [, words, list] = at("follows").children;
  words.textContent = asks ?? "";
  list.replaceChildren(...actions.map(({ who, do: what }) => h("li", {}, h("button", { type: "button", onclick: ({ currentTarget: one }) => {
    one.disabled = true;
    act(`/api/presenter/${lead}/commitments/add`, { what, moves, now });
  } }, "+ ", h("b", {}, `${who}: `), what))));
}

// Which activity phones answer, whatever the run sheet says.
function activities() {
  show("activity-of", room.stage.activities.length > 1);
  const said = ({ title, state }) => ({
    open: say("presenter.activity_open", { title }), closed: say("presenter.activity_closed", { title }),
    revealed: say("presenter.activity_revealed", { title }),
  }[state] ?? title);
  const each = room.stage.activities.map((one) => new Option(said(one), one.survey));
  choice(at("activity"), [new Option(say("presenter.phones_wait"), ""), ...each], room.stage.now ?? "");
}

const refresh = steadily(draw, (error) => {
  notice(why(error, say("facilitator.away")));
  return error.status !== 403; // the key is gone
});

// One thing at a time: what is pressed while the room has not answered yet waits for that. The same wish twice is one, and
// what a later click asks for names what its screen showed, so that it does nothing twice.
const wishes = new Set();
let queue = Promise.resolve();
function act(...wish) {
  const same = JSON.stringify(wish);
  if (wishes.has(same)) return;
  wishes.add(same);
  queue = queue.then(() => done(...wish)).finally(() => wishes.delete(same));
}
async function done(path, body = {}, method = "POST") {
  let failed = null;
  try { await ask(path, message(body, method)); } catch (error) { failed = error; }
  if (!failed || failed.status) await refresh();
  if (failed?.ask) question(say("facilitator.sure_turn"), failed.message, [say("presenter.turn"), () => act(path, { ...body, sure: true }, method)]);
  else if (failed) notice(why(failed));
}
const steer = (action, body = {}) => act(`/api/stage/${room.join}/${action}`, body);
const own = (action) => act(`/api/presenter/${room.code}/${action}`);
const writing = () => (room.state === "open" && !room.waiting ? room.joined - room.finished : 0);

// What cannot be taken back, or turns every phone, is asked first. more: what else stands in the dialog.
function question(title, words, [yes, run] = [], ...more) {
  at("asking").replaceChildren(h("h2", { id: "question" }, title), ...[words].flat().map((one) => (one.nodeType ? one : h("p", {}, one))),
    h("form", { method: "dialog" }, yes ? [h("button", { autofocus: true }, say("presenter.not_yet")), h("button", { class: "main", onclick: run }, yes)]
      : h("button", { class: "main", autofocus: true }, say("stage.shut")), more));
  if (!at("asking").open) at("asking").showModal();
}
function last(title, yes, run) {
  const { release, new: late, fit } = room.picture;
  const finished = people(room.finished);
  question(title, sentences(
    writing() ? say("presenter.finished_but", { people: finished, n: writing() }) : say("presenter.finished", { people: finished }),
    release && fit && say("presenter.last_update"), release && late > fit && say("presenter.left_out", { answers: answers(late - fit) }), say("presenter.for_good")), [yes, run]);
}

at("next").onclick = () => {
  const { step, steps: all } = room.stage;
  if (step) steer("next", { seen: step.id });
  else if (all.length) steer("go", { to: all[0].id });
};
at("back").onclick = () => steer("back", { seen: room.stage.step.id });
picked(at("steps"), (to) => to && steer("go", { to }));
at("reveal").onclick = () => {
  const run = () => steer("reveal", { sure: true });
  if (room.picture.release || byHand(room)) run(); // released already: this step only uncovers its part
  else last(say("presenter.sure_reveal"), say("presenter.reveal"), run);
};
at("final").onclick = () => last(say("presenter.sure_close"), say("presenter.close_for_good"), () => own("reveal"));
at("early").onclick = () => question(say("presenter.sure_show_now"), [cost(room), say("presenter.too_small_stay_hidden")], [say("presenter.show_now"), () => own("show")]);
at("update").onclick = () => own("show");
at("close").onclick = () => own("close");
at("reopen").onclick = () => own("reopen");
// Every phone turns: what is half written there would be left behind.
const turn = (run) => (writing() ? question(say("facilitator.sure_turn"), say("facilitator.still_writing", { title: room.title, n: writing() }), [say("presenter.turn"), run]) : run());
at("wait").onclick = () => turn(() => steer("wait", { sure: true }));
picked(at("activity"), (survey) => {
  at("more").open = false;
  turn(() => steer(survey ? "open" : "wait", { survey, sure: true }));
});
picked(at("wall"), (screen) => steer("wall", { screen }));
at("reset").onclick = () => question(say("stage.sure_reset"), say("stage.reset_words", { people: people(room.joined) }),
  [say("stage.begin_anew"), () => steer("reset", { survey: room.survey })]);
at("bring-back").onclick = () => steer("bring_back", { survey: room.survey });
at("timer").onclick = () => question(say("stage.timer"), [say("stage.timer_words")], [], ...[...new Set([room.stage.steps[room.stage.at]?.minutes, 1, 2, 3, 5, 10])].filter(Boolean).map((n) =>
  h("button", { onclick: () => steer("timer", { seconds: 60 * n }) }, say("stage.minutes", { n }))),
h("button", { onclick: () => steer("timer", { seconds: 0 }) }, say("stage.no_timer")));
at("keys").onclick = () => question(say("stage.keys"), listed());

// One more device; people without a slip, one after another: a ticket is shown once.
async function shown(path, title, words, ...more) {
  try {
    const { address, ticket, qr } = await ask(path, message({}));
    question(title, [qr && h("img", { class: "qr", src: qr, alt: address ?? ticket }), h("p", { class: "big" }, address ?? ticket), words], [], ...more);
  } catch (error) { notice(why(error)); }
}
at("device").onclick = () => shown(`${api}/device`, say("presenter.second_device"), say("presenter.device_words"));
const ticket = () => shown(`/api/tickets/${room.join}`, say("presenter.one_ticket"), say("ticket.nobody_can_tell"),
  h("button", { type: "button", onclick: () => ticket() }, say("presenter.next_ticket")));
at("ticket").onclick = ticket;

// A tab or window that was opened before is found again, where it was left.
function again(link, path, looks) {
  at(link).onclick = (event) => {
    const tab = open("", at(link).target, looks);
    if (!tab) return; // the browser lets no page open another: then the link does
    event.preventDefault();
    try { if (tab.location.pathname.startsWith(path)) { tab.focus(); return; } } catch { /* it shows another site by now */ }
    tab.location = at(link).href;
  };
}
again("book", "/book/", "");
again("stage", "/stage/", "popup,width=1280,height=720"); // a window of its own, for the projector
at("follow").onclick = async () => {
  try { location.assign((await ask(`/api/series/${room.join}/follow`, message({}))).link); }
  catch (error) { notice(why(error)); }
};
// A room more: this one goes on, and stays in the list of rooms.
at("new").onclick = async () => {
  try { location.assign((await ask(`/api/setup/${room.code}/new`, message({}))).link); }
  catch (error) { notice(why(error)); }
};
at("network").onclick = () => {
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
// The list under "More" goes when something else is pressed.
addEventListener("click", (event) => { if (!at("more").contains(event.target) || event.target.closest("#more > div > :is(a, button)")) at("more").open = false; });

const KEYS = { arrowright: "next", pagedown: "next", arrowleft: "back", pageup: "back", r: "reveal", t: "timer", w: "wait", "?": "keys" };
addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") at("more").open = false;
  const control = !event.target.matches("input, select") && at(KEYS[struck(event)] ?? "");
  if (!control || control.hidden || control.disabled) return;
  event.preventDefault();
  control.click();
});
new ResizeObserver(([{ contentRect: { width } }]) => at("sees").style.setProperty("--scale", width / 1366)).observe(at("sees").querySelector(".screen"));

const here = await refresh();
setTimeout(() => { if (room?.state === "open" && !met) at("others").open = true; }, PATIENCE);
if (here) listen(`${api}/events`, refresh);
