// The host of cxkit's widgets outside Jupyter: it gives each widget a model and lets it draw.
export class Model {
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
export async function mount(el, module, model) {
  const widget = typeof module === "function" ? await module() : module;
  await widget.initialize?.({ model });
  return widget.render({ model, el });
}

// Private browsing and some file:// pages forbid storage: what is kept then lasts as long as the page.
export function keep(key, value) {
  try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
}
export function recall(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } }
