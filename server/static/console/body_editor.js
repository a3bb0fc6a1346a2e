// The body's text area becomes a page to write on. The text area stays the field that is sent; the server sanitises it.

const TOOLS = [
  ["标题", "formatBlock", "h2"],
  ["正文", "formatBlock", "p"],
  ["粗体", "bold"],
  ["列表", "insertUnorderedList"],
  ["编号", "insertOrderedList"],
  ["撤销", "undo"],
];

for (const box of document.querySelectorAll("[data-body-editor]")) enhance(box);

function enhance(box) {
  const source = box.querySelector("textarea");
  const area = document.createElement("div");
  area.className = "body-area prose";
  area.contentEditable = "true";
  area.setAttribute("role", "textbox");
  area.setAttribute("aria-multiline", "true");
  area.setAttribute("aria-labelledby", source.getAttribute("aria-labelledby"));
  area.innerHTML = source.value;
  source.hidden = true;
  box.append(toolbar(area, source), area);
  area.addEventListener("focus", () => document.execCommand("defaultParagraphSeparator", false, "p"), { once: true });
  area.addEventListener("input", () => (source.value = area.innerHTML));
  area.addEventListener("paste", pasteAsParagraphs);
}

function toolbar(area, source) {
  const bar = document.createElement("div");
  bar.className = "body-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "正文格式");
  bar.append(...TOOLS.map(([label, command, value]) => tool(label, () => format(area, command, value))));
  const raw = tool("源代码", () => toggleSource(raw, area, source));
  raw.className = "last";
  raw.setAttribute("aria-pressed", "false");
  bar.append(raw);
  return bar;
}

function tool(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection in the text
  button.addEventListener("click", act);
  return button;
}

function format(area, command, value) {
  area.focus();
  document.execCommand(command, false, value);
}

function toggleSource(button, area, source) {
  const showsSource = source.hidden;
  if (!showsSource) area.innerHTML = source.value;
  source.hidden = !showsSource;
  area.hidden = showsSource;
  button.setAttribute("aria-pressed", String(showsSource));
}

// What Word and web pages bring along in styles is left behind; the words come in, a line a paragraph.
function pasteAsParagraphs(event) {
  event.preventDefault();
  const lines = event.clipboardData.getData("text/plain").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  if (lines.length < 2) {
    document.execCommand("insertText", false, lines.join(""));
    return;
  }
  const holder = document.createElement("div");
  holder.append(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  document.execCommand("insertHTML", false, holder.innerHTML);
}
