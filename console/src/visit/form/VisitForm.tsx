// The form of one visit. Every entry is kept at once; there is no button that saves.
import { useState } from 'react'
import { useText } from '../../text/text'
import type { Book } from '../book/book'
import { begin, isOpen, isPending, keyOf, type Visit } from '../book/visit'
import { missing, type FieldName } from '../fields'
import { Ask } from '../parts/Ask'
import { Notice } from '../parts/Notice'
import { text } from '../text'
import { fieldNames } from '../words'
import { useContents } from '../use'
import { Answers } from './Answers'
import { Questions } from './Questions'
import { VisitHead } from './VisitHead'

interface VisitFormProps {
  book: Book
  visitKey: string
  onClose: () => void
}

export function VisitForm({ book, visitKey, onClose }: VisitFormProps) {
  const own = useText(text)
  const { due, visits, saving } = useContents(book)
  const [wanted, setWanted] = useState<FieldName[]>([])
  const line = due.find(it => keyOf(it) === visitKey)
  const here = visits.get(visitKey)
  const visit = here ?? (line && begin(line))
  const back = (
    <button type="button" onClick={onClose}>
      {own.back}
    </button>
  )
  if (!visit) {
    return (
      <main>
        <Notice>{own.goneWhy}</Notice>
        {back}
      </main>
    )
  }
  const { household, fields } = visit
  const isWhole = () => {
    const left = missing(household.kind, fields)
    setWanted(left)
    return left.length === 0
  }
  const complete = () => {
    book.alter(visitKey, it => ({ ...it, complete: true }))
    onClose()
  }
  const saved = book.keep.lasting ? own.saved : own.savedPassing
  return (
    <main>
      {back}
      <VisitHead visit={visit} elsewhere={!here && !!line?.begun} />
      {isOpen(visit) ? (
        <form onSubmit={event => event.preventDefault()}>
          <p className="soft">{own.autosaved}</p>
          <Questions kind={household.kind} fields={fields} wanted={wanted} onWrite={it => book.write(visitKey, it)} />
          {here && isPending(here) && <p className="soft">{saving ? own.saving : saved}</p>}
          <Missing names={wanted.filter(it => missing(household.kind, fields).includes(it))} />
          <Ask
            label={own.complete}
            question={own.completeAsk(household.householder)}
            yes={own.completeYes}
            no={own.completeNo}
            before={isWhole}
            onYes={complete}
            main
          />
        </form>
      ) : (
        <Closed visit={visit} onGoOn={() => book.alter(visitKey, it => ({ ...it, complete: false }))} />
      )}
      {here && isPending(here) && (
        <Ask
          label={own.discard}
          question={own.discardAsk(household.householder)}
          yes={own.discard}
          no={own.cancel}
          onYes={() => {
            book.forget(visitKey)
            onClose()
          }}
          grave
        />
      )}
    </main>
  )
}

/** What the form still lacks; each leads to its place. */
function Missing({ names }: { names: FieldName[] }) {
  const own = useText(text)
  const words = useText(fieldNames)
  if (names.length === 0) return null
  const goTo = (name: FieldName) => {
    const place = document.getElementById(name)
    place?.scrollIntoView({ block: 'center' })
    place?.focus()
  }
  return (
    <Notice tone="bad">
      {own.stillMissing}
      {names.map(it => (
        <button key={it} type="button" onClick={() => goTo(it)}>
          {words[it]}
        </button>
      ))}
    </Notice>
  )
}

/** A form that cannot be written into. What is complete and has not been handed over can be opened
 * again. */
function Closed({ visit, onGoOn }: { visit: Visit; onGoOn: () => void }) {
  const own = useText(text)
  return (
    <>
      <Answers kind={visit.household.kind} fields={visit.fields} />
      {visit.complete && !visit.submitted && (
        <button type="button" onClick={onGoOn}>
          {own.goOn}
        </button>
      )}
    </>
  )
}
