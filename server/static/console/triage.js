// Moving through the queue: j and k press the neighbouring row; htmx fetches its detail.

const TYPING = "input, textarea, select, [contenteditable=true], dialog";
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const TOAST_MS = 10000;

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
  const rows = [...document.querySelectorAll("#rows .row-item")];
  if (rows.length === 0) return;
  event.preventDefault();
  const here = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, here + step))];
  if (next !== rows[here]) next.click();
});

document.addEventListener("click", (event) => {
  const row = event.target.closest?.("#rows .row-item");
  if (!row) return;
  for (const other of document.querySelectorAll("#rows [aria-current]")) other.removeAttribute("aria-current");
  row.setAttribute("aria-current", "true");
  row.scrollIntoView({ block: "nearest" });
});

// After an act the whole workbench is new: show the chosen row, and let the notice go after a while.
document.addEventListener("htmx:after:swap", () => {
  document.querySelector("#rows [aria-current]")?.scrollIntoView({ block: "nearest" });
  for (const toast of document.querySelectorAll("[data-toast]:not([data-timed])")) {
    toast.dataset.timed = "";
    setTimeout(() => toast.remove(), TOAST_MS);
  }
});
