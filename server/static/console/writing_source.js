// The source as it is shown: one block a line, and a long text in parts. Chromium shapes a whole line anew at every key,
// and an input method waits for a second or many over megabytes in one text area; over a part it waits for nothing.

const PART = 100_000; // characters
const BLOCKS = "p|h[1-6]|ul|ol|li|blockquote|pre|table|thead|tbody|tfoot|tr|td|th|figure|figcaption|div|section";
const END = `(</(?:${BLOCKS})\\s*>|<hr\\s*/?>)`;
const ENDS = new RegExp(`${END}(?=<)`, "gi");
const LINES = new RegExp(`${END}\\n(?=<)`, "gi");

// `text`: the whole source. Looking at it changes nothing; what was changed is given without our line breaks.
export function sourceIn(area) {
  const parts = cut(area.value);
  const pager = parts.length > 1 ? pagerOf(parts, (place) => show(place)) : null;
  let at = 0;
  let shown = "";
  let isChanged = false;
  if (pager) area.before(pager.bar);
  put(0);

  function put(place) {
    at = place;
    area.value = parts[at].replace(ENDS, "$1\n");
    shown = area.value;
    pager?.stand(at);
  }
  function take() {
    if (area.value === shown) return;
    shown = area.value;
    parts[at] = shown.replace(LINES, "$1");
    isChanged = true;
  }
  function show(place) {
    take();
    put(place);
    area.focus();
    area.setSelectionRange(0, 0);
  }
  return {
    get text() {
      take();
      return parts.join("");
    },
    // The area holds the whole again; says whether anything in it was changed.
    leave() {
      area.value = this.text;
      pager?.bar.remove();
      return isChanged;
    },
  };
}

// Behind a block where there is one; put together they are the text again, wherever they were cut.
function cut(text) {
  const parts = [];
  for (let from = 0; from < text.length || !parts.length; ) {
    const piece = text.slice(from, from + PART);
    const last = from + PART < text.length ? [...piece.matchAll(ENDS)].at(-1) : null;
    parts.push(last ? piece.slice(0, last.index + last[0].length) : piece);
    from += parts.at(-1).length;
  }
  return parts;
}

function pagerOf(parts, show) {
  const bar = document.createElement("div");
  bar.className = "source-parts";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "源代码分段");
  const said = document.createElement("span");
  said.textContent = `正文很长，源代码分 ${parts.length} 段编辑，保存的是全文。`;
  const chosen = document.createElement("select");
  chosen.setAttribute("aria-label", "第几段");
  chosen.append(...parts.map((part, place) => new Option(`第 ${place + 1} 段：${beginning(part)}`, place)));
  const [back, on] = [button("上一段"), button("下一段")];
  back.addEventListener("click", () => show(chosen.selectedIndex - 1));
  on.addEventListener("click", () => show(chosen.selectedIndex + 1));
  chosen.addEventListener("input", (event) => event.stopPropagation()); // turns a page, writes nothing
  chosen.addEventListener("change", () => show(chosen.selectedIndex));
  bar.append(said, back, chosen, on);
  const stand = (place) => {
    chosen.selectedIndex = place;
    back.disabled = place === 0;
    on.disabled = place === parts.length - 1;
  };
  return { bar, stand };
}

function beginning(part) {
  return part.slice(0, 500).replace(/<[^>]*>?/g, "").trim().slice(0, 16);
}

function button(words) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button small";
  made.textContent = words;
  return made;
}
