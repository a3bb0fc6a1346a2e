// Pictures and attachments go to the server when they are chosen; the form then holds their addresses.

async function upload(address, data) {
  const answer = await fetch(address, { method: "POST", body: data, redirect: "error" });
  if (answer.status === 401) throw new Error("登录已过期，请在新窗口重新登录后再试。");
  if (!answer.ok) throw new Error((await reason(answer)) ?? "上传没有成功，请稍后再试。");
  return answer;
}

async function reason(answer) {
  if (answer.status === 413) return "文件太大，请压缩后再上传。";
  return answer.headers.get("content-type")?.includes("json") ? (await answer.json()).message : null;
}

const dialog = document.getElementById("image-dialog");
if (dialog) askForPictures(dialog);

function askForPictures(dialog) {
  const form = dialog.querySelector("form");
  const problem = form.querySelector(".problem");
  let editor = null;
  dialog.addEventListener("writing:open", (event) => {
    editor = event.detail;
    const mends = editor.isActive("image");
    form.reset();
    problem.hidden = true;
    form.elements.alt.value = mends ? (editor.getAttributes("image").alt ?? "") : "";
    form.elements.file.required = !mends;
    form.querySelector("[data-for-new]").hidden = mends;
  });
  form.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await put(editor, new FormData(form), dialog.dataset.address);
      dialog.close();
    } catch (refusal) {
      problem.textContent = refusal.message;
      problem.hidden = false;
    }
  });
}

async function put(editor, data, address) {
  const alt = data.get("alt").trim();
  if (editor.isActive("image")) return editor.chain().focus().updateAttributes("image", { alt }).run();
  const { url } = await (await upload(address, data)).json();
  return editor.chain().focus().setImage({ src: url, alt }).run();
}

const picker = document.getElementById("pick-attachment");
picker?.addEventListener("change", async () => {
  const problem = document.getElementById("attachment-problem");
  const [file] = picker.files;
  if (!file) return;
  problem.textContent = "正在上传…";
  const data = new FormData();
  data.set("file", file);
  try {
    const line = await (await upload(picker.dataset.address, data)).text();
    document.getElementById("attached").insertAdjacentHTML("beforeend", line);
    problem.textContent = "";
    picker.form.dispatchEvent(new Event("input", { bubbles: true }));
  } catch (refusal) {
    problem.textContent = refusal.message;
  }
  picker.value = "";
});
