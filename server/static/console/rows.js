// 「再加一份」: one more row of a list in a card. Its fields are numbered on from the last row's.

for (const list of document.querySelectorAll("[data-rows]")) {
  const add = list.querySelector("[data-add-row]");
  add.hidden = false;
  add.addEventListener("click", () => {
    const last = list.querySelector("ol").lastElementChild;
    const row = last.cloneNode(true);
    const number = list.querySelectorAll("ol > li").length;
    row.setAttribute("aria-label", last.getAttribute("aria-label").replace(/\d+$/, number + 1));
    for (const problem of row.querySelectorAll(".problem")) problem.remove();
    for (const control of row.querySelectorAll("[name]")) {
      control.name = control.name.replace(/^(fact\.[a-z]+\.)\d+/, `$1${number}`);
      control.value = "";
      control.removeAttribute("aria-invalid");
    }
    last.after(row);
    row.querySelector("[name]").focus();
  });
}
