//! `shouwang serve`: the program as a service, with its worker.

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context;
use api::Server;
use app::home::Home;
use chrono::Utc;
use tokio::sync::watch;

use crate::output::Output;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// 监听地址 / address to listen on
    #[arg(long, default_value = "127.0.0.1:8180")]
    listen: SocketAddr,
    /// 前面没有 HTTPS 时才用：登录凭证可走明文 / only where nothing in front speaks HTTPS
    #[arg(long)]
    plain_http: bool,
    /// 只答请求，不做后台任务 / answer requests only, leave jobs to others
    #[arg(long)]
    no_worker: bool,
}

pub async fn run(home: Home, arguments: Arguments, output: &Output) -> anyhow::Result<()> {
    // Tables of new definitions are made before anybody waits for a page.
    app::ledgers::ready(&home).await?;
    let server = Server::new(home, Arc::new(Utc::now), !arguments.plain_http);
    let router = api::router(server.clone())?;
    let listener = tokio::net::TcpListener::bind(arguments.listen)
        .await
        .with_context(|| format!("不能在 {} 监听：端口可能被占用，请换一个", arguments.listen))?;
    let address = listener.local_addr()?;
    output.line(match output.is_zh() {
        true => format!("守望在 http://{address} 等候；按 Ctrl-C 停止"),
        false => format!("Shouwang listens on http://{address}; Ctrl-C stops it"),
    });
    let (stop, stopped) = watch::channel(false);
    let worker = (!arguments.no_worker).then(|| tokio::spawn(api::work(server, stopped)));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(interrupted()).await?;
    let _ = stop.send(true);
    if let Some(worker) = worker {
        let _ = worker.await;
    }
    Ok(())
}

/// Ends when the program is asked to stop.
async fn interrupted() {
    let _ = tokio::signal::ctrl_c().await;
}
