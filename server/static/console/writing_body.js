// The body's text area becomes a page to write on. What is sent is what stands there; the server sanitises it again.

import { Editor, Image, Mark, StarterKit, TableKit } from "../vendor/tiptap/tiptap.min.js";
import { sourceIn } from "./writing_source.js";
import { toolbar } from "./writing_tools.js";

const raised = (name, tag) =>
  Mark.create({ name, parseHTML: () => [{ tag }], renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0] });

// The schema is the first sieve: what has no place in it (styles, scripts, fonts, Word's own tags) is not even pasted.
const EXTENSIONS = [
  StarterKit.configure({ trailingNode: false, link: { openOnClick: false, autolink: false } }),
  TableKit.configure({ table: { resizable: false } }),
  Image.configure({ inline: true, allowBase64: false }),
  raised("superscript", "sup"),
  raised("subscript", "sub"),
];

// The policy of the page forbids inline styles, and the browser says so even of a text that is only being parsed.
// Word brings a sheet of them as well.
const SHEET = /<style\b[^>]*>[^]*?<\/style\s*>/gi;
const withoutStyles = (html) =>
  html.replace(SHEET, "").replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, ""));

// Word and WPS paste the address of a file on one's own disk, which no resident can open.
const PICTURE = /<img\b[^>]*>/gi;
const CARRIED = /\ssrc\s*=\s*["']?(https?:|\/)/i;

for (const box of document.querySelectorAll("[data-body-editor]")) enhance(box);

function enhance(box) {
  const source = box.querySelector("textarea");
  const holder = document.createElement("div");
  let touched = false;
  const editor = new Editor({
    element: holder,
    extensions: EXTENSIONS,
    content: withoutStyles(source.value),
    injectCSS: false,
    editorProps: { attributes: described(source), transformPastedHTML: (html) => pasted(box, html) },
    onUpdate: () => {
      touched = true;
      source.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  const written = () => withoutStyles(editor.getHTML());
  let lines = null; // while the source is shown
  const view = {
    showsSource: false,
    toggle() {
      if (view.showsSource) leaveSource();
      else showSource();
      view.showsSource = !view.showsSource;
      source.hidden = !view.showsSource;
      holder.hidden = view.showsSource;
    },
  };
  function showSource() {
    if (touched) source.value = written();
    lines = sourceIn(source);
  }
  function leaveSource() {
    if (lines.leave()) editor.commands.setContent(withoutStyles(source.value), { emitUpdate: false });
    lines = null;
  }
  // Opening and saving without a touch must change nothing: the digest that was signed is over the text as it came.
  source.form.addEventListener("formdata", (event) => {
    if (lines) event.formData.set(source.name, lines.text);
    else if (touched) event.formData.set(source.name, written());
  });
  source.hidden = true;
  box.dataset.ready = "";
  source.before(toolbar(editor, view)); // the tool that leads back stands above the source, too
  box.append(holder);
  if (words(source.value) !== words(written())) keepSource(box, view);
}

function pasted(box, html) {
  const kept = withoutStyles(html).replace(PICTURE, (tag) => (CARRIED.test(tag) ? tag : ""));
  const lost = (html.match(PICTURE) ?? []).filter((tag) => !CARRIED.test(tag)).length;
  if (lost) tell(box, `粘贴的文字里有 ${lost} 张图片没有带过来：请把图片存成文件，再用「图片」按钮放进来。`);
  return kept;
}

function tell(box, words) {
  const note = box.querySelector("[data-lost]") ?? document.createElement("p");
  note.className = "alert calm";
  note.setAttribute("role", "status");
  note.dataset.lost = "";
  box.prepend(note);
  note.textContent = words;
}

function described(source) {
  return {
    class: "body-area prose",
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": source.getAttribute("aria-labelledby"),
  };
}

function words(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.replace(/\s+/g, "");
}

// A layout the schema cannot hold without dropping words is edited as it is, rather than shortened without a word.
function keepSource(box, view) {
  view.toggle();
  const note = document.createElement("p");
  note.className = "alert calm";
  note.textContent = "这篇的排版不能完整显示在排版视图里，为了不丢字，先用源代码编辑。";
  box.prepend(note);
}
