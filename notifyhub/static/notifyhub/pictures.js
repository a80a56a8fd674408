/* Fields for pictures: upload with progress, choose among those there are, see it on both grounds.
   Without this file a picture is uploaded on its own page, and its address written into the field. */
(() => {
  "use strict";

  /* Send a file; `tell(part)` hears how much has gone. Resolves to the picture, or rejects with words. */
  const send = (url, file, store, token, failed, tell) =>
    new Promise((resolve, reject) => {
      const body = new FormData();
      body.append("file", file);
      body.append("store", store || "");
      const asked = new XMLHttpRequest();
      asked.open("POST", url);
      asked.setRequestHeader("X-CSRFToken", token);
      asked.responseType = "json";
      asked.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) tell(event.loaded / event.total);
      });
      asked.addEventListener("load", () => {
        const answer = asked.response || {};
        if (asked.status === 201) resolve(answer);
        else reject(answer.detail || failed);
      });
      asked.addEventListener("error", () => reject(failed));
      asked.send(body);
    });

  const tokenOf = (element) =>
    element.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;

  const make = (name, options = {}, ...children) => {
    const element = Object.assign(document.createElement(name), options);
    element.append(...children);
    return element;
  };

  /* The upload page. */
  const dressForm = (form) => {
    const [file, store] = [form.querySelector("[type=file]"), form.querySelector("select")];
    const [bar, button] = [form.querySelector("progress"), form.querySelector("[type=submit]")];
    const says = form.querySelector("[data-complaint]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      says.parentElement.hidden = true;
      bar.hidden = false;
      button.disabled = true;
      try {
        const tell = (part) => (bar.value = part);
        const { uploads, sayFailed } = form.dataset;
        const picture = await send(uploads, file.files[0], store.value, tokenOf(form), sayFailed, tell);
        window.location = picture.page;
      } catch (words) {
        says.textContent = words;
        says.parentElement.hidden = false;
        bar.hidden = true;
        button.disabled = false;
      }
    });
  };

  /* A field: the address stays a plain text field, with buttons and two grounds below it. */
  const dressField = (field) => {
    const said = field.dataset;
    const storeOf = () =>
      said.store || (field.form.querySelector("[name=store]") || {}).value || "";
    const images = [make("img", { alt: "" }), make("img", { alt: "" })];
    const grounds = make(
      "div",
      { className: "grounds small" },
      make("figure", {}, images[0], make("figcaption", { textContent: said.sayLight })),
      make("figure", { className: "night" }, images[1], make("figcaption", { textContent: said.sayDark })),
    );
    const show = () => {
      const isAddress = /^(https?:\/\/|\/i\/)/.test(field.value);
      grounds.hidden = !isAddress;
      for (const image of images) image.src = isAddress ? field.value : "data:,";
    };
    const take = (picture) => {
      field.value = picture.url;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const says = make("p", { className: "picturesays", role: "status" });
    const bar = make("progress", { max: 1, value: 0, hidden: true });
    bar.setAttribute("aria-label", said.sayUpload);
    const picker = make("input", { type: "file", hidden: true, accept: "image/png,image/jpeg,image/gif,image/webp" });
    picker.addEventListener("change", async () => {
      if (!picker.files.length) return;
      bar.hidden = false;
      says.textContent = "";
      try {
        const tell = (part) => (bar.value = part);
        const picture = await send(said.upload, picker.files[0], storeOf(), tokenOf(field), said.sayFailed, tell);
        take(picture);
        says.textContent = picture.notes.join(" ");
      } catch (words) {
        says.textContent = words;
      }
      bar.hidden = true;
      picker.value = "";
    });
    const upload = make("button", { type: "button", className: "btn small", textContent: said.sayUpload });
    upload.addEventListener("click", () => picker.click());
    const choose = make("button", { type: "button", className: "btn small", textContent: said.sayChoose });
    choose.addEventListener("click", () => openChoices(said, storeOf(), take));
    field.addEventListener("input", show);
    field.after(make("div", { className: "picturerow" }, upload, choose, picker, bar, says, grounds));
    show();
  };

  const openChoices = (said, store, take) => {
    const list = make("ul", { className: "picturelist" });
    const more = make("button", { type: "button", className: "btn small", textContent: said.sayMore, hidden: true });
    const close = make("button", { type: "button", className: "btn small", textContent: said.sayClose });
    const dialog = make("dialog", { className: "picturedialog" }, list, make("p", { className: "row between" }, more, close));
    close.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => dialog.remove());
    let older = "";
    const fetchMore = async () => {
      const asked = new URLSearchParams({ store, older });
      const answer = await fetch(`${said.choices}?${asked}`, { headers: { Accept: "application/json" } });
      if (!answer.ok) {
        list.replaceChildren(make("li", { textContent: said.sayFailed }));
        return;
      }
      const page = await answer.json();
      for (const picture of page.pictures) {
        const button = make(
          "button",
          { type: "button", title: picture.name },
          make("img", { src: picture.url, alt: "", loading: "lazy" }),
          make("span", { className: "clip", textContent: picture.name }),
          make("span", { className: "sub", textContent: `${picture.width} × ${picture.height}` }),
        );
        button.addEventListener("click", () => {
          take(picture);
          dialog.close();
        });
        list.append(make("li", {}, button));
      }
      if (!list.children.length) list.append(make("li", { textContent: said.sayNone }));
      older = page.older || "";
      more.hidden = !older;
    };
    more.addEventListener("click", fetchMore);
    document.body.append(dialog);
    dialog.showModal();
    fetchMore();
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-uploads]")) dressForm(form);
    for (const field of document.querySelectorAll("input[data-picture]")) dressField(field);
  });
  window.NotifyHubPictures = { dressField };
})();
