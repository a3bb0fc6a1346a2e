// Keys are declared once, as data-key on the thing they press; this file presses it, and the sheet lists it.

const TYPING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]";
const PREFIX_MS = 900; // how long a first key such as g waits for its second

let prefix = "";
let prefixTimer = 0;

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) return;
  const modified = event.ctrlKey || event.metaKey;
  if (!modified && event.target.closest?.(TYPING)) return leaveSearch(event);
  const name = modified ? `mod+${event.key.toLowerCase()}` : event.key;
  const found = forKey(prefix ? `${prefix} ${name}` : name);
  clearPrefix();
  if (found) {
    event.preventDefault();
    if (found.closest("[data-held]")) return;
    if (found.closest("[aria-busy=true]")) pressWhenShown(found.dataset.key);
    else press(found);
  } else if (!modified && startsLongerKey(name)) {
    prefix = name;
    prefixTimer = setTimeout(clearPrefix, PREFIX_MS);
  }
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-opens]");
  if (opener) openSheet(document.getElementById(opener.dataset.opens));
});

// The first that can be seen: what is offered for a selection comes before what is offered for one item.
function forKey(name) {
  if (document.querySelector("dialog[open]")) return null;
  return withKey(`="${CSS.escape(name).replaceAll("\\ ", " ")}"`).find((element) => element.checkVisibility());
}

function withKey(condition) {
  return [...document.querySelectorAll(`[data-key${condition}]`)];
}

function press(element) {
  if (!element.matches("input")) return element.click();
  element.focus();
  element.select();
}

// The row is already the next one, its detail is still on the way: the key is meant for what is about to be shown.
function pressWhenShown(name) {
  document.getElementById("detail").dataset.held = name;
  const again = () => {
    const detail = document.getElementById("detail");
    if (detail?.hasAttribute("aria-busy")) return pressWhenShown(name);
    forKey(name)?.click();
  };
  document.addEventListener("htmx:after:swap", () => setTimeout(again), { once: true });
}

function startsLongerKey(name) {
  return withKey("").some((element) => element.dataset.key.startsWith(`${name} `));
}

function clearPrefix() {
  clearTimeout(prefixTimer);
  prefix = "";
}

// Escape, and Enter in a box that filters as one types, give the keys back to the list.
function leaveSearch(event) {
  if (event.key !== "Escape" || !event.target.matches("input[type=search]")) return;
  event.preventDefault();
  event.target.blur();
}

function openSheet(sheet) {
  const seen = new Set();
  const entries = withKey("")
    .filter((element) => element.checkVisibility() && !seen.has(element.dataset.key) && seen.add(element.dataset.key))
    .map(({ dataset }) => [dataset.key, dataset.keyLabel]);
  if (document.getElementById("rows")) entries.unshift(["j ↓", "下一条"], ["k ↑", "上一条"]);
  sheet.querySelector("dl").replaceChildren(...entries.map(([key, label]) => entry(key, label)));
  sheet.showModal();
}

function entry(key, label) {
  const row = document.createElement("div");
  row.append(term(key), meaning(label));
  return row;
}

function term(key) {
  const dt = document.createElement("dt");
  for (const part of key.split(" ")) {
    const kbd = document.createElement("kbd");
    kbd.textContent = part.replace("mod+", "Ctrl ").replace("Escape", "Esc");
    dt.append(kbd, " ");
  }
  return dt;
}

function meaning(label) {
  const dd = document.createElement("dd");
  dd.textContent = label;
  return dd;
}
