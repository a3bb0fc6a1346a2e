// The page to write on: only pages with an open form load it, because the editor behind it is larger than the console.
import "./writing_body.js";
import "./writing_draft.js";
import "./writing_files.js";
import "./rows.js";
