// One rounding, the same as in Python (cxkit/reports/wording.py).

// Half away from zero, as everything that is shown: 52.5 is 53, and -52.5 is -53.
export const whole = (value) => String(Math.sign(value) * Math.round(Math.abs(value)));

// A difference, with its sign.
export const signed = (value) => (whole(value) > 0 ? "+" : "") + whole(value).replace("-", "\u2212");

// An end of a difference's interval: in tenths where that would be 0, since it is on one side.
export function end(value, lang) {
  if (whole(value) !== "0" || !value) return signed(value);
  const tenth = Math.max(1, Math.round(Math.abs(value) * 10)) / 10;
  return (value > 0 ? "+" : "\u2212") + tenth.toLocaleString(`${lang}-u-nu-latn`, { minimumFractionDigits: 1 });
}

// Shares of 1 in whole per cent that add up to 100: by the largest remainder, of equal ones the first.
export function percents(shares) {
  const every = shares.reduce((sum, share) => sum + share, 0);
  const exact = shares.map((share) => (every ? (share / every) * 100 : 0));
  const given = exact.map(Math.floor);
  const left = every ? 100 - given.reduce((sum, part) => sum + part, 0) : 0;
  const most = [...exact.keys()].sort((a, b) => given[a] - exact[a] - (given[b] - exact[b]) || a - b);
  for (const place of most.slice(0, left)) given[place] += 1;
  return given;
}
