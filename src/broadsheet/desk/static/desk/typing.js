// Send what was typed just now: the paragraph editor hands its text to the form only 250 ms after the last key.
(() => {
  // The event comes each time a form's fields are collected: by Save, by Ctrl+S, by autosave.
  document.addEventListener('formdata', ({ target: form, formData }) => {
    for (const input of form.querySelectorAll('[data-draftail-input]')) {
      if (!input.draftailEditor || !formData.has(input.name)) continue;
      input.draftailEditor.saveState();
      formData.set(input.name, input.value);
    }
  });

  // A topic becomes one when its input loses the focus, which Ctrl+S does not take from it.
  document.addEventListener(
    'submit',
    () => {
      if (document.activeElement?.closest('.tagit-new')) document.activeElement.blur();
    },
    true,
  );
})();
