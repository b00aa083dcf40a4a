// The set-up form. What it sends has the keys of a workshop file; the server checks it and says what is wrong.
(async () => {
  "use strict";
  const { call } = window.cxkit;
  const code = location.pathname.split("/").pop();
  const api = `/api/setup/${code}`;
  const at = (id) => document.getElementById(id);
  const show = (id, visible) => { at(id).hidden = !visible; };
  const form = at("form");
  const field = (name) => form.elements[name];
  const AWAY = "The server is not answering. Please try again.";
  let surveys = [];

  function notice(words, wrong = false) {
    at("notice").textContent = words;
    at("notice").className = wrong ? "wrong" : "";
  }
  const survey = () => surveys.find((one) => one.id === field("survey").value);
  const lines = () => field("teams").value.split("\n").map((line) => line.trim()).filter(Boolean);
  const ticked = (id) => [...at(id).querySelectorAll(":checked")].map((box) => box.value);

  function chips(id, options, chosen) {
    at(id).querySelector(".chips").replaceChildren(...Object.entries(options).map(([value, words]) => {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", value, checked: chosen.includes(value) });
      label.append(box, words);
      return label;
    }));
  }
  const called = (language) => {
    try { return new Intl.DisplayNames([language], { type: "language" }).of(language); } catch { return language; }
  };

  // What a survey asks decides what there is to set up.
  function fit(workshop) {
    const { roles, languages, items, asks_teams: asksTeams, leaders } = survey();
    at("size").textContent = `${items} statements`;
    chips("roles", roles, workshop?.roles ?? Object.keys(roles));
    chips("languages", Object.fromEntries(languages.map((one) => [one, called(one)])), workshop?.languages ?? languages);
    const others = surveys.filter(({ id }) => id !== survey().id);
    chips("activities", Object.fromEntries(others.map(({ id, title }) => [id, title])), workshop?.activities ?? others.map(({ id }) => id));
    show("roles", Object.keys(roles).length);
    show("languages", languages.length > 1);
    show("teams-label", asksTeams);
    show("leaders", leaders);
    each();
  }

  // A number for each team, kept by the team's name while the list above is edited.
  const numbers = new Map();
  function each() {
    const teams = survey().asks_teams ? lines() : [];
    show("each-label", teams.length > 1);
    const by = field("each").checked && teams.length > 1;
    show("each", by);
    field("invited").disabled = by;
    if (!by) return;
    const total = document.createElement("p");
    const add = () => {
      const sum = teams.reduce((all, team) => all + (Number(numbers.get(team)) || 0), 0);
      total.textContent = `${sum} in all`;
      field("invited").value = sum || "";
    };
    at("each").replaceChildren(...[...new Set(teams)].map((team) => {
      const label = document.createElement("label");
      const words = document.createElement("span");
      words.textContent = team;
      const input = Object.assign(document.createElement("input"), { inputMode: "numeric", value: numbers.get(team) ?? "" });
      input.oninput = () => { numbers.set(team, input.value.trim()); add(); };
      label.append(words, input);
      return label;
    }), total);
    add();
  }

  const number = (words) => (/^\d+$/.test(words.trim()) ? Number(words) : words.trim());
  function filled() {
    const { roles, languages, asks_teams: asksTeams, leaders } = survey();
    const teams = asksTeams ? lines() : [];
    const by = field("each").checked && teams.length > 1;
    const invited = by ? Object.fromEntries(teams.map((team) => [team, number(numbers.get(team) || "0")])) : number(field("invited").value);
    return {
      title: field("title").value, organisation: field("organisation").value, survey: field("survey").value,
      ...(asksTeams ? { teams } : {}), ...(Object.keys(roles).length ? { roles: ticked("roles") } : {}),
      ...(languages.length > 1 ? { languages: ticked("languages") } : {}),
      ...(invited === "" ? {} : { invited }),
      activities: ticked("activities"), paced: field("paced").checked,
      leaders_from_two: Boolean(leaders) && field("leaders_from_two").checked,
    };
  }

  function wrong(detail) {
    // "teams[1]: …" names its field; the first line only counts the problems.
    const problems = detail.includes("\n") ? detail.split("\n").slice(1).map((line) => line.trim()) : [detail];
    const name = problems[0].match(/^[a-z_]+/)?.[0];
    const place = field(name) ?? at(name ?? "")?.querySelector("input");
    if (place?.setAttribute && problems[0].includes(":")) { place.setAttribute("aria-invalid", "true"); place.focus(); }
    notice(problems.map((one) => one.replace(/^[a-z_]+(\[\d+\])?(\.[^:]*)?: /, (key) => `${key[0].toUpperCase()}${key.slice(1).replaceAll("_", " ").replace(/\[\d+\]/, "")}`)).join("\n"), true);
  }

  form.onsubmit = async (event) => {
    event.preventDefault();
    form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    at("open").disabled = true;
    try {
      const answer = await call(api, {
        method: "PUT", headers: { "Content-Type": "application/json", "X-Cxkit": "1" }, body: JSON.stringify(filled()),
      });
      if (answer.ok) { location.assign(`/console/${code}`); return; }
      wrong((await answer.json()).detail);
    } catch { notice(AWAY, true); }
    at("open").disabled = false;
  };
  field("survey").onchange = () => { field("title").value = survey().title; fit(); };
  field("teams").oninput = each;
  field("each").onchange = each;

  try {
    const answer = await call(api);
    const told = await answer.json();
    if (!answer.ok) { at("lead").textContent = told.detail; return; }
    const { workshop, state, locked } = told;
    surveys = told.surveys;
    field("survey").append(...surveys.map(({ id, title }) => new Option(title, id)));
    for (const name of ["title", "organisation", "survey"]) field(name).value = workshop[name];
    field("teams").value = workshop.teams.join("\n");
    field("leaders_from_two").checked = workshop.leaders_from_two;
    field("paced").checked = workshop.paced;
    if (typeof workshop.invited === "number") field("invited").value = workshop.invited;
    else for (const [team, n] of Object.entries(workshop.invited ?? {})) { numbers.set(team, String(n)); field("each").checked = true; }
    fit(workshop);
    at("fields").disabled = Boolean(locked);
    show("open", !locked);
    if (locked) { at("lead").textContent = locked; at("lead").className = "locked"; }
    show("back", state !== "preparing");
    at("back").href = `/console/${code}`;
    at("open").textContent = state === "preparing" ? "Open the room" : "Use this set-up";
    if (!locked) notice(state === "preparing" ? "You can come back and change this until the first phone joins." : "Nobody has joined yet, so everything can still change.");
    show("form", true);
    if (!locked) at("open").focus();
  } catch { at("lead").textContent = AWAY; }
})();
