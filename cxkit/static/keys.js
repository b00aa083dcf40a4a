// The keys of the stage and of the presenter page. Those that are letters can be turned off in this browser: who speaks to
// a computer, or strikes a key by chance, would otherwise steer the room. The arrows stay.
import { say } from "./facilitator.js";
import { keep, recall } from "./host.js";
import { h } from "./parts.js";

const KEPT = "cxkit:no-letters";
// Which key it is, in small letters; "" where it is held down, belongs to the browser, or is a letter that is turned off.
export const struck = ({ key, repeat, ctrlKey, metaKey, altKey }) =>
  (repeat || ctrlKey || metaKey || altKey || (key.length === 1 && recall(KEPT)) ? "" : key.toLowerCase());
// What the keys do, and the switch.
export const listed = () => [
  h("dl", {}, [["→", say("stage.key_next")], ["←", say("stage.key_back")], ["R", say("stage.key_reveal")], ["T", say("stage.key_timer")],
    ["W", say("stage.key_wait")], ["B", say("stage.key_bar")], ["?", say("stage.key_list")]].map(([letter, words]) => [h("dt", {}, h("kbd", {}, letter)), h("dd", {}, words)])),
  h("p", {}, h("label", { class: "letters" }, h("input", { type: "checkbox", checked: !recall(KEPT), onchange: ({ target }) => keep(KEPT, !target.checked) }), ` ${say("stage.letters")}`)),
];
