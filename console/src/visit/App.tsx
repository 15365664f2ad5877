// From the door to the visits.
import { useState } from 'react'
import { useText } from '../text/text'
import { admit, type Found, type Stage } from './begin'
import { Book } from './book/book'
import { ChoosePin } from './door/ChoosePin'
import { SignIn } from './door/SignIn'
import { Unlock } from './door/Unlock'
import { Notice } from './parts/Notice'
import { Title } from './parts/Title'
import { Top } from './parts/Top'
import { signOut, type Staff } from './server'
import { DAYS_KEPT, setUp, unlock, wipe, type Opening } from './store/door'
import type { Shelf } from './store/shelf'
import { text } from './text'
import { Visits } from './Visits'

/** The page of visits, beginning with what was found when it was opened. */
export function App({ found }: { found: Found }) {
  const [stage, setStage] = useState(found.stage)
  return (
    <>
      <Top />
      <Place stage={stage} shelf={found.shelf} onStage={setStage} />
    </>
  )
}

interface PlaceProps {
  stage: Stage
  shelf: Shelf | undefined
  onStage: (stage: Stage) => void
}

function Place({ stage, shelf, onStage }: PlaceProps) {
  const own = useText(text)
  // With what was stored, the session goes.
  const shut = async (why?: 'wiped') => {
    if (navigator.onLine) await signOut()
    onStage({ at: 'door', why })
  }
  switch (stage.at) {
    case 'elsewhere':
      return (
        <main>
          <Title>{own.elsewhere}</Title>
          <p>{own.elsewhereWhy}</p>
        </main>
      )
    case 'door':
      return <Door why={stage.why} passing={!shelf} onSignedIn={async staff => onStage(await admit(staff, shelf))} />
    case 'pin':
      return <ChoosePin onChosen={async pin => shelf && onStage(await furnish(shelf, pin, stage.staff))} />
    case 'locked':
      return (
        <Unlock
          onPin={async pin => {
            const opening: Opening = shelf ? await unlock(shelf, pin, Date.now()) : { is: 'wiped' }
            if (opening.is === 'open') onStage({ at: 'open', book: await Book.open(opening.keep) })
            if (opening.is === 'wiped') await shut('wiped')
            return opening
          }}
          onForgotten={async () => {
            if (shelf) await wipe(shelf)
            await shut()
          }}
        />
      )
    case 'open':
      return <Visits book={stage.book} shelf={shelf} onLeft={why => onStage({ at: 'door', why })} />
  }
}

interface DoorProps {
  why: 'wiped' | 'expired' | 'no_duty' | undefined
  passing: boolean
  onSignedIn: (staff: Staff) => void
}

function Door({ why, passing, onSignedIn }: DoorProps) {
  const own = useText(text)
  return (
    <SignIn
      onSignedIn={onSignedIn}
      why={
        <>
          {why === 'wiped' && <Notice tone="bad">{own.wiped}</Notice>}
          {why === 'expired' && <Notice tone="bad">{own.expired(DAYS_KEPT)}</Notice>}
          {why === 'no_duty' && <Notice tone="bad">{own.noDuty}</Notice>}
          {passing && (
            <Notice tone="warn">
              <strong>{own.passing}</strong>
              <br />
              {own.passingWhy}
            </Notice>
          )}
        </>
      }
    />
  )
}

async function furnish(shelf: Shelf, pin: string, staff: Staff): Promise<Stage> {
  const keep = await setUp(shelf, pin, Date.now())
  const { account, name, region_name } = staff
  void navigator.storage?.persist?.()
  return { at: 'open', book: await Book.open(keep, { account, name, region_name }) }
}
