import {h} from "./dom.js";
import {refusal} from "./answer.js";
import {overlay} from "./faces.js";

/**
 * A picture to send, as a field of its form: from a file, dropped, or taken with a camera. It stays
 * in this page's memory. Fires "change" with every new one.
 */
class FacePicture extends HTMLElement {
  static formAssociated = true;

  #field = this.attachInternals();
  #stream = null;
  #shown = h("div", {class: "shown"});
  #says = h("p", {class: "hint", role: "status"}, "Drop a JPEG, PNG or WebP here, or");
  #input = h("input", {type: "file", accept: "image/jpeg,image/png,image/webp"});
  #camera = h("button", {type: "button", class: "quiet"}, "Use the camera");
  #take = h("button", {type: "button", hidden: true}, "Take the picture");

  connectedCallback() {
    const label = this.getAttribute("label");
    this.#field.role = "group";
    this.#field.ariaLabel = label;
    this.#input.ariaLabel = `${label}: choose a file`;
    this.#camera.ariaLabel = `${label}: use the camera`;
    this.#camera.hidden = !navigator.mediaDevices?.getUserMedia; // absent without TLS
    this.append(h("p", {class: "label"}, label), this.#shown, this.#says,
      h("div", {class: "row"}, this.#input, this.#camera, this.#take));
    this.#field.setValidity({valueMissing: true}, "Choose a picture.", this.#input);
    this.#listen();
  }

  disconnectedCallback() {
    this.#stop();
  }

  #listen() {
    this.#input.addEventListener("change", (event) => {
      event.stopPropagation(); // ours comes when the picture is kept
      this.#input.files[0] && this.#keep(this.#input.files[0]);
    });
    this.#input.addEventListener("click", () => (this.#input.value = "")); // the same one may come again
    this.#camera.addEventListener("click", () => (this.#stream ? this.#stop() : this.#start()));
    this.#take.addEventListener("click", () => this.#snap());
    this.addEventListener("dragover", (event) => this.#over(event, true));
    this.addEventListener("dragleave", (event) => this.#over(event, false));
    this.addEventListener("drop", (event) => {
      this.#over(event, false);
      const [file] = event.dataTransfer.files;
      file && this.#keep(file);
    });
  }

  #over(event, inside) {
    event.preventDefault();
    this.classList.toggle("over", inside);
  }

  #keep(file) {
    this.#stop();
    this.#field.setFormValue(file);
    this.#field.setValidity({});
    this.#says.textContent = `${file.name}, ${Math.ceil(file.size / 1024)} KiB`;
    const image = h("img", {alt: `The chosen picture, ${file.name}`, src: URL.createObjectURL(file)});
    image.decode().catch(() => this.#shown.replaceChildren()) // the service says what is wrong with it
      .finally(() => URL.revokeObjectURL(image.src));
    this.#shown.replaceChildren(image);
    this.dispatchEvent(new Event("change", {bubbles: true}));
  }

  /** Draws faces over the picture. */
  async draw(faces) {
    const image = this.#shown.querySelector("img");
    await image?.decode().catch(() => {});
    this.#shown.querySelector("svg")?.remove();
    if (image?.naturalWidth) {
      this.#shown.append(overlay(faces, image));
    }
  }

  async #start() {
    try {
      this.#stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: "user"}});
    } catch (error) {
      this.#shown.replaceChildren(refusal(new Error(`no camera: ${error.message}`)));
      return;
    }
    const video = h("video", {muted: true, autoplay: true, playsInline: true, ariaLabel: "What the camera sees"});
    video.srcObject = this.#stream;
    video.addEventListener("loadeddata", () => (this.#take.hidden = false));
    this.#shown.replaceChildren(video);
    this.#filming(true);
  }

  #snap() {
    const video = this.#shown.querySelector("video");
    const canvas = h("canvas", {width: video.videoWidth, height: video.videoHeight});
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      this.#keep(new File([blob], "camera.jpg", {type: blob.type}));
      this.#camera.focus();
    }, "image/jpeg", 0.95);
  }

  #stop() {
    if (this.#stream) {
      this.#stream.getTracks().forEach((track) => track.stop());
      this.#stream = null;
      this.#shown.replaceChildren();
      this.#filming(false);
    }
  }

  #filming(on) {
    this.#take.hidden = true; // until there is something to take
    this.#camera.textContent = on ? "Stop the camera" : "Use the camera";
    this.#camera.ariaLabel = `${this.getAttribute("label")}: ${on ? "stop" : "use"} the camera`;
  }
}

customElements.define("face-picture", FacePicture);
