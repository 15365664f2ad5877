import { useText } from '../../text/text'
import type { Book } from '../book/book'
import type { Way } from '../book/courier'
import { isPending } from '../book/visit'
import { Notice } from '../parts/Notice'
import { Title } from '../parts/Title'
import type { Shelf } from '../store/shelf'
import { text } from '../text'
import { useContents } from '../use'
import { Foot } from './Foot'
import { itemsOf, type Item } from './items'
import { NewVersion } from './NewVersion'
import { SyncBar } from './SyncBar'
import { VisitCard } from './VisitCard'

interface VisitListProps {
  book: Book
  way: Way
  shelf: Shelf | undefined
  onSync: () => Promise<void>
  onSignIn: () => void
  onLeave: () => Promise<void>
}

/** The households to visit, and how their visits stand. */
export function VisitList({ book, way, shelf, onSync, onSignIn, onLeave }: VisitListProps) {
  const own = useText(text)
  const contents = useContents(book)
  const { owner, readAt } = contents
  const items = itemsOf(contents)
  const pending = [...contents.visits.values()].filter(isPending).length
  return (
    <main>
      <Title>{own.app}</Title>
      <p className="soft">
        {owner.name} · {owner.region_name}
      </p>
      <NewVersion />
      {!book.keep.lasting && (
        <Notice tone="warn">
          <strong>{own.passing}</strong>
          <br />
          {own.passingWhy}
        </Notice>
      )}
      {book.keep.lasting && !('serviceWorker' in navigator) && <Notice tone="warn">{own.noOffline}</Notice>}
      {contents.full && <Notice tone="bad">{own.full}</Notice>}
      <SyncBar way={way} readAt={readAt} pending={pending} owner={owner.name} onSync={onSync} onSignIn={onSignIn} />
      <Group title={own.toVisit} items={items.toVisit} empty={readAt === null ? own.nothingYet : own.nothing} />
      <Group title={own.finished} items={items.finished} />
      <Group title={own.ended} items={items.ended} />
      <Foot shelf={shelf} readAt={readAt} pending={pending} onLeave={onLeave} />
    </main>
  )
}

/** Households in the same state of work; left out when there are none and nothing is to be said. */
function Group({ title, items, empty }: { title: string; items: Item[]; empty?: string }) {
  if (items.length === 0 && !empty) return null
  return (
    <section>
      <h2>
        {title} {items.length > 0 && <span className="soft">{items.length}</span>}
      </h2>
      {items.length === 0 && <p>{empty}</p>}
      {items.map(it => (
        <VisitCard key={it.key} item={it} />
      ))}
    </section>
  )
}
