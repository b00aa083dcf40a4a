// What is measured on a page, whatever page it is. Each probe returns what it looked at and what it found.
(() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, iframe, [tabindex]";
  const deep = (root) => [...root.querySelectorAll("*")].flatMap((el) => [el, ...(el.shadowRoot ? deep(el.shadowRoot) : [])]);
  const seen = (el) => el.checkVisibility({ visibilityProperty: true }) && !el.closest(".sr");
  const active = () => { let el = document.activeElement; while (el?.shadowRoot?.activeElement) el = el.shadowRoot.activeElement; return el; };
  const name = (el) => `${el.tagName.toLowerCase()}${el.id && `#${el.id}`} “${(el.innerText || el.ariaLabel || el.name || el.value || "").trim().slice(0, 30)}”`;
  const roots = () => [document, ...deep(document).map((el) => el.shadowRoot).filter(Boolean)];
  // Somebody who reads a control sees its label: a radio button without a size of its own has that of its chip.
  const face = (el) => {
    const { width, height } = el.getBoundingClientRect();
    return width > 2 && height > 2 && getComputedStyle(el).opacity > 0 && getComputedStyle(el).appearance !== "none" ? el : el.closest("label") ?? el;
  };
  const look = (el) => [el, face(el), el.parentElement, el.nextElementSibling].filter(Boolean).map((one) => {
    const style = getComputedStyle(one);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.backgroundColor, style.textDecorationLine].join();
  }).join(";");
  const stops = () => {
    const modal = document.querySelector("dialog:modal");
    return deep(document).filter((el) => el.matches(CONTROLS) && el.tabIndex >= 0 && !el.matches(":disabled") && el.checkVisibility({ visibilityProperty: true })
      && !el.closest("[inert]") && (!modal || modal.contains(el)));
  };
  const rgba = (colour) => {
    const [r, g, b, a = 1] = (colour.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    return colour.startsWith("color(") ? [255 * r, 255 * g, 255 * b, a] : [r, g, b, a];
  };
  const behind = (el) => {
    for (let one = el; one; one = one.parentElement ?? one.getRootNode().host) {
      const colour = rgba(getComputedStyle(one).backgroundColor);
      if (colour[3] > 0.5) return colour;
    }
    return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  // What is cut off: text in a box that hides what does not fit in it. Boxes that scroll hide nothing.
  const cut = () => deep(document.body).filter((el) => {
    const { overflowX, overflowY, textOverflow } = getComputedStyle(el);
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    return seen(el) && el.textContent.trim() && !el.closest("svg") && el.clientWidth > 2 && textOverflow !== "ellipsis"
      && ((hides(overflowX) && el.scrollWidth > el.clientWidth + 2) || (hides(overflowY) && el.scrollHeight > el.clientHeight + 2));
  });

  window.probing = {
    begin() {
      active()?.blur?.();
      const start = document.createElement("i"); // Tab goes on from where the focus was last
      start.tabIndex = -1;
      (document.querySelector("dialog:modal") ?? document.body).prepend(start);
      start.focus();
      start.remove();
      scrollTo(0, 0);
      this.stops = stops();
      this.looks = this.stops.map(look);
      this.was = [location.href, document.querySelectorAll("dialog[open]").length];
      return this.stops.length;
    },
    step() {
      const el = active();
      const at = this.stops.indexOf(el);
      if (at < 0) return { at, body: !el || el === document.body };
      const shown = face(el);
      const { left, top, right, bottom } = shown.getBoundingClientRect();
      const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]].map(([x, y]) => [left + x * (right - left), top + y * (bottom - top)]);
      const root = el.getRootNode();
      const free = points.some(([x, y]) => { const hit = root.elementFromPoint(x, y); return hit && (shown.contains(hit) || hit.contains(shown)); });
      const style = getComputedStyle(shown);
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) ? contrast(rgba(style.outlineColor), behind(shown.parentElement ?? shown)) : null;
      return { at, name: name(el), marked: el.tagName === "IFRAME" || look(el) !== this.looks[at], free, ring };
    },
    unreached(reached) {
      const group = (el) => (el.type === "radio" && el.name ? this.stops.map((one, at) => [one, at]).filter(([one]) => one.name === el.name).map(([, at]) => at) : [this.stops.indexOf(el)]);
      return this.stops.filter((el) => el.isConnected && el.tagName !== "IFRAME" && !group(el).some((at) => reached.includes(at))).map(name);
    },
    moved() { return this.was[0] !== location.href || this.was[1] !== document.querySelectorAll("dialog[open]").length; },
    wide() {
      const page = document.scrollingElement;
      const over = page.scrollWidth - page.clientWidth;
      const out = over > 1 ? [`the page is ${over} px wider than the screen`] : [];
      return [...out, ...cut().map((el) => `cut off: ${name(el)}`)];
    },
    outlines() {
      const found = [];
      const all = deep(document.body).filter((el) => el.matches("button, input, select, textarea") && !el.matches(":disabled") && seen(el) && el.type !== "hidden");
      for (const el of all) {
        const shown = face(el) === el ? el : el.nextElementSibling ?? face(el); // what a label draws in place of its box
        const style = getComputedStyle(shown);
        const paper = behind(shown.parentElement ?? shown);
        const edges = ["Top", "Bottom"].filter((side) => style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`])).map((side) => rgba(style[`border${side}Color`]));
        const fill = rgba(style.backgroundColor);
        const drawn = [...edges, fill].filter((colour) => colour[3] > 0.5);
        if (el.matches("[type=checkbox], [type=radio], [type=file], [type=range]") && shown === el) continue; // the browser's own
        if (el.matches("button, select")) continue; // its words say what it is, or its arrow
        const best = Math.max(1, ...drawn.map((colour) => contrast(colour, paper)));
        if (best < 3) found.push(`${name(el)} stands out at ${best.toFixed(1)}:1`);
      }
      return { looked: all.length, found };
    },
    moving() {
      const running = roots().flatMap((root) => root.getAnimations?.() ?? []).map((one) => [one, one.effect.getComputedTiming()]);
      const long = running.filter(([, { endTime }]) => endTime > 5000).map(([one]) => `moves for more than five seconds: ${name(one.effect.target)}`);
      const flashing = running.filter(([, { duration, iterations }]) => duration < 334 && iterations > 3).map(([one]) => `flashes: ${name(one.effect.target)}`);
      return { looked: running.length, long, flashing };
    },
    media() { return deep(document).filter((el) => el.matches("audio, video, object, embed")).map(name); },
    space() {
      const before = new Set(cut());
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
      for (const root of roots()) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
      const page = document.scrollingElement;
      const found = cut().filter((el) => !before.has(el)).map((el) => `cut off: ${name(el)}`);
      if (page.scrollWidth > page.clientWidth + 1) found.push("the page is wider than the screen");
      for (const root of roots()) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet);
      return found;
    },
    texts() { return deep(document.body).filter((el) => seen(el) && [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim())).length; },
    size() { // of the text, in the middle
      const sizes = deep(document.body).filter((el) => seen(el) && [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim())).map((el) => parseFloat(getComputedStyle(el).fontSize));
      return sizes.sort((a, b) => a - b)[sizes.length >> 1] ?? 0;
    },
    // What is read on a control, or on the label that stands for it: letters alone, signs such as − are no words.
    labelled(el) {
      const own = el.matches("a, button, summary, [role=button], [role=tab]");
      const shown = own ? [el] : [...(el.labels ?? [])];
      const read = (node) => [...node.childNodes].map((one) => {
        if (one.nodeType === 3) return one.data;
        if (one.nodeType !== 1 || !seen(one) || one.matches("input, select, textarea, option, button, a, output, [aria-live], svg")) return " ";
        return /^(block|flex|grid|list-item)/.test(getComputedStyle(one).display) ? ` ${read(one)} ` : read(one);
      }).join("");
      return shown.map(read).join(" ");
    },
    // Words in letters that the page's language is not written in, and what does not say that they are in another.
    parts() {
      const ways = { ltr: /\p{Script=Latin}{2,}(?:[^\p{L}]+\p{Script=Latin}{2,})+/u, rtl: /[\p{Script=Arabic}\p{Script=Hebrew}]{2,}/u };
      const up = (node) => node.parentElement ?? node.getRootNode().host;
      let looked = 0;
      const found = [];
      for (const root of [document.body, ...roots().slice(1)]) {
        const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        for (let node; (node = walk.nextNode());) {
          let el = up(node);
          if (!node.data.trim() || !el || el.closest("script, style, code, kbd, pre") || !el.checkVisibility()) continue;
          looked += 1;
          while (el && !el.hasAttribute("lang")) el = up(el);
          const lang = el?.lang ?? "";
          const foreign = ways[new Intl.Locale(lang || "und").getTextInfo().direction === "rtl" ? "ltr" : "rtl"];
          if (lang && foreign.test(node.data.replace(/\S*[./@\d]\S*|\p{Lu}+\b/gu, " "))) found.push(`in another language than ${lang}: ${node.data.trim().slice(0, 60)}`);
        }
      }
      return { looked, found };
    },
    live() { return deep(document).filter((el) => el.matches("[role=status], [role=alert], [role=log], [aria-live]")).length; },
    controls() { return deep(document.body).filter((el) => el.matches("a[href], button, input, select, textarea") && seen(el)).length; },
  };
})();
