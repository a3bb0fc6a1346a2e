// Keys are declared once, as data-key on the thing they press; this file presses it, and the sheet lists it.

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
const PREFIX_MS = 900; // how long a first key such as g waits for its second

let prefix = "";
let prefixTimer = 0;

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const modified = event.ctrlKey || event.metaKey;
  if (!modified && event.target.closest?.(TYPING)) return;
  const name = modified ? `mod+${event.key.toLowerCase()}` : event.key;
  const found = forKey(prefix ? `${prefix} ${name}` : name);
  clearPrefix();
  if (found) {
    event.preventDefault();
    found.click();
  } else if (!modified && startsLongerKey(name)) {
    prefix = name;
    prefixTimer = setTimeout(clearPrefix, PREFIX_MS);
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) openSheet(document.getElementById(opener.dataset.opens));
});

function forKey(name) {
  const dialog = document.querySelector("dialog[open]");
  return dialog ? null : document.querySelector(`[data-key="${CSS.escape(name).replaceAll("\\ ", " ")}"]`);
}

function startsLongerKey(name) {
  return [...document.querySelectorAll("[data-key]")].some((element) => element.dataset.key.startsWith(`${name} `));
}

function clearPrefix() {
  clearTimeout(prefixTimer);
  prefix = "";
}

function openSheet(sheet) {
  const entries = [...document.querySelectorAll("[data-key]")].map(({ dataset }) => [dataset.key, dataset.keyLabel]);
  if (document.getElementById("rows")) entries.unshift(["j", "下一条"], ["k", "上一条"]);
  sheet.querySelector("dl").replaceChildren(...entries.flatMap(([key, label]) => [term(key), meaning(label)]));
  sheet.showModal();
}

function term(key) {
  const dt = document.createElement("dt");
  for (const part of key.split(" ")) {
    const kbd = document.createElement("kbd");
    kbd.textContent = part.replace("mod+", "Ctrl ");
    dt.append(kbd, " ");
  }
  return dt;
}

function meaning(label) {
  const dd = document.createElement("dd");
  dd.textContent = label;
  return dd;
}
