import { Fragment } from 'react'
import { useRoleNames } from '../accounts/roleNames'
import { RegionName } from '../parts/RegionName'
import { chinaTime } from '../parts/time'
import { common } from '../text/common'
import { useText } from '../text/text'
import { word } from '../text/words'
import { particulars } from './particulars'
import { text } from './text'
import { useValueWords } from './values'
import { subjects } from './words'

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The end of an id is what tells it from others: they begin with the time. */
export function short(it: string): string {
  return id.test(it) ? `…${it.slice(-8)}` : it
}

/** Who did it. The chain holds no names. */
export function Actor({ actor }: { actor: string }) {
  const own = useText(text)
  const name = (it: string) => {
    if (it === 'cli') return own.command
    if (it === 'nobody') return own.nobody
    if (it === 'worker' || it === 'policy') return own.system
    return own.account(short(it.replace(/^account:/, '')))
  }
  const [who, as] = actor.split(' as ')
  return <span title={actor}>{as ? own.viewing(name(who ?? ''), name(as)) : name(actor)}</span>
}

/** To what it was done: a word and a number. */
export function Subject({ subject }: { subject: string }) {
  const kinds = useText(subjects)
  const values = useValueWords()
  const [kind = '', ...rest] = subject.split(' ')
  const key = rest.at(-1) ?? ''
  const isPlace = (kind === 'region' || kind === 'county') && key.length === 12
  return (
    <span title={subject}>
      {word(kinds, kind)} {isPlace ? <RegionName code={key} /> : (values[key] ?? short(key))}
    </span>
  )
}

/** The particulars of an entry, in words. */
export function Detail({ detail }: { detail: unknown }) {
  const own = useText(text)
  const names = useText(particulars)
  const value = useValue()
  if (!detail || typeof detail !== 'object') return null
  const told = Object.entries(detail).filter(([, it]) => it != null)
  return told.map(([key, it], at) => (
    <Fragment key={key}>
      {at > 0 && own.semicolon}
      {word(names, key)} {isRegion(key, it) ? <RegionName code={it} /> : value(it, key)}
    </Fragment>
  ))
}

function isRegion(key: string, it: unknown): it is string {
  return (key === 'region' || key === 'county') && typeof it === 'string' && /^\d{6,12}$/.test(it)
}

/** A value among the particulars, in words. */
function useValue(): (it: unknown, key: string) => string {
  const words = useText(common)
  const own = useText(text)
  const names = useText(particulars)
  const values = useValueWords()
  const roles = useRoleNames()
  const value = (it: unknown, key: string): string => {
    if (it == null) return words.none
    // Of a person the chain says only that something was changed.
    if (it === true && (key === 'name' || key === 'phone')) return own.touched
    if (typeof it === 'boolean') return it ? words.yes : words.no
    if (key === 'roles' && Array.isArray(it)) return roles(it.map(String))
    if (Array.isArray(it)) return own.list(it.map(one => value(one, key)))
    if (typeof it === 'object') return both(it, key) ?? all(it)
    const plain = String(it)
    if (/^\d{4}-\d\d-\d\dT/.test(plain)) return chinaTime(plain)
    return values[plain] ?? short(plain)
  }
  const both = (it: object, key: string) =>
    'from' in it && 'to' in it ? own.changed(value(it.from, key), value(it.to, key)) : undefined
  const all = (it: object) =>
    own.group(Object.entries(it).map(([key, of]) => `${values[key] ?? word(names, key)} ${value(of, key)}`))
  return value
}
