// Days and times by the telephone's clock.

/** A day as `YYYY-MM-DD`. */
export function dayOf(time: number): string {
  const it = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${it.getFullYear()}-${two(it.getMonth() + 1)}-${two(it.getDate())}`
}

/** A time of day, or a day and a time when it was not today. */
export function timeOf(time: number): string {
  const it = new Date(time)
  const clock = `${String(it.getHours()).padStart(2, '0')}:${String(it.getMinutes()).padStart(2, '0')}`
  return dayOf(time) === dayOf(Date.now()) ? clock : `${dayOf(time)} ${clock}`
}
