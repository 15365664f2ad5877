import { Card } from 'antd'
import type { ReactNode } from 'react'
import { useSaid } from '../../ledgers/said'
import { Mark } from '../../parts/Mark'
import { useLanguage, useText } from '../../text/text'
import { word } from '../../text/words'
import { Light } from '../Light'
import { PlaceFields } from '../PlaceFields'
import { text as listText } from '../text'
import { wantedText } from '../wanted'
import { natures } from '../words'
import type { Story } from './Target'
import { text } from './text'

/** What the plan prints, and how far it has come. */
export function TargetHead({ story }: { story: Story }) {
  const list = useText(listText)
  const say = useSaid()
  const { target } = story
  return (
    <Card>
      <h1 className="target-title">{say(target)}</h1>
      <p className="targets-note">{list.about(story.region_name, story.month)}</p>
      {story.as_of && <p className="targets-note soon">{list.asKnown(story.as_of)}</p>}
      <PlaceFields month={story.month} />
      <Figures story={story} />
      <Printed story={story} />
    </Card>
  )
}

function Figures({ story: { target } }: { story: Story }) {
  const own = useText(text)
  const list = useText(listText)
  const { language } = useLanguage()
  const zh = language === 'zh'
  const { forecast } = target
  const withUnit = (it: string) => (
    <>
      <strong className="number">{it}</strong>
      <span className="quiet">{target.unit}</span>
    </>
  )
  const figures: [string, ReactNode][] = [
    [own.value, target.value == null ? <span className="quiet">{list.noValue}</span> : withUnit(target.value)],
    [own.missing, target.reached ? <strong>{own.reached}</strong> : target.gap == null ? '—' : withUnit(target.gap)],
    [own.gone, target.share == null ? '—' : <strong className="number">{own.percent(target.share)}</strong>],
    [own.path, target.on_path == null ? '—' : withUnit(target.on_path)],
    [own.ofDue, target.of_due == null ? '—' : <strong className="number">{own.percent(target.of_due)}</strong>],
    [
      own.forecast,
      forecast ? (
        <>
          <strong className="number">{forecast.value}</strong>
          <span className="quiet">
            {forecast.month} · {zh ? forecast.method_zh : forecast.method_en}
          </span>
        </>
      ) : (
        '—'
      ),
    ],
    [
      own.light,
      <>
        <Light light={target.light} />
        <div className="quiet">{zh ? target.why_zh : target.why_en}</div>
      </>,
    ],
  ]
  return (
    <dl className="target-figures">
      {figures.map(([name, shown]) => (
        <div key={name} className="target-figure">
          <dt>{name}</dt>
          <dd>{shown}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The line of the plan. */
function Printed({ story: { target } }: { story: Story }) {
  const own = useText(text)
  const list = useText(listText)
  const nature = word(useText(natures), target.nature)
  const { language } = useLanguage()
  const test = language === 'zh' ? target.test_zh : target.test_en
  const { growth, upper } = target
  const base =
    target.baseline == null
      ? own.notStated
      : target.baseline_year == null
        ? target.baseline
        : list.ofYear(target.baseline_year, target.baseline)
  const facts: [string, ReactNode][] = [
    [own.base, base],
    [own.wanted, wantedText(target) || own.notStated],
    [own.test, test],
    [own.due, target.due ? own.dueYear(target.due) : own.notStated],
    [own.nature, nature],
    [
      own.growth,
      growth &&
        [
          own.growthSays(growth.base_year, growth.base, growth.end, growth.unit),
          growth.computed && own.growthComputed(growth.computed),
          growth.stated && own.growthStated(growth.stated),
        ]
          .filter(Boolean)
          .join(' · '),
    ],
    [
      own.upper,
      upper?.wanted && (
        <>
          {(upper.cascade === 'sum' ? own.upperSum : own.upperCompare)(`${upper.wanted}${upper.unit}`)}{' '}
          {upper.asks_less && <Mark tone="care">{own.asksLess}</Mark>}
        </>
      ),
    ],
    [own.source, target.source],
  ]
  return (
    <dl className="target-facts">
      {facts
        .filter(([, shown]) => shown)
        .map(([name, shown]) => [<dt key={`${name} is`}>{name}</dt>, <dd key={name}>{shown}</dd>])}
    </dl>
  )
}
