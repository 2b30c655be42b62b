import "./picture.js";
import "./policy.js";
import "./look.js";
import "./compare.js";
import {answering, refusal} from "./answer.js";
import {get, key} from "./api.js";
import {showCollections} from "./people.js";
import {showModel} from "./model.js";

/** Opens the page once there is a key, and shows the view that the address names. */

const VIEWS = ["look", "compare", "people", "model"];
const at = (id) => document.getElementById(id);

async function open() {
  const {data: [model]} = await get("v1/models");
  document.dispatchEvent(new CustomEvent("model", {detail: model}));
  showModel(model);
  detectorOrNot(model);
  at("key").hidden = true;
  at("views").hidden = false;
  at("forget").hidden = false;
  showView();
  get("v2").catch((error) => // the cheapest that takes the scope of these two
    error.code === "forbidden" && tell(error, "look", "compare"));
  showCollections().catch((error) => tell(error, "people"));
}

/** Why views are of no use now; without its scope, they offer nothing that could be tried. */
function tell(error, ...views) {
  for (const view of views) {
    at(view).querySelector(":scope > .answer").replaceChildren(refusal(error));
    at(view).classList.toggle("closed", error.code === "forbidden");
  }
}

function detectorOrNot({detector, detector_install: command}) {
  at("no-detector").hidden = Boolean(detector);
  at("no-detector").querySelector("code").textContent = command ?? "";
  for (const choice of document.getElementsByName("options.align")) {
    choice.options[0].disabled = !detector;
    choice.value = String(Boolean(detector));
  }
}

function showView() {
  const chosen = VIEWS.find((view) => `#${view}` === location.hash) ?? VIEWS[0];
  for (const view of VIEWS) {
    at(view).hidden = view !== chosen;
  }
  for (const link of at("views").children) {
    link.ariaCurrent = link.hash === `#${chosen}` ? "page" : null;
  }
  document.title = `${at(`${chosen}-title`).textContent} · RouteFace`;
  return chosen;
}

window.addEventListener("hashchange", () => {
  if (!at("views").hidden && VIEWS.includes(location.hash.slice(1))) {
    at(`${showView()}-title`).focus();
  }
});

answering(at("key").querySelector("form"), at("key").querySelector(".answer"), async (sent) => {
  key.set(sent.get("key").trim());
  at("key-field").value = "";
  try {
    await open();
  } catch (error) {
    key.forget();
    throw error;
  }
  at(`${showView()}-title`).focus();
  return [];
});

at("forget").addEventListener("click", () => {
  key.forget();
  location.reload(); // pictures and answers go with the key
});

async function health() {
  try {
    healthy("yes", `Service ${(await get("health/ready")).status}`);
  } catch (error) {
    unhealthy(error);
  }
}

function healthy(yes, text) {
  at("health").textContent = text;
  at("health").className = `health ${yes}`;
}

const unhealthy = (error) => healthy("no", `Service not ready: ${error.message}`);

document.addEventListener("unreachable", ({detail: error}) => {
  unhealthy(error);
  document.addEventListener("reached", health, {once: true});
});

health();
if (key.get()) {
  open().catch((error) => {
    at("key").hidden = false;
    at("key").querySelector(".answer").replaceChildren(refusal(error));
  });
} else {
  at("key").hidden = false;
  at("key-field").focus();
}
