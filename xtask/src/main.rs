//! `cargo xtask demo | test | console | browser | fuzz | bench | codegen`: builds, demonstrates, tests,
//! measures, and rewrites what is generated.

mod bench;
mod bench_console;
mod browser;
mod console;
mod demo;
mod fuzz;
mod glossary;
mod pages;
mod postgres;
mod run;
mod test;

use anyhow::bail;

const HELP: &str = "\
cargo xtask demo            造一个虚构的县，导入、筛查，留下工作簿（build and run the demonstration）
cargo xtask test            全部测试，含 PostgreSQL（every test）
cargo xtask console         编译网页，供程序使用（build the console）
cargo xtask browser [FILE]  用浏览器走一遍（drive the console in a browser）
cargo xtask pictures        重拍说明里的截图（take the pictures of the documents anew）
cargo xtask fuzz            随机请求试全部接口，每个角色一遍（random requests as every role）
cargo xtask bench screening --size county|prefecture|province
cargo xtask bench indicators --size county|prefecture|province [--no-peer]
cargo xtask bench import    性能对比，写入 benches/RESULTS.md（benchmarks beside peers）
cargo xtask bench policy [--persons 1000000]  规则和待遇，与 OpenFisca 对比（rules and benefits beside OpenFisca）
cargo xtask bench dispatch  一次派发一万条线索（ten thousand clues dispatched at once）
cargo xtask bench lists [--households 2000000]  全省的列表、计数、待办、查找（lists of a province）
cargo xtask bench ledgers [--records 1000000]  一本大台账的导入、列表、筛选、导出（a ledger of a million records）
cargo xtask bench console [--runs 5]  网页第一次打开要多久（first load of the console）
cargo xtask codegen [--check]  重写由定义生成的文件（generated files）";

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["demo"] => demo::demo(),
        ["test", rest @ ..] => test::test(rest),
        ["console"] => console::build(),
        ["browser", rest @ ..] => console::build().and_then(|()| browser::browser(rest)),
        ["pictures"] => browser::pictures(),
        ["fuzz", rest @ ..] => fuzz::fuzz(rest),
        ["bench", "screening", rest @ ..] => bench::screening(rest),
        ["bench", "indicators", rest @ ..] => bench::indicators(rest),
        ["bench", "import", rest @ ..] => bench::import(rest),
        ["bench", "policy", rest @ ..] => bench::policy(rest),
        ["bench", "dispatch", rest @ ..] => bench::dispatch(rest),
        ["bench", "lists", rest @ ..] => bench::lists(rest),
        ["bench", "ledgers", rest @ ..] => bench::ledgers(rest),
        ["bench", "console", rest @ ..] => bench_console::console(rest),
        ["codegen"] => {
            glossary::write()?;
            pages::write()
        }
        ["codegen", "--check"] => glossary::check(),
        [] | ["help" | "--help"] => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("没有这个命令：{}\n{HELP}", other.join(" ")),
    }
}
