//! "Did you mean …" for a mistyped name.

/// `（是不是想写 X？）` when one of the names is close enough, else nothing.
pub fn hint<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let nearest = names.into_iter().map(|name| (distance(wrong, name), name)).min();
    let letters = wrong.chars().count();
    let allowed = if letters <= 3 { 1 } else { (letters / 3).max(2) };
    match nearest {
        Some((steps, name)) if steps <= allowed => {
            format!("（是不是想写 {name}？）")
        }
        _ => String::new(),
    }
}

/// How many letters must be added, dropped or changed to turn one word into the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, other) in right.iter().enumerate() {
            let replace = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = replace.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_a_stranger_is_not() {
        let names = ["medical.single_stay_line", "income.monitoring_line"];
        assert_eq!(hint("income.monitorin_line", names), "（是不是想写 income.monitoring_line？）");
        assert_eq!(hint("water", names), "");
        assert_eq!(hint("titel", ["title", "basis"]), "（是不是想写 title？）");
        assert_eq!(hint("x", ["zh", "from"]), "");
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
