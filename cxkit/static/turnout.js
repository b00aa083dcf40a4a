// What the facilitator reads of who has answered, and of what is not in the picture yet.
import { people, say } from "./facilitator.js";

// Where the room is with its answers.
export function sentence({ state, answered, finished, joined, threshold, waiting, here, stage }) {
  if (state === "revealed") return "";
  if (waiting && stage.at < 0) return say("presenter.press_start");
  if (stage.wall_of || stage.step?.kind === "predict") return ""; // phones write, vote, or guess
  if (waiting) return here === null ? say("presenter.phones_wait") : say("stage.waiting", { n: here });
  if (answered < threshold) return say("presenter.needs", { n: threshold, answered });
  if (state === "closed" && !stage.uncovered_now) return say("presenter.reveal_when_ready");
  return finished < joined ? say("presenter.still", { n: joined - finished }) : say("presenter.all_finished");
}

// What of the room is not in the picture, and when it could be: counts, never answers.
export const answers = (n) => say("presenter.answers", { n });
export const sentences = (...all) => all.filter(Boolean).join(" ");
export function picture({ state, batch, picture: { new: late, edited, more, fit } }) {
  const changed = edited ? say("presenter.changed", { n: edited }) : "";
  const given = { answers: answers(late), fit, more, late: people(late), edited: people(edited) };
  if (!late && !edited) return state === "revealed" ? "" : say("presenter.all_in_picture");
  if (state === "revealed" || (state === "closed" && !fit)) {
    return late && edited ? say("presenter.out", given) : late ? say("presenter.out_new", given) : say("presenter.out_changed", given);
  }
  if (fit) {
    const closed = state === "closed";
    if (fit < late) return sentences(closed ? say("presenter.fits_some_closed", given) : say("presenter.fits_some", given), changed);
    return sentences(closed ? say("presenter.fits_closed", given) : say("presenter.fits", given), changed);
  }
  if (!late) return sentences(changed, say("presenter.changes_wait"));
  return sentences(late < batch ? say("presenter.more_needed", given) : say("presenter.groups_too_small", given), changed);
}

export function cost({ joined, answered, batch }) {
  const n = joined - answered;
  const later = say("presenter.cost_later", { batch });
  if (!n) return sentences(say("presenter.cost_all"), later);
  if (n >= batch) return sentences(say("presenter.cost_open", { answered, joined }), later, say("presenter.cost_fewer"));
  return sentences(say("presenter.cost_last", { answered, joined, n }), later);
}
