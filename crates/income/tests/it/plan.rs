//! The income table of the Yunnan plan (catalogue INC-04, INC-05, appendix C 1 to 3).

use income::{Composition, Growth};
use kernel::Fen;

fn yuan(amount: i64) -> Fen {
    Fen(amount * 100)
}

/// Year, net, operating, wage, property, transfer: as printed, in yuan.
const TABLE: [(i32, i64, i64, i64, i64, i64); 3] = [
    (2020, 10_721, 2_439, 6_787, 127, 1_368),
    (2024, 20_461, 4_488, 14_206, 146, 1_621),
    (2025, 23_563, 5_192, 16_510, 157, 1_704),
];

fn composition(at: usize) -> Composition {
    let (_, _, operating, wage, property, transfer) = TABLE[at];
    Composition {
        wage: wage * 100,
        operating: operating * 100,
        property: property * 100,
        transfer: transfer * 100,
    }
}

#[test]
fn components_add_up_to_net_in_all_three_years() {
    for (at, row) in TABLE.iter().enumerate() {
        assert_eq!(composition(at).net(), row.1 * 100, "{}", row.0);
    }
}

#[test]
fn shares_are_computed_and_not_made_to_fit() {
    // Printed: 69.5% for wages of 2024, so that the four add up to 100; it is 69.43%.
    assert_eq!(composition(1).shares(), Some([6943, 2193, 71, 792]));
    assert_eq!(composition(2).shares(), Some([7007, 2203, 67, 723]));
    assert_eq!(composition(0).shares(), Some([6331, 2275, 118, 1276]));
}

#[test]
fn growth_that_does_not_follow_from_the_printed_base_is_reported() {
    let base = (2020, yuan(10_721));
    let to_2024 = Growth::new(base, (2024, yuan(20_461)), Some(1880));
    assert_eq!((to_2024.stated, to_2024.computed), (Some(1880), Some(1754)));
    assert_eq!(to_2024.follows(), Some(false));
    let to_2025 = Growth::new(base, (2025, yuan(23_563)), Some(1790));
    assert_eq!((to_2025.stated, to_2025.computed), (Some(1790), Some(1706)));
    assert_eq!(to_2025.follows(), Some(false));
}

#[test]
fn a_base_of_2021_of_about_12200_fits_both() {
    let base = (2021, yuan(12_200));
    assert_eq!(Growth::new(base, (2024, yuan(20_461)), Some(1880)).follows(), Some(true));
    assert_eq!(Growth::new(base, (2025, yuan(23_563)), Some(1790)).follows(), Some(true));
}
