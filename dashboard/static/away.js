// Says in the reader's words what Streamlit says in English while the server is away.
const said = document.currentScript.dataset

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
