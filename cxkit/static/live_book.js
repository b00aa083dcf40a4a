// The book as a live room serves it. What its cells drew is of made-up people, and book.css hides it, also where no script
// runs; in each section stands what will be there. A form is shown: what a reader answers there is the reader's own.
import { h, speaking } from "./parts.js";

const { say } = speaking();
const own = document.querySelector('meta[name="cxkit:activity"]') ? say("book.will_be_here") : say("book.left_out");
await window.cxkit?.ready; // page.js has drawn its widgets
const covered = new Set();
for (const output of document.querySelectorAll(".cell_output:not(:has(.cx-form, [data-least]))")) {
  const section = output.closest("section");
  if (!covered.has(section)) output.before(h("p", { class: "cx-cover" }, own));
  covered.add(section);
}
