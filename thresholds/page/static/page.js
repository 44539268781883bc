"use strict";
// Sliders, one less and one more, keys. What is scored and said comes from the server.

const root = document.documentElement;
const byId = (id) => document.getElementById(id);
let form = byId("facts");
const moving = Boolean(form && form.hasAttribute("hx-get"));

// -- figures ------------------------------------------------------------------------------------------------

const figures = () => [...document.querySelectorAll(".figure")];
const box = (field) => field.querySelector("input[type=text]");
const slider = (field) => field.querySelector("input[type=range]");
const stops = (field) => field.dataset.stops.split(" ");
const lines = (field) => field.dataset.lines.trim().split(" ").filter(Boolean);
const plain = (text) => /^\d{1,15}(\.\d{1,2})?$/.test(text.trim());
const hundredths = (text) => {
  const [whole, rest = ""] = text.trim().split(".");
  return BigInt(whole) * 100n + BigInt((rest + "00").slice(0, 2));
};
const written = (number) => {
  const rest = number % 100n;
  return `${number / 100n}` + (rest ? "." + `${rest}`.padStart(2, "0") : "");
};

// The slider stands at the stop that is typed, or at the last one below it; bounds and words leave it where it is.
function place(field) {
  const typed = box(field).value || "0";
  const range = slider(field);
  const known = plain(typed);
  if (known) {
    const at = hundredths(typed);
    let index = 0;
    stops(field).forEach((stop, number) => { if (hundredths(stop) <= at) index = number; });
    range.value = index;
  }
  range.setAttribute("aria-valuetext", typed);
  for (const button of field.querySelectorAll(".less, .more")) {
    button.setAttribute("aria-disabled", String(!known || (button.classList.contains("less") && hundredths(typed) === 0n)));
  }
  field.classList.toggle("set", box(field).value !== "");
}

// The law's numbers below the slider; where there is no room for all, the first ones that fit, others on a second row.
function tick(field) {
  const all = stops(field);
  const ticks = field.querySelector(".ticks");
  const ends = [-Infinity, -Infinity];
  for (const line of lines(field)) {
    const at = (100 * all.indexOf(line)) / (all.length - 1);
    const half = 1.1 * (line.length + 1);
    const row = ends.findIndex((end) => at - half >= end);
    const mark = document.createElement("span");
    mark.textContent = line;
    mark.style.setProperty("left", `${at}%`);
    if (row < 0) mark.className = "bare";
    else { ends[row] = at + half; if (row) mark.className = "lower"; }
    if (at > 97) mark.classList.add("end");
    ticks.append(mark);
  }
  ticks.classList.toggle("two", ends[1] > -Infinity);
}

function moved() { if (moving) form.dispatchEvent(new Event("moved", { bubbles: true })); }

function set(field, value) {
  box(field).value = value === "0" ? "" : value;
  place(field);
}

// One less, one more; of a standard that can only be fixed inside a band the stop before, the stop after.
function step(field, sign) {
  const typed = box(field).value || "0";
  if (!plain(typed)) return;
  if (field.hasAttribute("data-banded")) { next(field, sign, stops(field)); return; }
  const now = hundredths(typed) + BigInt(sign) * hundredths(field.dataset.unit);
  set(field, written(now < 0n ? 0n : now));
  moved();
}

function jump(field, sign) {
  if (plain(box(field).value || "0")) next(field, sign, ["0", ...lines(field)]);
}

function next(field, sign, places) {
  const at = hundredths(box(field).value || "0");
  const all = places.map(hundredths);
  const beyond = sign > 0 ? all.find((one) => one > at) : all.reverse().find((one) => one < at);
  if (beyond !== undefined) { set(field, written(beyond)); moved(); }
}

// What a button of the result sets; false where the form has no such field, and the link is followed.
function apply(changes) {
  const pairs = [...new URLSearchParams(changes)];
  const inputs = pairs.map(([key]) => form.elements.namedItem(key));
  if (!moving || inputs.some((input) => !input)) return false;
  pairs.forEach(([, value], number) => {
    const input = inputs[number];
    input.value = value;
    const field = input.closest(".field");
    if (field.classList.contains("figure")) place(field); else field.classList.toggle("set", value !== "");
    const group = input.closest("details");
    if (group) group.open = true;
  });
  moved();
  return true;
}

// -- how the page is shown ----------------------------------------------------------------------------------

// A part of the address, in the address and in every link of the page that keeps it.
function restate(name, value) {
  const change = (address) => {
    if (value) address.searchParams.set(name, value); else address.searchParams.delete(name);
    return address.href;
  };
  if (moving || location.pathname.endsWith("quiz")) history.replaceState(null, "", change(new URL(location.href)));
  for (const link of document.querySelectorAll("a[href]")) {
    const address = new URL(link.href);
    if (address.origin === location.origin && !link.getAttribute("href").startsWith("#") && link.id !== "present") link.href = change(address);
  }
  for (const input of document.querySelectorAll(`input[type=hidden][name=${name}]`)) input.value = value;
}

function setTheme(value) {
  if (value) root.dataset.theme = value; else delete root.dataset.theme;
  restate("theme", value);
  moved();
}

function setPresent(on) {
  root.toggleAttribute("data-present", on);
  const button = byId("present");
  button.textContent = on ? button.dataset.off : button.dataset.on;
  restate("present", on ? "1" : "");
  kept.clear();
  for (const details of document.querySelectorAll("[data-keep]")) details.open = !on || details.dataset.keep.startsWith("tree-");
  if (!on && document.fullscreenElement) document.exitFullscreen();
  moved();
}

function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen(); else root.requestFullscreen?.().catch(() => {});
}

// -- keys ---------------------------------------------------------------------------------------------------

let current = -1;
function choose(number, show = true) {
  const all = figures();
  if (!all.length) return;
  current = (number + all.length) % all.length;
  all.forEach((field, index) => field.classList.toggle("current", index === current));
  all[current].closest("details").open = true;
  if (show) {
    all[current].scrollIntoView({ block: "nearest" });
    byId("announce").textContent = `${all[current].querySelector("label").textContent} ${box(all[current]).value || 0}`;
  }
}

function follow(id) { const found = byId(id); if (found) found.click(); }

// The next option of the reading that would change the tier; of the first one where none would.
function nextReading() {
  const select = (document.querySelector(".reading.turns") || document.querySelector(".reading"))?.querySelector("select");
  if (!select) return;
  select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function closed() {
  const open = document.querySelector(".menu[open]");
  if (!open) return false;
  open.open = false;
  open.querySelector("summary").focus();
  return true;
}

let keysOn = byId("keys-on");
const stored = () => { try { return localStorage.getItem("thresholds-keys") !== "off"; } catch { return true; } };
if (keysOn) keysOn.checked = stored();

function pressed(event) {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    if (closed()) event.preventDefault();
    else if (root.hasAttribute("data-present")) setPresent(false);
    return;
  }
  const target = event.target;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  const arrow = event.key.startsWith("Arrow");
  const typed = target.type === "text" && target.closest(".figure");
  if (typed && /^Arrow(Up|Down)$/.test(event.key)) {
    event.preventDefault();
    step(typed, event.key === "ArrowUp" ? 1 : -1);
    return;
  }
  if ((typing && !(target.type === "range" && !arrow)) || (keysOn && !keysOn.checked)) return;
  const field = figures()[current];
  const keys = {
    ArrowDown: () => choose(current + 1), ArrowUp: () => choose(current - 1),
    ArrowRight: () => step(field, 1), ArrowLeft: () => step(field, -1),
    "]": () => jump(field, 1), "[": () => jump(field, -1),
    p: () => follow("present"), b: () => follow("pin"), r: nextReading, f: fullScreen,
    n: () => follow(event.shiftKey ? "previous" : "next"),
    "?": () => { const help = byId("keys"); if (help) help.open = !help.open; },
  };
  const act = keys[event.key] || keys[event.key.toLowerCase()];
  if (!act || (arrow && !figures().length) || (/^(ArrowRight|ArrowLeft|\[|\])$/.test(event.key) && !field)) return;
  event.preventDefault();
  act();
}

// -- what comes back ----------------------------------------------------------------------------------------

let shown = "";
let focused = "";
const kept = new Map();
const verdicts = () => [...document.querySelectorAll("#tier span")].map((one) => one.textContent.trim()).join(root.lang === "en" ? "; " : "；");

function announce(now) {
  const line = byId("announce");
  const wrong = document.querySelector("#result > .errors");
  if (!line || wrong || !now) return;
  const flipped = shown && now !== shown;
  line.textContent = flipped ? line.dataset.flipped.replace("{before}", shown).replace("{after}", now) : line.dataset.same.replace("{after}", now);
  byId("result").classList.toggle("flipped", Boolean(flipped));
  shown = now;
}

// Errors stand beside their fields too, which the answer does not replace.
function mark() {
  const said = new Map([...document.querySelectorAll("#result [data-field]")].map((one) => [one.dataset.field, one.textContent]));
  for (const input of form.querySelectorAll("input[type=text], .choice select")) {
    const beside = byId(`${input.id}-error`);
    if (!beside) continue;
    beside.textContent = said.get(input.name) || "";
    if (said.has(input.name)) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
  }
}

function swapped(event) {
  // The bar that comes along is told of too; the result is told of once.
  if (event.target.id === "result") {
    const query = byId("result").dataset.query;
    history.replaceState(null, "", query ? `./?${query}` : "./");
    const back = document.querySelector("input[name=back]");
    if (back) back.value = query;
    byId("trouble").hidden = true;
    for (const details of document.querySelectorAll("[data-keep]")) {
      if (kept.has(details.dataset.keep)) details.open = kept.get(details.dataset.keep);
    }
    mark();
    announce(verdicts());
    relink();
    watchVerdict();
  }
  // What had the focus may be gone: then its successor has it, or the result itself.
  if (focused && document.activeElement === document.body) {
    const next = byId(focused) || (byId("flips")?.querySelector(":scope > p > a") ? null : byId("result"));
    if (next) next.focus({ preventScroll: true });
  }
}

// The links of the bar keep the state that the page has now.
function relink() {
  for (const [id, name] of [["present", "present"], ["language", "lang"]]) {
    const link = byId(id);
    if (!link || !link.href) continue;
    const query = new URLSearchParams(location.search);
    const wanted = id === "present" ? (root.hasAttribute("data-present") ? "" : "1") : new URL(link.href).searchParams.get(name);
    if (wanted) query.set(name, wanted); else query.delete(name);
    link.href = `./?${query}`;
  }
}

// The tier stays in sight: its bar shows while the verdict itself is out of view.
let watcher = null;
function watchVerdict() {
  const verdict = document.querySelector("#result .verdict, #result > .errors");
  const bar = byId("tier");
  if (!verdict || !bar || !("IntersectionObserver" in window)) return;
  watcher?.disconnect();
  watcher = new IntersectionObserver(([one]) => root.classList.toggle("in-view", one.isIntersecting));
  watcher.observe(verdict);
}

// -- kept and copied ----------------------------------------------------------------------------------------

// The picture as dots, twice as many as its own size.
async function saveDots(link) {
  const text = await (await fetch(link.href)).text();
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * 2;
  canvas.height = image.naturalHeight * 2;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const save = document.createElement("a");
    save.href = URL.createObjectURL(blob);
    save.download = "ladder.png";
    save.click();
    setTimeout(() => URL.revokeObjectURL(save.href), 10000);
  }, "image/png");
}

function copyLink(button) {
  const label = button.dataset.label || button.textContent;
  button.dataset.label = label;
  const done = () => { button.textContent = button.dataset.done; setTimeout(() => { button.textContent = label; }, 1500); };
  const byHand = () => {
    const area = document.createElement("textarea");
    area.value = location.href;
    document.body.append(area);
    area.select();
    if (document.execCommand("copy")) done();
    area.remove();
    button.focus();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(done, byHand); else byHand();
}

// -- events -------------------------------------------------------------------------------------------------

document.addEventListener("input", (event) => {
  const field = event.target.closest(".figure");
  if (!field) return;
  if (event.target.type === "range") set(field, stops(field)[Number(event.target.value)]);
  else place(field);
});
document.addEventListener("change", (event) => {
  const target = event.target;
  if (target.closest(".readings")) { if (moving) moved(); else follow("again"); }
  if (target.id === "theme") setTheme(target.value);
  if (target === keysOn) { try { localStorage.setItem("thresholds-keys", keysOn.checked ? "on" : "off"); } catch { /* for this page alone */ } }
  if (moving && target.id === "ruleset") {
    const query = new URLSearchParams(location.search);
    const next = new URLSearchParams({ ruleset: target.value });
    for (const name of ["lang", "theme", "present", "before"]) if (query.get(name)) next.set(name, query.get(name));
    location.search = next.toString();
  }
  const choice = target.closest(".field.choice:not(.reading)");
  if (choice) choice.classList.toggle("set", target.value !== "");
});
document.addEventListener("click", (event) => {
  const target = event.target;
  const button = target.closest(".less, .more");
  if (button) return step(button.closest(".figure"), button.classList.contains("more") ? 1 : -1);
  const link = target.closest("[data-set]");
  if (link && form && apply(link.dataset.set)) return event.preventDefault();
  const pin = target.closest("#pin");
  if (pin && moving) {
    form.elements.namedItem("before").value = new URL(pin.href).searchParams.get("before") || "";
    moved();
    return event.preventDefault();
  }
  if (target.closest("#present")) { setPresent(!root.hasAttribute("data-present")); return event.preventDefault(); }
  const dots = target.closest("#png");
  if (dots) { saveDots(dots); return event.preventDefault(); }
  if (target.id === "copy") copyLink(target);
  for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(target)) menu.open = false;
});
// What is typed is scored as it is typed, and Enter goes to no other page.
document.addEventListener("submit", (event) => { if (moving && event.target === form) event.preventDefault(); });
document.addEventListener("focusin", (event) => {
  const field = event.target.closest?.(".figure");
  if (field) choose(figures().indexOf(field), false);
  focused = event.target.closest?.("#result, #tier") ? event.target.id : "";
});
document.addEventListener("toggle", (event) => {
  if (event.target.dataset?.keep) kept.set(event.target.dataset.keep, event.target.open);
}, true);
document.addEventListener("keydown", pressed);
document.addEventListener("htmx:afterSettle", swapped);
document.addEventListener("htmx:responseError", () => trouble());
document.addEventListener("htmx:sendError", () => trouble());
function trouble() {
  const line = byId("trouble");
  line.textContent = line.dataset.said;
  line.hidden = false;
}
// Empty fields are left out, so that the address stays short.
document.addEventListener("htmx:configRequest", (event) => {
  const sent = event.detail.parameters;
  for (const name of Object.keys(sent)) if (sent[name] === "") delete sent[name];
});
for (const field of figures()) { place(field); tick(field); }
shown = verdicts();
watchVerdict();
