/* The zone of this browser, so that a new agency's times are right from the start. */
document.querySelectorAll("input[name=timezone]").forEach((field) => {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
});
