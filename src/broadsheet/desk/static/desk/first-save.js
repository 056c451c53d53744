// Let Save wait for the autosave that makes a new article: both at once would make two.
(() => {
  const LONGEST_MS = 10_000;
  let underWay = null;

  document.addEventListener('w-autosave:save', ({ target: form, defaultPrevented }) => {
    if (defaultPrevented) return;
    const autosave = { form, isAwaited: false };
    autosave.ended = new Promise((resolve) => {
      for (const name of ['success', 'error']) form.addEventListener(`w-autosave:${name}`, resolve, { once: true });
    }).then(() => {
      if (underWay === autosave) underWay = null;
    });
    underWay = autosave;
  });

  document.addEventListener(
    'submit',
    (event) => {
      const { target: form, submitter } = event;
      // Where the article exists, the server sees which of two requests is the newer.
      if (underWay?.form !== form || new URL(form.action).pathname.includes('/edit/')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (underWay.isAwaited) return;
      underWay.isAwaited = true;
      const tooLong = new Promise((resolve) => setTimeout(resolve, LONGEST_MS));
      Promise.race([underWay.ended, tooLong]).then(() => {
        underWay = null;
        // The pressed button is disabled by now, and a disabled button does not say what it is to do.
        if (submitter) submitter.disabled = false;
        form.requestSubmit(submitter);
      });
    },
    true,
  );
})();
