// A Report's groups: what they are called, and what is told of them, each on its own or several together.
export const OTHERS = "(others)";
const LONG = 34; // letters: longer names of several groups are counted instead
export const shown = (row) => row?.status === "shown";
export const joined = (names, say) => (names.length < 2 ? names.join("") : say("report.and", { names: names.slice(0, -1).join(say("report.comma")), last: names.at(-1) }));

export function groups(report, { say, text }) {
  const title = (id) => report.survey.attributes?.find((each) => each.id === id);
  const label = (id, group) => (group === "" ? say("picture.unknown") : text(title(id)?.options?.[group] ?? group));
  const of = (id) => (report.participation ?? []).filter((row) => row.attribute === id);
  const members = (id, dimension) => (dimension ? report.groups ?? [] : of(id))
    .find((row) => row.attribute === id && row.group === OTHERS && (!dimension || row.dimension === dimension))?.members ?? [];
  const names = (id, groups) => joined(groups.map((group) => label(id, group)), say);

  function name(id, group, several = members(id)) {
    if (group !== OTHERS) return label(id, group);
    const every = new Set(of(id).flatMap((row) => row.members ?? [row.group]));
    if (several.length === every.size - 1) return say("report.everyone_else");
    const whole = names(id, several);
    return whole.length > LONG ? say("report.other_groups", { n: several.length }) : whole;
  }
  function why(id, several) {
    const [short, whole] = [name(id, OTHERS, several), names(id, several)];
    return say("report.together", { names: short === whole ? whole : `${short} (${whole})` });
  }
  // Of one group, in rows of one attribute and of one dimension or item: the row that tells it.
  function told(rows, group) {
    const [own, others] = [group, OTHERS].map((one) => rows.find((row) => row.group === one));
    return shown(own) ? own : shown(others) && others.members?.includes(group) ? others : undefined;
  }
  const alone = (id, group, row) => row?.group === group && (group !== OTHERS || String(row.members) === String(members(id)));
  return { alone, listed: (id) => of(id).map((row) => row.group), members, name, names, told, why };
}
