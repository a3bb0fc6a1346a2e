import "./keys.js";
import "./triage.js";
import "./body_editor.js";
import "./typing.js";
