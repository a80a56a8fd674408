// Choosing another trigger, field or step asks for its blanks at once; without a script a button does.
document.addEventListener("change", (event) => {
  const select = event.target.closest("select[data-updates]");
  if (!select) return;
  const button = select.form.querySelector('button[name="do"][value="update"]');
  select.form.requestSubmit(button);
});
