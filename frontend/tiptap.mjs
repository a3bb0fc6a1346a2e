// The parts of Tiptap that the console's body editor is made of, as one ES module (server/static/vendor/tiptap).
export { Editor, Mark } from "@tiptap/core";
export { default as Image } from "@tiptap/extension-image";
export { TableKit } from "@tiptap/extension-table";
export { default as StarterKit } from "@tiptap/starter-kit";
