// The self-assessment: the form, one dimension a screen, then one's own profile.
import STYLE from "./self_assessment.css";
import { h, hue } from "./parts.js";
import { score } from "./score.js";
import { widget } from "./widget.js";

const NA = "not_applicable";
const ASK = -0.5; // the screen between start and items
const PASS = -0.25; // whose turn it is, on a phone that several people share

export function render({ model, el }) {
  const { root, follow, lang, say, text } = widget({ model, el }, STYLE);
  const screen = h("div", { class: "screen" });
  const saved = h("p", { class: "saved", role: "status" });
  const buttons = h("div", { class: "buttons" });
  const frame = h("section", { class: "cx" }, screen, h("div", { class: "bar" }, saved, buttons));
  root.append(frame);

  let at; // which screen: -1 start, ASK, 0… one a dimension, then the profile
  let before; // the screen to go back to from PASS
  let touched = false; // until the person acts, answers that arrive from the host decide where to resume
  let last = [null, 0]; // the last answer given and when: see `radio`

  const survey = () => model.get("survey");
  const response = () => ({ attributes: {}, answers: {}, comments: {}, finished: false, ...model.get("response") });
  const locked = () => Boolean(model.get("locked"));
  const end = () => survey().dimensions.length;
  const asked = () => (survey().attributes ?? []).filter((attribute) => Object.keys(attribute.options ?? {}).length > 1);
  const first = () => (asked().length || model.get("privacy_notice") ? -1 : 0);
  // The group of which this person may agree that it is shown, however few they are; the room says which, if any.
  const asks = () => {
    const [attribute, option] = model.get("asks") ?? [];
    return attribute && response().attributes[attribute] === option && survey().attributes.find((one) => one.id === attribute).options[option];
  };
  const open = (dimension) => dimension.items.filter((item) => response().answers[item.id] === undefined).length;

  function update(change) {
    if (locked()) return;
    touched = true;
    const next = { ...response(), ...change };
    shown = JSON.stringify(next);
    model.set("response", next);
    try { model.save_changes(); } catch { /* some hosts only read */ }
  }

  // One key of one part of the response: set, or with undefined forgotten.
  function put(part, key, value) {
    const values = { ...response()[part], [key]: value };
    if (value === undefined) delete values[key];
    update({ [part]: values });
  }

  function resume() {
    const { answers, finished } = response();
    if (model.get("rested")) return PASS;
    if (locked() || finished) return end();
    if (!Object.keys(answers).length) return first();
    const found = survey().dimensions.findIndex(open);
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

  // A native radio. Tapping the chosen one again clears it, but not in the same breath: a double tap is one wish.
  function radio(name, value, current, choose) {
    return h("input", {
      type: "radio", name, value, checked: current() === value,
      onclick(event) {
        const same = current() === value;
        if (same && last[0] === event.target && event.timeStamp - last[1] < 600) return;
        last = [event.target, event.timeStamp];
        event.target.checked = !same;
        choose(same ? undefined : value);
      },
    });
  }

  function drawItem(item) {
    const scale = item.response_scale ?? survey().response_scale;
    const { min, max } = scale;
    const n = max - min + 1;
    const na = scale.not_applicable;
    const label = (value) => text(scale.labels?.[value]);
    const worded = n === 2 && [min, max].every((value) => label(value) && label(value).length < 5); // No and Yes fit their dots
    const current = () => response().answers[item.id];
    const chosen = h("span", { class: "chosen" });
    const numbered = (value) => (n > 6 && label(value) ? `${value} ${label(value)}` : label(value));
    const said = h("div", { class: "said", "aria-hidden": "true" },
      h("div", { class: "ends" }, h("span", null, numbered(min)), h("span", null, numbered(max))), chosen);
    const tell = () => {
      const value = current();
      const words = Number.isInteger(value) ? label(value) : "";
      said.className = words ? "said on" : "said off";
      chosen.textContent = words || "\u00a0";
      // under its dot, yet never past either end of the row, however long the words are
      const share = (value - min) / (max - min);
      chosen.style.setProperty("--at", `calc(${(100 * (value - min + 0.5)) / n}% + ${2.8 * share - 1.4}em)`);
      chosen.style.setProperty("--by", `${-100 * share}%`);
    };
    const choose = (value) => { put("answers", item.id, value); tell(); drawLeft(); };
    const points = Array.from({ length: n }, (_, index) => min + index).map((value) =>
      h("label", { class: "point" }, radio(item.id, value, current, choose),
        h("span", { class: "dot" }, worded ? label(value) : String(value)), !worded && h("span", { class: "sr" }, ` ${label(value)}`)));
    tell();
    return h("fieldset", {
      class: `item${n > 6 ? " many" : ""}${n === 7 ? " seven" : ""}`, "--n": n, "--half": n > 6 ? Math.ceil(n / 2) : n,
      onkeydown(event) { // number keys answer the item that has the focus
        const value = /^\d$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey ? Number(event.key) : NaN;
        const input = event.currentTarget.querySelector(`input[value="${value}"]`);
        if (!input) return;
        input.checked = true;
        input.focus();
        choose(value);
      },
    },
      h("legend", null, text(item.text)),
      h("div", { class: "scale" }, points),
      !worded && said,
      na && h("label", { class: "na" }, radio(item.id, NA, current, choose), h("span", { class: "dot" }), h("span", null, text(na))));
  }

  function drawStart() {
    const items = survey().dimensions.flatMap((dimension) => dimension.items).length;
    return [
      h("h2", { tabindex: -1 }, text(survey().title)),
      h("p", { class: "soft" }, say("form.size", { items, n: Math.max(1, Math.round(items / 7)) })),
      survey().introduction && h("p", { class: "lead" }, text(survey().introduction)),
      h("p", { class: "lead" }, text(model.get("privacy_notice"))),
      model.get("more") && h("p", { class: "small" }, h("a", { href: model.get("more"), target: "cxkit-book" }, say("form.more"))),
      asked().map((attribute) => h("fieldset", { class: "choices" },
        h("legend", null, text(attribute.title)),
        h("div", { class: "chips" }, Object.entries(attribute.options).map(([value, label]) =>
          h("label", { class: "chip" },
            radio(`attribute ${attribute.id}`, value, () => response().attributes[attribute.id], (chosen) => put("attributes", attribute.id, chosen)),
            h("span", { class: "dot" }, text(label))))))),
    ].filter(Boolean);
  }

  function drawDimension(dimension) {
    return [
      h("div", { class: "steps", "aria-hidden": "true" }, survey().dimensions.map((each, index) =>
        h("i", null, h("b", { "--hue": hue(index), "--to": `${100 * (1 - open(each) / each.items.length)}%` })))),
      h("div", { class: "where small soft" },
        h("span", null, h("b", null, text(dimension.title)), ` · ${say("form.of", { at: at + 1, all: end() })}`),
        response().finished && h("button", { type: "button", onclick: () => go(end()) }, say("form.mine"))),
      h("h2", { tabindex: -1 }, text(dimension.question ?? dimension.title)),
      at === 0 && h("p", { class: "lead small soft" }, say("form.hint")),
      dimension.items_from && h("p", { class: "lead small soft" }, say("form.examples")),
      h("div", { class: "items" }, dimension.items.map(drawItem)),
      survey().comments?.per_dimension && h("label", { class: "comment" }, dimension.comment ? text(dimension.comment) : say("form.comment"),
        h("textarea", { rows: 3, maxlength: 2000, oninput: (event) => put("comments", dimension.id, event.target.value || undefined) },
          response().comments[dimension.id])),
    ].filter(Boolean);
  }

  function drawAsk() {
    const reasons = [say("form.asking_shown", { group: text(asks()) }), say("form.asking_two"), say("form.asking_refused")];
    return [h("h2", { tabindex: -1 }, say("form.ask")), reasons.map((words) => h("p", { class: "lead" }, words))];
  }

  function drawProfile() {
    const { answers } = response();
    const scores = score(survey(), answers);
    const band = (value) => (value < 40 ? say("form.band_low") : value < 65 ? say("form.band_middle") : say("form.band_high"));
    return [
      locked() ? h("p", { class: "note" }, say("form.closed", { title: text(survey().title) })) : "",
      h("h2", { tabindex: -1 }, say("form.profile")),
      h("p", { class: "lead soft" }, say("form.lead")),
      asks() && !locked() ? button(say("form.agreed"), ASK) : "",
      ...survey().dimensions.map((dimension, index) => {
        const value = scores[dimension.id];
        const none = value === null;
        const rated = dimension.items.filter((item) => Number.isInteger(answers[item.id])).length;
        return h("div", { class: "result", "--hue": hue(index) },
          h("p", { class: none ? "none number" : "number" }, none ? say("form.few") : h("span", { "aria-hidden": "true" }, String(Math.round(value))),
            none ? "" : h("span", { class: "sr" }, say("form.score", { n: Math.round(value) }))),
          h("div", { class: "rest" },
            h("h3", null, text(dimension.title)),
            h("div", { class: none ? "none track" : "track", "aria-hidden": "true" }, none ? "" : h("b", { "--to": `${value}%` })),
            h("p", null, none ? say("form.fewer", { n: rated, need: dimension.min_answered }) : band(value))));
      }),
    ];
  }

  const drawPass = () => [h("h2", { tabindex: -1 }, model.get("rested") ? say("form.still_you") : say("form.pass_on")),
    h("p", { class: "lead" }, say("form.pass_on_means"))];
  function carryOn() {
    model.set("rested", false);
    go(before ?? resume());
  }

  const button = (words, to, props) => h("button", { type: "button", onclick: () => go(to), ...props }, words);
  let left = null; // the line in the Next button that counts what is unanswered
  function drawLeft() {
    const dimension = survey().dimensions[at];
    const n = open(dimension);
    if (left) left.textContent = n ? say("form.left", { n }) : say("form.all_answered");
    const bar = root.querySelectorAll(".steps b")[at];
    bar?.style.setProperty("--to", `${100 * (1 - n / dimension.items.length)}%`);
  }

  let shown; // the response as drawn: the host's echo of our own change needs no redraw
  function draw() {
    shown = JSON.stringify(response());
    drawSaved();
    frame.lang = lang();
    frame.style.setProperty("--hue", at < 0 || at === end() ? "var(--cx-accent)" : hue(at));
    left = null;
    if (at === end()) {
      screen.replaceChildren(...drawProfile());
      buttons.replaceChildren(...(locked() ? [] : [button(say("form.change"), 0)]), ...(model.get("shared") ? [button(say("form.pass_on"), PASS)] : []));
      return;
    }
    if (at === ASK) { // three ways on, and none is easier
      screen.replaceChildren(...drawAsk().flat());
      const ways = [[true, say("form.agree")], ["alone", say("form.alone")], [false, say("form.disagree")]];
      buttons.replaceChildren(...ways.map(([agrees, words]) => button(words, 0, {
        class: "ask", "aria-pressed": String(response().agrees === agrees), onclick: () => { update({ agrees }); go(Math.max(0, resume())); } })),
        button(say("form.back"), -1));
      return;
    }
    if (at === PASS) {
      screen.replaceChildren(...drawPass());
      buttons.replaceChildren(button(say("form.carry_on"), 0, { class: "ask", onclick: carryOn }),
        button(say("form.pass_on"), 0, { class: "ask", onclick: () => model.set("passed", true) }));
      drawSaved();
      return;
    }
    if (at >= 0) left = h("small");
    screen.replaceChildren(...(at < 0 ? drawStart() : drawDimension(survey().dimensions[at])).flat());
    buttons.replaceChildren(
      ...(at > first() ? [button(say("form.back"), at - 1)] : []),
      button(at < 0 ? say("form.start") : at + 1 === end() ? say("form.finish") : say("form.next"), at + 1, { class: "go",
        ...(at < 0 && { onclick: () => go(asks() ? ASK : 0) }) }));
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
    saved.parentNode.hidden = locked() && !words && !model.get("shared");
    // Nobody goes and leaves unsaved answers behind, unless they come too late anyway.
    if (at === PASS && buttons.lastChild) buttons.lastChild.disabled = !locked() && model.get("saved") !== "saved";
  }
  at = resume();
  draw();
  return follow({
    saved: drawSaved,
    reason: drawSaved,
    lang: draw,
    survey: () => redraw(resume()),
    locked: () => redraw(resume()),
    rested: () => { if (model.get("rested") && at !== PASS) { before = at; redraw(PASS); } },
    response: () => { if (JSON.stringify(response()) !== shown) redraw(touched ? at : resume()); },
  });
}

export default { render };
