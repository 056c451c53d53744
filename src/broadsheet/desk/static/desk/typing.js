// Send what was typed just now: the paragraph editor hands its text to the form only 250 ms after the last key.
(() => {
  // The event comes each time a form's fields are collected: by Save, by Ctrl+S, by autosave.
  document.addEventListener('formdata', ({ target: form, formData }) => {
    // Of the inputs of an editor only this property is the same inside and outside of the blocks of a body.
    for (const input of [...form.elements].filter((each) => each.draftailEditor && formData.has(each.name))) {
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
