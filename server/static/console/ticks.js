// Ticking rows. What is ticked is remembered by item, for a morph may put another row behind the same box.

const ticked = new Set();

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("#rows [name=chosen]")) return;
  remember(target);
  tell();
});

document.addEventListener("click", (event) => {
  const ticks = event.target.closest?.("[data-ticks]")?.dataset.ticks;
  if (ticks === "current") set(boxes().filter(isCurrent), (box) => !box.checked);
  if (ticks === "all") set(boxes(), () => boxes().some((box) => !box.checked));
  if (ticks === "none") set(boxes(), () => false);
});

document.addEventListener("htmx:after:swap", () => {
  for (const box of boxes()) box.checked = ticked.has(idOf(box));
  const shown = new Set(boxes().map(idOf));
  for (const id of ticked) if (!shown.has(id)) ticked.delete(id);
  tell();
});

document.addEventListener("htmx:before:request", ({ detail }) => {
  if (detail?.ctx?.sourceElement?.id === "bulk") queueMicrotask(() => ticked.clear());
});

function set(chosen, wanted) {
  const isTicked = chosen.map((box) => wanted(box));
  chosen.forEach((box, place) => {
    box.checked = isTicked[place];
    remember(box);
  });
  tell();
}

function remember(box) {
  if (box.checked) ticked.add(idOf(box));
  else ticked.delete(idOf(box));
}

function tell() {
  const words = document.querySelector("[data-ticked]");
  if (words) words.textContent = `已勾选 ${ticked.size} 条`;
}

function boxes() {
  return [...document.querySelectorAll("#rows [name=chosen]")];
}

function idOf(box) {
  return box.value.split(":")[0];
}

function isCurrent(box) {
  return box.closest("li").querySelector("[aria-current]") !== null;
}
