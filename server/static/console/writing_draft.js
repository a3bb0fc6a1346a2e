// Autosave: a pause in typing puts the form aside on the server, into the one row this editor has for this release.
// The longer gathering the text takes, the longer the pause: a text of megabytes is not gathered at every breath.
// When that fails (session over, no network), a copy stays in this browser until the server has it.

const PAUSE_MS = 800;
const NEWER = "又有新的修改，停顿一下就会自动保存";
const RETRY_MS = 15000;
const PAUSE_PER_GATHERING = 10; // as many times what gathering the form took last
const whenIdle = window.requestIdleCallback ?? ((work) => work());

const form = document.querySelector("form[data-draft]");
if (form) watch(form);

function watch(form) {
  const state = document.getElementById("save-state");
  const copyKey = `zhengwu-draft:${form.dataset.staff}:${form.dataset.release}`;
  let number = Number(form.dataset.draft);
  let unsaved = false; // typed, and neither the server nor this browser has it
  let saving = false;
  let gathering = 0; // milliseconds it took last
  let timer = 0;
  let leaving = false;

  const later = (ms) => {
    clearTimeout(timer);
    timer = setTimeout(() => whenIdle(save, { timeout: PAUSE_MS }), ms);
  };
  const pause = () => Math.max(PAUSE_MS, gathering * PAUSE_PER_GATHERING);

  form.addEventListener("input", () => {
    unsaved = true;
    form.dataset.dirty = "";
    if (state.classList.contains("kept-well")) tell(NEWER, "");
    later(pause());
  });
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    keepCopy(); // a refused or lost request must not take the words with it
  });
  addEventListener("pagehide", () => unsaved && keepCopy());
  addEventListener("beforeunload", (event) => {
    if (unsaved && !leaving && !keepCopy()) event.preventDefault();
  });
  document.addEventListener("session-restored", () => save());

  async function save() {
    if (saving || leaving) return later(pause());
    saving = true;
    unsaved = false;
    try {
      await send(gathered());
    } catch {
      failed("网络不通，内容已暂存在本机，恢复后会自动保存。");
    }
    saving = false;
  }

  function gathered() {
    const begun = performance.now();
    const data = new FormData(form);
    gathering = performance.now() - begun;
    return data;
  }

  async function send(data) {
    data.set("draft", String(number));
    const headers = { "HX-Request": "true" }; // an ended session is answered with a log-in form for this page
    const answer = await fetch(form.dataset.draftAddress, { method: "POST", body: data, headers, redirect: "error" });
    if (answer.status === 401) return askToLogIn(await answer.text());
    if (answer.status === 413) return failed("内容太长，无法自动保存；请拆分成几篇，或改用附件。");
    const said = await answer.json();
    if (!answer.ok) return failed(said.message);
    number = said.number;
    localStorage.removeItem(copyKey);
    if (unsaved) tell(NEWER, "");
    else tell(`已自动保存 ${said.at}`, "kept-well");
  }

  function failed(message) {
    unsaved = !keepCopy();
    tell(message, "failed");
    later(RETRY_MS);
  }

  function askToLogIn(html) {
    failed("登录已过期，内容已暂存在本机。");
    clearTimeout(timer); // the door is asked again once it is open
    const dialog = new DOMParser().parseFromString(html, "text/html").querySelector("dialog");
    const gate = document.getElementById("session-gate");
    if (!dialog || gate.querySelector("dialog[open]")) return;
    gate.replaceChildren(dialog);
    htmx.process(gate);
  }

  function keepCopy() {
    try {
      const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
      localStorage.setItem(copyKey, JSON.stringify(fields));
      return true;
    } catch {
      return false; // no room: the browser asks before it lets the page go
    }
  }

  function tell(text, tone) {
    if (state.dataset.asks !== undefined && tone !== "failed") return; // put aside is not saved, and that was asked for
    state.textContent = text;
    state.className = `save-state ${tone}`;
    if (tone === "failed") state.setAttribute("role", "alert");
    else state.removeAttribute("role");
  }

  bringBack(form, copyKey, send);
}

// A copy left behind in this browser goes to the server first; the page then shows it like any autosaved text.
async function bringBack(form, copyKey, send) {
  if (new URLSearchParams(location.search).has("saved")) {
    localStorage.removeItem(copyKey);
    history.replaceState(null, "", location.pathname);
  }
  const copy = localStorage.getItem(copyKey);
  if (!copy || form.hasAttribute("data-as-typed")) return;
  const data = new FormData();
  for (const [name, value] of JSON.parse(copy)) data.append(name, value);
  try {
    await send(data);
  } catch {
    return;
  }
  if (!localStorage.getItem(copyKey)) location.replace(form.dataset.reopen);
}

// Panels beside the text act on what is saved; words that are only typed would silently stay behind.
document.addEventListener("submit", (event) => {
  if (!form?.hasAttribute("data-dirty") || !event.target.matches("[data-acts-on-saved]")) return;
  event.preventDefault();
  event.target.closest("dialog")?.close();
  const state = document.getElementById("save-state");
  state.className = "save-state failed";
  state.setAttribute("role", "alert");
  state.dataset.asks = "";
  state.textContent = "还有没保存的修改，请先保存（Ctrl S），再做这一步。";
});
