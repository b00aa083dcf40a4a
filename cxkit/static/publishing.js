// The facilitator's private page of the team's book: make it, see how far it is, take it.
(async () => {
  "use strict";
  const { call } = window.cxkit;
  const code = location.pathname.split("/").pop();
  const api = `/api/publish/${code}`;
  const at = (id) => document.getElementById(id);
  const show = (id, visible) => { at(id).hidden = !visible; };
  const AWAY = "The server is not answering. This page carries on by itself when it is back.";
  const WORDS = {
    early: "The results are not revealed yet. Reveal them first; the book shows what the room saw.",
    old: "What the room shows has changed since the book was made. Please make it again.",
  };
  let timer = 0;

  function draw({ title, state, percent = 0, words, bytes = 0, pdf, book }) {
    at("room").textContent = `${title} · room ${code}`;
    at("notice").textContent = words ?? WORDS[state] ?? "";
    show("making", state === "making");
    at("bar").value = percent;
    at("percent").textContent = `${percent}%`;
    document.title = state === "making" ? `${percent}% · The team's book` : "The team's book";
    show("ready", state === "ready");
    at("file").href = `/publish/${code}/book.zip`;
    at("inside").textContent = `${(bytes / 1e6).toFixed(1)} MB, one zip file. ${pdf ? "The results are in it as PDF, too."
      : "To get a PDF, open its pages of results and print them from the browser."}`;
    show("how", book);
    show("make", state !== "making" && state !== "early");
    at("make").textContent = state === "ready" ? "Make it again" : "Make the book";
    at("make").className = state === "ready" ? "main again" : "main";
    // Elsewhere the room may be revealed, or its comments shown: that changes what may be made here.
    timer = setTimeout(ask, state === "making" ? 700 : 4000);
  }

  async function ask(path = api, options = {}) {
    clearTimeout(timer);
    try {
      const answer = await call(path, options);
      const told = await answer.json();
      if (answer.ok) draw(told);
      else at("notice").textContent = told.detail;
    } catch {
      at("notice").textContent = AWAY;
      timer = setTimeout(ask, 2000);
    }
  }
  at("make").onclick = () => ask(`${api}/make`, { method: "POST", headers: { "X-Cxkit": "1" } });
  await ask();
})();
