const words: { readonly [shows: string]: string } = {
  dkim: 'DKIM signature',
  spf: 'SPF',
  'dkim-or-spf': 'DKIM or SPF',
  none: 'Nothing',
}

/** How it is called what a message must show of its sender. */
export function showsWords(shows: string): string {
  return words[shows] ?? shows
}

export const showsOptions = Object.entries(words).map(([value, label]) => ({ value, label }))

/** The senders somebody wrote down: one to a line, or with commas between. */
export function readSenders(text: string): string[] {
  return text.split(/[\s,;]+/).filter((sender) => sender !== '')
}
