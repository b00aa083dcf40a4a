// What all scripts share.

// A DOM element: `on…` are listeners, `--…` custom properties, the rest attributes; children are nodes or text.
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) node.style.setProperty(name, value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(2).filter((child) => child || child === 0));
  return node;
}

// The best of the languages offered for one, as cxkit/words/tags.py has it; undefined: none is.
export function chosen(tag, offered) {
  if (offered.includes(tag)) return tag; // nearly always: what a browser knows of tags takes it long to look up
  const full = (one) => { try { return new Intl.Locale(one).maximize(); } catch { return {}; } };
  const { language, script, region } = full(tag);
  const near = offered.filter((one) => full(one).language === language && full(one).script === script);
  return [(one) => full(one).region === region, (one) => !/-..(-|$)/.test(one), () => true].map((is) => near.find(is)).find(Boolean);
}

// A value within a sentence, apart where either would turn the other's order: `apart` in cxkit/words/__init__.py.
const LETTER = "(?!\\p{Nd})[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufeff]", RTL = new RegExp(LETTER, "u"), LTR = new RegExp(`(?!${LETTER})\\p{L}`, "u");
const apart = (value, turned) => ((turned ? /^\d+$/.test(value) || (RTL.test(value) && !LTR.test(value)) : !RTL.test(value)) ? value : `\u2068${value}\u2069`);

// What people read, by id and with what fills its places, such as { n: 3 }. `words` are the catalogue's for a script, by language, as
// cxkit.words gives them; `lang` returns the language to speak. A text with a plural is an object of CLDR categories.
export function saying(words, lang) {
  return (id, values = {}) => {
    const speaks = chosen(lang(), Object.keys(words)) ?? Object.keys(words)[0];
    const found = words[speaks]?.[id] ?? id;
    const text = found.other ? found[new Intl.PluralRules(speaks).select(values.n)] ?? found.other : found;
    const turned = words[speaks]?.[""] === "rtl";
    return text.replace(/\{(\w+)\}/g, (place, name) => (values[name] == null ? place : apart(values[name], turned)));
  };
}

// A language of the page's or of `named`, what it says (WORDS are put before every script: cxkit/static/__init__.py),
// and a survey's texts: in that language, else in their first; `dir`: how it is written.
export function speaking(named = () => "") {
  const lang = () => named() || document.documentElement.lang || "en";
  const text = (value) => String((value && typeof value === "object" ? value[chosen(lang(), Object.keys(value))] ?? Object.values(value)[0] : value) ?? "");
  return { lang, text, say: saying(WORDS, lang), dir: () => WORDS[chosen(lang(), Object.keys(WORDS))]?.[""] ?? "ltr" };
}

// A dimension's colour, by its place.
export const hue = (index) => `var(--cx-dim-${(index % 4) + 1})`;
