// What a phone loads while its first screen is read: the other ways to ask, and the last screen, with their own words.
import { kinds } from "./kinds.js";
import { speaking } from "./parts.js";

const { say } = speaking();
const worded = ([name, does]) => [name, does instanceof Function ? (asked) => does({ ...asked, say }) : does];
const there = Object.entries(kinds).filter(([, kind]) => kind.draw);

export default Object.fromEntries(there.map(([name, kind]) => [name, Object.fromEntries(Object.entries(kind).map(worded))]));
