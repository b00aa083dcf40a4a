// How a dimension can be asked, by kind. What is served has only those that a survey asks, and a phone gets the first
// one first (cxkit/static/__init__.py).
//
// A kind gives `draw(ask)`, what stands under the question: elements. It may give
//   hint(ask)   how it is done, in a sentence
//   open(ask)   how many answers are still missing (else: items without one); whoever comes back begins at the first
//   left(ask)   what stands in the button below (else: how many are missing)
//   own(ask)    one's own answers in words, for the last screen (else: the score's own sentence)
//   style       its style sheet
//   together    whether one answer bears on the others, so that a phone sends all of a dimension or none
//   scored(ask) whether one's answers make a score, as Dimension.scored says (else: they do not)
// `ask` has: dimension (place: the one across), dimensions, text, say, scale(item), answers(), comments(), finished(),
// put({ id: value or undefined, … }), note(id, words), tell(words for whoever hears the screen), and draft:
// what is no answer yet, kept on the phone alone.
import { case_ } from "./kind_case.js";
import { choose } from "./kind_choose.js";
import { pin } from "./kind_pin.js";
import { place } from "./kind_place.js";
import { rank } from "./kind_rank.js";
import { rate } from "./kind_rate.js";
import { sort } from "./kind_sort.js";
import { spend } from "./kind_spend.js";

export const kinds = {
  case: case_,
  choose,
  pin,
  place,
  rank,
  rate,
  sort,
  spend,
};
