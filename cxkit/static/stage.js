// What the room sees: the step that is on fills the screen. Nothing on it is private, and it has no controls but keys.
import { code, message, say, spelled, why } from "./facilitator.js";
import { bar } from "./bar.js";
import { clouds, squeeze } from "./clouds.js";
import { listed, struck } from "./keys.js";
import { ask, listen, steadily } from "./network.js";
import { h, hue } from "./parts.js";
import { alike, drawn, under } from "./stage_picture.js";
import { scene } from "./scene.js";
import { fit, listOf, wallOf } from "./stage_wall.js";

const api = `/api/stage/${code}`;
const OVER = 60_000; // for so long it says that the time is up
const SPOKEN = 8_000; // for so long a refusal stands there
const MANY = 7; // rows: over so many, the headline gives way
const LONG = 64; // letters of a headline: over so many, it gives way to its picture
const WHOLE = 16; // letters: a longer word may break at its hyphen
const MOST = 120; // dots: of more people than that, numbers alone
const at = (id) => document.getElementById(id);
let stage = null;
let shown = ""; // the scene that is there
let ends = null; // when the timer ends, by this machine's clock
let quiet; // when the refusal goes

// A short word with a hyphen, such as hand-over, stays on its line; in the headline of a picture so does a short name in quotes.
const kept = (words) => String(words ?? "").split(/([“„«][^“”»]{1,30}[“”»]\p{P}?|\S*\p{L}-\p{L}\S*)/u).map((part, place) =>
  (place % 2 && (part.length <= WHOLE || /^[“„«]/.test(part)) ? h("span", { class: part.length <= WHOLE ? "kept" : "kept quoted" }, part) : part));
const lead = (...words) => { const told = words.filter(Boolean); return told.length > 0 && h("p", { class: "lead" }, kept(told.join("\n"))); };
// A headline is as large as its length lets it be.
const head = (words, kind = "") => h("h1", { class: [kind, words.length > LONG ? "long" : words.length > 32 ? "" : "short"].filter(Boolean).join(" ") }, kept(words));
const ours = () => stage.chosen && h("blockquote", { class: "ours", dir: "auto" }, stage.chosen);
const plain = ({ headline, question, title, words }) => h("div", { class: "words" }, head(headline || question || title, "big"), lead(words), ours());

const mine = () => stage.activities.find(({ survey }) => survey === stage.step?.survey);
const people = () => h("div", { class: "people" }, h("div", { class: "dots", "aria-hidden": "true" }), h("p", { class: "count", "aria-live": "off" }));

const qr = (src, alt, ...said) => h("div", { class: "door" }, h("img", { class: "qr", src, alt }), h("div", {}, said));
function join() {
  const { wifi, url, address, qr: room, code: letters, second } = stage.join;
  const said = (words, id) => h("p", { class: "soft" }, words, second && [" · ", h("span", { lang: second.lang, dir: second.dir }, second[id])]);
  return [h("h1", { class: "sr" }, stage.step?.headline || say("stage.join")),
    h("div", { class: wifi ? "doors both" : "doors" },
      wifi && qr(wifi.qr, say("facilitator.wifi_qr", { name: wifi.name }), h("p", { class: "soft" }, say("facilitator.wifi")), h("p", { class: "address" }, wifi.name),
        wifi.password && h("p", { class: "soft" }, say("facilitator.password", { password: wifi.password }))),
      !room && h("div", { class: "words" }, h("p", { class: "lead" }, say("presenter.no_network")), second && h("p", { class: "lead", lang: second.lang, dir: second.dir }, second.no_network)),
      room && qr(room, say("facilitator.qr", { address: `${url}/r/${letters}` }), said(say("stage.scan"), "scan"), h("p", { class: "address" }, address),
        said(say("stage.room"), "room"), h("p", { class: letters.length > 5 ? "address long code" : "address code" }, spelled(letters)), h("p", { class: "count", "aria-live": "off" })))];
}

const asked = (step) => [plain(step), people()];

function reveal(step) {
  const { finding: found, clouds: guessed } = stage;
  const many = guessed?.length > 0;
  const toRaise = step.choices?.length > 0 && listOf(step.choices, step.second);
  if (!found && many) return [h("div", { class: "words" }, head(step.question || step.title, "small"), lead(step.by_hand ? step.words : say("guess.guesses_in"))), clouds(guessed, step.second)];
  if (!found && step.by_hand && toRaise) return [plain({ ...step, headline: step.question }), toRaise];
  if (!found) return [plain({ ...step, words: step.words || say("stage.covered") }), people()];
  const dense = found.headline.length > LONG || found.rows.length > MANY || (many && found.kind !== "line");
  return [h("div", { class: "words" }, head(found.headline, found.scene ? "found" : dense ? "dense" : found.kind === "line" && !many ? "" : "small"), lead(found.words), ours()),
    !(many && found.kind === "line") && (drawn(found, step.second) || toRaise), many && clouds(guessed, step.second), found.note && h("p", { class: "note" }, found.note)];
}

// What the group has written down, a card for each line.
function agreed(step) {
  if (!stage.commitments?.length && stage.earlier?.length) {
    return h("div", { class: "words" }, head(say("commitments.earlier"), "small"), h("ul", { class: "cards", role: "list" }, stage.earlier.map(({ what, status, evidence }) =>
      h("li", {}, what, h("small", {}, h("b", {}, status), evidence.words && ` · ${evidence.words}`), evidence.scene && h("div", { "--hue": hue(evidence.hue) }, scene(evidence.scene, evidence.alt))))));
  }
  if (!stage.commitments?.length) return plain(step);
  return h("div", { class: "words" }, head(step.headline || step.title, "small"), h("ul", { class: "cards", role: "list" }, stage.commitments.map(({ what, who, by }) =>
    h("li", {}, h("bdi", {}, kept(what)), h("small", {}, who && h("bdi", {}, who), who && by && " · ", by)))));
}

// What people wrote, and the facilitator has shown.
const wall = ({ screen, question, theme, comments }) => h("div", { class: "wall", "data-screen": screen }, head(question, "small"), theme && h("h2", {}, h("bdi", {}, theme)),
  h("div", { class: ["", "long", "longest"][[420, 1200].filter((most) => comments.map(({ words }) => words).join("").length > most).length] }, comments.map(({ words, lang }) => h("blockquote", { dir: "auto", lang }, words))));

// What is collected, and votes on it: in large letters what was chosen.
const collected = (step) => [h("div", { class: "words" }, head(step.headline || say("collect.ask"), "small"), lead(step.words), ours()), wallOf(stage.wall_of)];
const predict = (step) => [plain({ ...step, headline: step.headline || say("stage.predict") }), people()];

// What follows from what was found: its own question in place of the chapter's, and what may be done about it.
const follows = () => stage.finding?.following ?? {};
function talk(step) {
  const { own, question: asks, about } = follows();
  return own ? plain({ headline: asks, words: about }) : plain(step);
}
function todo(step) {
  const { actions = [], about } = follows();
  if (!actions.length) return plain(step);
  return h("div", { class: "words" }, head(say("stage.this_week"), "small"), lead(about), h("ul", { class: "cards", role: "list" }, actions.map(({ who, do: what }, place) => h("li", {}, h("small", {}, who), kept(what), under(step.second?.actions?.[place], step.second)))));
}

const SCENES = { join, reveal, activity: asked, talk, do: todo, predict, collect: collected, vote: collected, commitments: agreed };
const ASIDES = { activity: () => say("stage.on_phones"), predict: () => say("stage.on_phones"), collect: () => (stage.wall_of?.votes ? say("collect.vote_on_phones") : say("collect.on_phones")),
  vote: () => say("collect.vote_on_phones"), reveal: ({ question, examples }) => stage.finding && !examples && question };

// Where there is no room for both, the picture gives way to the guesses, which have what is true beside them.
function settle() {
  fit(document.querySelector(".lines"));
  const [guessed, picture] = [".clouds", ".picture"].map((one) => document.querySelector(one));
  if (picture) picture.hidden = false;
  squeeze(guessed, at("scene"));
  if (!guessed || !picture || [at("scene"), ...picture.querySelectorAll("ul, li, li > span")].every((one) => one.scrollHeight <= one.clientHeight + 1)) return;
  picture.hidden = true;
  squeeze(guessed, at("scene"));
}

function draw() {
  const step = stage.step ?? { kind: "join", title: [stage.organisation, stage.title].filter(Boolean).join(" · "), part: "" };
  const looks = JSON.stringify([step, stage.finding, stage.commitments, stage.earlier, stage.join, stage.clouds, stage.wall_of, stage.chosen, stage.wall]);
  if (looks !== shown) {
    shown = looks;
    document.body.className = step.kind;
    document.body.style.setProperty("--hue", step.hue == null ? "var(--cx-accent)" : hue(step.hue));
    document.documentElement.toggleAttribute("data-night", step.kind === "story");
    if (step.kind === "story") document.documentElement.dataset.theme = "dark";
    else delete document.documentElement.dataset.theme;
    at("title").textContent = stage.wall?.title ?? step.title;
    const said = [step.kind === "reveal" && stage.finding && alike(stage.finding), step.examples && h("mark", {}, say("stage.examples")), ASIDES[step.kind]?.(step)];
    at("aside").replaceChildren(...(stage.wall ? [] : said.filter(Boolean).flatMap((one, place) => (place ? [" · ", one] : [one]))));
    const same = at("scene").dataset.step === String(step.id); // lines that come make nothing blink
    at("scene").dataset.step = step.id;
    if (!same && !at("notice").dataset.away) at("notice").textContent = ""; // what was refused was about another step
    at("scene").classList.toggle("still", same && Boolean(stage.wall_of));
    at("scene").replaceChildren(...[stage.wall ? wall(stage.wall) : (SCENES[step.kind] ?? plain)(step)].flat().filter(Boolean));
    const second = !stage.wall && step.second; // the same for those who do not read the first language
    document.body.classList.toggle("two", Boolean(second));
    if (second) document.querySelector("#scene h1:not(.sr)")?.after(h("p", { class: "second", lang: second.lang, dir: second.dir }, second.words));
    document.title = [...new Set([document.querySelector("#scene h1")?.textContent, at("title").textContent])].filter(Boolean).join(" · ");
    settle();
    const { address, code: letters, qr: there } = stage.join;
    at("late").replaceChildren(...(stage.rehearsal ? [h("b", {}, say("stage.rehearsal")), there && " · "] : []),
      ...(there ? [say("stage.late"), " ", h("b", {}, address), " ", say("stage.room"), " ", h("b", {}, spelled(letters))] : []));
  }
  count(step);
  at("way").replaceChildren(...stage.steps.map(({ done }, place) => h("i", { class: place === stage.at ? "now" : done && "done" })));
  at("way").setAttribute("aria-label", stage.at < 0 ? say("stage.join") : say("stage.step_of", { n: stage.at + 1, of: stage.steps.length }));
  ends = stage.timer && performance.now() + 1000 * stage.timer.left;
  tick();
}

// Who has joined, and who of them has finished: in no order that tells who.
function count({ kind }) {
  const words = document.querySelector(".count");
  if (!words) return;
  const { joined: in_room = 0, finished: done = 0, state = "new" } = mine() ?? {};
  const finished = kind === "predict" ? stage.guessed ?? 0 : done;
  const joined = Math.max(in_room, kind === "predict" ? finished : 0);
  if (kind === "join") { words.textContent = stage.here ? say("stage.here", { n: stage.here }) : ""; return; }
  const dots = document.querySelector(".dots");
  const many = joined > MOST ? 0 : joined;
  dots.style.setProperty("--columns", Math.max(5, Math.ceil(Math.sqrt(2 * many))));
  while (dots.childElementCount > many) dots.lastChild.remove();
  while (dots.childElementCount < many) dots.append(h("i"));
  for (const [place, dot] of [...dots.children].entries()) dot.className = place < finished ? "ok" : "";
  words.replaceChildren(...(state === "new" ? [] : [h("b", {}, finished), kind === "predict" ? say("guess.of_guessed", { joined }) : say("stage.of_finished", { joined })]));
}

function tick() {
  const left = ends === null ? -OVER : ends - performance.now();
  at("timer").hidden = left <= -OVER;
  const seconds = Math.ceil(left / 1000);
  at("timer").className = seconds > 0 ? "" : "up";
  at("timer").textContent = seconds > 0 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : say("stage.time_is_up");
}
setInterval(tick, 250);
addEventListener("resize", settle);

function refuse(words) {
  at("notice").textContent = words;
  clearTimeout(quiet);
  quiet = setTimeout(() => { at("notice").textContent = ""; }, SPOKEN);
}

// What is asked on the screen: counts, and nothing else.
function question(title, words, ...buttons) {
  at("asking").replaceChildren(h("h2", { id: "question" }, title), words, h("form", { method: "dialog" }, buttons));
  at("asking").showModal();
}
async function act(action, more = {}) {
  const seen = stage.step?.id ?? "";
  try { stage = await ask(`${api}/${action}`, message({ seen, ...more })); draw(); }
  catch (error) {
    if (!error.ask) { refuse(why(error)); return; }
    question(say("stage.sure"), h("p", {}, error.message), h("button", { autofocus: true }, say("stage.not_yet")),
      h("button", { class: "main", onclick: () => act(action, { ...more, seen, sure: true }) }, say("stage.go_on")));
  }
}

const keys = () => question(say("stage.keys"), h("div", {}, listed()), h("button", { class: "main", autofocus: true }, say("stage.shut")));
const timer = () => act("timer", { seconds: stage.timer?.left > 0 ? 0 : 60 * (stage.steps[stage.at]?.minutes || 2) });
const KEYS = {
  arrowright: () => act("next"), pagedown: () => act("next"), arrowleft: () => act("back"), pageup: () => act("back"),
  r: () => act("reveal"), t: timer, w: () => act("wait"), "?": keys,
};
addEventListener("keydown", (event) => {
  const run = KEYS[struck(event)];
  if (!run || !stage || at("asking").open) return;
  event.preventDefault();
  run();
});
const small = location.search === "?quiet"; // on the presenter page
document.documentElement.toggleAttribute("data-small", small);
if (!small) {
  document.body.append(bar(say("stage.controls"), [[say("stage.back"), "ArrowLeft", KEYS.arrowleft], [say("stage.next"), "ArrowRight", KEYS.arrowright],
    [say("stage.reveal"), "r", KEYS.r], [say("stage.timer"), "t", timer], [say("stage.wait"), "w", KEYS.w], [say("stage.keys"), "?", keys]]));
}

const refresh = steadily(async () => {
  stage = await ask(api);
  draw();
  if (at("notice").dataset.away) { at("notice").textContent = ""; delete at("notice").dataset.away; }
}, (error) => {
  at("notice").textContent = why(error, say("facilitator.away"));
  at("notice").dataset.away = "1";
  return error.status !== 403; // the key is gone
});
if (await refresh()) listen(`/api/presenter/${code}/events`, refresh);
