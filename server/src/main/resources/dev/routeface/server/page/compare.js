import {post} from "./api.js";
import {answering} from "./answer.js";
import {described} from "./faces.js";
import {explained, scale} from "./similarity.js";
import {h} from "./dom.js";

/** Holds two faces against each other. */
const form = document.querySelector("#compare form");
const pictures = form.querySelectorAll("face-picture");

answering(form, document.querySelector("#compare .answer"), async (sent) => {
  const answer = await post("v1/compare", sent);
  const faces = [answer.source, answer.target];
  pictures.forEach((picture, at) => picture.draw([faces[at]]));
  return [
    h("section", {class: "card"},
      h("h2", {}, verdict(answer.match)),
      h("p", {}, "Similarity ", h("strong", {}, answer.similarity.toFixed(4)), " (cosine, −1 to 1)",
        answer.threshold !== undefined && `, threshold ${answer.threshold.toFixed(4)}`, "."),
      scale(answer.similarity, answer.threshold),
      explained(answer)),
    h("details", {}, h("summary", {}, "Quality of both faces"),
      h("div", {class: "columns"}, described(faces))),
  ];
});

function verdict(match) {
  if (match === undefined) {
    return "Not decided";
  }
  return match
    ? h("span", {class: "yes"}, "✓ One person")
    : h("span", {class: "no"}, "✕ Different people");
}
