//! A private PostgreSQL for the tests: Debian's package, a server of our own on loopback, run by a
//! user other than root, gone when dropped.

use std::{
    fs,
    io::Read as _,
    net::TcpListener,
    os::unix::fs::{DirBuilderExt as _, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    thread::sleep,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail, ensure};

const USER: &str = "shouwang";

/// How long a server may take to answer after its start.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server with an empty data folder of its own. Dropping it stops the server and removes
/// the folder.
pub struct PrivatePostgres {
    server: Child,
    folder: PathBuf,
    port: u16,
    password: String,
}

impl PrivatePostgres {
    /// Makes a data folder with C collation and starts a server on a free port of 127.0.0.1.
    /// Installs Debian's package first when there is no PostgreSQL and we are root; otherwise the
    /// error says in one line what to install.
    pub fn start() -> Result<PrivatePostgres> {
        let binaries = match find_binaries() {
            Some(folder) => folder,
            None => install()?,
        };
        let owner = server_user()?;
        let password = random_password()?;
        let folder = make_folder(owner.as_ref())?;
        let started = start_in(&folder, &binaries, owner.as_ref(), &password);
        let (server, port) = started.inspect_err(|_| {
            let _ = fs::remove_dir_all(&folder);
        })?;
        Ok(PrivatePostgres { server, folder, port, password })
    }

    /// Where to connect, as the owner of the server.
    pub fn url(&self) -> String {
        let PrivatePostgres { port, password, .. } = self;
        format!("postgres://{USER}:{password}@127.0.0.1:{port}/postgres")
    }
}

impl Drop for PrivatePostgres {
    fn drop(&mut self) {
        stop(&mut self.server);
        if let Err(problem) = fs::remove_dir_all(&self.folder) {
            eprintln!("删不掉 {}：{problem}", self.folder.display());
        }
    }
}

/// The user a server runs as when we are root: PostgreSQL refuses to run as root.
struct Owner {
    uid: u32,
    gid: u32,
}

/// Debian's folder of version 15, else of the newest there is.
fn find_binaries() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .filter_map(|it| it.ok())
        .filter_map(|it| {
            let version: u32 = it.file_name().to_str()?.parse().ok()?;
            let folder = it.path().join("bin");
            (folder.join("initdb").exists() && folder.join("postgres").exists() && version >= 15)
                .then_some((version == 15, version, folder))
        })
        .max()
        .map(|(_, _, folder)| folder)
}

/// Debian's package: version 15, or its default where 15 is no longer offered.
fn install() -> Result<PathBuf> {
    ensure!(
        is_root()?,
        "缺少 PostgreSQL 15：请用 root 执行 apt-get install postgresql-15（或 postgresql）后重试"
    );
    eprintln!("正在用 apt-get 安装 PostgreSQL …");
    // Debian would at once start a server for the whole machine, which nobody asked for.
    let settings = Path::new("/etc/postgresql-common/createcluster.conf");
    if !settings.exists() {
        fs::create_dir_all("/etc/postgresql-common")?;
        fs::write(settings, "create_main_cluster = false\n")?;
    }
    run(Command::new("apt-get").args(["-q", "update"]))?;
    let package = |name| {
        run(Command::new("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-q", "-y", "-o", "Dpkg::Options::=--force-confold"])
            .args(["install", "--no-install-recommends", name]))
    };
    package("postgresql-15").or_else(|_| package("postgresql"))?;
    find_binaries().context("装好了 PostgreSQL，但 /usr/lib/postgresql 下没有15或更高版本")
}

/// `None` when we are not root, and the server can simply be ours.
fn server_user() -> Result<Option<Owner>> {
    if !is_root()? {
        return Ok(None);
    }
    // Debian's package makes the user `postgres`; `nobody` is everywhere.
    for name in ["postgres", "nobody"] {
        if let (Ok(uid), Ok(gid)) = (id(&["-u", name]), id(&["-g", name])) {
            return Ok(Some(Owner { uid, gid }));
        }
    }
    bail!("系统里没有 postgres 或 nobody 用户，而 PostgreSQL 不能以 root 运行")
}

fn is_root() -> Result<bool> {
    Ok(id(&["-u"])? == 0)
}

fn id(arguments: &[&str]) -> Result<u32> {
    let output = Command::new("id").args(arguments).output().context("id")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
}

/// Nobody else on the machine may log in to the server while the tests run.
fn random_password() -> Result<String> {
    let mut bytes = [0; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|it| format!("{it:02x}")).collect())
}

/// A new folder for the server alone, in the temporary folder or, when the server's user cannot
/// reach that one, in /tmp.
fn make_folder(owner: Option<&Owner>) -> Result<PathBuf> {
    static N: AtomicU32 = AtomicU32::new(0);
    let n = N.fetch_add(1, Ordering::Relaxed);
    let name = format!("shouwang-postgres-{}-{n}", std::process::id());
    for parent in [std::env::temp_dir(), "/tmp".into()] {
        let folder = parent.join(&name);
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .with_context(|| format!("建不了文件夹 {}", folder.display()))?;
        let Some(Owner { uid, gid }) = owner else { return Ok(folder) };
        chown(&folder, Some(*uid), Some(*gid))?;
        let reaches = as_owner(Path::new("test"), owner).arg("-w").arg(&folder).status()?;
        if reaches.success() {
            return Ok(folder);
        }
        fs::remove_dir(&folder)?;
    }
    bail!("PostgreSQL 的用户进不了临时文件夹：请把 TMPDIR 设为人人可进的文件夹")
}

/// A command run by the server's user, which is killed should we die before it.
fn as_owner(program: &Path, owner: Option<&Owner>) -> Command {
    let mut command = Command::new("setpriv");
    command.arg("--pdeathsig=QUIT");
    if let Some(Owner { uid, gid }) = owner {
        command.arg(format!("--reuid={uid}")).arg(format!("--regid={gid}")).arg("--clear-groups");
    }
    command.arg("--").arg(program).current_dir("/");
    command
}

fn start_in(
    folder: &Path,
    binaries: &Path,
    owner: Option<&Owner>,
    password: &str,
) -> Result<(Child, u16)> {
    let data = folder.join("data");
    let password_file = folder.join("password");
    fs::write(&password_file, password)?;
    if let Some(Owner { uid, gid }) = owner {
        chown(&password_file, Some(*uid), Some(*gid))?;
    }
    run(as_owner(&binaries.join("initdb"), owner)
        .arg(format!("--pgdata={}", data.display()))
        .arg(format!("--pwfile={}", password_file.display()))
        .arg(format!("--username={USER}"))
        .args(["--locale=C", "--encoding=UTF8", "--auth=scram-sha-256", "--no-sync"])
        .stdout(Stdio::null()))?;
    fs::remove_file(&password_file)?;

    // Someone may take the free port before the server does: then another is tried.
    let mut attempt = 1;
    loop {
        match start_on_free_port(folder, binaries, owner) {
            Err(problem) if attempt == 3 => return Err(problem),
            Err(_) => attempt += 1,
            started => return started,
        }
    }
}

fn start_on_free_port(
    folder: &Path,
    binaries: &Path,
    owner: Option<&Owner>,
) -> Result<(Child, u16)> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let log = folder.join("log");
    // The data are thrown away, so nothing waits for the disk.
    let mut server = as_owner(&binaries.join("postgres"), owner)
        .arg("-D")
        .arg(folder.join("data"))
        .arg("-p")
        .arg(port.to_string())
        .args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="])
        .args(["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"])
        .args(["-c", "max_connections=200", "-c", "shared_buffers=256MB"])
        .stdin(Stdio::null())
        .stdout(fs::File::create(&log)?)
        .stderr(fs::File::options().append(true).open(&log)?)
        .spawn()
        .context("setpriv")?;

    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        if server.try_wait()?.is_some() {
            break;
        }
        let answers = Command::new(binaries.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
            .status()
            .context("pg_isready")?;
        if answers.success() {
            return Ok((server, port));
        }
        sleep(Duration::from_millis(50));
    }
    stop(&mut server);
    bail!("PostgreSQL 没有起来：\n{}", fs::read_to_string(&log).unwrap_or_default())
}

/// Asks for a fast shutdown, and kills a server that does not heed.
fn stop(server: &mut Child) {
    // The number of one that has ended may belong to somebody else by now.
    let Ok(None) = server.try_wait() else { return };
    let _ = Command::new("kill").args(["-INT", &server.id().to_string()]).status();
    let since = Instant::now();
    while since.elapsed() < PATIENCE {
        match server.try_wait() {
            Ok(None) => sleep(Duration::from_millis(20)),
            _ => return,
        }
    }
    let _ = server.kill();
    let _ = server.wait();
}

/// Runs a command to its end; the error names it.
fn run(command: &mut Command) -> Result<()> {
    let name = format!("{:?}", command.get_program());
    let status = command.status().with_context(|| name.clone())?;
    ensure!(status.success(), "{name} 失败（{status}）");
    Ok(())
}
