// Offers the names that the paper uses most, from when somebody wants to search. Nothing that is typed is sent anywhere.
(function () {
  "use strict";

  const ID = "names-to-look-for";
  const fields = document.querySelectorAll('form.find input[name="q"]');

  async function offerNames(form) {
    const answer = await fetch(form.action + "names/", { credentials: "omit" });
    if (!answer.ok) return;
    const list = document.createElement("datalist");
    list.id = ID;
    for (const name of await answer.json()) list.append(new Option(name, name));
    document.body.append(list);
    for (const field of fields) field.setAttribute("list", ID);
  }

  let isAsked = false;
  for (const field of fields) {
    field.addEventListener("focus", function () {
      if (isAsked) return;
      isAsked = true;
      offerNames(field.form).catch(function () {
        isAsked = false;
      });
    });
  }
})();
