// The toolbar above the body. Each tool is a name, what it does, and when it counts as pressed.

const chain = (editor) => editor.chain().focus();

const TOOLS = [
  [
    ["正文", "正文段落", (e) => chain(e).setParagraph().run(), (e) => e.isActive("paragraph")],
    ["标题", "一级标题", (e) => chain(e).toggleHeading({ level: 2 }).run(), (e) => e.isActive("heading", { level: 2 })],
    ["小标题", "二级标题", (e) => chain(e).toggleHeading({ level: 3 }).run(), (e) => e.isActive("heading", { level: 3 })],
  ],
  [
    ["粗", "粗体", (e) => chain(e).toggleBold().run(), (e) => e.isActive("bold")],
    ["斜", "斜体", (e) => chain(e).toggleItalic().run(), (e) => e.isActive("italic")],
    ["下划线", "下划线", (e) => chain(e).toggleUnderline().run(), (e) => e.isActive("underline")],
  ],
  [
    ["列表", "项目列表", (e) => chain(e).toggleBulletList().run(), (e) => e.isActive("bulletList")],
    ["编号", "编号列表", (e) => chain(e).toggleOrderedList().run(), (e) => e.isActive("orderedList")],
    ["引用", "引用", (e) => chain(e).toggleBlockquote().run(), (e) => e.isActive("blockquote")],
  ],
  [
    ["链接", "插入链接", (e) => askForLink(e), (e) => e.isActive("link")],
    ["图片", "插入图片", (e) => opened("image-dialog", e), null],
    ["表格", "插入表格", (e) => chain(e).insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run(), null],
  ],
  [
    ["撤销", "撤销", (e) => chain(e).undo().run(), null],
    ["重做", "重做", (e) => chain(e).redo().run(), null],
  ],
];

const TABLE_TOOLS = [
  ["下方加行", "在下方加一行", (e) => chain(e).addRowAfter().run(), null],
  ["右侧加列", "在右侧加一列", (e) => chain(e).addColumnAfter().run(), null],
  ["删行", "删除本行", (e) => chain(e).deleteRow().run(), null],
  ["删列", "删除本列", (e) => chain(e).deleteColumn().run(), null],
  ["合并或拆分", "合并或拆分单元格", (e) => chain(e).mergeOrSplit().run(), null],
  ["表头", "首行作为表头", (e) => chain(e).toggleHeaderRow().run(), null],
  ["删表格", "删除整个表格", (e) => chain(e).deleteTable().run(), null],
];

export function toolbar(editor, view) {
  const pressed = [];
  const bar = element("div", "body-tools", "正文格式");
  bar.append(...TOOLS.map((group) => grouped(group.filter(offered), editor, pressed)), sourceTool(view, bar));
  const tables = element("div", "body-tools table-tools", "表格");
  tables.append(...TABLE_TOOLS.map((spec) => tool(spec, editor, pressed)));
  const both = document.createElement("div");
  both.className = "body-bars";
  both.append(bar, tables);
  const show = () => {
    tables.hidden = view.showsSource || !editor.isActive("table");
    for (const [button, isOn] of pressed) button.setAttribute("aria-pressed", String(isOn(editor)));
  };
  editor.on("transaction", show);
  show();
  return both;
}

// Pictures need somewhere to go: no dialog on the page, no tool.
function offered([label]) {
  return label !== "图片" || document.getElementById("image-dialog") !== null;
}

function element(tag, className, label) {
  const made = document.createElement(tag);
  made.className = className;
  made.setAttribute("role", "toolbar");
  made.setAttribute("aria-label", label);
  return made;
}

function grouped(specs, editor, pressed) {
  const group = document.createElement("span");
  group.className = "tool-group";
  group.append(...specs.map((spec) => tool(spec, editor, pressed)));
  return group;
}

function tool([label, title, act, isOn], editor, pressed) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.title = title;
  if (isOn) pressed.push([button, isOn]);
  button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection in the text
  button.addEventListener("click", () => act(editor));
  return button;
}

function sourceTool(view, bar) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "last";
  button.textContent = "源代码";
  const show = () => {
    button.setAttribute("aria-pressed", String(view.showsSource));
    for (const group of bar.querySelectorAll(".tool-group")) group.hidden = view.showsSource;
  };
  const toggle = view.toggle;
  view.toggle = () => {
    toggle();
    show();
  };
  button.addEventListener("click", () => view.toggle());
  show();
  return button;
}

function opened(id, editor) {
  const dialog = document.getElementById(id);
  dialog.dispatchEvent(new CustomEvent("writing:open", { detail: editor }));
  dialog.showModal();
  return dialog;
}

function askForLink(editor) {
  const dialog = opened("link-dialog", editor);
  const field = dialog.querySelector("input");
  field.value = editor.getAttributes("link").href ?? "";
  dialog.addEventListener("close", () => linkTo(editor, dialog.returnValue, field.value.trim()), { once: true });
}

function linkTo(editor, answer, href) {
  if (answer !== "ok") return editor.commands.focus();
  if (href) chain(editor).extendMarkRange("link").setLink({ href }).run();
  else chain(editor).extendMarkRange("link").unsetLink().run();
}
