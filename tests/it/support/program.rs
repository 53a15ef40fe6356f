//! The program itself, as a process of its own.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::caller::Caller;
use super::database::TestDatabase;

/// Whatever the program does takes no longer than this, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(60);

/// A folder and a database on which the program runs; both are gone when the test is.
pub struct Home {
    pub directory: PathBuf,
    pub database: TestDatabase,
}

/// What became of a command.
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Home {
    /// With this program's schema in the database.
    pub fn new() -> Self {
        Self::over(TestDatabase::migrated())
    }

    pub fn over(database: TestDatabase) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let directory = std::env::temp_dir().join(format!("tribune_home_{}_{number}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        Self { directory, database }
    }

    /// A file in the folder, which is where the program runs.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.directory.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// A file of the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program with the settings of this home in its environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = bare(&self.directory, arguments);
        command
            .env("DATABASE_URL", &self.database.url)
            .env("TRIBUNE_DATA_DIR", self.directory.join("data"))
            .env("TRIBUNE_LISTEN", "127.0.0.1:0")
            .env("TRIBUNE_LOG", "warn")
            // Tests ask and register more often than people do.
            .env("TRIBUNE_RATE_LIMIT_ANONYMOUS", "1000000")
            .env("TRIBUNE_RATE_LIMIT_SIGNED_IN", "1000000")
            .env("TRIBUNE_MAX_REGISTRATIONS", "1000000");
        if let Ok(url) = std::env::var("TRIBUNE_TEST_REDIS_URL") {
            let name = self.directory.file_name().unwrap();
            command.env("REDIS_URL", url).env("TRIBUNE_REDIS_PREFIX", format!("{}:", name.display()));
        }
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments))
    }

    pub fn serve(&self) -> Program {
        self.serve_with(self.command(&["serve"]))
    }

    pub fn serve_with(&self, command: Command) -> Program {
        Program::start(command, &self.directory.join("server.log"))
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}

/// The program in a folder, with none of the settings of whoever runs the tests.
pub fn bare(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tribune"));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("TRIBUNE_") || text == "DATABASE_URL" || text == "REDIS_URL" {
            command.env_remove(&name);
        }
    }
    command.args(arguments).current_dir(directory).stdin(Stdio::null());
    command
}

/// Runs a command to its end.
pub fn ended(command: Command) -> Ended {
    ended_reading(command, "")
}

/// Runs a command that reads something.
pub fn ended_reading(mut command: Command, input: &str) -> Ended {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // One that refuses before it reads has closed its end.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let id = child.id();
    let (sender, output) = mpsc::channel();
    std::thread::spawn(move || sender.send(child.wait_with_output()));
    let Ok(output) = output.recv_timeout(PATIENCE) else {
        signal("KILL", id);
        panic!("it does not end: {command:?}");
    };
    Ended::of(output.unwrap())
}

/// Sends a signal by its name; every shell knows how.
pub fn signal(name: &str, id: u32) {
    let line = format!("kill -{name} {id}");
    assert!(Command::new("sh").args(["-c", &line]).status().unwrap().success());
}

impl Ended {
    fn of(output: std::process::Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Expects that it went well; what it said.
    pub fn well(self) -> String {
        assert_eq!(self.code, Some(0), "{}\n{}", self.stdout, self.stderr);
        self.stdout
    }

    /// Expects an exit code and something on standard error.
    pub fn refused(self, code: i32, why: &str) {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        assert!(self.stderr.contains(why), "{why:?} is not in: {}", self.stderr);
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
    }
}

/// A running server; it does not outlive the test.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    log: PathBuf,
    lines: mpsc::Receiver<String>,
}

impl Program {
    /// Returns as soon as the address is told, which is before the greeting is at its end.
    fn start(command: Command, log: &Path) -> Self {
        let mut program = Self::run(command, log);
        let api = program.line("  API  ");
        let url = url::Url::parse(api.split_whitespace().last().unwrap()).unwrap();
        program.address = url.socket_addrs(|| None).unwrap()[0];
        program
    }

    /// Whatever it is to do; it need not listen anywhere.
    pub fn run(mut command: Command, log: &Path) -> Self {
        let stderr = File::options().create(true).append(true).open(log).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(stderr).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        // Reads on to the end, so that the program never waits for a reader.
        std::thread::spawn(move || {
            for line in stdout.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { child, address: SocketAddr::from(([127, 0, 0, 1], 0)), log: log.into(), lines }
    }

    /// The next line of its standard output that begins so.
    pub fn line(&mut self, beginning: &str) -> String {
        let until = Instant::now() + PATIENCE;
        loop {
            match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) if line.starts_with(beginning) => return line,
                Ok(_) => {}
                Err(_) => panic!("it never said {beginning:?}: {}", self.log()),
            }
        }
    }

    /// What it wrote to standard error, together with those before it in the same home.
    pub fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The process's id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Nobody in particular who asks it.
    pub fn caller(&self) -> Caller {
        Caller::new(self.address)
    }

    /// `kill -9`: it ends at once, whatever it is doing.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        signal(name, self.child.id());
    }

    /// Waits until nobody can connect any more: it has heard the signal.
    pub async fn closes_its_door(&self) {
        let until = Instant::now() + PATIENCE;
        while tokio::net::TcpStream::connect(self.address).await.is_ok() {
            assert!(Instant::now() < until, "it takes connections still: {}", self.log());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Waits until it has ended; how.
    pub async fn ended(&mut self) -> ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < until, "it does not end: {}", self.log());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
