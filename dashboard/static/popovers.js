// Takes the keyboard into a popover that it has opened, and back: Streamlit puts its content at the end of the page.

const BODY = "[data-testid=stPopoverBody]"
const STOPS = "a[href], button, input, select, textarea, [tabindex='0']"
const PATIENCE = 5000 // milliseconds in which the content may arrive
let opener = null

const stops = () => [...document.querySelectorAll(`${BODY} :is(${STOPS})`)].filter((stop) => !stop.disabled && stop.offsetParent && stop.tabIndex >= 0)

document.addEventListener("click", ({ target, detail }) => {
  const button = target.closest("[data-testid=stPopover] button")
  if (!button || detail) return // a pointer counts its clicks, a key does not
  opener = button
  const until = Date.now() + PATIENCE
  const enter = () => {
    if (document.activeElement !== button || Date.now() > until) return
    const [first] = stops()
    if (first) first.focus()
    else requestAnimationFrame(enter)
  }
  requestAnimationFrame(enter)
})

document.addEventListener(
  "keydown",
  (event) => {
    if (!opener || !event.target.closest?.(BODY)) return
    const all = stops()
    const isLast = event.key === "Tab" && event.target === all.at(event.shiftKey ? 0 : -1)
    if (isLast || event.key === "Escape") {
      opener.focus() // from here Tab goes on as if the content stood behind the button
      if (isLast && event.shiftKey) event.preventDefault()
    }
  },
  { capture: true },
)
