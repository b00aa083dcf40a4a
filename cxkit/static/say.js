// What people read, by id: `say("form.left", { n: 3 })`. `words` are the catalogue's for a script, by language, as
// cxkit.words gives them; `lang` returns the language to speak. A text with a plural is an object of CLDR categories.
function saying(words, lang) {
  return (id, values = {}) => {
    const speaks = [lang(), lang().split("-")[0], "en"].find((one) => words[one]) ?? Object.keys(words)[0];
    const found = words[speaks]?.[id] ?? id;
    const text = found.other ? found[new Intl.PluralRules(speaks).select(values.n)] ?? found.other : found;
    return text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
  };
}
