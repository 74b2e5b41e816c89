import type { Answer } from '../../client/answers.ts'
import { wordsOf } from '../../widgets/words.ts'

type Act = Answer<'listIncidentActs'>['items'][number]

const titles: { readonly [K in Act['kind']]: string } = {
  'incident-opened': 'Opened.',
  'incident-changed': 'Changed.',
  'incident-fact-recorded': 'Fact.',
  'incident-noted': 'Entry.',
  'incident-stage-reached': 'Stage.',
  'incident-decision-logged': 'Decision.',
  'playbook-step-worked': 'Playbook.',
  'breach-assessed': 'Breach assessed.',
  'breach-decided': 'Breach decided, not confirmed yet.',
  'breach-seconded': 'Breach decision confirmed.',
  'incident-lesson-recorded': 'Lesson.',
  'incident-lesson-closed': 'Lesson closed.',
  'postmortem-planned': 'Postmortem planned.',
  'postmortem-held': 'Postmortem held.',
}

/** What kind of thing was recorded. */
export function actWords({ kind, body }: Act): string {
  if (kind === 'incident-noted') return `${wordsOf(textIn(body, 'what'))}.`
  return titles[kind]
}

/** When it occurred, where that was said; else when it was recorded. */
export function occurredAt({ kind, body, recordedAt }: Act): string {
  if (kind === 'incident-opened') return textIn(body, 'occurred') || textIn(body, 'detected') || recordedAt
  const said = kind === 'incident-noted' ? textIn(body, 'occurred') : textIn(body, 'at')
  return said === '' ? recordedAt : new Date(said).toISOString()
}

/** What was recorded, in a line. */
export function textOf({ kind, body }: Act): string {
  switch (kind) {
    case 'incident-fact-recorded':
      return factLine(body['fact'])
    case 'incident-stage-reached':
      return `${wordsOf(textIn(body, 'stage'))}: ${textIn(body, 'note')}`
    case 'incident-decision-logged':
      return `${textIn(body, 'decision')} Because: ${textIn(body, 'reason')}`
    case 'playbook-step-worked':
      return `${textIn(body, 'step')}, ${wordsOf(textIn(body, 'outcome')).toLowerCase()}: ${textIn(body, 'note')}`
    case 'breach-assessed':
    case 'breach-decided':
    case 'breach-seconded':
      return `${textIn(body, 'party')}, version ${String(body['version'])}${said(body, 'outcome')}`
    case 'incident-opened':
      return textIn(body, 'title')
    case 'incident-noted':
    case 'incident-changed':
    case 'incident-lesson-recorded':
    case 'incident-lesson-closed':
    case 'postmortem-planned':
    case 'postmortem-held':
      return textIn(body, 'text') || textIn(body, 'note') || textIn(body, 'reason') || textIn(body, 'due')
  }
}

function said(body: Act['body'], name: string): string {
  const text = textIn(body, name)
  return text === '' ? '' : `: ${wordsOf(text).toLowerCase()}`
}

function textIn(body: Act['body'], name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

/** A fact in a line: its kind, then what it says. */
export function factLine(fact: unknown): string {
  if (typeof fact !== 'object' || fact === null) return ''
  const own = Object.entries(fact).filter(
    ([name]) => !['id', 'version', 'recorded', 'reason', 'withdrawn', 'kind'].includes(name),
  )
  const kind = 'kind' in fact && typeof fact.kind === 'string' ? wordsOf(fact.kind) : ''
  const version =
    'version' in fact && typeof fact.version === 'number' && fact.version > 1 ? `, version ${fact.version}` : ''
  return `${kind}${version}: ${own.map(([name, value]) => `${name.replaceAll(/[A-Z]/g, ' $&').toLowerCase()} ${show(value)}`).join(', ')}`
}

function show(value: unknown): string {
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([name, count]) => `${String(count)} ${name}`)
      .join(' ')
  return String(value)
}
