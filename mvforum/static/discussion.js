// Saves reloads: every page works without it.
"use strict";

// Preview in place: fetches the preview page and shows one part of it here.
async function preview(form) {
  const place = form.querySelector("[data-preview-place]");
  const data = new FormData(form);
  data.set("preview", "1");
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = page.querySelector("[data-preview-result], .compose .errors, .invalid-feedback");
  if (!shown) throw new Error("no preview");
  place.replaceChildren(shown);
  shown.scrollIntoView({ block: "nearest" });
}

// Reply in place: the form moves below the post that it answers and keeps its content.
let answered; // the link that was clicked

function reply(link) {
  const form = document.getElementById("compose");
  if (!form || !link.closest(".post")) return false;
  aim(form, link.dataset.reply);
  answered = link;
  return true;
}

// Makes the form a reply, below its post if that is on this page.
function aim(form, number, hasFocus = true) {
  form.reply_to.value = number;
  title(form).textContent = title(form).dataset.replyTitle.replace("{number}", number);
  form.querySelector("[data-cancel]").hidden = false;
  document.getElementById(`post-${number}`)?.after(form);
  if (hasFocus) form.body.focus();
  form.dispatchEvent(new Event("retarget"));
}

function cancelReply(form) {
  form.reply_to.value = "";
  title(form).textContent = title(form).dataset.title;
  form.querySelector("[data-cancel]").hidden = true;
  document.getElementById("discussion").append(form);
  answered?.focus();
  form.dispatchEvent(new Event("retarget"));
}

const title = (form) => form.querySelector("[data-title]");

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest("[data-reply], [data-cancel], [data-copy], [data-print]");
  if (!link) return;
  if ("reply" in link.dataset && reply(link)) event.preventDefault();
  if ("cancel" in link.dataset && document.getElementById("discussion")) {
    event.preventDefault();
    cancelReply(link.form || link.closest("form"));
  }
  if ("copy" in link.dataset) copy(link);
  if ("print" in link.dataset) window.print();
});

async function copy(button) {
  const field = document.getElementById(button.dataset.copy);
  field.select();
  await navigator.clipboard.writeText(field.value);
  button.textContent = button.dataset.done;
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (button && "preview" in button.dataset) {
    event.preventDefault();
    preview(form).catch(() => {
      button.removeAttribute("data-preview"); // Fall back to the preview page.
      button.click();
    });
    return;
  }
  // Send a form once, until the page is shown again.
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// New posts: polled every half minute, less often when there are none, never while hidden.
const MIN_INTERVAL = 30_000; // milliseconds
const MAX_INTERVAL = 300_000;

function watch(discussion) {
  const news = discussion.querySelector("[data-news]");
  const { latest, newest } = discussion.dataset;
  let seen = Number(discussion.dataset.last);
  let known = seen;
  let pause = MIN_INTERVAL;
  let due = Date.now() + pause;

  async function look() {
    // Without cookies, so that caches answer.
    const answer = await fetch(latest, { credentials: "omit", cache: "no-cache" });
    if (answer.status === 404) clearInterval(clock); // The thread is gone.
    const last = answer.ok ? (await answer.json()).last : 0;
    if (last > known) pause = MIN_INTERVAL;
    known = Math.max(known, last);
    const count = known - seen;
    news.textContent = (count === 1 ? news.dataset.one : news.dataset.news).replace("{number}", count);
    news.hidden = count < 1;
  }

  async function show() {
    const answer = await fetch(newest, { cache: "no-cache" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const number = (item) => Number(item.firstElementChild?.id.slice(5)); // post-7
    const items = [...page.querySelectorAll("#discussion > .posts > li")].filter((item) => number(item) > seen);
    if (!items.length) return; // A cache has not got them yet.
    if (items.length > 49) return location.assign(newest);
    seen = number(items[0]);
    news.hidden = true;
    discussion.querySelector(".nothing")?.remove();
    const list = document.createElement("ol");
    list.className = "posts";
    list.append(...items.reverse());
    [...discussion.querySelectorAll(":scope > .posts, :scope > .pages")].at(-1).after(list);
    list.querySelector("a")?.focus();
  }

  news.addEventListener("click", () => {
    news.disabled = true;
    show().catch(() => {}).finally(() => (news.disabled = false));
  });
  const clock = setInterval(() => {
    if (document.hidden || Date.now() < due) return;
    due = Infinity;
    pause = Math.min(pause * 1.5, MAX_INTERVAL);
    look().catch(() => {}).finally(() => (due = Date.now() + pause));
  }, 1000);
}

for (const discussion of document.querySelectorAll("[data-latest]")) watch(discussion);

// These buttons need this script, so they are hidden without it.
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}
