import { Table } from 'antd'
import type { S } from '../../api/client'
import { useSaid } from '../../ledgers/said'
import { figureColumn } from '../../parts/columns'
import { useLanguage, useText } from '../../text/text'
import type { Story } from './Target'
import { text } from './text'

/** Every step from the value to its light, with the numbers filled in. */
export function Arithmetic({ story }: { story: Story }) {
  const own = useText(text)
  const say = useSaid()
  const { language } = useLanguage()
  return (
    <section className="target-part">
      <h2 className="section">{own.arithmetic}</h2>
      {story.steps.length === 0 ? (
        <p className="quiet targets-note">{own.noArithmetic}</p>
      ) : (
        <Table<S['ArithmeticStep']>
          size="small"
          rowKey="en"
          dataSource={story.steps}
          pagination={false}
          scroll={{ x: 700 }}
          columns={[
            { title: own.step, width: 280, render: (_, it) => say(it) },
            { title: own.numbers, dataIndex: 'arithmetic', className: 'number' },
            figureColumn(own.result, 140, it => <strong>{it.result}</strong>),
          ]}
        />
      )}
      <p className="quiet targets-note">
        {own.lights}: {language === 'zh' ? story.lights : story.lights_en}
      </p>
    </section>
  )
}
