// Gives the keyboard a place when a step of the page has gone with the button that was pressed: the next step, if it
// says that it is one. Whoever holds on to something else, or has held nothing yet, is left alone.
const PATIENCE = 3000 // milliseconds: the old step goes a while after the new one has come
const REST = 150 // milliseconds without a change after which the page is there as a whole
let held = false
let step = ""
let since = 0
let waiting = 0

addEventListener("focusin", () => (held = true))

function goOn() {
  const next = document.querySelector("[class*=st-key-go-on]")
  const found = [...(next?.classList ?? [])].find((name) => name.startsWith("st-key-go-on")) ?? ""
  if (found !== step) [step, since] = [found, performance.now()]
  if (!held || !step || performance.now() - since > PATIENCE || document.activeElement !== document.body) return
  since = -PATIENCE
  const { top, bottom } = next.getBoundingClientRect()
  if (top < 0 || bottom > innerHeight) next.scrollIntoView({ block: "center" })
  next.querySelector("a, button")?.focus({ preventScroll: true })
}

new MutationObserver(() => {
  clearTimeout(waiting)
  waiting = setTimeout(goOn, REST)
}).observe(document.documentElement, { childList: true, subtree: true })
