import "./keys.js";
import "./triage.js";
import "./ticks.js";
import "./live.js";
import "./typing.js";
