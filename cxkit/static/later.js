// What a phone loads while its first screen is read, where a survey asks in several ways: the others, with their own words.
// What phone.js has by then is not in it: phone.js lends it (cxkit/static/__init__.py).
import { kinds } from "./kinds.js";

export default { kinds, words: WORDS };
