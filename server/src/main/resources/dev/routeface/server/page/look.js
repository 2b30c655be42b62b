import {post} from "./api.js";
import {answering} from "./answer.js";
import {described} from "./faces.js";
import {h} from "./dom.js";

/** Shows where faces are as soon as there is a picture. */
const form = document.querySelector("#look form");
const picture = form.querySelector("face-picture");

answering(form, document.querySelector("#look .answer"), async (sent) => {
  picture.draw([]);
  const {width, height, faces} = await post("v1/detect", sent);
  picture.draw(faces);
  return [h("p", {}, `${faces.length} ${faces.length === 1 ? "face" : "faces"} in a picture of ${width} × ${height} pixels.`),
    h("div", {class: "columns"}, described(faces))];
});

form.addEventListener("change", () => form.checkValidity() && form.requestSubmit());
