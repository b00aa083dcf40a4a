// The self-assessment: the form, one dimension a screen (each asked as its kind has it: kinds.js), then one's own profile.
import STYLE from "./self_assessment.css";
import { kinds } from "./kinds.js";
import { h, hue } from "./parts.js";
import { profile } from "./profile.js";
import { radio } from "./radio.js";
import { widget } from "./widget.js";

const STYLES = () => STYLE + Object.values(kinds).map(({ style }) => style).join("");
const ASK = -0.5; // the screen between start and items
const PASS = -0.25; // whose turn it is, on a phone that several people share

export function render({ model, el }) {
  const { root, dress, follow, speak, say, text } = widget({ model, el }, STYLES());
  const screen = h("div", { class: "screen" });
  const saved = h("p", { class: "saved", role: "status" });
  const buttons = h("div", { class: "buttons" });
  const heard = h("p", { class: "sr", role: "status" }); // what moved, for whoever hears the screen
  const frame = h("section", { class: "cx" }, screen, heard, h("div", { class: "bar" }, saved, buttons));
  root.append(frame);

  let at; // which screen: -1 start, ASK, 0… the dimensions, then the profile
  let before; // the screen to go back to from PASS
  let touched = false; // until the person acts, answers that arrive from the host decide where to resume
  let drafts = model.get("drafts") ?? {}; // by dimension, what is no answer yet: the host keeps it, and sends it nowhere

  const survey = () => model.get("survey");
  const response = () => ({ attributes: {}, answers: {}, comments: {}, finished: false, ...model.get("response") });
  const locked = () => Boolean(model.get("locked"));
  // A screen asks one dimension; two that make a square share one.
  const screens = () => survey().dimensions.reduce((all, one) => {
    const before = all.at(-1);
    if (one.kind === "place" && before?.length === 1 && before[0].kind === "place") before.push(one);
    else all.push([one]);
    return all;
  }, []);
  const end = () => screens().length;
  const kindOf = (dimension) => kinds[dimension.kind ?? "rate"] ?? {};
  const scored = (dimension) => kindOf(dimension).scored?.(asking([dimension])) ?? false;
  const asked = () => (survey().attributes ?? []).filter((attribute) => Object.keys(attribute.options ?? {}).length > 1);
  const first = () => (asked().length || model.get("privacy_notice") ? -1 : 0);
  // Whether this person is of the group that may agree to be shown, however few they are; the room says which, if any, and
  // how it is asked.
  const asks = () => {
    const [attribute, option] = model.get("asks") ?? [];
    return attribute && response().attributes[attribute] === option;
  };
  const place = (dimension) => survey().dimensions.indexOf(dimension);
  // What a kind is given to ask with.
  const asking = (dimensions) => ({
    dimension: dimensions[0], dimensions, at, text, say, put, stem: text(survey().stem),
    draft: drafts[dimensions[0].id] ??= {},
    answers: () => response().answers,
    comments: () => response().comments,
    finished: () => response().finished,
    scale: (item) => item.response_scale ?? survey().response_scale,
    note: (id, words) => set("comments", id, words),
    tell: (words) => { heard.textContent = words; },
  });
  const all = (dimensions) => dimensions.flatMap(({ items }) => items);
  const unanswered = (dimensions) => all(dimensions).filter((item) => response().answers[item.id] === undefined).length;
  const open = (dimensions) => kindOf(dimensions[0]).open?.(asking(dimensions)) ?? unanswered(dimensions);

  function update(change) {
    if (locked()) return;
    touched = true;
    const next = { ...response(), ...change };
    shown = JSON.stringify(next);
    model.set("response", next);
    try { model.save_changes(); } catch { /* some hosts only read */ }
  }

  // One key of one part of the response: set, or with undefined forgotten.
  function set(part, key, value) {
    const values = { ...response()[part], [key]: value };
    if (value === undefined) delete values[key];
    update({ [part]: values });
  }

  // Any number of answers at once: whoever hears of one hears of all.
  function put(changes) {
    model.set("drafts", { ...drafts });
    const answers = Object.entries({ ...response().answers, ...changes }).filter(([, value]) => value !== undefined);
    update({ answers: Object.fromEntries(answers) });
    drawLeft();
  }

  function resume() {
    const { answers, finished } = response();
    if (model.get("rested")) return PASS;
    if (locked() || finished) return end();
    if (!Object.keys(answers).length && !Object.values(drafts).some(({ order }) => order?.length)) return first();
    const found = screens().findIndex(open);
    return found < 0 ? end() - 1 : found;
  }

  function go(to) {
    touched = true;
    if (to === PASS) before = at;
    at = to;
    if (at === end() && !response().finished) update({ finished: true });
    draw();
    if (el.getBoundingClientRect().top < 0) el.scrollIntoView();
    root.querySelector("h2").focus({ preventScroll: true });
  }

  // In a room, whoever has not said who they are is led there first; the second tap goes on.
  function start() {
    const blank = model.get("shared") && screen.querySelector("fieldset:not(:has(:checked))");
    if (blank && screen.classList.toggle("late")) {
      blank.scrollIntoView();
      blank.querySelector("input").focus();
    } else go(asks() ? ASK : 0);
  }

  function drawStart() {
    const last = model.get("before");
    return [
      h("h2", { tabindex: -1 }, text(survey().title)),
      h("p", { class: "soft" }, say("form.minutes", { n: Math.ceil(all(survey().dimensions).length / 7) })),
      survey().introduction && h("p", { class: "lead" }, text(survey().introduction)),
      h("p", { class: "lead" }, text(model.get("privacy_notice"))),
      model.get("more") && h("p", { class: "small" }, h("a", { href: model.get("more"), target: "cxkit-book" }, say("form.more"))),
      asked().map(({ id, title, options }) => choices(title, say("form.blank"), Object.entries(options), (value) =>
        radio(`attribute ${id}`, value, () => response().attributes[id], (chosen) => set("attributes", id, chosen)))),
      last && choices(last.title, last.means, last.ways, (compares) =>
        radio("compares", String(compares), () => String(response().compares), () => update({ compares }))),
    ].filter(Boolean);
  }

  const choices = (title, means, ways, input) => h("fieldset", { class: "choices" },
    h("legend", null, text(title)), h("p", { class: "small soft" }, means),
    h("div", { class: "chips" }, ways.map(([value, label]) => h("label", { class: "chip" }, input(value), h("span", { class: "dot" }, text(label))))));

  function drawScreen(dimensions) {
    const [dimension] = dimensions;
    const ask = asking(dimensions);
    const kind = kindOf(dimension);
    const hint = kind.hint?.(ask);
    return [
      h("div", { class: "steps", "aria-hidden": "true" }, screens().map((each) =>
        h("i", null, h("b", { "--hue": hue(place(each[0])), "--to": `${100 * done(each)}%` })))),
      h("div", { class: "where small soft" },
        h("span", null, h("b", null, text(dimension.title)), end() > 1 && ` · ${say("form.of", { at: at + 1, all: end() })}`),
        response().finished && h("button", { type: "button", onclick: () => go(end()) }, any() ? say("form.mine") : say("form.answers"))),
      h("h2", { tabindex: -1 }, text(dimension.question ?? dimension.title)),
      hint && h("p", { class: "lead small soft" }, hint),
      dimension.items_from && h("p", { class: "lead small soft" }, say("form.examples")),
      h("fieldset", { class: "asked", disabled: locked() }, kind.draw(ask),
        survey().comments?.per_dimension && h("label", { class: "comment" }, dimension.comment ? text(dimension.comment) : say("form.comment"),
          h("textarea", { rows: 3, maxlength: 2000, oninput: (event) => set("comments", dimension.id, event.target.value || undefined) },
            response().comments[dimension.id]))),
    ].filter(Boolean);
  }

  function drawAsk() {
    const { title, reasons } = model.get("asking");
    return [h("h2", { tabindex: -1 }, title), reasons.map((words) => h("p", { class: "lead" }, words))];
  }

  function drawProfile() {
    const own = (dimension) => kindOf(dimension).own?.(asking([dimension]));
    return profile({ survey: survey(), answers: response().answers, any: any(), locked: locked(), scored, own, text, say,
      again: asks() && !locked() && button(model.get("asking").again, ASK) });
  }

  const drawPass = () => [h("h2", { tabindex: -1 }, model.get("rested") ? say("form.still_you") : say("form.pass_on")),
    h("p", { class: "lead" }, say("form.pass_on_means"))];
  function carryOn() {
    model.set("rested", false);
    go(before ?? resume());
  }

  const button = (words, to, props) => h("button", { type: "button", onclick: () => go(to), ...props }, words);
  const any = () => survey().dimensions.some(scored);
  const done = (dimensions) => (open(dimensions) ? 1 - unanswered(dimensions) / all(dimensions).length : 1);
  let left = null; // the line in the Next button that counts what is unanswered
  function drawLeft() {
    const dimensions = screens()[at];
    if (!left || !dimensions) return;
    const n = open(dimensions);
    left.textContent = kindOf(dimensions[0]).left?.(asking(dimensions)) ?? (n ? say("form.left", { n }) : say("form.all_answered"));
    root.querySelectorAll(".steps b")[at].style.setProperty("--to", `${100 * done(dimensions)}%`);
  }

  let waits = false; // for what has not come yet: a phone gets its first screen first (phone.js)
  const soon = () => [h("h2", { tabindex: -1 }, say("phone.loading"))];
  let shown; // the response as drawn: the host's echo of our own change needs no redraw
  function draw() {
    shown = JSON.stringify(response());
    drawIt();
    drawSaved();
  }

  function drawIt() {
    speak(frame);
    frame.style.setProperty("--hue", at < 0 || at >= end() ? "var(--cx-accent)" : hue(place(screens()[at][0])));
    left = null;
    waits = (at === end() ? survey().dimensions : screens()[at] ?? []).some((one) => !kindOf(one).draw);
    heard.textContent = "";
    if (at === end()) {
      screen.replaceChildren(...(waits ? soon() : drawProfile()));
      const begun = Object.keys(response().answers).length > 0;
      buttons.replaceChildren(...(locked() ? begun ? [button(say("form.answers"), 0)] : [] : [button(say("form.change"), 0)]), ...(model.get("shared") ? [button(say("form.pass_on"), PASS)] : []));
      return;
    }
    if (at === ASK) { // three ways on, and none is easier
      screen.replaceChildren(...drawAsk().flat());
      buttons.replaceChildren(...model.get("asking").ways.map(([agrees, words]) => button(words, 0, {
        class: "ask", "aria-pressed": String(response().agrees === agrees), onclick: () => { update({ agrees }); go(Math.max(0, resume())); } })),
        button(say("form.back"), -1));
      return;
    }
    if (at === PASS) {
      screen.replaceChildren(...drawPass());
      buttons.replaceChildren(button(say("form.carry_on"), 0, { class: "ask", onclick: carryOn }),
        button(say("form.pass_on"), 0, { class: "ask", onclick: () => model.set("passed", true) }));
      return;
    }
    if (at >= 0) left = h("small");
    screen.replaceChildren(...(waits ? soon() : at < 0 ? drawStart() : drawScreen(screens()[at])).flat());
    buttons.replaceChildren(
      ...(at > first() ? [button(say("form.back"), at - 1)] : []),
      button(at < 0 ? say("form.start") : at + 1 === end() ? (any() ? say("form.finish") : say("form.done")) : say("form.next"), at + 1, { class: "go",
        ...(at < 0 && { onclick: start }) }));
    if (left) { buttons.lastChild.append(left); drawLeft(); }
  }

  function redraw(to) { // the host's doing: whoever was in the middle of something is led back to the heading
    const had = root.activeElement;
    at = to;
    draw();
    if (had) root.querySelector("h2").focus({ preventScroll: true });
  }

  function drawSaved() {
    const words = {
      saving: say("form.saving"), saved: say("form.saved"), offline: say("form.offline"),
      open: say("form.open"), late: say("phone.unsent", { title: text(survey().title) }), gone: say("form.gone"),
      refused: say("form.refused", { reason: model.get("reason") }),
    }[model.get("saved")] ?? "";
    if (saved.textContent !== words) saved.textContent = words; // else a screen reader might say it again
    saved.parentNode.hidden = !words && !buttons.childElementCount;
    // Nobody goes and leaves unsaved answers behind, unless they come too late anyway.
    if (at === PASS && buttons.lastChild) buttons.lastChild.disabled = !locked() && model.get("saved") !== "saved";
  }
  at = resume();
  draw();
  return follow({
    saved: drawSaved,
    reason: drawSaved,
    lang: draw,
    later: () => { dress(STYLES()); if (waits) redraw(at); },
    survey: () => { drafts = {}; redraw(resume()); },
    locked: () => redraw(resume()),
    rested: () => { if (model.get("rested") && at !== PASS) { before = at; redraw(PASS); } },
    response: () => { if (JSON.stringify(response()) !== shown) redraw(touched ? at : resume()); },
  });
}

export default { render };
