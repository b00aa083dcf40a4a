// The book on the projector, as its room serves it: under a chapter with an activity stand the controls, and the made-up
// example gives way to the workshop's own. Without a room's key (on a phone, or in a published book) it does nothing.
import { message, network, people, say, text, way, why } from "./facilitator.js";
import { groups } from "./groups.js";
import { ask, call, listen, steadily } from "./network.js";
import { h } from "./parts.js";

const named = location.hash.match(/^#room=(\w+)$/)?.[1];
if (named) {
  sessionStorage.setItem("cxkit:stage", named);
  history.replaceState(null, "", location.pathname + location.search);
}
const code = sessionStorage.getItem("cxkit:stage");
if (!code) await new Promise(() => {}); // a reader's book: nothing more
const page = document.documentElement;
page.classList.add("cx-live"); // the made-up example is not even seen while the page loads
const [survey, part = ""] = (document.querySelector('meta[name="cxkit:activity"]')?.content ?? "").split("/");
const api = `/api/stage/${code}`;
let stage = null;
let way_ = ""; // how to join, as it was drawn last
let mine = null; // this chapter's activity
let report = null; // its released Report, and its number
let release = 0;
let ends = null; // when the timer ends, by this machine's clock

const host = h("div", { id: "cx-stage" });
const root = host.attachShadow({ mode: "open" });
const notice = h("p", { class: "notice", role: "status" });
const what = h("p", { class: "what" });
const count = h("p", { class: "count", "aria-live": "off" });
const timer = h("p", { class: "timer", role: "timer", hidden: true });
const score = h("input", { id: "score", type: "number", min: 0, max: 100, step: 1, inputmode: "numeric", required: true });
const predict = h("form", { class: "predict", hidden: true }, h("label", { for: "score" }), score, h("button", {}, say("stage.keep")));
const key = (letter, words, run, kind) => h("button", { type: "button", class: kind, "aria-keyshortcuts": letter, onclick: run }, words);
const buttons = {
  open: key("o", say("stage.open"), () => turn(say("stage.open"), () => act("open"))),
  close: key("c", say("stage.close"), () => act("close")),
  reveal: key("r", say("stage.reveal"), () => reveal(), "main"),
  reset: key("x", say("stage.reset"), () => sure(say("stage.sure_reset"), say("stage.reset_words", { people: people(mine.joined) }), say("stage.begin_anew"), () => act("reset")), "quiet"),
  timer: key("t", say("stage.timer"), () => minutes.showModal(), "quiet"),
  wait: key("w", say("stage.wait"), () => turn(say("stage.wait"), () => act("wait")), "quiet"),
  join: key("j", say("stage.join"), () => join(), "quiet"),
  keys: key("?", "?", () => help.showModal(), "quiet"),
};
buttons.keys.setAttribute("aria-label", say("stage.keys"));
const bar = h("div", { class: "bar", role: "region", "aria-label": say("stage.controls") }, notice, what, count, timer, predict,
  h("nav", { "aria-label": say("stage.activity") }, Object.values(buttons)));

const row = (...children) => h("form", { method: "dialog", class: "row" }, children);
const shut = () => row(h("button", { class: "main" }, say("stage.shut")));
const help = h("dialog", { "aria-labelledby": "keys" }, h("h2", { id: "keys" }, say("stage.keys")), h("dl", {}, [
  ["O", say("stage.key_open")], ["C", say("stage.key_close")], ["R", say("stage.key_reveal")], ["P", say("stage.key_predict")], ["T", say("stage.key_timer")],
  ["J", say("stage.key_join")], ["W", say("stage.key_wait")], ["X", say("stage.key_reset")], ["?", say("stage.key_list")], ["Esc", say("stage.key_back")],
].map(([letter, words]) => [h("dt", {}, h("kbd", {}, letter)), h("dd", {}, words)])), shut());
const minutes = h("dialog", { "aria-labelledby": "minutes" }, h("h2", { id: "minutes" }, say("stage.timer")), h("p", {}, say("stage.timer_words")),
  row([1, 2, 3, 5, 10, 15].map((n) => h("button", { type: "submit", onclick: () => act("timer", { seconds: 60 * n }) }, say("stage.minutes", { n }))),
    h("button", { onclick: () => act("timer", { seconds: 0 }) }, say("stage.no_timer"))));
const card = h("div", { class: "way" });
const joining = h("dialog", { class: "join", "aria-label": say("stage.join") }, card, shut());
const asking = h("dialog", { "aria-labelledby": "sure" });
root.append(h("link", { rel: "stylesheet", href: "/static/pacing.css" }), bar, help, minutes, joining, asking);

function sure(title, words, yes, run) {
  asking.replaceChildren(h("h2", { id: "sure" }, title), h("p", {}, words),
    row(h("button", {}, say("stage.not_yet")), h("button", { class: "main", onclick: run }, yes)));
  asking.showModal();
}

// Every phone turns: what is half written there would be left behind.
function turn(yes, run) {
  const on = stage.activities.find((one) => one.survey === stage.now);
  const busy = on?.state === "open" ? on.joined - on.finished : 0;
  if (busy > 0) sure(say("facilitator.sure_turn"), say("facilitator.still_writing", { title: on.title, n: busy }), yes, run);
  else run();
}

async function act(action, more = {}) {
  if (buttons[action]?.disabled) return;
  try {
    const told = await ask(`${api}/${action}`, message({ survey, part, ...more }));
    notice.textContent = "";
    await draw(told);
  } catch (error) { notice.textContent = why(error); }
}

function reveal() {
  if (buttons.reveal.disabled) return;
  if (mine.shown) { act("reveal"); return; } // released already: this chapter's picture is only covered
  const busy = mine.state === "open" ? mine.joined - mine.finished : 0;
  const finished = people(mine.finished);
  const words = busy ? say("presenter.finished_but", { people: finished, n: busy }) : say("presenter.finished", { people: finished });
  sure(say("presenter.sure_reveal"), `${words} ${say("stage.for_good")}`, say("stage.reveal"), () => act("reveal"));
}

function join() {
  card.replaceChildren(...howToJoin(stage.join));
  if (!joining.open) joining.showModal();
}
function howToJoin(door) {
  const { address, src, alt } = way(door, door.code);
  return [...network(door), h("img", { class: "qr", src, alt }), h("div", {}, h("p", {}, say("stage.scan")), h("p", { class: "address" }, address),
    h("p", {}, say("stage.room")), h("p", { class: "address code" }, door.code))];
}

const uncovered = () => mine?.shown > 0 && (!mine.uncovered || mine.uncovered.includes(part) || mine.uncovered.includes(""));
const STATES = { new: say("stage.new"), open: say("stage.is_open"), closed: say("stage.closed"), revealed: say("stage.revealed") };

async function draw(told) {
  if (!host.isConnected) document.body.append(host);
  stage = told;
  mine = stage.activities.find((one) => one.survey === survey);
  const { state = "", joined = 0, finished = 0, answered = 0, threshold = 5 } = mine ?? {};
  const on = stage.activities.find((one) => one.survey === stage.now);
  const waits = stage.here === null ? say("stage.wait") : say("stage.waiting", { n: stage.here });
  const elsewhere = on && on !== mine ? say("stage.elsewhere", { title: on.title }) : stage.now ? "" : waits;
  const few = mine?.joined != null && !mine.shown && answered < threshold;
  what.replaceChildren(h("b", {}, mine?.title ?? stage.title), h("span", {}, [
    state === "closed" && elsewhere ? "" : mine?.shown && !uncovered() ? say("stage.ready") : STATES[state], elsewhere, few && state === "open" ? say("stage.needs", { n: threshold }) : "",
  ].filter(Boolean).join(" · ")));
  count.replaceChildren(...(state === "open" || state === "closed" ? [h("strong", {}, finished), h("span", {}, say("stage.of_finished", { joined }))] : []));
  const here = mine && stage.now === survey;
  buttons.open.hidden = !mine || state === "revealed" || (state === "open" && here);
  buttons.close.hidden = state !== "open";
  buttons.reveal.hidden = !mine || state === "new" || uncovered();
  buttons.reveal.disabled = few;
  buttons.reset.hidden = !mine || state === "new" || !joined;
  buttons.wait.hidden = !stage.now;
  buttons.timer.hidden = !mine;
  const { compare } = mine ?? {};
  predict.hidden = !(part && compare && !uncovered() && !mine.shown);
  score.setAttribute("aria-label", compare ? say("stage.predict_for", { group: compare.labels[1] }) : "");
  predict.firstChild.textContent = compare ? say("stage.they_predict", { group: compare.labels[0] }) : "";
  if (root.activeElement !== score) score.value = stage.predicted[part] ?? "";
  ends = stage.timer ? performance.now() + 1000 * stage.timer.left : null;
  tick();
  page.style.setProperty("--cx-bar", `${bar.offsetHeight}px`);
  if (mine) await pictures();
  page.classList.add("cx-ready");
}
predict.onsubmit = (event) => {
  event.preventDefault();
  score.blur();
  act("predict", { dimension: part, score: Number(score.value) });
};

function tick() {
  timer.hidden = ends === null;
  if (ends === null) return;
  const left = Math.ceil((ends - performance.now()) / 1000);
  timer.className = left > 0 ? "timer" : "timer up";
  timer.textContent = left > 0 ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : say("stage.time_is_up");
}
setInterval(tick, 250);

// The chapter's own pictures: covered until they are revealed here, then drawn of the released Report.
const article = document.querySelector("article") ?? document.body;
const figures = [...article.querySelectorAll("svg[data-cx-drawn]")].map((svg) => ({ at: svg.parentNode, call: svg.dataset.cxDrawn, drawn: 0 })).filter(({ call }) => call.split("/")[0] === survey);
await window.cxkit.ready; // page.js has drawn its widgets
const widgets = [...article.querySelectorAll(".cx-widget")].filter((el) => el.model).map((el) => ({ el, model: el.model }));
const views = widgets.filter(({ model }) => model.get("report")?.survey?.id === survey && !model.get("response")).map((one) => ({ ...one, at: one.el, drawn: 0 }));
const forms = widgets.filter(({ model }) => model.get("survey")?.id === survey);
const alone = widgets.filter(({ model }) => model.get("report") && model.get("response")); // for a reader, not a room
const example = figures.length + views.length ? [...article.querySelectorAll(".cell_output")].filter((el) => !el.querySelector("svg[data-cx-drawn], .cx-widget")) : [];
for (const one of [...figures, ...views]) {
  one.cover = h("p", { class: "cx-cover", hidden: true });
  one.at.before(one.cover);
}
const told = h("div", { class: "cx-predicted", hidden: true });
(figures[0]?.at.closest(".cell") ?? views[0]?.el.closest(".cell"))?.before(told);

async function pictures() {
  const shown = uncovered();
  for (const el of example) el.hidden = true; // its words are about the made-up people
  for (const { el } of [...forms, ...alone]) el.hidden = true;
  // A picture is uncovered when it is this room's own, and not a moment earlier.
  const cover = ({ at, cover: over }, own) => {
    at.hidden = !own;
    over.hidden = own;
    over.textContent = shown ? say("stage.moment") : mine.state === "new" ? say("stage.covered_until_open") : say("stage.covered");
  };
  for (const one of [...figures, ...views]) cover(one, shown && one.drawn === mine.shown);
  told.hidden = !shown;
  page.classList.add("cx-ready");
  cards();
  if (!shown) return;
  if (release !== mine.shown) {
    report = await ask(`/api/rooms/${mine.code}/report`);
    release = mine.shown;
  }
  tell();
  for (const view of views) {
    view.model.set("report", report);
    view.drawn = release;
    cover(view, true);
  }
  for (const figure of figures) {
    if (figure.drawn === release) continue;
    const answer = await call(`${api}/picture/${figure.call}`);
    if (answer.ok) figure.at.innerHTML = await answer.text();
    else figure.at.textContent = (await answer.json()).detail;
    figure.drawn = release;
    cover(figure, true);
  }
}

// In place of the form, which everybody has on their phone: how to join, for the room to see.
function cards() {
  const changed = way_ !== JSON.stringify(stage.join);
  way_ = JSON.stringify(stage.join);
  for (const form of forms) {
    form.card ??= h("div", { class: "cx-join" });
    if (changed) form.card.replaceChildren(...howToJoin(stage.join), h("p", { class: "cx-joined", "aria-live": "off" }));
    if (!form.card.isConnected) form.el.before(form.card);
    form.card.lastChild.textContent = mine.joined == null ? "" : say("stage.finished_of", { finished: mine.finished, joined: mine.joined });
  }
}

// What leaders predicted, beside what was said; what stands between stars in a text is strong.
const marked = (words) => words.split("*").map((part, place) => (place % 2 ? h("strong", {}, part) : part));
function tell() {
  const { compare } = mine;
  const dimensions = report.survey.dimensions.filter(({ id }) => id in stage.predicted && (!part || id === part));
  if (!compare || !dimensions.length) { told.hidden = true; return; }
  const known = groups(report, { say, text });
  told.replaceChildren(...dimensions.map(({ id, title }) => {
    const rows = report.groups.filter((one) => one.attribute === compare.attribute && one.dimension === id);
    const row = known.told(rows, compare.values[1]);
    const front = row ? known.name(compare.attribute, row.group, row.members) : compare.labels[1];
    const predicted = stage.predicted[id];
    const said = row ? Math.round(row.mean) : null;
    const name = part ? "" : `${text(title)}: `;
    return h("p", {}, name, marked(said === null ? say("stage.told_hidden", { predicted, group: front.toLowerCase() })
      : said === predicted ? say("stage.told_same", { predicted, group: front, said })
        : said < predicted ? say("stage.told_lower", { predicted, group: front, said, n: predicted - said })
          : say("stage.told_higher", { predicted, group: front, said, n: said - predicted })));
  }));
}

// The theme keeps Escape for its own dialog.
root.addEventListener("keydown", (event) => { if (event.key === "Escape") root.querySelector("dialog[open]")?.close(); });
const letters = { o: buttons.open, c: buttons.close, r: buttons.reveal, x: buttons.reset, t: buttons.timer, w: buttons.wait, j: buttons.join, "?": buttons.keys };
addEventListener("keydown", (event) => {
  const typing = event.composedPath()[0];
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || root.querySelector("dialog[open]") || document.querySelector("dialog[open]")) return;
  if (typing.matches?.("input, textarea, select, [contenteditable]")) { if (event.key === "Escape") typing.blur(); return; }
  const letter = event.key.toLowerCase();
  if (letter === "p" && !predict.hidden) { event.preventDefault(); score.focus(); score.select(); }
  else if (letters[letter] && !letters[letter].hidden) { event.preventDefault(); letters[letter].click(); }
});

const refresh = steadily(async () => {
  await draw(await ask(api));
  if (joining.open) await join();
  if (notice.dataset.away) { notice.textContent = ""; delete notice.dataset.away; }
}, (error) => {
  if (error.status === 403) { host.remove(); page.classList.remove("cx-live"); return false; } // the key is gone: this is a reader's book again
  notice.textContent = say("facilitator.away");
  notice.dataset.away = "1";
  return true;
});
if (await refresh()) listen(`/api/presenter/${code}/events`, refresh);
