//! Which cells of a column are left out of what leaves the office.

/// Whether each number of a column is hidden. `households` is what each tells of, none for what is
/// no count of them. Where the sum of the column is shown, one hidden alone would be found from it,
/// so the next larger one goes with it.
pub(super) fn hidden(households: &[Option<i64>], with_total: bool, fewest: i64) -> Vec<bool> {
    let is_small = |it: i64| 0 < it && it < fewest;
    if !with_total {
        return households.iter().map(|it| it.is_some_and(is_small)).collect();
    }
    let counts: Vec<i64> = households.iter().map(|it| it.unwrap_or(0)).collect();
    income::shown_counts(&counts, fewest).into_iter().map(|it| it.is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hidden_alone_takes_another_with_it_where_the_sum_is_shown() {
        let column = [Some(3), Some(9), None, Some(0), Some(40)];
        assert_eq!(hidden(&column, false, 5), [true, false, false, false, false]);
        assert_eq!(hidden(&column, true, 5), [true, true, false, false, false]);
        assert_eq!(hidden(&[Some(9), Some(40)], true, 5), [false, false]);
        assert_eq!(hidden(&[Some(1)], true, 0), [false]);
    }
}
