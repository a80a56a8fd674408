/* Says in words that the browser gave no key; allauth's scripts only log it. */
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("key-trouble").hidden = false;
});
