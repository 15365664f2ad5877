//! Values as people read them.

use kernel::value::date_of;
use policy::Unit;

/// `8700元`, `70%`, `是`, `2023-10-31`, the word of a code; `未知` where there is none.
pub(crate) fn shown(value: Option<i64>, unit: Unit, codes: &[String]) -> String {
    let Some(value) = value else { return "未知".to_owned() };
    match unit {
        Unit::Date => date_of(value).to_string(),
        Unit::Code => {
            let code = usize::try_from(value).ok().and_then(|it| codes.get(it));
            code.cloned().unwrap_or_else(|| value.to_string())
        }
        unit => unit.show(value),
    }
}
