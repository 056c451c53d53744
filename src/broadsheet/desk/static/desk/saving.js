// Let Save wait for an autosave that is making the draft: sent beside it, it would make a second article.
(() => {
  const LONGEST_MS = 10000;
  const saving = new WeakSet();
  const makes = (form) => new URL(form.action).pathname.endsWith('/add/');

  const submit = (form, button) => {
    // A pressed button may be disabled by now, and would not be sent.
    const pressed = document.createElement('input');
    pressed.type = 'hidden';
    pressed.name = button?.name ?? '';
    pressed.value = button?.value ?? '';
    form.append(pressed);
    form.requestSubmit();
    pressed.remove();
  };

  document.addEventListener('w-autosave:save', ({ target }) => saving.add(target));
  for (const end of ['w-autosave:success', 'w-autosave:error']) {
    document.addEventListener(end, ({ target }) => saving.delete(target));
  }

  window.addEventListener(
    'submit',
    (event) => {
      const form = event.target;
      if (!saving.has(form) || !makes(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const goOn = () => {
        if (!waiting) return;
        clearTimeout(waiting);
        waiting = 0;
        saving.delete(form);
        submit(form, event.submitter);
      };
      let waiting = setTimeout(goOn, LONGEST_MS);
      for (const end of ['w-autosave:success', 'w-autosave:error']) {
        form.addEventListener(end, goOn, { once: true });
      }
    },
    true,
  );
})();
