"use strict";
// A case file, person by person: each step is one of the browser's history, and the file goes along. No server keeps
// it; the tab does, so that a page that is loaded again shows the same person.

let carried = form && new FormData(form);
let steps = 0;
const FILE = ["case", "name", "sha256"];
const KEPT = "thresholds-case-";
const opened = history.state?.opened || `${KEPT}${Date.now()}`;
const small = (data) => [...data].filter(([name]) => !FILE.includes(name));
const stand = (pairs) => ({ pairs, opened });

// What is sent: the file as it came, and what was asked of it, shown as the page is now.
function asked(pairs) {
  const data = new FormData();
  for (const [name, value] of pairs) data.append(name, value);
  for (const name of FILE) data.append(name, carried.get(name));
  data.set("theme", root.dataset.theme || "");
  data.set("present", root.hasAttribute("data-present") ? "1" : "");
  return data;
}

async function turn(pairs, push) {
  const step = ++steps;
  let answer, text;
  document.body.setAttribute("aria-busy", "true");
  try {
    answer = await fetch(`case${location.search}`, { method: "POST", body: asked(pairs), headers: { Accept: "text/html" } });
    text = await answer.text();
  } catch { return failed(); }
  if (step !== steps) return;
  if (!(answer.headers.get("content-type") || "").startsWith("text/html")) return failed();
  const page = new DOMParser().parseFromString(text, "text/html");
  if (push) history.pushState(stand(pairs), "", page.getElementById("facts")?.getAttribute("action") || location.href);
  show(page);
}

function failed() {
  document.body.removeAttribute("aria-busy");
  if (byId("trouble")) trouble();
}

function show(page) {
  const had = document.activeElement?.id;
  const before = person();
  document.title = page.title;
  root.lang = page.documentElement.lang;
  root.toggleAttribute("data-present", page.documentElement.hasAttribute("data-present"));
  document.body.replaceWith(document.adoptNode(page.body));
  form = byId("facts");
  keysOn = byId("keys-on");
  if (keysOn) keysOn.checked = stored();
  if (!form) return;
  carried = new FormData(form);
  for (const details of document.querySelectorAll("[data-keep]")) {
    if (kept.has(details.dataset.keep)) details.open = kept.get(details.dataset.keep);
  }
  refocus(had);
  if (person() !== before) window.scrollTo(0, 0);
  watchVerdict();
  // A line that has just come is not read out; what is written into it a moment later is.
  const line = byId("announce");
  setTimeout(() => { line.textContent = `${person().trim()} ${verdicts()}`; }, 100);
}

const person = () => byId("person")?.textContent || "";

// The button that was pressed has the focus still; at either end the other one.
function refocus(had) {
  const other = { previous: "next", next: "previous" };
  const found = had && byId(had);
  const to = found && found.disabled ? byId(other[had]) : found;
  (to || byId("result")).focus({ preventScroll: true });
}

// -- what the tab keeps -------------------------------------------------------------------------------------

// Where there is no room for it, files opened before make way.
function remember() {
  if (!carried) return;
  const told = { theme: root.dataset.theme || "", present: root.hasAttribute("data-present") };
  for (const name of FILE) told[name] = carried.get(name);
  const text = JSON.stringify(told);
  try { sessionStorage.setItem(opened, text); } catch {
    try {
      for (const name of Object.keys(sessionStorage)) if (name.startsWith(KEPT)) sessionStorage.removeItem(name);
      sessionStorage.setItem(opened, text);
    } catch { /* then the file is to be opened again */ }
  }
}

function recall() {
  let told = null;
  try { told = JSON.parse(sessionStorage.getItem(opened)); } catch { /* then it is gone */ }
  if (!told) return;
  carried = new FormData();
  for (const name of FILE) carried.append(name, told[name]);
  if (told.theme) root.dataset.theme = told.theme;
  root.toggleAttribute("data-present", told.present);
  turn(history.state.pairs, false);
}

document.addEventListener("submit", (event) => {
  const by = event.submitter;
  if (event.target !== form || by?.name === "keep") return;
  event.preventDefault();
  const data = new FormData(form);
  if (by?.name) data.append(by.name, by.value);
  turn(small(data), true);
});
window.addEventListener("popstate", (event) => { if (carried && event.state?.pairs) turn(event.state.pairs, false); });
window.addEventListener("pagehide", remember);
if (carried) {
  history.replaceState(stand(small(carried)), "");
  remember();
} else if (history.state?.pairs) recall();
