import "./keys.js";
import "./presence.js";
import "./triage.js";
import "./ticks.js";
import "./live.js";
import "./typing.js";
import "./gate.js";
