import type { S } from '../../api/client'
import { useSaid } from '../said'
import type { Values } from '../values'
import { FieldItem, placeOf } from './FieldItem'
import { Household } from './household'
import { OfLedger } from './ledger'

interface SectionsProps {
  ledger: S['LedgerView']
  /** Names of the fields that are asked for. */
  names: string[]
  /** Names of those that have to be filled in. */
  needed: string[]
  /** What is on record. */
  was?: Values
  /** The first state has been left: some fields stay as they are. */
  hasLeft?: boolean
}

/** Fields of a ledger inside a form, in its order and under its headings. */
export function Sections({ ledger, names, needed, was, hasLeft }: SectionsProps) {
  const families = ledger.fields.filter(it => it.type === 'household')
  const family = families.length === 1 && families[0] ? placeOf(families[0].name) : undefined
  const sections = ledger.sections
    .map(it => ({ ...it, fields: it.fields.filter(name => names.includes(name)) }))
    .filter(it => it.fields.length > 0)
  return (
    <OfLedger value={ledger.ledger}>
      <Household value={family}>
        {sections.map(it => (
          <Section key={it.zh} ledger={ledger} section={it} needed={needed} was={was} hasLeft={hasLeft} />
        ))}
      </Household>
    </OfLedger>
  )
}

interface SectionProps extends Omit<SectionsProps, 'names'> {
  section: S['SectionView']
}

function Section({ ledger, section, needed, was, hasLeft }: SectionProps) {
  const say = useSaid()
  return (
    <section className="record-section">
      <h2 className="section">{say(section)}</h2>
      <div className="record-fields">
        {section.fields.map(name => {
          const field = ledger.fields.find(it => it.name === name)
          if (!field) return null
          return (
            <FieldItem
              key={name}
              field={field}
              was={was?.[name]}
              needed={needed.includes(name)}
              isFixed={hasLeft && field.fixed}
            />
          )
        })}
      </div>
    </section>
  )
}
