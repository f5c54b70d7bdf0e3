// Keyboard shortcuts for moderators: a key clicks what has it in `data-key`, within the current
// case. Also counts the ticked cases. All pages of moderation work without this script.
"use strict";

const cases = [...document.querySelectorAll(".case")];
const dialog = document.getElementById("keys");
const liveRegion = document.querySelector("[data-said]");
const find = (selector) => document.querySelector(selector);
const OFF = "mvforum-desk-without-keys"; // in local storage; no cookie

let current = cases.length === 1 ? cases[0] : null;
let isLeaving = false; // A form is being sent: keys pressed meanwhile are meant for the next page.

function areOff() {
  try {
    return localStorage.getItem(OFF) === "yes";
  } catch {
    return false; // no local storage
  }
}

function choose(item, { focus = true } = {}) {
  current?.removeAttribute("aria-current");
  current = item;
  if (!item) return;
  item.setAttribute("aria-current", "true");
  if (focus) item.focus({ preventScroll: true }); // so that screen readers read it
  if (focus) item.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const place = cases.indexOf(current) + step;
  if (cases.length) choose(cases[Math.max(0, Math.min(place, cases.length - 1))]);
}

// Looks in the current case, and outside all cases (the button to undo). It never decides about
// another case.
function press(key) {
  const selector = `[data-key="${key}"]`;
  const outside = [...document.querySelectorAll(selector)].find((item) => !item.closest(".case, .bulk"));
  const item = current?.querySelector(selector) || outside;
  liveRegion.textContent = item ? "" : liveRegion.dataset.missing;
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

document.addEventListener("submit", ({ target: form }) => {
  if (form.method !== "post") return;
  isLeaving = true;
  if (form.closest(".case") || !current || cases.length < 2) return;
  // The current case stays the current one: a redirect keeps the fragment of the form's address.
  form.action = `${form.action.split("#")[0]}#${current.id}`;
  const next = form.querySelector("[name=next]");
  if (next) next.value = next.value.split("#")[0];
});
addEventListener("pageshow", () => (isLeaving = false));

// Moving the focus into a case makes it the current one.
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

// Count the ticked cases; tick all of them.
const ticks = () => cases.flatMap((item) => [...item.querySelectorAll(":scope > [type=checkbox]")]);

function tickAll() {
  for (const box of ticks()) box.checked = true;
  count();
}

function count() {
  const place = find("[data-count]");
  if (place) place.textContent = `(${ticks().filter((box) => box.checked).length})`;
}

const keysCheckbox = find("[data-keys-on]");
keysCheckbox.checked = !areOff();
document.addEventListener("change", (event) => {
  if (event.target === keysCheckbox) {
    try {
      localStorage.setItem(OFF, keysCheckbox.checked ? "no" : "yes");
    } catch {
      keysCheckbox.checked = true;
    }
  }
  count();
});

// These buttons need this script, so they are hidden without it.
for (const button of document.querySelectorAll("[data-keys], [data-tick]")) button.hidden = false;

// After a decision the fragment names the next case; a long bulk action continues by itself.
choose(cases.find((item) => location.hash === `#${item.id}`) ?? current, { focus: cases.length > 1 });
find("[data-go-on]")?.requestSubmit();
