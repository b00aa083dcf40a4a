// The host of cxkit's widgets outside Jupyter gives each a model: of the AFM's, what these widgets use.
export class Model {
  #state; #save; #listeners = {};
  constructor(state, save = () => {}) { this.#state = { ...state }; this.#save = save; }
  get(name) { return this.#state[name]; }
  set(name, value) {
    if (this.#state[name] === value) return;
    this.#state[name] = value;
    for (const callback of this.#listening(`change:${name}`)) callback(value);
  }
  save_changes() { this.#save(this); }
  on(what, callback) { this.#listeners[what] = [...this.#listening(what), callback]; }
  off(what, callback) { this.#listeners[what] = this.#listening(what).filter((one) => one !== callback); }
  #listening(what) { return this.#listeners[what] ?? []; }
}

// Private browsing and some file:// pages forbid storage: what is kept then lasts as long as the page.
export function keep(key, value) {
  try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
}
export function recall(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } }
