// Form of an article: the toolbar above the text, and the live preview.
(() => {
  "use strict";
  const toolbar = document.querySelector(".toolbar");
  const text = toolbar && document.getElementById(toolbar.dataset.for);
  const form = text?.form;
  if (!form) return;

  // The toolbar

  /** Replaces [start, end] so that the browser can undo it, then selects from…to. */
  const put = (start, end, words, from, to) => {
    text.focus();
    text.setSelectionRange(start, end);
    if (!document.execCommand(words ? "insertText" : "delete", false, words)) {
      text.setRangeText(words, start, end, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    text.setSelectionRange(from, to);
  };

  /** Wraps the selection in marks such as **; unwraps it if it has them already. */
  const around = ({ before, after, words }) => {
    const { selectionStart: start, selectionEnd: end, value } = text;
    const inner = value.slice(start, end);
    const left = start - before.length;
    const stands = value.slice(left < 0 ? 0 : left, start) === before && value.startsWith(after, end);
    // One star of two is not the star of italics.
    const isOther = before === "*" && value[left - 1] === "*" && value[left - 2] !== "*";
    if (stands && !isOther) {
      put(left, end + after.length, inner, left, left + inner.length);
    } else {
      const chosen = inner || words;
      const from = start + before.length;
      put(start, end, before + chosen + after, from, from + chosen.length);
    }
  };

  /** Puts the mark before each selected line, or removes it if all lines have it. */
  const lines = ({ line, words }) => {
    const { selectionStart, selectionEnd, value } = text;
    const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
    const next = value.indexOf("\n", selectionEnd);
    const end = next < 0 ? value.length : next;
    const old = value.slice(start, end) || words;
    const isMarked = old.split("\n").every((row) => row.startsWith(line));
    const marked = old.split("\n").map((row) => (isMarked ? row.slice(line.length) : line + row));
    const made = marked.join("\n");
    const from = made.includes("\n") || isMarked ? 0 : line.length;
    put(start, end, made, start + from, start + made.length);
  };

  /** Inserts a block with an empty line on either side. */
  const block = (made) => {
    const { selectionEnd: at, value } = text;
    const above = at ? "\n".repeat(Math.max(0, 2 - value.slice(0, at).match(/\n*$/)[0].length)) : "";
    put(at, at, `${above}${made}\n\n`, at + above.length, at + above.length + made.length);
  };

  const press = ({ dataset }) => {
    if (dataset.block) block(dataset.block);
    else if (dataset.line) lines(dataset);
    else around(dataset);
    if (dataset.opens) window.open(dataset.opens, "_blank", "noopener");
  };

  text.before(toolbar);
  toolbar.hidden = false;
  toolbar.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) press(button);
  });
  text.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const button = toolbar.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (button) {
      event.preventDefault();
      press(button);
    }
  });

  // The preview

  const button = document.querySelector("[data-preview]");
  const frame = document.querySelector("iframe[name=preview]");
  const lost = document.querySelector(".preview .lost");
  let isThere = false; // Once shown, the preview is updated.
  let isAsking = false;
  let isOld = false;
  let timer;

  /** Replaces only the body, so that the frame keeps its scroll position. */
  const follow = async () => {
    if (isAsking) {
      isOld = true;
      return;
    }
    isAsking = true;
    isOld = false;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(button.formAction, { method: "POST", body });
      lost.hidden = answer.ok && !answer.redirected;
      if (lost.hidden) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        frame.contentDocument.body.replaceWith(page.body);
      }
    } catch {
      lost.hidden = false;
    }
    isAsking = false;
    if (isOld) follow();
  };

  // On wide screens the preview opens by itself.
  const isBeside = () => window.matchMedia("(min-width: 1280px)").matches;
  const soon = () => {
    clearTimeout(timer);
    if (isThere) timer = setTimeout(follow, 600); // milliseconds
    else if (isBeside()) timer = setTimeout(() => form.requestSubmit(button), 600);
  };

  button.addEventListener("click", (event) => {
    if (!isThere) return;
    event.preventDefault();
    follow();
  });
  frame.addEventListener("load", () => {
    isThere = Boolean(frame.contentDocument?.querySelector("main"));
    // Only links within the page work: others would leave the preview.
    for (const kind of ["click", "submit"]) {
      frame.contentDocument?.addEventListener(kind, (event) => {
        const link = event.target.closest?.("a, button, form");
        if (link && !link.getAttribute("href")?.startsWith("#")) event.preventDefault();
      });
    }
  });
  form.addEventListener("input", soon);
  window.django?.jQuery(form).on("change", soon); // Autocomplete fields of Django admin use jQuery events.
  if (isBeside() && text.value) form.requestSubmit(button);

  // Warning before unsaved changes are lost

  let isChanged = false;
  form.addEventListener("input", () => { isChanged = true; });
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter !== button) isChanged = false;
  });
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
})();
