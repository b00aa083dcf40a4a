// What a phone holds of a response, and how it agrees with the room on it, answer by answer.
// An answer's name is its part and its id; what stands for itself is a part alone.
const PARTS = ["attributes", "answers", "comments"];
const names = (response) => [...PARTS.flatMap((part) => Object.keys(response[part]).map((id) => `${part} ${id}`)), "finished", "agrees", "compares"];
function at(response, name) {
  const [part, id] = name.split(" ");
  return id === undefined ? response[part] : response[part][id];
}
export const differing = (before, after) => [...new Set([...names(before), ...names(after)])].filter((name) => at(before, name) !== at(after, name));
// With one answer of those that only hold together, all of them.
export const whole = (which, together) => [...new Set([...which, ...together.filter((names) => names.some((name) => which.includes(name))).flat()])];

// Lay answers, or that there are none, over another response.
export function laid(over, under, which) {
  const result = { ...under, ...Object.fromEntries(PARTS.map((part) => [part, { ...under[part] }])) };
  for (const name of which) {
    const [part, id] = name.split(" ");
    const [place, key] = id === undefined ? [result, part] : [result[part], id];
    if (at(over, name) === undefined) delete place[key];
    else place[key] = at(over, name);
  }
  return result;
}

// What was tapped here, kept as a revision; `unsent` says of each answer since when the room may not have it.
export function tapped(mine, after, which) {
  const revision = mine.revision + 1;
  const unsent = { ...mine.unsent, ...Object.fromEntries(which.map((name) => [name, revision])) };
  return { ...mine, revision, unsent, touched: Date.now(), response: laid(after, mine.response, which) };
}

export function acknowledged(mine, revision) {
  const unsent = Object.fromEntries(Object.entries(mine.unsent).filter(([, since]) => since > revision));
  return { ...mine, unsent, acked: Math.max(mine.acked, revision) };
}

// Agree with what the room has kept: its answers stand, but for those tapped here since. Where the room has less than
// it once said (an older copy was put back), it gets everything again.
export function agreed(mine, { revision, response }) {
  const lost = !response || revision < mine.acked;
  const which = lost ? names(mine.response) : Object.keys(mine.unsent);
  const next = Math.max(mine.revision, revision + (which.length > 0));
  return {
    ...mine, acked: revision, revision: next,
    unsent: Object.fromEntries(which.map((name) => [name, next])),
    response: lost ? mine.response : laid(mine.response, response, which),
  };
}
