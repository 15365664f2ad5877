//! One job per county, as many at a time as there are threads.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// Does `job` for each of `items`, the results in the order of the items.
///
/// # Errors
/// The first failure; work under way is finished, no more is begun.
pub fn each<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    job: impl Fn(&T) -> anyhow::Result<R> + Sync,
) -> anyhow::Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    let work = || -> anyhow::Result<()> {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return Ok(()) };
            let result = job(item).inspect_err(|_| next.store(items.len(), Ordering::Relaxed))?;
            done.lock().unwrap_or_else(|it| it.into_inner()).push((number, result));
        }
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|it| {
            it.join().unwrap_or_else(|_| Err(anyhow::anyhow!("工作线程意外中断")))
        })
    })?;
    let mut done = done.into_inner().unwrap_or_else(|it| it.into_inner());
    done.sort_unstable_by_key(|it| it.0);
    Ok(done.into_iter().map(|it| it.1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_items_and_a_failure_is_told() {
        let items: Vec<u64> = (0..100).collect();
        let squares = each(&items, 3, |it| Ok(it * it)).expect("no job fails");
        assert_eq!(squares[7], 49);
        assert_eq!(squares.len(), 100);
        let failed = each(&items, 3, |it| match it {
            42 => anyhow::bail!("四十二"),
            _ => Ok(()),
        });
        assert_eq!(failed.expect_err("one job fails").to_string(), "四十二");
    }
}
