import "./keys.js";
import "./triage.js";
import "./typing.js";
