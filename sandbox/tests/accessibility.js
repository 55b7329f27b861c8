// Looks at a page as somebody would who cannot see it well, or uses no mouse; gives what is wrong, in words.
() => {
  const wrong = [];
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const hidden = (node) => node.closest('[aria-hidden="true"], .unseen, .skip') !== null;
  const called = (node) => `${node.localName}.${node.className?.baseVal ?? node.className} “${node.textContent.trim().slice(0, 40)}”`;

  // Every control has a name.
  const nameOf = (node) => {
    const by = node.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent).join(" ");
    const labels = [...(node.labels ?? [])].map((label) => label.textContent).join(" ");
    const spoken = [...node.childNodes].filter((child) => child.nodeType === Node.TEXT_NODE || !child.matches?.('[aria-hidden="true"]'));
    const content = spoken.map((child) => child.alt ?? child.textContent).join("");
    return (node.getAttribute("aria-label") || by || labels || content || node.alt || node.title || "").trim();
  };
  const controls = 'button, a[href], input, textarea, select, summary, [role="button"], [role="combobox"], [role="listbox"], [role="option"], [tabindex="0"]';
  for (const node of document.querySelectorAll(controls)) if (shown(node) && !nameOf(node)) wrong.push(`no name: ${called(node)}`);
  for (const node of document.querySelectorAll("img:not([alt])")) wrong.push(`no alternative: ${called(node)}`);

  // Text stands out from what is behind it.
  const parsed = (colour) => {
    const [r, g, b, a = 1] = colour.match(/[\d.]+/gu).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  });
  const behind = (node) => {
    const layers = [];
    for (let one = node; one; one = one.parentElement) layers.push(parsed(getComputedStyle(one).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((one) => (one / 255 <= 0.04045 ? one / 255 / 12.92 : ((one / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (colour, node) => {
    const back = behind(node);
    const [low, high] = [light(over(parsed(colour), back)), light(back)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = new Set();
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || seen.has(node) || !shown(node) || hidden(node)) continue;
    seen.add(node);
    if (node.closest("button:disabled, .spoiler, noscript, [aria-busy]")) continue;
    const found = contrast(getComputedStyle(node).color, node);
    if (found < 4.5) wrong.push(`contrast ${found.toFixed(2)}: ${called(node)}`);
  }
  for (const node of document.querySelectorAll("[placeholder]")) {
    const found = contrast(getComputedStyle(node, "::placeholder").color, node);
    if (shown(node) && !node.value && found < 4.5) wrong.push(`contrast ${found.toFixed(2)} of the placeholder: ${called(node)}`);
  }

  // The page has its parts, each with a name of its own.
  if (document.querySelectorAll("main").length !== 1) wrong.push("not one main");
  if ([...document.querySelectorAll("h1")].filter(shown).length !== 1) wrong.push("not one h1");
  if (!document.documentElement.lang) wrong.push("no language");
  const places = [...document.querySelectorAll("nav, aside, section[aria-label], form[aria-label]")].filter(shown);
  const names = places.map((node) => `${node.localName} ${node.getAttribute("aria-label")}`);
  for (const name of names) if (names.indexOf(name) !== names.lastIndexOf(name)) wrong.push(`two are called ${name}`);

  // What refers to something refers to something that is there.
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push(`two have the id ${id}`);
  for (const attribute of ["aria-controls", "aria-labelledby", "aria-describedby", "aria-activedescendant", "for"]) {
    for (const node of document.querySelectorAll(`[${attribute}]`)) {
      if (!ids.includes(node.getAttribute(attribute))) wrong.push(`${attribute} leads nowhere: ${called(node)}`);
    }
  }
  for (const list of document.querySelectorAll("ul:not([role]), ol:not([role])")) {
    if ([...list.children].some((child) => child.localName !== "li")) wrong.push(`a list of other things: ${called(list)}`);
  }
  return [...new Set(wrong)];
};
