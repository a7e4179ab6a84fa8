// Says in the reader's words what Streamlit says in English: the names of its controls, and that the server is away.
const said = document.currentScript.dataset
const words = Object.entries(JSON.parse(said.words)).map(([english, own]) => [english.split("{}"), own])
const ATTRIBUTES = ["aria-label", "title", "placeholder"]
const LABELLED = ATTRIBUTES.map((name) => `[${name}]`).join()
// What stands elsewhere can be an office's own word.
const CHROME = ["SkipToContent", "TooltipContent", "FileUploaderDropzone", "InputInstructions", "DateInput", "DataFrameColumnMenu"]
  .map((name) => `[data-testid=st${name}]`)
  .join()
const LISTS = "[data-testid=stMultiSelectDropdown], [data-testid=stSelectboxVirtualDropdown]"
const IN_LISTS = ["Select all", "No results", "No options to select"] // all else in them are the office's values

/** A text in the reader's words; what is not Streamlit's stays. */
function translated(text) {
  for (const [[before, after], own] of words) {
    if (after === undefined ? text === before : text.startsWith(before) && text.endsWith(after)) {
      return own.replace("{}", () => text.slice(before.length, after === undefined ? undefined : text.length - after.length))
    }
  }
  return text
}

function translate(element) {
  if (element instanceof SVGElement) return
  for (const name of ATTRIBUTES) {
    const text = element.getAttribute(name)
    if (text === element.textContent) continue // the tag of a value that was chosen is called as it reads
    if (text && translated(text) !== text) element.setAttribute(name, translated(text))
  }
}

function translateTexts(chrome, isOurs = () => true) {
  const texts = document.createTreeWalker(chrome, NodeFilter.SHOW_TEXT)
  while (texts.nextNode()) {
    const { nodeValue } = texts.currentNode // React keeps the node: only its text may change
    if (isOurs(nodeValue) && translated(nodeValue) !== nodeValue) texts.currentNode.nodeValue = translated(nodeValue)
  }
}

function translateAll(element) {
  translate(element)
  element.querySelectorAll(LABELLED).forEach(translate)
  for (const chrome of around(element, CHROME)) translateTexts(chrome)
  for (const list of around(element, LISTS)) translateTexts(list, (text) => IN_LISTS.includes(text))
}

/** What an element stands in, else what stands in it. */
function around(element, selector) {
  const within = element.closest(selector)
  return within ? [within] : element.querySelectorAll(selector)
}

if (words.length) {
  translateAll(document.body)
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === "attributes") translate(target)
      for (const added of addedNodes) if (added instanceof HTMLElement) translateAll(added)
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ATTRIBUTES })
}

new MutationObserver(() => {
  const dialog = document.querySelector("[data-testid=stDialog] [role=dialog]")
  const title = dialog?.querySelector("h2")
  if (title?.textContent !== "Connection error") return
  title.textContent = said.title
  const content = title.nextElementSibling
  for (const child of content.children) child.style.display = "none"
  content.append(Object.assign(document.createElement("p"), { textContent: said.sentence }))
  dialog.querySelector("button[aria-label=Close]")?.setAttribute("aria-label", said.close)
}).observe(document.body, { childList: true })
