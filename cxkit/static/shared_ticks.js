// One connection for all pages of a browser that listen to the same room: browsers open six to a server, and no more.
import { ticks } from "./ticks.js";

const lines = new Map(); // by path: the pages that listen, and how to hang up
self.onconnect = ({ ports: [page] }) => {
  let path;
  function leave() {
    const line = lines.get(path);
    line?.pages.delete(page);
    if (line?.pages.size !== 0) return;
    lines.delete(path);
    line.hangUp();
  }
  page.onmessage = ({ data }) => {
    leave();
    path = data;
    if (!path) return;
    const line = lines.get(path) ?? { pages: new Set() };
    line.pages.add(page);
    if (line.hangUp) { page.postMessage("tick"); return; }
    lines.set(path, line);
    line.hangUp = ticks(path, (what) => { for (const one of line.pages) one.postMessage(what); });
  };
  page.onclose = leave; // a page that crashed says no goodbye
};
