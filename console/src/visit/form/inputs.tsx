// The inputs of the form, large enough for a thumb. Each tells at once what was entered.
import { useState, type ReactNode } from 'react'
import { useText } from '../../text/text'
import { dayOf } from '../days'
import { text } from '../text'

export interface InputProps<T> {
  name: string
  label: string
  value: T | null | undefined
  onChange: (value: T | null) => void
  /** It was left out when the form should have been complete. */
  wanted?: boolean
  required?: boolean
  hint?: string
}

interface LabelledProps extends Omit<InputProps<never>, 'value' | 'onChange'> {
  children: ReactNode
}

/** The label of an input, and what is wrong with it. */
function Labelled({ name, label, wanted, required, hint, children }: LabelledProps) {
  const own = useText(text)
  return (
    <div className={wanted ? 'field wanted' : 'field'}>
      <label htmlFor={name}>
        {label} {required && <span className="soft">{own.required}</span>}
      </label>
      {hint && <p className="soft">{hint}</p>}
      {children}
    </div>
  )
}

/** A day, not one to come. */
export function DayInput(it: InputProps<string>) {
  const own = useText(text)
  const today = dayOf(Date.now())
  return (
    <Labelled {...it}>
      <div className="beside">
        <input
          id={it.name}
          type="date"
          max={today}
          value={it.value ?? ''}
          aria-invalid={it.wanted}
          onChange={event => it.onChange(event.target.value || null)}
        />
        <button type="button" onClick={() => it.onChange(today)}>
          {own.setToday}
        </button>
      </div>
    </Labelled>
  )
}

export function LongText(it: InputProps<string>) {
  return (
    <Labelled {...it}>
      <textarea
        id={it.name}
        rows={4}
        value={it.value ?? ''}
        aria-invalid={it.wanted}
        onChange={event => it.onChange(event.target.value)}
      />
    </Labelled>
  )
}

interface NumberInputProps extends InputProps<number> {
  unit: string
  /** Entered in units of so many. */
  scale: number
}

/** An amount; what is no number is not taken. */
export function NumberInput({ unit, scale, ...it }: NumberInputProps) {
  const own = useText(text)
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? (it.value == null ? '' : String(it.value / scale))
  const bad = shown.trim() !== '' && numberIn(shown, scale) === null
  return (
    <Labelled {...it} wanted={it.wanted || bad} hint={bad ? own.notANumber : it.hint}>
      <div className="beside">
        <input
          id={it.name}
          inputMode="decimal"
          value={shown}
          aria-invalid={bad}
          onChange={event => {
            setTyped(event.target.value)
            it.onChange(numberIn(event.target.value, scale))
          }}
          onBlur={() => !bad && setTyped(undefined)}
        />
        <span>{unit}</span>
      </div>
    </Labelled>
  )
}

function numberIn(typed: string, scale: number): number | null {
  const pattern = scale === 1 ? /^\d+$/ : /^-?\d+(\.\d{1,2})?$/
  return pattern.test(typed.trim()) ? Math.round(Number(typed) * scale) : null
}

interface ChoiceProps<T> extends InputProps<T> {
  options: [T, string][]
}

/** One of a few, none chosen beforehand. */
export function Choice<T extends string | boolean>({ options, value, onChange, ...it }: ChoiceProps<T>) {
  const own = useText(text)
  const { name, label, wanted, required } = it
  return (
    <fieldset className={wanted ? 'field wanted' : 'field'} id={name} tabIndex={-1}>
      <legend>
        {label} {required && <span className="soft">{own.required}</span>}
      </legend>
      <div className="choices">
        {options.map(([option, words]) => (
          <label key={String(option)} className="choice">
            <input type="radio" name={name} checked={value === option} onChange={() => onChange(option)} />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
