// Drafts: unfinished text survives a reload, another page and a log-in. It stays in the tab, or for
// a week on the device if the visitor wishes. It leaves the browser only with its own form.
"use strict";

(() => {
  const open = (name) => {
    try {
      return window[name];
    } catch {
      return null; // switched off
    }
  };
  const [tab, device] = [open("sessionStorage"), open("localStorage")];
  if (!tab || window !== window.top) return;

  const DRAFT = "mvforum-draft"; // begins a key: draft|account mark|form|number of the post replied to
  const SENT = "mvforum-sent"; // the form that was sent last, until its answer is here
  const REMEMBER = "mvforum-remember"; // yes or no
  const NAME = "mvforum-name";
  const FORGET = "mvforum-forget"; // a message to other tabs, deleted at once
  const WEEK = 7 * 24 * 60 * 60 * 1000; // milliseconds

  // The store

  const remembers = () => device?.getItem(REMEMBER) === "yes";
  const parse = (key) => key.split("|");
  const keysOf = (store) => Object.keys(store ?? {}).filter((key) => parse(key)[0] === DRAFT);
  const allKeys = () => [...new Set([...keysOf(tab), ...keysOf(device)])];
  const drop = (key) => [tab, device].forEach((store) => store?.removeItem(key));

  function write(store, key, value) {
    try {
      store?.setItem(key, value);
    } catch {
      // The store is full.
    }
  }

  function readFrom(store, key) {
    try {
      const draft = JSON.parse(store.getItem(key));
      const isWhole = Array.isArray(draft.fields) && Array.isArray(draft.texts);
      if (isWhole && (store === tab || Date.now() - draft.at < WEEK)) return draft;
    } catch {
      // not written by this script
    }
    store?.removeItem(key);
    return null;
  }

  const read = (key) => readFrom(tab, key) ?? readFrom(device, key);

  // Forms

  const markOf = (form) => form.elements.account_mark?.value ?? "guest";
  const keyOf = (form) => [DRAFT, markOf(form), form.dataset.draft, form.elements.reply_to?.value ?? ""].join("|");
  const isChoice = (field) => /checkbox|radio|select/.test(field.type);
  const isText = (field) => /text|url/.test(field.type);
  // With the revision, so that the server sees which text the author has changed.
  const fieldsOf = (form) =>
    [...form.elements].filter((field) => field.name && (isChoice(field) || isText(field) || field.name === "revision"));
  const textsOf = (form) => [...form.elements].filter((field) => field.name && isText(field));
  const actionOf = (form) => form.getAttribute("action") ?? location.pathname + location.search;
  const hasChanged = (field) => field.value !== field.defaultValue;

  function save(form, key = keyOf(form)) {
    const names = new Set(fieldsOf(form).map((field) => field.name));
    // A refused form has its text from the server.
    const isRefused = "bound" in form.dataset || !form.dataset.draft;
    const written = textsOf(form).filter((field) => (isRefused ? field.value.trim() : hasChanged(field)));
    if (!written.length) return drop(key);
    const fields = [...new FormData(form)].filter(([name]) => names.has(name));
    if (!form.dataset.draft) fields.push(...(read(key)?.fields ?? []).filter(([name]) => !names.has(name)));
    const texts = written.map((field) => field.value.trim());
    const draft = JSON.stringify({ at: Date.now(), fields, texts });
    write(tab, key, draft);
    if (remembers()) write(device, key, draft);
  }

  function fill(form, { fields }) {
    for (const field of fieldsOf(form)) {
      const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
      if (/checkbox|radio/.test(field.type)) field.checked = values.includes(field.value);
      else if (values.length) field.value = values[0];
    }
  }

  // What is in the form already comes first.
  function add(form, draft) {
    const written = textsOf(form).filter((field) => field.value && hasChanged(field));
    const before = written.map((field) => [field, field.value]);
    fill(form, draft);
    for (const [field, value] of before) {
      if (value !== field.value) field.value = field.type === "textarea" ? `${value}\n\n${field.value}` : value;
    }
  }

  // The answer to a form. After an accepted one, the browser is redirected.

  function noteSent(form) {
    const isReturned = !form.dataset.draft && actionOf(form) === refused?.action;
    // Perhaps a log-in, before the refused form is sent again.
    if (!form.dataset.draft && refused && !isReturned) return write(tab, SENT, JSON.stringify({ ...refused, isWaiting: true }));
    const keys = form.dataset.draft ? [keyOf(form)] : isReturned ? refused.keys : [];
    const isOwn = (field) => field.type === "textarea" || field.name === "body" || (keys.length && isText(field));
    const texts = [...form.elements].filter(isOwn).map((field) => field.value.trim());
    write(tab, SENT, JSON.stringify({ action: actionOf(form), keys, texts }));
    if (form.elements.reply_to) keepName(form);
  }

  /** Deletes the drafts of what was accepted. Returns what was refused. */
  function receiveAnswer() {
    const sent = JSON.parse(tab.getItem(SENT));
    tab.removeItem(SENT);
    const [visit] = performance.getEntriesByType("navigation");
    const isAccepted = visit?.redirectCount && visit.type !== "back_forward" && !document.querySelector("[type=password]");
    if (!sent || sent.isWaiting || !isAccepted) return sent && { ...sent, isWaiting: false };
    const forms = sent.keys.map((key) => parse(key)[2]);
    for (const key of allKeys()) {
      for (const store of [device, tab].filter((store) => store?.getItem(key))) {
        // Another tab may be writing something else in the same form.
        const isOwn = sent.keys.includes(key) && store.getItem(key) === tab.getItem(key);
        const [longest] = readFrom(store, key).texts.sort((a, b) => b.length - a.length);
        const has = (text) => (forms.includes(parse(key)[2]) ? text.includes(longest) : text === longest);
        if (isOwn || (longest && sent.texts.some(has))) store.removeItem(key);
      }
    }
    return null;
  }

  // The visitor's own draft is filled in. All others are offered in closed boxes.

  const found = document.querySelector("template[data-found]")?.content;
  const targets = new Map(); // the key of what each form shows

  function insert(form, name) {
    const item = found.querySelector(name).cloneNode(true);
    const title = form.querySelector("[data-title]");
    if (title) title.after(item);
    else form.prepend(item);
    return item;
  }

  function restore(form) {
    const draft = read(keyOf(form));
    if (!draft) return;
    add(form, draft);
    const note = insert(form, ".restored");
    note.querySelector("button").addEventListener("click", () => {
      note.remove();
      form.reset();
      drop(keyOf(form));
      textsOf(form)[0].focus();
    });
  }

  function offerOthers(form) {
    for (const item of form.querySelectorAll(".unfinished")) item.remove();
    const canMove = form.querySelector("[data-title]");
    const [, , name, number] = parse(keyOf(form));
    for (const key of allKeys()) {
      const isShown = key === keyOf(form) && !("offers" in form.dataset);
      if (parse(key)[2] === name && !isShown && (canMove || parse(key)[3] === number)) offer(form, key);
    }
  }

  function offer(form, key) {
    const [, mark, , number] = parse(key);
    const item = insert(form, ".unfinished");
    const whose = mark === parse(keyOf(form))[1] ? "own" : mark === "guest" ? "guest" : "other";
    const title = [item.dataset[whose], number && item.dataset.reply.replace("{number}", number)];
    item.querySelector("summary").textContent = title.filter(Boolean).join(" ");
    item.querySelector("blockquote").textContent = read(key).texts.join("\n\n");
    const { author_name, anonymously } = form.elements;
    const parts = whose !== "own" && (author_name || anonymously) ? ["name", anonymously && "anonymously"] : ["plain"];
    for (const part of item.querySelectorAll("[data-as]")) part.hidden = !parts.includes(part.dataset.as);
    item.addEventListener("click", ({ target }) => {
      if (target.dataset.as) take(form, key, target.dataset.as);
      else if ("drop" in target.dataset) drop(key);
      else return;
      item.remove();
    });
  }

  function take(form, key, as) {
    const draft = read(key);
    const number = parse(key)[3];
    if (number !== parse(keyOf(form))[3]) {
      blank(form); // It is kept as a draft of its own.
      if (number) aim(form, number);
      else cancelReply(form);
    }
    add(form, draft);
    const { anonymously } = form.elements;
    if (anonymously && as !== "plain") anonymously.checked = as === "anonymously";
    drop(key);
    const [first] = textsOf(form);
    first.dispatchEvent(new Event("input", { bubbles: true })); // saves it, and updates a preview
    first.focus();
  }

  function blank(form) {
    for (const field of textsOf(form)) if (field.type === "textarea") field.value = field.defaultValue;
  }

  // `discussion.js` has moved the form to another post, or back. Text that is no reply yet goes along.
  function retarget({ target: form }) {
    const [before, after] = [targets.get(form), keyOf(form)];
    targets.set(form, after);
    const draft = read(after);
    if (draft) fill(form, draft);
    else if (parse(before)[3] && parse(after)[3]) blank(form);
    offerOthers(form);
  }

  function begin(form) {
    form.autocomplete = "off"; // A browser would fill the form in for whoever is logged in next.
    targets.set(form, keyOf(form));
    form.addEventListener("retarget", retarget);
    const name = form.elements.author_name;
    if (form.elements.reply_to && name && !name.value && remembers()) name.value = name.defaultValue = device.getItem(NAME) ?? "";
    if ("bound" in form.dataset) {
      save(form);
      // Back and a reload show the form with its draft, and do not ask to send it again.
      if (form.dataset.bound) history.replaceState(null, "", form.dataset.bound);
    } else if (!("offers" in form.dataset)) {
      const [, mark, draft] = parse(keyOf(form));
      const own = allKeys().filter((key) => parse(key)[1] === mark && parse(key)[2] === draft);
      const [latest] = own.sort((a, b) => read(b).at - read(a).at).map((key) => parse(key)[3]);
      if (latest && document.querySelector(`.post [data-reply="${CSS.escape(latest)}"]`)) aim(form, latest, false);
      restore(form);
    }
    offerOthers(form);
  }

  // The switch, and everything that deletes

  const panels = document.querySelectorAll("[data-device]");

  function showSwitch({ isAsking = device?.getItem(REMEMBER) === null } = {}) {
    for (const panel of panels) {
      panel.hidden = !device;
      panel.querySelector("[type=checkbox]").checked = remembers();
      for (const question of panel.querySelectorAll("[data-ask]")) question.hidden = !isAsking;
    }
  }

  function keepName(form) {
    if (remembers() && form.elements.author_name) write(device, NAME, form.elements.author_name.value.trim());
  }

  function choose(answer) {
    write(device, REMEMBER, answer);
    if (remembers()) {
      for (const key of keysOf(tab)) write(device, key, tab.getItem(key));
      for (const form of forms) keepName(form);
    }
    showSwitch();
  }

  function tellOtherTabs(whose) {
    write(device, FORGET, whose);
    device?.removeItem(FORGET);
  }

  function forgetAll() {
    tellOtherTabs("all");
    for (const store of [tab, device]) store?.clear();
    showSwitch({ isAsking: false });
    for (const place of document.querySelectorAll("[data-forgotten]")) place.textContent = place.dataset.forgotten;
  }

  function logOut(form) {
    keysOf(tab).forEach(drop);
    for (const key of keysOf(device)) if (parse(key)[1] === markOf(form)) drop(key);
    tellOtherTabs(markOf(form));
  }

  addEventListener("storage", ({ key, newValue }) => {
    if (key !== FORGET || !newValue) return;
    if (newValue === "all") tab.clear();
    for (const own of keysOf(tab)) if (parse(own)[1] === newValue) drop(own);
    showSwitch();
  });

  document.addEventListener("input", ({ target }) => {
    const { form } = target;
    if (form?.dataset.draft) save(form);
    else if (form && refused?.keys.length && actionOf(form) === refused.action) save(form, refused.keys[0]);
  });

  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || form.method !== "post" || submitter?.formTarget) return;
    // Going on with a form for somebody else logs out as well.
    const isLogOut = actionOf(form).endsWith("/logout/") || submitter?.name === "continue_as" && markOf(form) !== "guest";
    if (isLogOut) return logOut(form);
    if (form.dataset.deletes) allKeys().filter((key) => parse(key)[2] === form.dataset.deletes).forEach(drop);
    noteSent(form);
  });

  for (const panel of panels) {
    panel.addEventListener("change", ({ target }) => (target.checked ? choose("yes") : forgetAll()));
    panel.addEventListener("click", ({ target }) => {
      if (target.dataset.remember) choose(target.dataset.remember);
      if ("forget" in target.dataset) forgetAll();
    });
  }

  for (const key of keysOf(device)) readFrom(device, key); // deletes what is older than a week
  const refused = receiveAnswer();
  for (const mark of document.querySelectorAll("form [data-draft]")) Object.assign(mark.closest("form").dataset, mark.dataset);
  const forms = document.querySelectorAll("form[data-draft]");
  if (found) forms.forEach(begin);
  showSwitch();

  // The page as it was left: what was sent or forgotten since is not shown again.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    tab.removeItem(SENT);
    showSwitch();
    for (const form of forms) {
      for (const item of form.querySelectorAll(".restored")) item.remove();
      const draft = read(keyOf(form));
      if (draft) fill(form, draft);
      else form.reset();
      offerOthers(form);
    }
  });
})();
