// The entry form: draws the questions that the server asks, sends what is typed, and keeps it until the server has it.
//
// In `data` come the questions, the values as the server holds them and what is wrong with them (form_element.py).
// Out go events, each with the id of the entry and a stamp; the server answers with the stamp of the last event that it
// has dealt with. `typed` and `save` run only the form's part of the page. All others go through a
// second element that draws nothing and runs the page as a whole, and so does what was not answered: a server that was
// started anew does not know the part yet.

import { CONTROLS } from "./controls.js"
import { empty, made, same } from "./parts.js"

const PAUSE = 400 // milliseconds of rest after which what was typed is sent
const PATIENCE = 2500 // milliseconds without an answer after which it is sent again, and said from the second time on
const forms = new Map() // by name: what was typed outlives a redrawing of the page
const pages = new Map() // by name of the form: the element through which the page as a whole is told
const PART = ["typed", "save"]

export default function mount({ data, parentElement, setTriggerValue }) {
  if (data.page) return listen(data.form, parentElement, setTriggerValue)
  let form = forms.get(data.form)
  if (form?.root !== parentElement) {
    form = new Form(parentElement, form)
    forms.set(data.form, form)
  }
  form.tellPart = setTriggerValue
  styled(parentElement).then(() => form.show(data))
  return () => form.rest()
}

/** The second element. It stands where the list begins, which need not be up to date before somebody sees it. */
function listen(name, root, tell) {
  const mark = root.querySelector("i") ?? root.appendChild(made("i"))
  pages.set(name, { tell, isInView: () => mark.isConnected && mark.getBoundingClientRect().top < innerHeight })
  forms.get(name)?.refresh()
  return () => {}
}

document.addEventListener("scroll", () => forms.forEach((form) => form.refresh()), { capture: true, passive: true })
window.addEventListener("resize", () => forms.forEach((form) => form.refresh()))

/** Wait for the style sheet, so that nobody sees the form without it. */
async function styled(root) {
  const link = root.querySelector("link")
  if (link && !link.sheet) await new Promise((done) => ["load", "error"].forEach((end) => link.addEventListener(end, done)))
}

class Form {
  constructor(root, before) {
    this.root = root
    this.place = made("div", { class: "form" })
    root.append(this.place)
    this.place.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.submit()
    })
    this.place.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget !== this.save) this.now() // else it goes with the click
      setTimeout(() => this.left()) // the focus has moved on by then
    })
    this.controls = new Map()
    this.values = {}
    this.stamp = before?.stamp ?? 0
    this.kept = before?.kept ?? false
    this.showing = before?.showing ?? false // the record that is shown above moves the form, which draws it anew
    this.busy = false
  }

  // ---- what the server says

  show(data) {
    if (!same([data.questions, data.texts], [this.data?.questions, this.data?.texts])) this.draw(data)
    const before = this.data
    this.data = data
    if (!data.behind) this.refreshing = false
    if (data.entry === this.resumed) this.entry = this.resumed
    if (data.entry !== this.entry) this.begin(before)
    else this.take()
    if (data.stamp === this.stamp) this.settled()
    else if (before && (before.session !== data.session || Date.now() - this.stamp > PATIENCE)) this.again()
    for (const [name, control] of this.controls) control.require(data.required.includes(name))
    this.say(before)
    this.tellUnsent()
    this.refresh()
  }

  /** Have the list shown anew if it misses a record and can be seen. */
  refresh() {
    if (!this.data?.behind || this.refreshing || !pages.get(this.data.form)?.isInView()) return
    this.refreshing = true
    pages.get(this.data.form).tell("refresh", {})
  }

  /** Another record: take its values, and what was typed for it and never reached the server. */
  begin(before) {
    const lost = this.unheard()
    this.entry = this.data.entry
    this.before = this.data.values
    this.values = { ...this.data.values, ...lost?.values }
    for (const [name, control] of this.controls) control.set(this.values[name])
    this.resumed = lost?.entry
    if (lost) this.again(lost.entry === this.entry || this.data.edits ? {} : { resumes: lost.entry })
    if (lost) return
    this.remember(null)
    this.unanswered = null
    if (this.data.opened) this.welcome()
    if (!before) return
    // On a touch screen the focus would open the keyboard over the message of success.
    if (matchMedia("(pointer: fine)").matches) this.controls.values().next().value?.focus({ preventScroll: true })
  }

  /** A form that somebody has just opened at a record, which can stand far from it. */
  welcome() {
    const fits = this.place.offsetHeight < innerHeight
    this.place.scrollIntoView({ block: fits ? "nearest" : "start" })
    if (matchMedia("(pointer: fine)").matches) this.controls.values().next().value?.focus({ preventScroll: true })
  }

  /** What this tab kept of the entry, or of one that a server which went away never got. */
  unheard() {
    const kept = this.remembered()
    if (!kept || kept.entry === this.data.saved?.entry) return null // the server has it: it is stored
    if (kept.entry === this.data.entry) return same(kept.values, this.data.values) ? null : kept
    if (!kept.unheard || kept.session === this.data.session) return null
    return this.data.edits ? { entry: kept.entry, values: changes(kept) } : kept
  }

  /** Show values as the server has read them ("5.3.18" as "05.03.2018"), but never under a typing hand. */
  take() {
    if (this.data.stamp !== this.stamp || this.timer) return
    for (const [name, control] of this.controls) {
      const value = this.data.values[name]
      if (control.typing || same(value ?? "", this.values[name] ?? "")) continue
      if (empty(value)) delete this.values[name]
      else this.values[name] = value
      control.set(value)
    }
  }

  settled() {
    clearTimeout(this.waiting)
    if (this.showing) this.lookUp()
    this.unanswered = null
    this.busy = false
    this.save.removeAttribute("aria-disabled")
    this.notice("")
    if (!this.timer) this.remember(this.values, false)
    forms.forEach((form) => form.tellUnsent())
  }

  /** The record that was asked for stands at the top of the page, below its title. */
  lookUp() {
    this.showing = false
    document.querySelector("h1")?.scrollIntoView({ block: "center" })
  }

  say(before) {
    for (const [name, control] of this.controls) {
      const sentences = this.data.problems[name] ?? []
      // While somebody types, only what was said already is said: half a date is no mistake yet.
      if (!control.typing || this.data.attempted || !sentences.length) control.complain(sentences)
    }
    this.heading.textContent = this.data.heading
    this.found.textContent = this.data.found_again
    this.tellOnce(this.alert, this.data.alert, (alert) => [made("p", {}, alert)])
    this.tellOnce(this.status, this.data.saved, (saved) => [made("span", {}, saved.sentence), this.link(saved)])
    if (this.data.attempted && !before?.attempted && this.data.alert) this.firstWrong()?.focus()
  }

  /** Fill a region anew only with something new: what stays is not read out again, and a link not taken from a click. */
  tellOnce(region, told, draw) {
    const name = JSON.stringify(told ?? null)
    if (region.dataset.told === name) return
    region.dataset.told = name
    region.replaceChildren(...(told ? draw(told) : []))
  }

  firstWrong() {
    return [...this.controls].find(([name]) => this.data.problems[name])?.[1]
  }

  link(saved) {
    const link = made("a", { href: `?record=${saved.number}` }, saved.link)
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      this.showing = true
      this.send("show", { number: saved.number })
    })
    return link
  }

  notice(text) {
    this.waitingText.textContent = text
  }

  // ---- what the person does

  changed(name, value) {
    if (empty(value)) delete this.values[name]
    else this.values[name] = value
    this.remember(this.values, true)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.send("typed"), PAUSE)
  }

  /** Send at once what was typed: the field was left, or a value was picked. */
  now() {
    if (this.timer) this.send("typed")
  }

  /** A field was left: show it as the server has read it, and what is wrong with it. */
  left() {
    this.take()
    this.say(this.data)
  }

  send(event, more = {}) {
    clearTimeout(this.timer)
    this.timer = null
    this.stamp = Math.max(Date.now(), this.stamp + 1)
    this.unanswered = { event, more }
    const tell = PART.includes(event) && !more.again ? this.tellPart : pages.get(this.data.form).tell
    tell(event, { entry: this.entry, stamp: this.stamp, values: this.values, ...more })
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => {
      if (more.again) this.notice(this.data.texts.unanswered)
      this.again()
    }, PATIENCE)
  }

  /** Send once more what was lost on the way. The server knows the entry by its id, and stores nothing twice. */
  again(more = {}) {
    const { event, more: before } = this.unanswered ?? { event: "typed" }
    this.send(event, { ...before, ...more, again: true })
  }

  submit() {
    if (this.busy) return
    this.busy = true
    this.save.setAttribute("aria-disabled", "true")
    this.tellOnce(this.status, null)
    this.remember(this.values, true)
    this.send("save", { keep: this.kept })
  }

  rest() {
    this.now()
    clearTimeout(this.waiting)
  }

  // ---- what a reload must not lose; it goes when the tab is closed or the entry is saved

  /** What is changed of a stored record waits for that record: it must not become a new one. */
  get key() {
    return `buero ${this.data.form} ${this.data.edits}`
  }

  remember(values, unheard) {
    if (!values || !Object.keys(values).length) sessionStorage.removeItem(this.key)
    else {
      const { session, person, reopens } = this.data
      const kept = { entry: this.entry, session, person, values, unheard, before: this.before, reopens }
      sessionStorage.setItem(this.key, JSON.stringify(kept))
    }
  }

  remembered() {
    const kept = JSON.parse(sessionStorage.getItem(this.key))
    return kept?.person === this.data.person ? kept : null // somebody else may have signed in since
  }

  /** What was sent or typed at a record, and lost with a server that went away: it looks as if it were done. */
  tellUnsent() {
    if (!this.data?.texts.reopen) return
    const waiting = Object.keys(sessionStorage).filter((key) => key !== this.key && this.isUnsent(key))
    this.tellOnce(this.unsent, waiting.length ? waiting : null, () => waiting.map((key) => this.waitingOne(key)))
  }

  isUnsent(key) {
    if (!key.startsWith("buero ")) return false
    const { unheard, session, person, reopens } = JSON.parse(sessionStorage.getItem(key))
    const isHere = unheard && reopens?.form === this.data.form && person === this.data.person
    return isHere && session !== this.data.session
  }

  waitingOne(key) {
    const { reopens } = JSON.parse(sessionStorage.getItem(key))
    const reopen = made("button", { type: "button" }, this.data.texts.reopen)
    reopen.addEventListener("click", () => {
      this.send("reopen", reopens)
      this.unanswered = null // what is opened then has to say more than that it was opened
    })
    const drop = made("button", { type: "button", class: "discard" }, this.data.texts.drop)
    drop.addEventListener("click", () => {
      sessionStorage.removeItem(key)
      this.tellUnsent()
    })
    return made("div", {}, made("span", {}, reopens.sentence), reopen, drop)
  }

  // ---- drawing

  draw(data) {
    this.controls.clear()
    const fields = data.questions.map((question) => {
      const control = new CONTROLS[question.control](question, data, this)
      this.controls.set(question.name, control)
      return control.whole
    })
    for (const [name, control] of this.controls) control.set(this.values[name])
    this.alert = made("div", { class: "alert", role: "alert" })
    this.status = made("div", { class: "saved", role: "status" })
    this.waitingText = made("p", { class: "waiting", role: "status" })
    this.heading = made("h2")
    this.found = made("p", { class: "found", role: "status" })
    this.unsent = made("div", { class: "unsent", role: "alert" })
    this.place.replaceChildren(
      this.unsent,
      this.heading,
      this.found,
      made("div", { class: "fields" }, ...fields),
      this.alert,
      ...this.keeping(data),
      this.buttons(data),
      this.waitingText,
      this.status,
    )
  }

  keeping(data) {
    if (!data.texts.keep) return []
    const box = made("input", { type: "checkbox", checked: this.kept })
    box.addEventListener("change", () => (this.kept = box.checked))
    return [made("label", { class: "keep" }, box, data.texts.keep)]
  }

  buttons(data) {
    this.save = made("button", { type: "button", class: "save", title: data.texts.shortcut }, data.texts.save)
    this.save.addEventListener("click", () => this.submit())
    const discard = made("button", { type: "button", class: "discard" }, data.texts.discard)
    discard.addEventListener("click", () => {
      this.remember(null)
      this.send("discard")
    })
    return made("div", { class: "buttons" }, this.save, discard, made("span", { class: "note" }, data.texts.required))
  }
}

/** What somebody changed of a stored record; another person may have changed the rest since. */
const changes = ({ values, before }) =>
  Object.fromEntries(
    Object.keys({ ...before, ...values })
      .filter((name) => !same(values[name], before?.[name]))
      .map((name) => [name, values[name]]),
  )
