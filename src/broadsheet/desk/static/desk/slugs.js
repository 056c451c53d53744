// Propose a slug while a name is typed, as the server spells it; a slug that somebody has typed stays.
(() => {
  const PAUSE_IN_MS = 150;

  const follow = (slug) => {
    const name = slug.form && slug.form.elements.namedItem('name');
    if (!name) return;
    let isOurs = !slug.value;
    let timer = 0;

    slug.addEventListener('input', () => {
      isOurs = !slug.value;
    });

    const propose = async () => {
      const asked = name.value;
      const address = slug.dataset.slugProposals + encodeURIComponent(asked);
      const answer = await fetch(address, { credentials: 'same-origin' }).catch(() => null);
      // Without an answer the slug stays empty, and the server makes it from the name.
      if (!answer || !answer.ok || !isOurs || asked !== name.value) return;
      slug.value = (await answer.json()).slug;
    };

    name.addEventListener('input', () => {
      if (!isOurs) return;
      slug.value = '';
      clearTimeout(timer);
      timer = setTimeout(propose, PAUSE_IN_MS);
    });
  };

  const begin = () => document.querySelectorAll('[data-slug-proposals]').forEach(follow);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
})();
