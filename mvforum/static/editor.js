// Writing an article: the toolbar above its text, and the preview that follows the typing.
(() => {
  "use strict";
  const toolbar = document.querySelector(".toolbar");
  const text = toolbar && document.getElementById(toolbar.dataset.for);
  const form = text?.form;
  if (!form) return;

  // The toolbar

  /** Puts words where [start, end] stands, so that the browser can undo it; chooses from…to. */
  const put = (start, end, words, from, to) => {
    text.focus();
    text.setSelectionRange(start, end);
    if (!document.execCommand(words ? "insertText" : "delete", false, words)) {
      text.setRangeText(words, start, end, "end");
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
    text.setSelectionRange(from, to);
  };

  /** **words**; or words again, if they stand between these already. */
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

  /** Every chosen line begins with the mark, or none does any more. */
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

  /** Something that stands by itself, with an empty line on either side. */
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
  let isThere = false; // Once it has been shown, it follows.
  let isAsking = false;
  let isOld = false;
  let timer;

  /** Only the body is new: the page stays where it has been scrolled to. */
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

  // Where there is room beside the form it begins by itself.
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
    // It is for looking: links within the page work, others would lead out of it.
    for (const kind of ["click", "submit"]) {
      frame.contentDocument?.addEventListener(kind, (event) => {
        const link = event.target.closest?.("a, button, form");
        if (link && !link.getAttribute("href")?.startsWith("#")) event.preventDefault();
      });
    }
  });
  form.addEventListener("input", soon);
  window.django?.jQuery(form).on("change", soon); // Fields with a search of their own say it so.
  if (isBeside() && text.value) form.requestSubmit(button);

  // Nothing is lost

  let isChanged = false;
  form.addEventListener("input", () => { isChanged = true; });
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter !== button) isChanged = false;
  });
  window.addEventListener("beforeunload", (event) => { if (isChanged) event.preventDefault(); });
})();
