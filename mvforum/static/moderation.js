// The desk by keyboard: it presses, in the current case, what has the key in `data-key`. And what
// is ticked, counted. Every page of the desk works the same without it.
"use strict";

const cases = [...document.querySelectorAll(".case")];
const dialog = document.getElementById("keys");
const said = document.querySelector("[data-said]");
const find = (selector) => document.querySelector(selector);
const OFF = "mvforum-desk-without-keys"; // in this browser's own memory; no cookie

let current = cases.length === 1 ? cases[0] : null;
let isLeaving = false; // A decision is on its way: keys pressed meanwhile are meant for the next page.

function areOff() {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false; // no memory
  }
}

function choose(item, { focus = true } = {}) {
  current?.removeAttribute("aria-current");
  current = item;
  if (!item) return;
  item.setAttribute("aria-current", "true");
  if (focus) item.focus({ preventScroll: true }); // so that it is read aloud
  if (focus) item.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const place = cases.indexOf(current) + step;
  if (cases.length) choose(cases[Math.max(0, Math.min(place, cases.length - 1))]);
}

// In the current case; what belongs to none, like a button to undo, anywhere. Nothing is decided
// but about the current case.
function press(key) {
  const selector = `[data-key="${key}"]`;
  const outside = [...document.querySelectorAll(selector)].find((item) => !item.closest(".case, .bulk"));
  const item = current?.querySelector(selector) || outside;
  said.textContent = item ? "" : said.dataset.missing;
  item?.click();
}

function tick() {
  current?.querySelector(":scope > [type=checkbox]")?.click();
}

const MOVES = {
  j: () => move(1),
  k: () => move(-1),
  x: tick,
  "?": () => dialog.showModal(),
};
const PRESSED = "oarsdhbun";

function isWriting(target) {
  return target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || dialog.open) return;
  if (event.key === "Escape") {
    if (isWriting(event.target)) event.target.blur();
    return;
  }
  if (areOff() || isLeaving || isWriting(event.target)) return;
  const isMove = Object.hasOwn(MOVES, event.key);
  if (!isMove && !(event.key.length === 1 && PRESSED.includes(event.key))) return;
  event.preventDefault();
  if (isMove) MOVES[event.key]();
  else if (!event.repeat) press(event.key); // A key that is held down decides once.
});

document.addEventListener("submit", (event) => {
  if (event.target.method === "post") isLeaving = true;
});
addEventListener("pageshow", () => (isLeaving = false));

// Who goes from button to button is in that case, too.
document.addEventListener("focusin", (event) => {
  const item = event.target.closest(".case");
  if (item && item !== current) choose(item, { focus: false });
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keys], [data-tick]");
  if (!button) return;
  if ("keys" in button.dataset) dialog.showModal();
  if ("tick" in button.dataset) tickAll();
});

// How many are ticked, and all of them at once.
const ticks = () => cases.flatMap((item) => [...item.querySelectorAll(":scope > [type=checkbox]")]);

function tickAll() {
  for (const box of ticks()) box.checked = true;
  count();
}

function count() {
  const place = find("[data-count]");
  if (place) place.textContent = `(${ticks().filter((box) => box.checked).length})`;
}

const wish = find("[data-keys-on]");
wish.checked = !areOff();
document.addEventListener("change", (event) => {
  if (event.target === wish) {
    try {
      localStorage.setItem(OFF, wish.checked ? "no" : "yes");
    } catch {
      wish.checked = true;
    }
  }
  count();
});

// Buttons that do nothing without a script show themselves only with one.
for (const button of document.querySelectorAll("[data-keys], [data-tick]")) button.hidden = false;

// After a decision the address names the case that follows; a long errand goes on by itself.
choose(cases.find((item) => location.hash === `#${item.id}`) ?? current, { focus: cases.length > 1 });
find("[data-go-on]")?.requestSubmit();
