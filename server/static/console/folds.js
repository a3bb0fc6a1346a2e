// What somebody unfolded beside a release stays so on the next page, on this machine.

const kept = (fold) => `fold.${fold.dataset.fold}`;

for (const fold of document.querySelectorAll("details[data-fold]")) {
  if (localStorage.getItem(kept(fold))) fold.open = true;
  fold.addEventListener("toggle", () => {
    if (fold.open) localStorage.setItem(kept(fold), "open");
    else localStorage.removeItem(kept(fold));
  });
}
