// The host of cxkit's widgets outside Jupyter: it gives each widget a model and lets it draw.
// A classic script, because browsers refuse ES modules from file:// pages; widgets come in as Blob URLs there.
(() => {
  "use strict";

  class Model {
    #state; #save; #listeners = new Map();
    constructor(state, save = () => {}) { this.#state = { ...state }; this.#save = save; }
    get(name) { return this.#state[name]; }
    set(name, value) {
      if (this.#state[name] === value) return;
      this.#state[name] = value;
      this.#emit(`change:${name}`, value);
      this.#emit("change", value);
    }
    save_changes() { this.#save(this); }
    send() {}
    on(names, callback) {
      for (const name of names.split(" ")) {
        if (!this.#listeners.has(name)) this.#listeners.set(name, new Set());
        this.#listeners.get(name).add(callback);
      }
    }
    off(names, callback) {
      if (!names) { this.#listeners.clear(); return; }
      for (const name of names.split(" ")) {
        if (callback) this.#listeners.get(name)?.delete(callback);
        else this.#listeners.delete(name);
      }
    }
    #emit(name, value) { for (const callback of [...(this.#listeners.get(name) ?? [])]) callback(value); }
  }

  // Draw one widget: `module` is an AFM module's default export (an object, or a function that makes one).
  async function mount(el, module, model) {
    const widget = typeof module === "function" ? await module() : module;
    await widget.initialize?.({ model });
    return widget.render({ model, el });
  }

  // Private browsing and some file:// pages forbid storage: what is kept then lasts as long as the page.
  function keep(key, value) {
    try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
  }
  function recall(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } }

  // A request that gives up: a server that sleeps keeps nobody waiting for ever.
  async function call(path, options = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 8000);
    try { return await fetch(path, { ...options, signal: stop.signal }); }
    finally { clearTimeout(timer); }
  }

  // Fetch a module until it comes, unless it came with this script (cxkit/live/lean.py); a browser remembers one that
  // failed, so each try has an address of its own.
  const given = {};
  async function load(path, pause) {
    if (given[path]) return given[path];
    for (let tries = 0; ; tries += 1) {
      try { return (await import(tries ? `${path}?${tries}` : path)).default; }
      catch { await pause(tries); }
    }
  }

  window.cxkit = { Model, mount, keep, recall, call, load, given };
})();
