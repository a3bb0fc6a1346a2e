// Moving through the queue: j and k press the neighbouring row; htmx fetches its detail.

const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable=true], dialog";
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const TOAST_MS = 10000;

let shownItem = document.getElementById("detail")?.dataset.item;

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
  const rows = [...document.querySelectorAll("#rows .row-item")];
  if (rows.length === 0) return;
  event.preventDefault();
  if (document.querySelector("#detail[data-held]")) return; // an act is waiting for the row that one came to
  const here = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, here + step))];
  if (next === rows[here]) return;
  next.focus({ preventScroll: true });
  next.click();
});

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("#rows .row-item");
  if (row) choose(row);
  if (event.target.closest?.("[data-closes-toast]")) event.target.closest("[data-toast]").remove();
  if (event.target.closest?.("[data-clears]")) document.getElementById("queue-words").value = "";
});

// 关联政策 opened by key: the next thing one does is to type.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("details.link-policy[open]") && target.contains(document.activeElement) === false) {
    target.querySelector("input[type=search]").focus();
  }
}, true);

document.addEventListener("htmx:after:swap", () => {
  if (document.querySelector("#refused [data-toast]")) document.getElementById("detail")?.removeAttribute("aria-busy");
  const current = document.querySelector("#rows [aria-current]");
  current?.scrollIntoView({ block: "nearest" });
  forgetTypedChoices();
  for (const toast of document.querySelectorAll("[data-toast]:not([data-timed])")) {
    toast.dataset.timed = "";
    setTimeout(() => toast.remove(), TOAST_MS);
  }
  // What had the focus is gone with its item: the keys go on from the row that took its place.
  if (document.activeElement === document.body) current?.focus({ preventScroll: true });
});

function choose(row) {
  for (const other of document.querySelectorAll("#rows [aria-current]")) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
  const detail = document.getElementById("detail");
  if (detail && detail.dataset.item !== row.dataset.row) detail.setAttribute("aria-busy", "true");
}

// A detail that never came must not stay greyed: the row goes back to what is still shown.
document.addEventListener("htmx:error", ({ detail: { error } }) => {
  const detail = document.getElementById("detail");
  if (!detail?.hasAttribute("aria-busy") || error?.name === "AbortError") return;
  detail.removeAttribute("aria-busy");
  delete detail.dataset.held;
  const shown = document.querySelector(`#rows [data-row="${CSS.escape(detail.dataset.item ?? "")}"]`);
  if (shown) choose(shown);
});

// A morph keeps what was chosen in a menu, but the menu now belongs to another item.
function forgetTypedChoices() {
  const detail = document.getElementById("detail");
  if (!detail || detail.dataset.item === shownItem) return;
  shownItem = detail.dataset.item;
  for (const form of detail.querySelectorAll("form")) form.reset();
  detail.scrollTop = 0;
}
