import type { S } from '../../api/client'
import { useText } from '../../text/text'
import { risks } from '../../text/words'
import { besides } from '../fields'
import { text } from '../text'
import type { InputProps } from './inputs'

/** The risks found, the gravest first. How many there may be, the server says. */
export function Causes({ name, label, value, onChange, wanted }: InputProps<S['RiskCause'][]>) {
  const own = useText(text)
  const causes = value ?? []
  const set = (at: number, cause: S['RiskCause']) => onChange(causes.map((it, index) => (index === at ? cause : it)))
  return (
    <fieldset className={wanted ? 'field wanted' : 'field'} id={name} tabIndex={-1}>
      <legend>{label}</legend>
      <p className="soft">{own.causesHint}</p>
      {causes.map((cause, at) => (
        <Cause
          // The place in the order is what a risk is known by.
          key={at}
          number={at + 1}
          cause={cause}
          onChange={it => set(at, it)}
          onRemove={() => onChange(causes.filter((_, index) => index !== at))}
        />
      ))}
      <AddCause onAdd={risk => onChange([...causes, { risk }])} />
    </fieldset>
  )
}

interface CauseProps {
  number: number
  cause: S['RiskCause']
  onChange: (cause: S['RiskCause']) => void
  onRemove: () => void
}

function Cause({ number, cause, onChange, onRemove }: CauseProps) {
  const own = useText(text)
  const asks = besides(cause.risk)
  return (
    <div className="cause">
      <RiskChoice label={own.causeNumber(number)} value={cause.risk} onChoose={risk => onChange({ ...cause, risk })} />
      {asks.detail && (
        <label>
          {own.detail} <span className="soft">{own.required}</span>
          <input value={cause.detail ?? ''} onChange={event => onChange({ ...cause, detail: event.target.value })} />
        </label>
      )}
      {asks.remark && (
        <label>
          {own.remark} <span className="soft">{own.required}</span>
          <input value={cause.remark ?? ''} onChange={event => onChange({ ...cause, remark: event.target.value })} />
        </label>
      )}
      <button type="button" onClick={onRemove}>
        {own.removeCause(number)}
      </button>
    </div>
  )
}

/** Choosing a risk adds it. */
function AddCause({ onAdd }: { onAdd: (risk: S['Risk']) => void }) {
  const own = useText(text)
  return <RiskChoice label={own.addCause} value={undefined} onChoose={onAdd} />
}

interface RiskChoiceProps {
  label: string
  value: S['Risk'] | undefined
  onChoose: (risk: S['Risk']) => void
}

function RiskChoice({ label, value, onChoose }: RiskChoiceProps) {
  const own = useText(text)
  const riskWords = useText(risks)
  return (
    <label>
      {label}
      <select value={value ?? ''} onChange={event => event.target.value && onChoose(event.target.value as S['Risk'])}>
        {!value && <option value="">{own.chooseRisk}</option>}
        {(Object.keys(riskWords) as S['Risk'][]).map(it => (
          <option key={it} value={it}>
            {riskWords[it]}
          </option>
        ))}
      </select>
    </label>
  )
}
