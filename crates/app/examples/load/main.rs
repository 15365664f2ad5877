//! How the use cases bear the load of a county's month and of a province's lists, on either
//! engine. Everything in the databases is invented; `cargo xtask bench dispatch | lists | ledgers` runs it.
//!
//! ```text
//! load dispatch FOLDER CLUES          new clues of as many households, dispatched at once
//! load fill FOLDER HOUSEHOLDS         a province's households, each with a case
//! load lists FOLDER                   what people open every day, in the filled database
//! load ledgers FOLDER RECORDS         a ledger imported, listed, filtered and exported
//! ```
//!
//! With `BENCH_POSTGRES_URL` the databases are made on that server, otherwise they are SQLite files
//! in the folder. Run at the root of the repository. Results are printed as JSON.

mod alternative;
mod dispatch;
mod invented;
mod ledgers;
mod lists;
mod office;
mod province;

use std::path::Path;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let server = std::env::var("BENCH_POSTGRES_URL").ok();
    let server = server.as_deref();
    let result = match words.as_slice() {
        ["dispatch", folder, clues] => {
            dispatch::run(Path::new(folder), server, clues.parse()?).await?
        }
        ["fill", folder, households] => {
            let home = office::new(Path::new(folder), server).await?;
            province::fill(&home, households.parse()?).await?
        }
        ["lists", folder] => lists::run(&office::known(Path::new(folder), server).await?).await?,
        ["ledgers", folder, records] => {
            ledgers::run(Path::new(folder), server, records.parse()?).await?
        }
        _ => anyhow::bail!(
            "dispatch FOLDER CLUES | fill FOLDER HOUSEHOLDS | lists FOLDER | ledgers FOLDER RECORDS"
        ),
    };
    println!("{}", serde_json::to_string_pretty(&result)?);
    Ok(())
}
