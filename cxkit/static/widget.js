// An AFM widget's frame: it draws itself into `el`, reads and writes the model, and knows nothing of any network.
// Survey text and comments reach the page only as text nodes, so nothing in them can run.
import { h, speaking } from "./parts.js";

export function widget({ model, el }, style) {
  const root = el.shadowRoot ?? el.attachShadow({ mode: "open" });
  root.replaceChildren();
  el.dataset.lmSuppressShortcuts = ""; // JupyterLab has commands of its own on arrows, digits and letters
  // Constructable stylesheets need no permission from a content security policy; Safari before 16.4 has none, hence the fallback.
  function dress(css) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [sheet];
    } catch {
      root.append(h("style", null, css));
    }
  }
  dress(style);
  // Follow the model by name, until the host takes the widget away.
  function follow(listeners) {
    for (const [name, listener] of Object.entries(listeners)) model.on(`change:${name}`, listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) try { model.off(`change:${name}`, listener); } catch { /* nothing to undo */ }
      root.replaceChildren();
    };
  }
  const spoken = speaking(() => model.get("lang"));
  // What is drawn says its language; the page says how that is written, unless the widget has a language of its own.
  const speak = (frame) => { frame.lang = spoken.lang(); if (model.get("lang")) frame.dir = spoken.dir(); };
  return { root, dress, follow, speak, ...spoken };
}
