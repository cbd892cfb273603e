/** Beginnings of a text that a spreadsheet takes for a formula, or a terminal for a command. */
export const FORMULA = /^[=+@\t\r-]|^\p{Cc}/u;
