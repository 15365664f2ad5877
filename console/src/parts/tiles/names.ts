// Names of regions as they fit on a tile.

const peoples = [
  '蒙古', '哈尼', '傈僳', '拉祜', '纳西', '景颇', '布朗', '布依', '土家', '仡佬', '独龙', '普米', '阿昌', '德昂', '基诺',
  '彝', '白', '傣', '壮', '苗', '回', '佤', '瑶', '藏', '侗', '水', '羌', '怒',
]
const autonomous = new RegExp(`^(.{2,}?)(?:各族|(?:${peoples.join('|')})族)+自治[州县]$`, 'u')

/** The short name: 孟连傣族拉祜族佤族自治县 is 孟连, 他的苴村民委员会 is 他的苴村. */
export function shortName(name: string): string {
  const people = autonomous.exec(name)?.[1]
  if (people) return people
  return name.replace(/社区居民委员会$|居民委员会$/u, '社区').replace(/村?村民委员会$/u, '村')
}
