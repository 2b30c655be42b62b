import {answering, show} from "./answer.js";
import {erase, get, made, path, post} from "./api.js";
import {described} from "./faces.js";
import {explained, scale} from "./similarity.js";
import {h, table} from "./dom.js";

/** Collections, and the people in them. */

const at = (id) => document.getElementById(id);
const choice = at("collection");
const list = at("enrolled").querySelector(".scroll");
const collection = () => `v1/collections/${path(choice.value)}`;

/** Fills the list of collections, and shows one of them. */
export async function showCollections(chosen = choice.value) {
  const all = await everything("v1/collections");
  choice.replaceChildren(...all.map(({id}) => h("option", {value: id}, id)));
  choice.value = all.some(({id}) => id === chosen) ? chosen : all[0]?.id ?? "";
  at("make").open ||= all.length === 0;
  at("people").querySelector(":scope > .answer").replaceChildren(); // why there was no list before
  await showCollection();
}

async function everything(where) {
  const {data, next_cursor: cursor} = await get(where);
  const [plain] = where.split("?");
  return cursor ? [...data, ...await everything(`${plain}?cursor=${path(cursor)}`)] : data;
}

async function showCollection() {
  const chosen = choice.value !== "";
  at("with-collection").hidden = !chosen;
  at("enrolled").hidden = !chosen;
  list.replaceChildren();
  if (chosen) {
    await refresh();
  } else {
    at("collection-facts").textContent = "There is none yet.";
  }
}

async function refresh() {
  await showFacts();
  await showPeople();
}

async function showFacts() {
  const {description, subjects, faces} = await get(collection());
  at("collection-facts").textContent =
    `${description ? `${description}: ` : ""}${count(subjects, "person", "people")}, ${count(faces, "face", "faces")}`;
}

const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

let rows = [];

async function showPeople(cursor) {
  const {data, next_cursor: next} =
    await get(`${collection()}/subjects${cursor ? `?cursor=${path(cursor)}` : ""}`);
  rows = [...(cursor ? rows : []), ...data.map(person)];
  list.replaceChildren(rows.length
    ? table("People by id", ["Person", "Faces", "Consent", "Erase after", ""], rows)
    : h("p", {}, "Nobody."));
  at("more").hidden = !next;
  at("more").onclick = () => complaining(() => showPeople(next));
}

function person({id, faces, consent, retention_until: until}) {
  return [id, String(faces), consent, until?.slice(0, 10) ?? "never",
    h("button", {type: "button", class: "quiet", ariaLabel: `Erase ${id}`, onclick: () => ask(id)}, "Erase")];
}

/** What goes wrong with the list is told beside it. */
function complaining(work) {
  return show(at("enrolled").querySelector(".answer"), async () => (await work()) ?? []);
}

function ask(id) {
  const dialog = at("erase");
  dialog.querySelector("strong").textContent = id;
  dialog.onclose = () => {
    if (dialog.returnValue === "erase") {
      at("enrolled-title").focus(); // the button that asked goes; otherwise the browser goes back to it
      complaining(() => erased(id));
    }
  };
  dialog.returnValue = "";
  dialog.showModal();
}

async function erased(id) {
  const receipt = await erase(`${collection()}/subjects/${path(id)}`);
  await showCollection();
  return h("p", {}, `Erased ${id}, ${count(receipt.faces, "face", "faces")}. Receipt: entry ${receipt.audit_sequence} of the audit log, `,
    h("code", {}, receipt.audit_hash));
}

choice.addEventListener("change", () => complaining(showCollection));

answering(at("make").querySelector("form"), at("make").querySelector(".answer"), async (sent) => {
  const {id} = await post("v1/collections", Object.fromEntries(sent));
  await showCollections(id);
  return h("p", {}, `Made ${id}.`);
});

answering(at("search").querySelector("form"), at("search").querySelector(".answer"), async (sent) => {
  const answer = await post(`${collection()}/search`, sent);
  at("search").querySelector("face-picture").draw(answer.face ? [answer.face] : []);
  return [h("h3", {}, decision(answer)), candidates(answer), explained(answer),
    h("p", {class: "hint"}, `${count(answer.gallery_size, "face", "faces")} searched`
      + (answer.exact ? ", every one of them." : ", not every one of them compared exactly."))];
});

function decision({decision, candidates: [best]}) {
  return {
    identified: h("span", {class: "yes"}, `✓ This is ${best?.subject}`),
    unknown: h("span", {class: "no"}, "✕ Nobody who is enrolled"),
  }[decision] ?? "Not decided";
}

function candidates({candidates: found, threshold}) {
  return found.length
    ? table("The most similar people", ["Person", "Rank", "Similarity"],
        found.map(({subject, rank, similarity}) => [subject, String(rank),
          h("span", {class: "score"}, scale(similarity, threshold), similarity.toFixed(4))]))
    : h("p", {}, "The collection is empty.");
}

answering(at("enrol").querySelector("form"), at("enrol").querySelector(".answer"), async (sent) => {
  const subject = at("subject").value;
  const people = `${collection()}/subjects`; // another one may be chosen meanwhile
  const tag = await introduced(people, subject);
  try {
    const {face} = await post(`${people}/${path(subject)}/faces`, sent);
    at("enrol").querySelector("face-picture").draw([face]);
    return [h("p", {}, tag === undefined
      ? `Enrolled a face of ${subject}, who was here before; consent and date stay as they were.`
      : `Enrolled ${subject}.`), ...described([face])];
  } catch (error) {
    throw tag === undefined ? error : Object.assign(error, {outcome: await withdrawn(people, subject, tag)});
  } finally {
    await complaining(refresh);
  }
});

/** Adds the person, and gives the ETag; undefined for one who was there before. */
async function introduced(people, id) {
  const until = day.value && {retention_until: `${day.value}T23:59:59Z`};
  const newcomer = {id, consent: at("consent").value, ...until};
  try {
    return await made(people, newcomer);
  } catch (error) {
    if (error.code !== "conflict") {
      throw error;
    }
  }
}

/** Takes back who was added for a face that was refused, unless somebody else has a hand in it by now. */
async function withdrawn(people, id, tag) {
  const person = `${people}/${path(id)}`;
  try {
    await requireFaceless(person);
    await erase(person, tag);
    return "Nobody was added.";
  } catch (error) {
    return `${id} was added without a face, and could not be taken away again: ${error.message}`;
  }
}

/** An ETag stays the same when faces come. */
async function requireFaceless(person) {
  const {faces} = await get(person);
  if (faces > 0) {
    throw new Error(`expected nobody to have enrolled a face meanwhile, found ${faces}`);
  }
}

const day = at("retention");
const today = () => new Date().toISOString().slice(0, 10); // the service's days are those of UTC
day.min = today(); // once: a new one would empty a field that is half typed

/** Whoever's day is over would be erased within the hour. */
function checkDay() {
  day.setCustomValidity(day.valueAsNumber < Date.parse(today())
    ? `Expected ${today()} or later, the last day that the person is kept, found ${day.value}.` : "");
}

day.addEventListener("input", () => day.setCustomValidity(""));
at("enrol").querySelector("button:not([type])").addEventListener("click", checkDay); // before the form is sent
