// What all parts of the entry form are made with.

/** An element with its attributes and what is in it; what is false or empty is left out. */
export function made(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== "") element.setAttribute(name, value === true ? "" : value)
  }
  element.append(...children)
  return element
}

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)
export const empty = (value) => value === undefined || value.length === 0
