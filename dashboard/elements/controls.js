// The fields of the entry form, one class for each way of answering. A field draws itself, takes values from the server
// and tells the form when it was changed.

import { made, same } from "./parts.js"

const LONG = 80 // characters of a sentence that needs the width of the form, not that of a number
let count = 0

/** A field: label, control, help and what is wrong with it. */
class Control {
  constructor(question, data, form) {
    Object.assign(this, { question, data, form, id: `field-${++count}` })
    this.wrong = made("div", { class: "wrong", id: `${this.id}-wrong`, "aria-live": "polite" })
    this.whole = this.build()
    this.whole.classList.add("field", question.control)
  }

  /** Say whether the field must be filled in, which can depend on the others. */
  require(required) {
    if (required === this.required) return
    this.required = required
    this.name.textContent = this.question.label + (required ? " *" : "")
    this.ask(required)
  }

  describedBy() {
    return `${this.id}-wrong${this.question.help ? ` ${this.id}-help` : ""}`
  }

  /** The button that shows the help, and the help. */
  help() {
    if (!this.question.help) return []
    const text = made("p", { class: "help", id: `${this.id}-help`, hidden: true }, this.question.help)
    const name = `${this.data.texts.help}: ${this.question.title}`
    const button = made("button", { type: "button", class: "ask", "aria-label": name, "aria-expanded": "false", title: this.question.help }, "?")
    button.addEventListener("click", () => {
      text.hidden = !text.hidden
      button.setAttribute("aria-expanded", String(!text.hidden))
    })
    return [button, text]
  }

  complain(sentences) {
    if (same(sentences, this.complaints ?? [])) return
    this.complaints = sentences
    this.wrong.replaceChildren(...sentences.map((sentence) => made("p", {}, sentence)))
    this.whole.classList.toggle("explained", sentences.some((sentence) => sentence.length > LONG))
    this.mark(sentences.length > 0)
  }

  /** Whether somebody types here. */
  get typing() {
    return false
  }

  focus(options) {
    this.whole.querySelector("input, textarea")?.focus(options)
  }
}

/** A field whose value is text in a box. */
class Line extends Control {
  build() {
    this.input = this.box()
    this.input.addEventListener("input", () => this.form.changed(this.question.name, this.input.value))
    const [button, help] = this.help()
    this.name = made("label", { for: this.id }, this.question.label)
    const head = made("div", { class: "head" }, this.name, ...(button ? [button] : []))
    return made("div", {}, head, ...(help ? [help] : []), ...this.around(), this.wrong)
  }

  box() {
    const modes = { day: "numeric", time: "numeric", moment: "numeric", integer: "numeric", decimal: "decimal" }
    return made("input", { ...this.attributes(), type: "text", inputmode: modes[this.question.control] ?? "text" })
  }

  attributes() {
    const { example } = this.question
    return {
      id: this.id,
      autocomplete: "off",
      placeholder: example,
      "aria-describedby": this.describedBy(),
    }
  }

  ask(required) {
    this.input.setAttribute("aria-required", String(required))
  }

  around() {
    return [this.input]
  }

  get typing() {
    return this.input.getRootNode().activeElement === this.input
  }

  set(value) {
    this.input.value = value ?? ""
  }

  mark(wrong) {
    this.input.setAttribute("aria-invalid", String(wrong))
  }
}

/** Text of several lines; the box grows with it. */
class Lines extends Line {
  box() {
    const box = made("textarea", { ...this.attributes(), rows: 1 })
    box.addEventListener("input", () => this.grow())
    return box
  }

  set(value) {
    super.set(value)
    requestAnimationFrame(() => this.grow())
  }

  grow() {
    this.input.style.height = "auto"
    this.input.style.height = `${this.input.scrollHeight + 2}px`
  }
}

/** A day: typed, taken from the browser's calendar, or moved with the arrow keys. */
class Day extends Line {
  around() {
    this.calendar = made("input", { type: "date", tabindex: "-1", "aria-hidden": "true" })
    this.calendar.addEventListener("change", () => this.pick(this.calendar.value))
    const button = made("button", { type: "button", class: "calendar", "aria-label": `${this.data.texts.calendar}: ${this.question.title}`, title: this.data.texts.calendar })
    button.addEventListener("click", () => {
      this.calendar.value = this.iso() ?? ""
      this.calendar.showPicker()
    })
    this.input.addEventListener("keydown", (event) => {
      const step = { ArrowUp: 1, ArrowDown: -1 }[event.key]
      if (step) {
        event.preventDefault()
        this.pick(this.moved(step))
      }
    })
    return [made("div", { class: "pair" }, this.input, button, this.calendar)]
  }

  /** The day in the field in ISO form, if it is written in full. */
  iso() {
    const [, day, month, year] = /^(\d\d?)[./](\d\d?)[./](\d{4})$/.exec(this.input.value.trim()) ?? []
    return year && `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`
  }

  moved(days) {
    const from = this.iso()
    if (!from) return this.data.today
    const day = new Date(`${from}T12:00:00Z`)
    day.setUTCDate(day.getUTCDate() + days)
    return day.toISOString().slice(0, 10)
  }

  pick(iso) {
    const [year, month, day] = iso.split("-")
    this.set(iso && [day, month, year].join(this.question.example.charAt(2)))
    this.form.changed(this.question.name, this.input.value)
  }
}

/** A field whose values are all on screen; `one` of them, or `many`. */
class Taps extends Control {
  build() {
    const many = this.question.control.startsWith("many")
    const role = many ? "group" : "radiogroup"
    this.chosen = []
    this.inputs = this.question.options.map(([code]) =>
      made("input", { type: many ? "checkbox" : "radio", name: this.id, value: code, "aria-describedby": `${this.id}-wrong` }),
    )
    for (const input of this.inputs) {
      input.addEventListener("click", () => this.tapped(input.value, many))
      input.addEventListener("keydown", (event) => {
        if (!many && ["Backspace", "Delete"].includes(event.key)) this.tapped(this.chosen[0], many)
      })
    }
    const taps = this.question.options.map(([, label], place) =>
      made("label", { class: "tap" }, this.inputs[place], made("span", {}, label)),
    )
    const [button, help] = this.help()
    this.name = made("span", { id: this.id }, this.question.label)
    const head = made("div", { class: "head" }, this.name, ...(button ? [button] : []))
    this.group = made("div", { role, "aria-labelledby": this.id, "aria-describedby": this.describedBy(), class: "taps" }, ...taps)
    return made("div", {}, head, ...(help ? [help] : []), ...this.above(), this.group, this.wrong)
  }

  above() {
    return []
  }

  ask(required) {
    if (this.group.getAttribute("role") === "radiogroup") this.group.setAttribute("aria-required", String(required))
  }

  tapped(code, many) {
    const has = this.chosen.includes(code)
    const rest = this.chosen.filter((other) => other !== code)
    this.set(has ? (many ? rest : "") : many ? this.inOrder([...this.chosen, code]) : code)
    this.form.changed(this.question.name, many ? this.chosen : (this.chosen[0] ?? ""))
  }

  /** Codes in the order of the list; what the list does not have any more stays, at the end. */
  inOrder(codes) {
    const known = this.question.options.map(([code]) => code)
    return [...known.filter((code) => codes.includes(code)), ...codes.filter((code) => !known.includes(code))]
  }

  set(value) {
    this.chosen = [value ?? []].flat().filter((code) => code !== "")
    for (const input of this.inputs) input.checked = this.chosen.includes(input.value)
  }

  mark(wrong) {
    if (this.group.getAttribute("role") === "radiogroup") this.group.setAttribute("aria-invalid", String(wrong))
    this.group.classList.toggle("invalid", wrong)
  }
}

/** The same for many values: typing narrows them down. */
class Searched extends Taps {
  above() {
    const search = made("input", { type: "text", class: "search", autocomplete: "off", "aria-label": `${this.data.texts.search}: ${this.question.title}`, placeholder: this.data.texts.search })
    search.addEventListener("input", () => {
      const wanted = search.value.trim().toLowerCase()
      for (const label of this.group.children) {
        label.hidden = !label.textContent.toLowerCase().includes(wanted) && !label.firstChild.checked
      }
    })
    return [search]
  }

  build() {
    const whole = super.build()
    whole.classList.add("searched")
    return whole
  }
}

/** By the name that the server gives a control. */
export const CONTROLS = {
  day: Day,
  time: Line,
  moment: Line,
  integer: Line,
  decimal: Line,
  line: Line,
  lines: Lines,
  one: Taps,
  many: Taps,
  "one-searched": Searched,
  "many-searched": Searched,
}
