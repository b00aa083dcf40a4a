// A static page of widgets, such as the book's: MyST-NB wrote every widget's state into it.
// A classic script, because browsers refuse ES modules from file:// pages; widgets come in as Blob URLs.
// What a reader answers stays in this browser, and all widgets of one survey share it.
import { Model, keep, recall } from "./host.js";
import { speaking } from "./parts.js";

const shared = new Map(); // what is kept under a key, and the models that hold it

async function mountPage() {
  if (document.readyState === "loading") await new Promise((done) => document.addEventListener("DOMContentLoaded", done));
  const stored = document.querySelectorAll('script[type="application/vnd.jupyter.widget-state+json"]'); // a book in print has one a chapter
  const models = Object.assign({}, ...[...stored].map((one) => JSON.parse(one.textContent).state));
  for (const view of document.querySelectorAll('script[type="application/vnd.jupyter.widget-view+json"]')) {
    const state = models[JSON.parse(view.textContent).model_id]?.state;
    if (!state?._esm) continue;
    const survey = state.survey ?? state.report?.survey;
    const key = `cxkit:${state.about || (survey?.id ?? "view")}:${survey?.version ?? ""}`;
    const model = new Model({ ...state, drafts: recall(`${key}:drafts`) }, (changed) => {
      keep(key, changed.get("response"));
      keep(`${key}:drafts`, changed.get("drafts"));
      tell(key, changed.get("response"));
    });
    if (state.response) {
      shared.set(key, [...(shared.get(key) ?? []), model]);
      tell(key, recall(key));
    }
    const el = document.createElement("div");
    el.className = `cx-widget ${state.asked ? "cx-guess" : state.report ? (state.response ? "cx-beside" : "") : (state.response ? "cx-form" : "")}`;
    el.model = model;
    view.replaceWith(el);
    const url = URL.createObjectURL(new Blob([state._esm], { type: "text/javascript" }));
    try { (await import(url)).default.render({ model, el }); }
    catch (error) { // one broken widget must not take the others with it
      el.textContent = speaking().say("book.not_drawn");
      console.error(error);
    } finally { URL.revokeObjectURL(url); }
  }
}

function tell(key, response) {
  if (!response || typeof response !== "object") return;
  for (const model of shared.get(key) ?? []) model.set("response", response);
}
// Another tab of the book, and a page that comes back as it was left.
addEventListener("storage", ({ key }) => tell(key, recall(key)));
addEventListener("pageshow", ({ persisted }) => { if (persisted) for (const key of shared.keys()) tell(key, recall(key)); });

window.cxkit = { ready: mountPage() }; // a live room's book waits for it (live_book.js)
